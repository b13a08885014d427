# Any message, with every key; the signature is over the octets as they are.
$ openssl ecparam -name prime256v1 -genkey -noout -out ec.pem; openssl pkey -in ec.pem -pubout -out ec.pub; printf 0123456789abcdef > k
$ printf 'a\0b\n' > m; step crypto jws sign --key ec.pem m > t; step crypto jws verify --key ec.pub < t | cmp - m; step crypto jws inspect --insecure < t | cmp - m
$ printf text | step crypto jws sign --key ec.pem - | step crypto jws verify --key ec.pub; step crypto jws sign --key ec.pem < /dev/null | step crypto jws verify --key ec.pub
text[no newline]
$ printf text | step crypto jws sign --key k --alg HS256 --typ T --cty C --jku https://x | tee hs | step crypto jws verify --key k --alg HS256 --json
{
  "header": {
    "alg": "HS256",
    "cty": "C",
    "jku": "https://x",
    "typ": "T"
  },
  "payload": "dGV4dA",
  "signature": "af31uqJfIuhGFtyEZEYvluNA0evcIVP1Lyu7ivWxHrk"
}
$ printf text | step crypto jws sign --key ec.pem --jwk --no-kid | step crypto jws inspect --insecure --json | sed 's/"\(x\|y\|signature\)": ".*"/\1/'
{
  "header": {
    "alg": "ES256",
    "jwk": {
      "use": "sig",
      "kty": "EC",
      "kid": "[BASE64]",
      "crv": "P-256",
      "alg": "ES256",
      x,
      y
    }
  },
  "payload": "dGV4dA",
  signature
}
$ printf text | step crypto jws sign --key k --alg HS256 --jwk
cannot embed a symmetric key: everybody could sign with it
? 1
$ openssl req -x509 -new -key ec.pem -subj /CN=x -addext keyUsage=digitalSignature -out ok.crt; step crypto jws sign --x5c-key ec.pem --x5c-cert ok.crt --jwk m
flag '--x5c-cert' and flag '--jwk' are mutually exclusive
? 1
$ step crypto jws sign --x5c-key ec.pem --x5c-cert ok.crt m | step crypto jws inspect --insecure --json | grep -c x5c
1

# What is refused.
$ step crypto jws sign m
one of flag --key or --jwks is required
? 1
$ step crypto jws sign a b
too many positional arguments were provided in 'step crypto jws sign [- | <filename>]'
? 1
$ step crypto jws sign --key ec.pem none
open none failed: no such file or directory
? 1
$ step crypto jws sign --key ec.pub m
cannot use a public key for signing
? 1
$ step crypto jws verify --key ec.pub < hs
validation failed: invalid signature
? 1
$ sed 's/^./f/' t | step crypto jws verify --key ec.pub
error parsing token: invalid character '\x7f' looking for beginning of value
? 1
$ echo foo | step crypto jws verify --key ec.pub
error parsing token: compact JWS format must have three parts
? 1
$ step crypto jws verify --key ec.pub --alg ES384 < t
alg 'ES384' is not compatible with kty 'EC' and crv 'P-256'
? 1
$ step crypto jws verify < t
one of flag --key or --jwks is required
? 1
$ step crypto jws inspect < t
'step crypto jws inspect' requires the '--insecure' flag
? 1
$ step crypto jws verify --key k < hs
error reading k: unsupported format
? 1

# From the compact form to JSON and back.
$ step crypto jose format < t | tee t.json | sed 's/:"[^"]*"/:x/g'; step crypto jose format < t.json | cmp - t; step crypto jws verify --key ec.pub < t.json | cmp - m
{"payload":x,"protected":x,"signature":x}
$ jwe=eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.BBBB.CCCC; echo $jwe | step crypto jose format | tee j.json; step crypto jose format < j.json
{"protected":"eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0","iv":"AAAA","ciphertext":"BBBB","tag":"CCCC"}
eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.BBBB.CCCC
$ echo a.b | step crypto jose format
error parsing data: compact JWS format must have three parts
? 1
$ echo a.b.c.d | step crypto jose format
error parsing data: compact JWS format must have three parts
? 1
$ echo '{"payload":"","signatures":[{"protected":"e30","signature":""},{"protected":"e30","signature":""}]}' | step crypto jose format
error serializing data: compact serialization not supported for object
? 1
$ echo '{"a"' | step crypto jose format
error parsing data: unexpected end of JSON input
? 1
