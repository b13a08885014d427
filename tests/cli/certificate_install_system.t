# The system's trust store: only where we are root, and undone at the end.
$ [ "$(id -u)" = 0 ] && [ -d /usr/local/share/ca-certificates ] || skip "the trust store of the system is root's to change"
$ step certificate create "Newel Test Root" root.crt root.key --profile root-ca --no-password --insecure 2>/dev/null; step certificate create leaf leaf.crt leaf.key --ca root.crt --ca-key root.key --no-password --insecure 2>/dev/null
$ step certificate verify leaf.crt
failed to verify certificate: x509: certificate signed by unknown authority
? 1
$ step certificate install root.crt | head -1; ls /usr/local/share/ca-certificates | grep Newel_Test_Root
Certificate root.crt has been installed.
Newel_Test_Root_[SERIAL].crt
$ step certificate verify leaf.crt && openssl verify -CApath /etc/ssl/certs leaf.crt
leaf.crt: OK
$ step certificate uninstall root.crt | head -1; ls /usr/local/share/ca-certificates | grep -c Newel_Test_Root; step certificate verify leaf.crt
Certificate root.crt has been removed.
0
failed to verify certificate: x509: certificate signed by unknown authority
? 1

# Every store at once.
$ mkdir -p $HOME/.pki/nssdb java/bin java/lib/security; certutil -N -d sql:$HOME/.pki/nssdb --empty-password; ln -s "$(readlink -f "$(command -v keytool)")" java/bin/keytool; keytool -genkeypair -alias x -dname CN=x -keyalg EC -keystore java/lib/security/cacerts -storepass changeit >/dev/null 2>&1; export JAVA_HOME=$PWD/java
$ stores() { ls /usr/local/share/ca-certificates | grep -c Newel_Test_Root; certutil -L -d sql:$HOME/.pki/nssdb | grep -c "Newel Test Root"; keytool -list -keystore java/lib/security/cacerts -storepass changeit 2>/dev/null | grep -c trustedCertEntry; }
$ step certificate install root.crt --all | head -1; stores
Certificate root.crt has been installed.
1
1
1
$ step certificate uninstall root.crt --all | head -1; stores
Certificate root.crt has been removed.
0
0
0
? 1
