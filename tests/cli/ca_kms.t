# Certificates whose keys never leave a key store: TLS with the CA is signed by the store, too.
$ make_key_store; make_ca && start_ca
$ export STEP_PROVISIONER_PASSWORD_FILE=$T_RUN/password
$ serial() { openssl x509 -in "$1" -noout -serial; }
$ for t in ec rsa ed; do
>   step certificate create --csr svc-$t $t.csr --kms pkcs11:token=x --key pkcs11:id=$t 2>/dev/null; step ca sign $t.csr $t.crt 2>/dev/null
>   before=$(serial $t.crt); : > store/log; step ca renew -f --kms pkcs11:token=x $t.crt pkcs11:id=$t
>   [ "$(serial $t.crt)" != "$before" ] && openssl verify -CAfile "$(step path)/certs/root_ca.crt" -untrusted $t.crt $t.crt; cat store/log
> done
Your certificate has been saved in ec.crt.
ec.crt: OK
key --kms pkcs11:token=x pkcs11:id=ec
sign --format base64 --kms pkcs11:token=x pkcs11:id=ec
Your certificate has been saved in rsa.crt.
rsa.crt: OK
key --kms pkcs11:token=x pkcs11:id=rsa
sign --format base64 --kms pkcs11:token=x --pss --salt-length 32 --alg SHA256 pkcs11:id=rsa
Your certificate has been saved in ed.crt.
ed.crt: OK
key --kms pkcs11:token=x pkcs11:id=ed
sign --format base64 --kms pkcs11:token=x pkcs11:id=ed
# The URI alone says where the key is; without TLS a token is signed by it.
$ step ca renew -f ec.crt pkcs11:id=ec; step ca renew -f --mtls=false --kms pkcs11:token=x ec.crt pkcs11:id=ec
Your certificate has been saved in ec.crt.
Your certificate has been saved in ec.crt.

# A new key, which is in the store as well; from the store to a file and back.
$ step ca rekey -f --kms pkcs11:token=x --private-key pkcs11:id=rsa ec.crt pkcs11:id=ec && openssl x509 -in ec.crt -noout -pubkey | cmp - <(openssl pkey -in store/rsa.key -pubout)
✔ Certificate: ec.crt
$ step crypto keypair new.pub new.key --no-password --insecure 2>/dev/null; step ca rekey -f --private-key new.key ec.crt pkcs11:id=rsa && openssl x509 -in ec.crt -noout -pubkey | cmp - new.pub
✔ Certificate: ec.crt
$ step ca rekey -f --private-key pkcs11:id=ed ec.crt new.key && openssl x509 -in ec.crt -noout -pubkey | cmp - <(openssl pkey -in store/ed.key -pubout)
✔ Certificate: ec.crt

# A token of X5C, signed in the store.
$ step ca provisioner add x5c --type X5C --x5c-roots "$(step path)/certs/root_ca.crt" > /dev/null 2>&1; kill -HUP $ca_pid; wait_for_line ca 'reload'
$ step ca certificate by-x5c x5c.crt x5c.key --provisioner x5c --kms pkcs11:token=x --x5c-cert rsa.crt --x5c-key pkcs11:id=rsa 2>&1 | tail -2
✔ Certificate: x5c.crt
✔ Private Key: x5c.key

# What is wrong is said.
$ step ca rekey --kms pkcs11:token=x ec.crt pkcs11:id=ed; step ca rekey --kms pkcs11:token=x --private-key pkcs11:id=ec --out-key k ec.crt pkcs11:id=ed; step ca rekey --daemon --kms pkcs11:token=x --private-key pkcs11:id=ec ec.crt pkcs11:id=ed
flag '--kms' requires the '--private-key' flag
flag '--kms' is incompatible with '--out-key'
flag '--kms' is incompatible with '--daemon'
? 1
$ step ca renew -f ec.crt pkcs11:id=ec
error loading private key: pkcs11:id=ec is not the key of ec.crt
? 1
$ step ca renew -f ec.crt pkcs11:id=none
error loading private key: command "[DIR]/bin/step-kms-plugin key pkcs11:id=none" failed with:
no object pkcs11:id=none
? 1
# A store that stops to sign in the middle.
$ sed -i '2i [ $1 = sign ] \&\& { echo the token was removed >\&2; exit 1; }' bin/step-kms-plugin; step ca renew -f ec.crt pkcs11:id=ed
error renewing certificate: client POST https://localhost:[PORT]/renew failed: command "[DIR]/bin/step-kms-plugin sign --format base64 pkcs11:id=ed" failed with:
the token was removed
? 1
