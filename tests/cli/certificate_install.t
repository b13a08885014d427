# step certificate install and uninstall: Firefox and Chromium by certutil, Java by keytool, in a home of their own.
$ q="--no-password --insecure -f"; step certificate create "Test Root" root.crt root.key --profile root-ca $q 2>/dev/null; step certificate create leaf leaf.crt leaf.key --ca root.crt --ca-key root.key $q 2>/dev/null
$ SERIAL=$(step certificate inspect root.crt --format json | jq -r .serial_number)
$ for db in $HOME/.mozilla/firefox/abc.default $HOME/.pki/nssdb; do mkdir -p $db; certutil -N -d sql:$db --empty-password; done
$ step certificate install root.crt --firefox --no-system
Certificate root.crt has been installed.
X.509v3 Root CA Certificate (ECDSA P-256) [Serial: [...]]
  Subject:     Test Root
  Issuer:      Test Root
  Valid from:  [TIME]
          to:  [TIME]
$ for db in $HOME/.mozilla/firefox/abc.default $HOME/.pki/nssdb; do certutil -L -d sql:$db -n "Test Root $SERIAL" -a | tr -d '\r' | diff - root.crt && echo same; certutil -V -d sql:$db -u L -n "Test Root $SERIAL"; done
same
certutil: certificate is valid
same
certutil: certificate is valid
# Once more changes nothing; taken out it is gone.
$ step certificate install root.crt --firefox --no-system | head -1; certutil -L -d sql:$HOME/.pki/nssdb | grep -c "Test Root"
Certificate root.crt has been installed.
1
$ step certificate uninstall root.crt --firefox --no-system | head -1; certutil -L -d sql:$HOME/.pki/nssdb | grep -c "Test Root"
Certificate root.crt has been removed.
0
? 1
$ step certificate uninstall root.crt --firefox --no-system | head -1
Certificate root.crt has been removed.
$ step certificate install root.crt --firefox --no-system --prefix my- >/dev/null; certutil -L -d sql:$HOME/.pki/nssdb | grep -c "my-$SERIAL"; step certificate uninstall root.crt --firefox --no-system --prefix my- >/dev/null; certutil -L -d sql:$HOME/.pki/nssdb | grep -c "my-$SERIAL"
1
0
? 1

# Java: a home with the real keytool and a key store of its own.
$ mkdir -p java/bin java/lib/security; ln -s "$(readlink -f "$(command -v keytool)")" java/bin/keytool; keytool -genkeypair -alias x -dname CN=x -keyalg EC -keystore java/lib/security/cacerts -storepass changeit >/dev/null 2>&1; export JAVA_HOME=$PWD/java
$ step certificate install root.crt --java --no-system | head -1; keytool -list -rfc -alias "Test Root $SERIAL" -keystore java/lib/security/cacerts -storepass changeit 2>/dev/null | openssl x509 | diff - root.crt && echo same
Certificate root.crt has been installed.
same
$ step certificate uninstall root.crt --java --no-system | head -1; keytool -list -alias "Test Root $SERIAL" -keystore java/lib/security/cacerts -storepass changeit 2>/dev/null | grep -c trustedCertEntry
Certificate root.crt has been removed.
0
? 1
$ JAVA_HOME=/nowhere step certificate install root.crt --java --no-system 2>&1 | head -2
Java is left out: there is no keytool and no keystore cacerts in JAVA_HOME /nowhere.
Certificate root.crt has been installed.
# A store that cannot be written is an error, not a success.
$ echo junk > java/lib/security/cacerts; step certificate install root.crt --java --no-system
failed to execute "[...]keytool -importcert -noprompt -alias Test Root [...]" failed with: exit status 1[...]
? 1
$ HOME=/nonexistent step certificate install root.crt --firefox --no-system 2>&1 | head -1
Firefox is left out: there is no profile of Firefox and no database of Chromium in the home folder.

# Only roots are installed.
$ step certificate install leaf.crt --no-system
certificate leaf.crt is not a root CA
? 1
$ cat root.crt root.crt > two.crt; step certificate install two.crt --no-system
error decoding two.crt: contains more than one PEM encoded block
? 1
$ step certificate uninstall missing.crt
[...]no such file or directory
? 1
