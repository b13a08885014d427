# Pairs of every kind: equal thumbprints, and openssl sees the same key through keypair.
$ echo password > password.txt
$ PW='--password-file password.txt'
$ pair() {
>   step crypto jwk create -f k.pub k.priv $PW "$@" 2>/dev/null || { step crypto jwk create -f k.pub k.priv $PW "$@"; return; }
>   step crypto jwk thumbprint < k.pub > t1
>   step crypto keypair -f --from-jwk k.priv --password-file password.txt k.pem k.key 2>/dev/null
>   openssl pkey -in k.key -passin pass:password -pubout | cmp - k.pem
>   step crypto keypair -f --from-jwk k.pub k.pub.pem none --no-password --insecure 2>/dev/null; cmp k.pem k.pub.pem
>   grep -o '"alg": .*"' k.pub; openssl pkey -pubin -in k.pem -noout -text | head -1
> }
$ pair; stat -c %a k.pub k.priv; grep -c "\"kid\": \"$(cat t1)\"" k.pub
"alg": "ES256"
Public-Key: (256 bit)
600
600
1
$ pair --kid w00t; grep kid k.pub
"alg": "ES256"
Public-Key: (256 bit)
  "kid": "w00t",
$ pair --crv P-384 --alg ES384; pair --crv P-521 --alg ES512
"alg": "ES384"
Public-Key: (384 bit)
"alg": "ES512"
Public-Key: (521 bit)
$ pair --crv P-256 --alg ECDH-ES --use enc; pair --crv P-521 --alg ECDH-ES+A128KW --use enc
"alg": "ECDH-ES"
Public-Key: (256 bit)
"alg": "ECDH-ES+A128KW"
Public-Key: (521 bit)
$ pair --kty RSA; pair --kty RSA --size 2048 --alg PS512; pair --kty RSA --use enc; pair --kty RSA --use enc --alg RSA1_5
"alg": "RS256"
Public-Key: (2048 bit)
"alg": "PS512"
Public-Key: (2048 bit)
"alg": "RSA-OAEP-256"
Public-Key: (2048 bit)
"alg": "RSA1_5"
Public-Key: (2048 bit)
$ pair --kty OKP; pair --kty OKP --crv Ed25519 --kid keyid; pair --kty OKP --alg EdDSA
"alg": "EdDSA"
ED25519 Public-Key:
"alg": "EdDSA"
ED25519 Public-Key:
"alg": "EdDSA"
ED25519 Public-Key:
$ oct() { step crypto jwk create -f o.pub o.priv $PW --kty oct "$@" 2>/dev/null && grep -o '"alg": .*"' o.pub; }
$ oct; for a in HS256 HS384 HS512; do oct --size 64 --alg $a; done; oct --size 4 --insecure; oct --use enc
"alg": "HS256"
"alg": "HS256"
"alg": "HS384"
"alg": "HS512"
"alg": "HS256"
"alg": "A256GCMKW"
$ for a in dir A128KW A192KW A256KW A128GCMKW A192GCMKW A256GCMKW; do oct --use enc --size 32 --alg $a; done
"alg": "dir"
"alg": "A128KW"
"alg": "A192KW"
"alg": "A256KW"
"alg": "A128GCMKW"
"alg": "A192GCMKW"
"alg": "A256GCMKW"
$ oct --size 20; grep '"k"' o.pub | cut -d'"' -f4 | wc -c; grep -c kid o.pub
"alg": "HS256"
28
0
? 1
$ step crypto jwk create c.pub c.priv --no-password --insecure; step crypto jwk public < c.priv | head -c -1 | cmp - c.pub; grep -c '"d"' c.priv
Your public key has been saved in c.pub.
Your private key has been saved in c.priv.
1
$ sed 's/"\(ciphertext\|encrypted_key\|iv\|tag\|protected\)": ".*"/\1/' k.priv; grep -o 'protected": "[^"]*' k.priv | cut -d'"' -f3 | step base64 -d -u | sed 's/"p2s":"[^"]*"/p2s/'
{
  protected,
  encrypted_key,
  iv,
  ciphertext,
  tag
}{"alg":"PBES2-HS256+A128KW","cty":"jwk+json","enc":"A256GCM","p2c":600000,p2s}[no newline]

# What is refused.
$ step crypto jwk create a b --kty rsa --size 2048 --alg HS384
invalid value 'rsa' for flag '--kty'; options are EC, RSA, OKP, or oct
? 1
$ for k in ec OCT okp; do step crypto jwk create a b --kty $k; done
invalid value 'ec' for flag '--kty'; options are EC, RSA, OKP, or oct
invalid value 'OCT' for flag '--kty'; options are EC, RSA, OKP, or oct
invalid value 'okp' for flag '--kty'; options are EC, RSA, OKP, or oct
? 1
$ step crypto jwk create
not enough positional arguments were provided in 'step crypto jwk create <public-jwk-file> <private-jwk-file>'
? 1
$ step crypto jwk create fail.pub fail.priv fail
too many positional arguments were provided in 'step crypto jwk create <public-jwk-file> <private-jwk-file>'
? 1
$ step crypto jwk create fail.priv fail.priv
positional arguments <public-jwk-file> and <private-jwk-file> cannot be equal in 'step crypto jwk create <public-jwk-file> <private-jwk-file>'
? 1
$ step crypto jwk create a b --no-password
flag '--no-password' requires the '--insecure' flag
? 1
$ step crypto jwk create a b --no-password $PW
flag '--no-password' is incompatible with 'password-file'
? 1
$ step crypto jwk create a b $PW --crv P-256 --alg RSA1_5
alg 'RSA1_5' is not compatible with kty 'EC' and crv 'P-256'
? 1
$ step crypto jwk create a b $PW --crv P-256 --alg ES384
alg 'ES384' is not compatible with kty 'EC' and crv 'P-256'
? 1
$ step crypto jwk create a b $PW --crv P-256 --alg ES256 --size 2048
flag '--size' is incompatible with '--kty EC'
? 1
$ step crypto jwk create a b $PW --crv P-512
invalid value for argument crv (crv: 'P-512')
? 1
$ step crypto jwk create a b $PW --kty RSA --size 1024 --alg PS256
flag '--size' requires at least 2048 unless '--insecure' flag is provided
? 1
$ step crypto jwk create --kty RSA --size 1024 --alg PS256 a b --insecure
the size of the RSA key should be at least 2048 bits
? 1
$ step crypto jwk create a b --kty RSA --size 0 --alg PS256 --insecure
flag '--size' must be greater than or equal to 0
? 1
$ for a in BADALG ES256 HS384; do step crypto jwk create a b $PW --kty RSA --size 2048 --alg $a; done
alg 'BADALG' is not compatible with kty 'RSA'
alg 'ES256' is not compatible with kty 'RSA'
alg 'HS384' is not compatible with kty 'RSA'
? 1
$ step crypto jwk create a b $PW --kty RSA --alg PS256 --use enc
alg 'PS256' is not compatible with kty 'RSA'
? 1
$ step crypto jwk create a b $PW --kty RSA --crv P-256
flag '--crv' is incompatible with '--kty RSA'
? 1
$ step crypto jwk create a b $PW --kty OKP --alg ES256
alg 'ES256' is not compatible with kty 'OKP' and crv 'Ed25519'
? 1
$ step crypto jwk create a b $PW --kty OKP --size 256
flag '--size' is incompatible with '--kty OKP'
? 1
$ step crypto jwk create a b $PW --kty OKP --use enc
invalid algorithm: Ed25519 cannot be used for encryption
? 1
$ step crypto jwk create a b $PW --kty OKP --crv Ed448
missing or invalid value for argument 'crv'. expected 'Ed25519' or 'X25519', but got 'Ed448'
? 1
$ step crypto jwk create a b $PW --kty OKP --crv X25519
error generating JWK thumbprint: go-jose/go-jose: unknown key type 'x25519.PrivateKey'
? 1
$ step crypto jwk create a b $PW --kty oct --size 4
flag '--size' requires at least 16 unless '--insecure' flag is provided
? 1
$ step crypto jwk create a b $PW --kty oct --size 0 --insecure
flag '--size' must be greater than or equal to 0
? 1
$ step crypto jwk create a b $PW --kty oct --alg HS256 --size 32 --use enc
alg 'HS256' is not compatible with kty 'oct'
? 1
$ step crypto jwk create a b $PW --kty oct --alg RS256 --size 32
alg 'RS256' is not compatible with kty 'oct'
? 1
$ step crypto jwk create a b $PW --kty oct --alg HS256 --curve P-256
flag '--crv' is incompatible with '--kty oct'
? 1
$ ls a b 2>/dev/null
? 2

# From PEM, and from a certificate with its chain.
$ openssl ecparam -name prime256v1 -genkey -noout -out ec.pem; step crypto jwk create e.pub e.priv --from-pem ec.pem $PW; step crypto key fingerprint ec.pem > 1; step crypto key fingerprint e.pub | cmp - 1
Your public key has been saved in e.pub.
Your private key has been saved in e.priv.
$ openssl req -x509 -new -key ec.pem -subj /CN=x -addext keyUsage=digitalSignature -out ec.crt; step crypto jwk create -f e.pub e.none --from-pem ec.crt; grep -c x5c e.pub; ls e.none
Your public key has been saved in e.pub.
Only the public JWK was generated.
Cannot retrieve a private key from a public one.
1
ls: cannot access 'e.none': No such file or directory
? 2
$ openssl req -x509 -new -key ec.pem -subj /CN=x -addext keyUsage=digitalSignature,keyAgreement -out ec.crt; step crypto jwk create -f e.pub e.none --from-pem ec.crt
jose/generate: certificate's key usage is ambiguous, it should be for signature or encipherment, but not both (use --subtle to ignore usage field)
? 1
$ openssl req -x509 -new -key ec.pem -subj /CN=x -out ec.crt; step crypto jwk create -f e.pub e.none --from-pem ec.crt
jose/generate: certificate doesn't contain any key usage (use --subtle to ignore usage field)
? 1
$ step crypto jwk create -f e.pub e.none --from-pem ec.crt --subtle 2>/dev/null; grep -c x5c e.pub
1
$ openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null; step crypto jwk create a b --from-pem rsa.pem $PW
flag '--alg' is required with the given key
? 1

# Public halves and thumbprints; the example of RFC 7638.
$ echo '{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}' > rfc.json; step crypto jwk thumbprint < rfc.json
NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs
$ step crypto jwk thumbprint < o.pub
error generating JWK thumbprint: go-jose/go-jose: unknown key type '[]uint8'
? 1
$ step crypto jwk public < rfc.json | head -5 | cut -c1-40
{
  "kty": "RSA",
  "kid": "2011-04-29",
  "alg": "RS256",
  "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmb
$ echo foo | step crypto jwk public
error reading JWK: unsupported format
? 1
$ echo '{}' | step crypto jwk thumbprint
error reading JWK: unsupported format
? 1

# Key sets.
$ step crypto jwk keyset add set.json < rfc.json; step crypto jwk keyset add set.json < c.pub; step crypto jwk keyset list set.json | head -1; stat -c %a set.json
2011-04-29
600
$ step crypto jwk keyset find set.json --kid 2011-04-29 | step crypto jwk thumbprint
NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs
$ step crypto jwk keyset find set.json --kid none; step crypto jwk keyset remove set.json --kid none; step crypto jwk keyset list set.json | wc -l
2
$ step crypto jwk keyset remove set.json --kid 2011-04-29; step crypto jwk keyset list set.json | wc -l
1
$ step crypto jwk keyset remove set.json --kid $(step crypto jwk keyset list set.json); cat set.json
{
  "keys": []
}[no newline]
$ echo '{"other":1,"keys":[]}' > more.json; step crypto jwk keyset add more.json < rfc.json; head -2 more.json
{
  "other": 1,
$ echo foo > bad.json; step crypto jwk keyset list bad.json
error reading bad.json: invalid character 'o' in literal false (expecting 'a')
? 1
$ flock set.json step crypto jwk keyset list set.json
error reading set.json: file is locked
? 1
$ step crypto jwk keyset list
not enough positional arguments were provided in 'step crypto jwk keyset list <jwks-file>'
? 1
$ step crypto jwk keyset find
not enough positional arguments were provided in 'step crypto jwk keyset find <jwks-file> [--kid=<kid>]'
? 1
$ step crypto jwk keyset remove a b
too many positional arguments were provided in 'step crypto jwk keyset remove <jwks-file> [--kid=<kid>]'
? 1
