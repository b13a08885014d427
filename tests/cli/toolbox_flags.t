# Flags and other names of flags which the tests of their commands leave out, each with what it does.
$ q="--no-password --insecure"; step certificate create Root root.crt root.key --profile root-ca $q 2>/dev/null; step certificate create Int int.crt int.key --profile intermediate-ca --ca root.crt --ca-key root.key $q 2>/dev/null; step certificate create leaf leaf.crt leaf.key --ca int.crt --ca-key int.key $q 2>/dev/null; step certificate create leaf leaf.csr l.key --csr $q 2>/dev/null
$ step crypto jwk create p.pub p.key $q 2>/dev/null; step crypto jwk create e.pub e.key --use enc --alg ECDH-ES+A256KW $q 2>/dev/null; for k in p e; do step crypto jwk keyset add pub.json < $k.pub; step crypto jwk keyset add set.json < $k.key; done; p=$(jq -r .kid p.pub); e=$(jq -r .kid e.pub); echo hello > data; echo pass > pw; echo other > pw2

# Servers.
$ port=$(free_port); background tls openssl s_server -quiet -accept 127.0.0.1:$port -cert leaf.crt -key leaf.key -cert_chain int.crt -naccept 99; wait_for_port $port
$ for scheme in https tls tcp smtps ldaps; do step certificate inspect $scheme://127.0.0.1:$port --insecure --short | head -2; step certificate inspect $scheme://127.0.0.1:$port --roots root.crt --servername leaf --bundle --format pem | grep -c BEGIN; done
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [WORD]]
  Subject:     leaf
2
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [WORD]]
  Subject:     leaf
2
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [WORD]]
  Subject:     leaf
2
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [WORD]]
  Subject:     leaf
2
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [WORD]]
  Subject:     leaf
2
$ step certificate needs-renewal https://127.0.0.1:$port --roots root.crt --servername leaf -v
certificate does not need renewal
? 1
$ step certificate needs-renewal https://127.0.0.1:$port --roots root.crt --servername wrong -v
failed to connect: tls: failed to verify certificate: x509: certificate is valid for leaf, not wrong
? 255
$ step certificate inspect https://127.0.0.1:$port --roots none.crt
failure to load root certificate pool from input path 'none.crt': error reading cert pool: open none.crt: no such file or directory
? 1

# Certificates.
$ echo '{"subject": {"commonName": {{ toJson .Insecure.User.cn }}, "organization": {{ toJson .Insecure.User.o }}}, "sans": {{ toJson .SANs }}}' > t.tpl; echo '{"cn": "from file", "o": "Acme"}' > user.json
$ step certificate sign leaf.csr int.crt int.key --template t.tpl --set-file user.json --set cn=given | openssl x509 -noout -subject
subject=O = Acme, CN = given
$ step certificate sign leaf.csr int.crt int.key --not-before 2030-01-01T00:00:00Z --not-after 2030-01-02T00:00:00Z | openssl x509 -noout -dates
notBefore=Jan  1 00:00:00 2030 GMT
notAfter=Jan  2 00:00:00 2030 GMT
$ for f in bundle create format p12 key; do echo old > $f.out; done; step certificate bundle leaf.crt int.crt bundle.out --force; step certificate create x create.out x.key --profile root-ca $q --force; step certificate format leaf.crt --out format.out --force; step certificate p12 p12.out leaf.crt leaf.key --password-file pw --force; step certificate key leaf.crt --out key.out --force; grep -c old bundle.out create.out format.out p12.out key.out
Your certificate has been saved in bundle.out.
Your certificate has been saved in create.out.
Your private key has been saved in x.key.
Your certificate has been saved in format.out
Your .p12 bundle has been saved as p12.out.
The public key has been saved in key.out.
bundle.out:0
create.out:0
format.out:0
p12.out:0
key.out:0
? 1
$ step certificate key leaf.crt --out key.out -f; cmp key.out <(openssl x509 -in leaf.crt -noout -pubkey)
The public key has been saved in key.out.

# Keys.
$ for f in pass.out pub.out priv.out jwk.out jwk2.out form.out half.out; do echo old > $f; done; step crypto keypair pub.out priv.out $q --force; step crypto change-pass priv.out --out pass.out --new-password-file pw --force; step crypto jwk create jwk.out jwk2.out $q --type OKP --algorithm EdDSA --force; jq -c '[.kty,.alg]' jwk.out; step crypto key format priv.out --out form.out -f; step crypto key format priv.out --out form.out --force; step crypto key public priv.out --out half.out --force; step crypto key public priv.out --out half.out -f; cmp half.out pub.out; cmp form.out <(openssl ec -in priv.out -outform der 2>/dev/null); grep -c ENCRYPTED pass.out
Your public key has been saved in pub.out.
Your private key has been saved in priv.out.
Your key has been saved in pass.out.
Your public key has been saved in jwk.out.
Your private key has been saved in jwk2.out.
["OKP","EdDSA"]
Your key has been saved in form.out.
Your key has been saved in form.out.
The public key has been saved in half.out.
The public key has been saved in half.out.
1
$ step crypto key sign data --key pass.out --password-file pw > sig; step crypto key verify data --key pub.out --sig $(cat sig)
true
$ step crypto key sign data --key pass.out --password-file pw2
error decrypting pass.out: x509: decryption password incorrect
? 1
$ for kind in box sign; do echo old > n.pub; echo old > n.key; step crypto nacl $kind keypair n.pub n.key --force 2>/dev/null; step crypto nacl $kind keypair n.pub n.key -f; stat -c %s n.pub n.key; done
Your public key has been saved in n.pub.
Your private key has been saved in n.key.
32
32
Your public key has been saved in n.pub.
Your private key has been saved in n.key.
32
64
$ step crypto nacl sign sign n.key --raw < data | step crypto nacl sign open n.pub --raw; head -c 32 /dev/urandom > s.key; step crypto nacl secretbox seal n s.key --raw < data > sealed; stat -c %s sealed; step crypto nacl secretbox open n s.key --raw < sealed
hello
22
hello
$ step crypto hash compare --alg sha512 $(sha512sum < data | cut -d' ' -f1) data; step crypto hash compare --alg sha1 $(sha1sum < data | cut -d' ' -f1) data; step crypto hash compare --alg sha1 $(sha512sum < data | cut -d' ' -f1) data
ok
ok
fail
? 1
$ printf 'a\n' > words; step crypto rand 3 --dict words
a-a-a

# Messages.
$ step crypto jws sign data --jwks set.json --kid $p > t; step crypto jws verify --jwks pub.json --kid $p < t; step crypto jws verify --jwks pub.json --kid $e < t
hello
validation failed: invalid signature
? 1
$ openssl genrsa -aes256 -passout file:pw -out rsa.key 2048 2>/dev/null; openssl rsa -in rsa.key -passin file:pw -pubout -out rsa.pub 2>/dev/null; openssl req -new -x509 -key rsa.key -passin file:pw -subj /CN=rsa -addext keyUsage=digitalSignature -out rsa.crt
$ step crypto jws sign data --key rsa.key --password-file pw --algorithm PS256 --type text > t; step crypto jws verify --key rsa.pub --algorithm PS256 < t; cut -d. -f1 t | step base64 -d; echo
hello
{"alg":"PS256","kid":"[WORD]","typ":"text"}
$ step crypto jws verify --key rsa.pub < t; step crypto jws sign data --key rsa.key --password-file pw | step crypto jws verify --key rsa.pub --insecure
flag '--alg' is required with the given key
hello
$ step crypto jws sign data --x5t-cert rsa.crt --x5t-key rsa.key --password-file pw | cut -d. -f1 | step base64 -d | jq -r .x5t > x5t; openssl x509 -in rsa.crt -outform der | openssl sha1 -binary | base64 | tr +/ -_ | diff x5t -
$ step crypto jws sign data --x5t-cert int.crt --x5t-key rsa.key --password-file pw
error validating x5t certificate and key for use in x5t header: ValidateX5T: error verifying certificate and key: private key does not match public key
? 1
$ step crypto jwt sign --key rsa.key --password-file pw --algorithm RS512 --issuer i --audience a --subject s --expiration 4102444800 --not-before 1 --issued-at 2 --jwt-id j < /dev/null > t; step crypto jwt verify --key rsa.pub --algorithm RS512 --issuer i --audience a < t | jq -c '[.header.alg,.payload]'
["RS512",{"aud":"a","exp":4102444800,"iat":2,"iss":"i","jti":"j","nbf":1,"sub":"s"}]
$ step crypto jwt verify --key rsa.pub --algorithm RS512 --issuer x --audience y < t
validation failed: invalid issuer claim (iss), invalid audience claim (aud)
? 1
$ step crypto jwk create locked.pub locked.key --password-file pw 2>/dev/null; step crypto jwt sign --key locked.key --password-file pw --subtle --exp 4102444800 < /dev/null | step crypto jwt verify --key locked.key --password-file pw --subtle | jq .payload.exp
4102444800
$ step crypto jwt sign --key locked.key --password-file pw --subtle < /dev/null | step crypto jwt verify --key locked.key --password-file pw2 --subtle
failed to decrypt JWE: invalid password
? 1
$ step crypto jwe encrypt --jwks pub.json --kid $e --algorithm ECDH-ES+A256KW --encryption-algorithm A128GCM --type text --content-type plain < data > t; jq -r .protected t | step base64 -d | jq -c '[.alg,.enc,.typ,.cty]'; step crypto jwe decrypt --jwks set.json --kid $e < t
["ECDH-ES+A256KW","A128GCM","text","plain"]
hello
$ step crypto jwe decrypt --jwks set.json --kid $p < t
invalid jwk use: found 'sig' (signature), expecting 'enc' (encryption)
? 1

# One-time passwords: the table of RFC 6238, another period.
$ echo GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA > s256; echo 46119246 | step crypto otp verify s256 --alg SHA256 --length 8 --time 1970-01-01T00:00:59Z; echo 46119246 | step crypto otp verify s256 --algorithm sha1 --length 8 --time 1970-01-01T00:00:59Z
ok
fail
? 1
$ echo 46119246 | step crypto otp verify s256 --alg SHA256 --length 8 --time 1970-01-01T00:01:59Z --period 60; echo 46119246 | step crypto otp verify s256 --alg SHA256 --length 8 --time 1970-01-01T00:02:00Z --period 60
ok
fail
? 1
$ step crypto otp generate --iss i --account a --secret-size 10 | wc -c; step crypto otp generate --iss i --account a --url --length 7 --algorithm SHA512
17
otpauth://totp/i:a?algorithm=SHA512&digits=7&issuer=i&period=30&secret=[WORD]
$ echo old > q.png; step crypto otp generate --iss i --account a --qr q.png --force > /dev/null; step crypto otp generate --iss i --account a --qr q.png -f > /dev/null; head -c 4 q.png | tail -c 3
PNG[no newline]
