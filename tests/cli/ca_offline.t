# Everything the CA does, without its server; then beside it, over the same database.
$ make_ca
$ P="--offline --password-file $T_RUN/password"; ROOT=$(step path)/certs/root_ca.crt
$ step ca token $P www 2>/dev/null | cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null | grep -oE '"aud":"[^"]*"'
"aud":"https://localhost/sign"
$ step ca certificate $P www www.crt www.key && openssl verify -CAfile "$ROOT" -untrusted www.crt www.crt
✔ Provisioner: admin@example.com (JWK) [kid: [BASE64]]
✔ Certificate: www.crt
✔ Private Key: www.key
www.crt: OK
$ openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout c.key -out c.csr -subj /CN=csr -addext subjectAltName=DNS:csr 2>/dev/null
$ step ca sign $P c.csr c.crt && openssl verify -CAfile "$ROOT" -untrusted c.crt c.crt
✔ Provisioner: admin@example.com (JWK) [kid: [BASE64]]
✔ Certificate: c.crt
c.crt: OK
$ step ca renew -f $P www.crt www.key && step ca renew -f --mtls=false $P www.crt www.key && step ca rekey -f $P www.crt www.key
Your certificate has been saved in www.crt.
Your certificate has been saved in www.crt.
✔ Certificate: www.crt
✔ Private Key: www.key
$ openssl verify -CAfile "$ROOT" -untrusted www.crt www.crt
www.crt: OK

# A certificate that is not of this CA is nobody's to renew.
$ openssl req -x509 -newkey rsa:2048 -nodes -keyout f.key -out f.crt -subj /CN=foreign -days 1 2>/dev/null
$ step ca renew -f $P f.crt f.key
error renewing certificate: failed to verify certificate: x509: certificate signed by unknown authority
? 1

# Revoking asks for the passwords, which no flag gives.
$ step ca revoke --offline --cert c.crt --key c.key
error allocating terminal: open /dev/tty: no such device or address; without a terminal, write it into [HOME]/.step/config/ca.json as the member 'password'
? 1
$$ step ca revoke --offline --cert c.crt --key c.key
expect Please enter the password to decrypt
send pass
expect has been revoked.
$ step ca renew -f $P c.crt c.key
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1

$ jq '.password = "pass"' "$(step path)/config/ca.json" > with.json; step ca certificate $P w w.crt w.key 2>/dev/null; step ca revoke --offline --ca-config with.json --cert w.crt --key w.key
Certificate with Serial Number [SERIAL] has been revoked.

# The server knows what was done without it, and the other way round.
$ start_ca
$ step ca renew -f c.crt c.key
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1
$ step ca certificate $P beside beside.crt beside.key 2>/dev/null && step ca revoke --cert beside.crt --key beside.key 2>&1 | tail -1 && step ca renew -f $P beside.crt beside.key
Certificate with Serial Number [SERIAL] has been revoked.
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1

# With nothing but the provisioner's key and the CA's address.
$ KID=$(step ca provisioner list | grep -oE '"kid": "[^"]*"' | cut -d'"' -f4); step ca provisioner jwe-key "$KID" > key.jwe
$ TOKEN=$(step ca token --offline --ca-config nowhere --provisioner admin@example.com --key key.jwe --kid "$KID" --password-file "$T_RUN/password" far)
$ step ca certificate --token "$TOKEN" far far.crt far.key
✔ CA: https://localhost:[PORT]
✔ Certificate: far.crt
✔ Private Key: far.key
$ openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout o.key -out other.crt -subj /CN=other -days 1 2>/dev/null; TOKEN=$(step ca token --offline --ca-config nowhere --provisioner admin@example.com --key key.jwe --kid "$KID" --password-file "$T_RUN/password" --root other.crt far)
$ step ca certificate --token "$TOKEN" far x.crt x.key; ls x.crt
✔ CA: https://localhost:[PORT]
root certificate with fingerprint "[HEX]" was not found
Re-run with STEPDEBUG=1 for more info.
ls: cannot access 'x.crt': No such file or directory
? 2
$ step ca token --offline --ca-config nowhere far; step ca token --offline --ca-config nowhere --provisioner a far; step ca token --offline --set a=b far; step ca certificate --offline --ca-config nowhere a b c
flag '--offline' requires the '--provisioner' flag
flag '--offline' requires the '--key' flag
flag '--offline' is incompatible with '--set'
error reading nowhere: open nowhere failed: no such file or directory
? 1

# Without the provisioner's encrypted key in the configuration there is nothing to sign a token with.
$ jq 'del(.authority.provisioners[].encryptedKey)' "$(step path)/config/ca.json" > keyless.json; step ca token $P --ca-config keyless.json www 2>&1 | sed "s/$KID/KID/"
✔ Provisioner: admin@example.com (JWK) [kid: KID]
provisioner 'KID' does not have an 'encryptedKey' property

# The token of a renewal is signed by the certificate's own key, for its own name, and works once.
$ step ca token --renew far; step ca token --renew other --x5c-cert far.crt --x5c-key far.key
'step ca token' requires the '--x5c-cert' flag
positional argument <subject> must match the certificate common name
? 1
$ TOKEN=$(step ca token --renew far --x5c-cert far.crt --x5c-key far.key)
$ for i in 1 2; do curl -s -o answer -w '%{http_code}\n' --cacert "$ROOT" -X POST -H "Authorization: Bearer $TOKEN" https://localhost:$CA_PORT/1.0/renew; done; jq -r .message answer
201
401
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
