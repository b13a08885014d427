# step certificate p12, read by openssl and by Java's keytool.
$ q="--no-password --insecure -f"; step certificate create Root root.crt root.key --profile root-ca $q 2>/dev/null; step certificate create Mid mid.crt mid.key --profile intermediate-ca --ca root.crt --ca-key root.key $q 2>/dev/null
$ step certificate create svc.internal svc.crt svc.key --ca mid.crt --ca-key mid.key $q 2>/dev/null; echo secret > pass
$ step certificate p12 svc.p12 svc.crt svc.key --ca mid.crt --ca root.crt --password-file pass
Your .p12 bundle has been saved as svc.p12.
$ stat -c %a svc.p12; openssl pkcs12 -in svc.p12 -passin file:pass -nokeys -clcerts 2>/dev/null | openssl x509 | diff - svc.crt && openssl pkcs12 -in svc.p12 -passin file:pass -nocerts -nodes 2>/dev/null | openssl pkey | diff - <(openssl pkey -in svc.key) && echo same
600
same
$ openssl pkcs12 -in svc.p12 -passin file:pass -info -noout 2>&1
MAC: sha256, Iteration 2048
MAC length: 32, salt length: 16
PKCS7 Encrypted data: PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256
Certificate bag
Certificate bag
Certificate bag
PKCS7 Data
Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256
$ keytool -list -v -keystore svc.p12 -storepass secret 2>/dev/null | grep -E 'Entry type|chain length|Owner'
Entry type: PrivateKeyEntry
Certificate chain length: 3
Owner: CN=svc.internal
Owner: CN=Mid
Owner: CN=Root

# Certificates of the bundle itself follow those of --ca.
$ cat svc.crt mid.crt > chain.crt; step certificate p12 chain.p12 chain.crt svc.key --ca root.crt --password-file pass 2>/dev/null; openssl pkcs12 -in chain.p12 -passin file:pass -nokeys 2>/dev/null | grep subject
subject=CN = svc.internal
subject=CN = Root
subject=CN = Mid

# A trust store for Java.
$ step certificate p12 trust.p12 --ca root.crt --ca mid.crt --password-file pass; keytool -list -keystore trust.p12 -storepass secret 2>/dev/null | grep -o trustedCertEntry
Your .p12 bundle has been saved as trust.p12.
trustedCertEntry
trustedCertEntry
$ openssl pkcs12 -in trust.p12 -passin file:pass -nokeys 2>/dev/null | grep friendlyName
    friendlyName: CN=Root - [HEX]
    friendlyName: CN=Mid - [HEX]

# For old readers, and every kind of key.
$ step certificate p12 old.p12 svc.crt svc.key --legacy --password-file pass 2>/dev/null; openssl pkcs12 -legacy -in old.p12 -passin file:pass -info -noout 2>&1
MAC: sha1, Iteration 1
MAC length: 20, salt length: 8
PKCS7 Encrypted data: pbeWithSHA1And40BitRC2-CBC, Iteration 2048
Certificate bag
PKCS7 Data
Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048
$ for kind in "RSA" "EC --curve P-521" "OKP"; do step certificate create k k.crt k.key --profile self-signed --subtle --kty $kind $q 2>/dev/null; step certificate p12 k.p12 k.crt k.key --password-file pass -f 2>/dev/null; openssl pkcs12 -in k.p12 -passin file:pass -nocerts -nodes 2>/dev/null | openssl pkey -pubout | diff - <(openssl pkey -in k.key -pubout) && echo same; done
same
same
same
$ step certificate p12 none.p12 svc.crt svc.key --no-password --insecure; openssl pkcs12 -in none.p12 -passin pass: -nocerts -nodes 2>/dev/null | grep -c PRIVATE
Your .p12 bundle has been saved as none.p12.
2
$ printf 'p\xc3\xa4ss' > umlaut; step certificate p12 umlaut.p12 svc.crt svc.key --password-file umlaut 2>/dev/null; openssl pkcs12 -in umlaut.p12 -passin file:umlaut -noout && echo good
good

$$ step certificate p12 asked.p12 svc.crt svc.key
expect Please enter a password to encrypt the .p12 file
send typed
$ openssl pkcs12 -in asked.p12 -passin pass:typed -noout && echo good
good

# What can be wrong.
$ step certificate p12
not enough positional arguments were provided in 'step certificate p12 <p12-path> [<crt-path>] [<key-path>]'
? 1
$ step certificate p12 x.p12
flag '--ca' must be provided when no <crt_path> and <key_path> are present
? 1
$ step certificate p12 x.p12 svc.crt
missing positional argument <key_file> in 'step certificate p12 <p12-path> [<crt-path>] [<key-path>]'
? 1
$ step certificate p12 x.p12 svc.crt svc.key --no-password
flag '--no-password' requires the '--insecure' flag
? 1
$ step certificate p12 x.p12 svc.crt svc.key --no-password --insecure --password-file pass
flag '--no-password' is incompatible with '--password-file'
? 1
$ step certificate p12 x.p12 missing.crt svc.key --password-file pass
error reading certificate: [...]no such file or directory
? 1
$ step certificate p12 x.p12 svc.crt missing.key --password-file pass
error reading key: [...]no such file or directory
? 1
$ step certificate p12 x.p12 --ca missing.crt --password-file pass
error reading CA certificate: [...]no such file or directory
? 1
$ step certificate p12 svc.p12 svc.crt svc.key --password-file pass
error allocating terminal: [...]
? 1
