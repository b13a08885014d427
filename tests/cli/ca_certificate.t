# A CA, and another machine that learns about it.
$ make_ca && start_ca
$ FINGERPRINT=$(step certificate fingerprint "$(step path)/certs/root_ca.crt" 2>/dev/null || openssl x509 -in "$(step path)/certs/root_ca.crt" -outform DER | sha256sum | cut -d' ' -f1)
$ CA=$(step path); export STEPPATH=$HOME/client
$ step ca bootstrap --ca-url "$CA_URL" --fingerprint "$FINGERPRINT" 2>/dev/null

# A certificate; its password comes from the terminal.
$$ step ca certificate www.example.com www.crt www.key
expect Provisioner: admin@example.com (JWK) [kid:
expect Please enter the password to decrypt the provisioner key
send pass
expect CA: https://localhost:
expect Certificate: www.crt
expect Private Key: www.key
absent send
$ stat -c '%a %n' www.crt www.key; openssl verify -CAfile "$CA/certs/root_ca.crt" -untrusted www.crt www.crt; openssl x509 -in www.crt -noout -subject -ext subjectAltName,extendedKeyUsage
600 www.crt
600 www.key
www.crt: OK
subject=CN = www.example.com
X509v3 Extended Key Usage: 
    TLS Web Server Authentication, TLS Web Client Authentication
X509v3 Subject Alternative Name: 
    DNS:www.example.com
$ diff <(openssl pkey -in www.key -pubout) <(openssl x509 -in www.crt -noout -pubkey) && grep -c BEGIN www.crt && head -1 www.key
2
-----BEGIN EC PRIVATE KEY-----

# Without a terminal nothing hangs.
$ step ca certificate www.example.com www.crt www.key
✔ Provisioner: admin@example.com (JWK) [kid: [BASE64]]
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--provisioner-password-file'
? 1
$ step ca certificate www.example.com www.crt www.key --provisioner-password-file <(echo wrong)
✔ Provisioner: admin@example.com (JWK) [kid: [BASE64]]
failed to decrypt JWE: invalid password
? 1

# Names, lifetimes, kinds of key.
$ export STEP_PROVISIONER_PASSWORD_FILE=$T_RUN/password
$ step ca certificate many many.crt many.key --san many.example.com --san 10.1.2.3 --san a@example.com --san https://x/y --not-after 10m 2>/dev/null
$ openssl x509 -in many.crt -noout -ext subjectAltName; openssl x509 -in many.crt -noout -checkend 660; openssl x509 -in many.crt -noout -checkend 540
X509v3 Subject Alternative Name: 
    DNS:many.example.com, email:a@example.com, IP Address:10.1.2.3, URI:https://x/y
Certificate will expire
Certificate will not expire
$ for kind in "--kty RSA --size 3072" "--kty EC --curve P-384" "--kty OKP"; do
>   step ca certificate -f k k.crt k.key $kind 2>/dev/null; openssl x509 -in k.crt -noout -text | grep -oE 'Public Key Algorithm: .*|Public-Key: .*'; head -1 k.key
> done
Public Key Algorithm: rsaEncryption
Public-Key: (3072 bit)
-----BEGIN RSA PRIVATE KEY-----
Public Key Algorithm: id-ecPublicKey
Public-Key: (384 bit)
-----BEGIN EC PRIVATE KEY-----
Public Key Algorithm: ED25519
-----BEGIN PRIVATE KEY-----
$ step ca certificate a a.crt a.key --kty RSA --size 1024; step ca certificate a a.crt a.key --curve P-256; step ca certificate a a.crt a.key --not-after soon; step ca certificate a a.crt
flag '--size' requires at least 2048 unless '--insecure' flag is provided
flag '--curve' requires the '--kty' flag
invalid value 'soon' for flag '--not-after'
not enough positional arguments were provided in 'step ca certificate <subject> <crt-file> <key-file>'
? 1
$ step ca certificate a a.crt a.key --not-after 100h 2>&1 | tail -2; step ca certificate a a.crt a.key --provisioner nobody
The request was forbidden by the certificate authority: [...]
Re-run with STEPDEBUG=1 for more info.
invalid value 'nobody' for flag '--provisioner'
? 1
$ step ca certificate münchen.de a.crt a.key 2>&1 | tail -1; ls a.crt
error creating certificate request: x509: "münchen.de" cannot be encoded as an IA5String
ls: cannot access 'a.crt': No such file or directory
? 2

# A token knows its CA: nothing else is needed. It works once.
$ TOKEN=$(step ca token tok.example.com 2>/dev/null)
$ STEPPATH=$HOME/nothing step ca certificate --token "$TOKEN" tok.example.com tok.crt tok.key
✔ CA: https://localhost:[PORT]/1.0/sign
✔ Certificate: tok.crt
✔ Private Key: tok.key
$ STEPPATH=$HOME/nothing step ca certificate -f --token "$TOKEN" tok.example.com tok.crt tok.key
✔ CA: https://localhost:[PORT]/1.0/sign
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1
$ step ca certificate --token "$TOKEN" other.example.com x.crt x.key 2>&1 | tail -1; step ca certificate --token "$TOKEN" --san a tok.example.com x.crt x.key 2>&1 | tail -1; step ca certificate --token "$TOKEN" --offline tok.example.com x.crt x.key
token subject 'tok.example.com' and argument 'other.example.com' do not match
flag '--token' and flag '--san' are mutually exclusive
flag '--offline' is incompatible with '--token'
? 1
$ STEPPATH=$HOME/nothing step ca certificate www x.crt x.key
flag '--ca-url' is required unless the '--token' flag is provided
? 1

# A request made elsewhere.
$ openssl req -new -newkey rsa:2048 -nodes -keyout csr.key -out c.csr -subj /CN=csr.example.com -addext subjectAltName=DNS:csr.example.com,IP:10.9.8.7 2>/dev/null
$ step ca sign c.csr c.crt && openssl verify -CAfile "$CA/certs/root_ca.crt" -untrusted c.crt c.crt
✔ Provisioner: admin@example.com (JWK) [kid: [BASE64]]
✔ CA: https://localhost:[PORT]
✔ Certificate: c.crt
c.crt: OK
$ step ca sign -f --token "$(step ca token --cnf-file c.csr --san csr.example.com --san 10.9.8.7 csr.example.com 2>/dev/null)" c.csr c.crt 2>&1 | tail -1
✔ Certificate: c.crt
$ step ca sign c.crt x.crt; step ca sign c.csr x y
error parsing c.crt: file is not a certificate request
too many positional arguments were provided in 'step ca sign <csr-file> <crt-file>'
? 1

# A server that uses the certificate, and a client that trusts the CA.
$ PORT=$(free_port); step ca certificate -f localhost s.crt s.key 2>/dev/null
$ background server openssl s_server -accept "$PORT" -cert s.crt -cert_chain s.crt -key s.key -www
$ wait_for_port "$PORT" && curl -sS -o page -w '%{http_code}\n' --cacert "$CA/certs/root_ca.crt" "https://localhost:$PORT/"
200

# Token flags.
$ step ca token a --ssh --san b; step ca token a --host; step ca token a --principal b; step ca token a --cnf x --cnf-file y; step ca token --revoke 1 --san a; step ca token a --not-after 2h; step ca token a --not-after 5s; step ca token a --not-before 1h; step ca token
flag '--ssh' is incompatible with '--san'
flag '--host' requires the '--ssh' flag
flag '--principal' requires the '--ssh' flag
flag '--cnf-file' is incompatible with '--cnf'
flag '--san' is incompatible with '--revoke'
requested token validity is too long: 'requested token validity'=[...], 'maximum token validity'=1h0m0s
requested token validity is too short: 'requested token validity'=[...], 'minimum token validity'=10s
requested validity delay is too long: 'requested validity delay'=[...], 'max validity delay'=30m0s
not enough positional arguments were provided in 'step ca token <subject>'
? 1
$ step ca token t --output-file t.jwt 2>/dev/null; stat -c %a t.jwt; cut -d. -f2 t.jwt | tr '_-' '/+' | base64 -d 2>/dev/null | grep -oE '"(aud|iss|sans|sub)":("[^"]*"|\[[^]]*\])'
600
"aud":"https://localhost:[PORT]/1.0/sign"
"iss":"admin@example.com"
"sans":["t"]
"sub":"t"
