# Keys in a store, reached through step-kms-plugin: a small one of our own, which keeps its keys in a folder of files
# and signs with openssl.
$ make_key_store

# A CA whose key never leaves the store, of each type; the key file is not written.
$ for t in ec rsa ed; do step certificate create "$t root" $t.crt $t.key --profile root-ca --kms pkcs11:token=x --key pkcs11:id=$t; ls $t.key 2>/dev/null; openssl verify -check_ss_sig -CAfile $t.crt $t.crt; done
Your certificate has been saved in ec.crt.
ec.crt: OK
Your certificate has been saved in rsa.crt.
rsa.crt: OK
Your certificate has been saved in ed.crt.
ed.crt: OK
$ cat store/log | head -4; rm store/log
key --kms pkcs11:token=x pkcs11:id=ec
sign --format base64 --kms pkcs11:token=x pkcs11:id=ec
key --kms pkcs11:token=x pkcs11:id=rsa
sign --format base64 --kms pkcs11:token=x --alg SHA256 pkcs11:id=rsa
$ for t in ec rsa ed; do step certificate create leaf leaf-$t.crt leaf-$t.key --ca $t.crt --ca-kms pkcs11:token=x --ca-key pkcs11:id=$t --no-password --insecure 2>&1; openssl verify -CAfile $t.crt leaf-$t.crt; done
Your certificate has been saved in leaf-ec.crt.
Your private key has been saved in leaf-ec.key.
leaf-ec.crt: OK
Your certificate has been saved in leaf-rsa.crt.
Your private key has been saved in leaf-rsa.key.
leaf-rsa.crt: OK
Your certificate has been saved in leaf-ed.crt.
Your private key has been saved in leaf-ed.key.
leaf-ed.crt: OK

# Requests, and signing them: the certificate comes from a file or from the store.
$ step certificate create --csr svc svc.csr --kms pkcs11:token=x --key pkcs11:id=rsa && openssl req -in svc.csr -noout -verify -subject 2>&1
Your certificate signing request has been saved in svc.csr.
Certificate request self-signature verify OK
subject=CN = svc
$ step certificate sign --kms pkcs11:token=x svc.csr ec.crt pkcs11:id=ec > svc.crt; openssl verify -CAfile ec.crt svc.crt
svc.crt: OK
$ cp ec.crt store/; step certificate sign --kms pkcs11:token=x --bundle svc.csr pkcs11:id=ec pkcs11:id=ec | grep -c BEGIN
2
$ step certificate sign --kms pkcs11:token=x svc.csr ec.crt pkcs11:id=rsa
private key type does not match issuer public key type
? 1

# The URI says where the key is: no --kms is needed, and a file of that name does not stand in its way.
$ echo nonsense > pkcs11:id=ec; step certificate sign svc.csr ec.crt pkcs11:id=ec | openssl verify -CAfile ec.crt
stdin: OK
# A softkms URI is a file.
$ step certificate create "file root" f.crt f.key --profile root-ca --no-password --insecure 2>/dev/null; step certificate sign svc.csr f.crt softkms:path=f.key | openssl verify -CAfile f.crt
stdin: OK

# What goes wrong is said.
$ step certificate sign svc.csr ec.crt pkcs11:id=none
command "[DIR]/bin/step-kms-plugin key pkcs11:id=none" failed with:
no object pkcs11:id=none
? 1
$ step certificate create x x.crt --csr --kms pkcs11:token=x --key pkcs11:id=none
failed to get public key: command "[DIR]/bin/step-kms-plugin key --kms pkcs11:token=x pkcs11:id=none" failed with:
no object pkcs11:id=none
? 1
$ step certificate sign svc.csr ec.crt sshagentkms:id=ec
the key "sshagentkms:id=ec" cannot be used to sign X509 certificates
? 1
$ step certificate create x x.crt --csr --kms sshagentkms: --key id=rsa 2>&1 | head -1
failed to get public key: command "[DIR]/bin/step-kms-plugin key --kms sshagentkms: id=rsa" failed with:
# A store that signs with another key than it shows is found out.
$ cp store/ec.key store/kept; printf '#!/bin/bash\nif [ $1 = key ]; then openssl pkey -in $STORE/kept -pubout; else cat > /dev/null; openssl rand -base64 64; fi\n' > bin/step-kms-plugin
$ step certificate sign svc.csr ec.crt pkcs11:id=ec
the key store's signature for pkcs11:id=ec does not verify with its public key
? 1
$ rm bin/step-kms-plugin; step certificate sign svc.csr ec.crt pkcs11:id=ec
exec: "step-kms-plugin": executable file not found in $PATH
? 1
# Without --kms a name that is no URI is a file, and so is told when it is missing.
$ step certificate sign svc.csr ec.crt missing.key
error reading "missing.key": no such file or directory
? 1
# Commands that read files say so of a name in a store, even where a file has that name; softkms names files everywhere.
$ step crypto key inspect pkcs11:id=ec; step crypto jwt sign --key pkcs11:id=ec --subtle
pkcs11:id=ec names a key in a key store, and this command reads files only
pkcs11:id=ec names a key in a key store, and this command reads files only
? 1
$ step crypto key inspect softkms:f.key | head -1; step crypto jws sign svc.csr --key softkms:path=f.key | step crypto jws verify --key f.key | head -1
EC PrivateKey-Key: (256 bit)
-----BEGIN CERTIFICATE REQUEST-----
