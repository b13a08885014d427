# The key of a raw secret, and the token the reference makes with it.
$ printf 0123456789abcdef0123456789abcdef > k
$ echo '{"b":"<x>"}' | step crypto jwt sign --key k --alg HS256 --iss i --aud a --sub s --nbf 1 --iat 1 --exp 4102444800 --jti j
eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJhIiwiYiI6Ilx1MDAzY3hcdTAwM2UiLCJleHAiOjQxMDI0NDQ4MDAsImlhdCI6MSwiaXNzIjoiaSIsImp0aSI6ImoiLCJuYmYiOjEsInN1YiI6InMifQ.rAiuRZAhxQzwuqm4NkckbzHLVzC3g7vgZgF-0qJdwpA

# Keys of every kind sign what the others verify; openssl makes the keys.
$ C="-iss TestIssuer -aud TestAudience -sub TestSubject -exp 4102444800"; V="-iss TestIssuer -aud TestAudience"
$ header() { cut -d. -f1 | step base64 -d -u -r; echo; }
$ openssl ecparam -name prime256v1 -genkey -noout -out p256.pem; openssl pkey -in p256.pem -pubout -out p256.pub; openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null; openssl pkey -in rsa.pem -pubout -out rsa.pub; openssl genpkey -algorithm ED25519 -out ed.pem
$ step crypto jwt sign -key p256.pem $C > es; header < es | sed "s/$(step crypto key format --jwk p256.pub | step crypto jwk thumbprint)/KID/"; step crypto jwt verify -key p256.pub $V < es | grep -c TestSubject
{"alg":"ES256","kid":"KID","typ":"JWT"}
1
$ step crypto jwt sign -key rsa.pem $C > rs; step crypto jwt verify -key rsa.pub -alg RS256 $V < rs | grep alg; step crypto jwt sign -key ed.pem $C | tee ed | step crypto jwt verify -key ed.pem $V | grep alg
    "alg": "RS256",
    "alg": "EdDSA",
$ for a in RS384 RS512 PS256 PS384 PS512; do step crypto jwt sign -key rsa.pem --alg $a $C | step crypto jwt verify -key rsa.pem -alg $a $V | grep alg; done
    "alg": "RS384",
    "alg": "RS512",
    "alg": "PS256",
    "alg": "PS384",
    "alg": "PS512",
$ for a in HS256 HS384 HS512; do step crypto jwt sign -key k --alg $a $C | step crypto jwt verify -key k -alg $a $V | grep alg; done
    "alg": "HS256",
    "alg": "HS384",
    "alg": "HS512",
$ part() { cut -d. -f$1 | step base64 -d -u -r; }; cut -d. -f1,2 rs | tr -d '\n' > input; part 3 < rs > sig; openssl dgst -sha256 -verify rsa.pub -signature sig input
Verified OK
$ mkpass() { openssl ec -in p256.pem -aes256 -passout pass:password -out enc.pem 2>/dev/null; }; mkpass; echo password > password.txt; step crypto jwt sign -key enc.pem $C -password-file password.txt | step crypto jwt verify -key p256.pub $V | grep -c '"kid"'
1

# Keys in other wrappings.
$ openssl pkcs8 -topk8 -in p256.pem -nocrypt -outform DER -out p8.der; openssl pkcs8 -topk8 -in p256.pem -passout pass:password -outform DER -out p8e.der; (echo my key; cat p256.pem) > noted.pem; openssl req -x509 -new -key p256.pem -subj /CN=x -out x.crt; openssl pkcs12 -export -inkey p256.pem -in x.crt -passout pass:password -out k.p12
$ for f in p8.der p8e.der noted.pem k.p12; do step crypto jwt sign -key $f $C -password-file password.txt | step crypto jwt verify -key p256.pub $V | jq -r .payload.sub; done
TestSubject
TestSubject
TestSubject
TestSubject

# JSON Web Keys and key sets.
$ step crypto jwk create pub.json priv.json --kid 1 --no-password --insecure 2>/dev/null; step crypto jwk create rpub.json rpriv.json --kid 2 --kty RSA --no-password --insecure 2>/dev/null; step crypto jwk create epub.json epriv.json --kid 3 --use enc --no-password --insecure 2>/dev/null
$ for f in priv rpriv epriv; do step crypto jwk keyset add jwks.json < $f.json; done
$ grep -v '"use"\|"kid"\|"alg"' priv.json > bare.json; step crypto jwt sign -key bare.json $C | header
{"alg":"ES256","typ":"JWT"}
$ step crypto jwt sign -jwks jwks.json -kid 1 $C | tee one | header; step crypto jwt sign -jwks jwks.json -kid 2 $C | header
{"alg":"ES256","kid":"1","typ":"JWT"}
{"alg":"RS256","kid":"2","typ":"JWT"}
$ step crypto jwt verify -jwks jwks.json $V < one | grep kid; step crypto jwt verify -jwks jwks.json -kid 1 $V < one | grep kid
    "kid": "1",
    "kid": "1",
$ step crypto jwt verify -jwks jwks.json -kid 2 $V < one
validation failed: invalid signature
? 1
$ step crypto jwt verify -jwks jwks.json -kid 4 $V < one
cannot find key with kid 4 on jwks.json
? 1
$ step crypto jwt sign -jwks jwks.json -kid 3 $C
invalid jwk use: found 'enc', expecting 'sig' (signature)
? 1
$ step crypto jwt sign -jwks jwks.json -kid 4 $C
cannot find key with kid 4 on jwks.json
? 1
$ step crypto jwt sign -jwks jwks.json $C
flag '--kid' requires the '--jwks' flag
? 1
$ step crypto jwt sign -jwks jwks.json -key p256.pem $C
flag '--key' and flag '--jwks' are mutually exclusive
? 1
$ step crypto jwt sign $C
one of flag --key or --jwks is required
? 1
$ step crypto jwt sign -jwks nojwks.json -kid 1 $C
error reading nojwks.json: open nojwks.json: no such file or directory
? 1
$ step crypto jwt sign -jwks rsa.pem -kid 1 $C
error reading rsa.pem: unsupported format
? 1
$ step crypto jwt sign -key priv.json -kid 7 $C
kid 7 does not match the kid on priv.json
? 1
$ step crypto jwt sign -key priv.json -alg ES384 $C
alg ES384 does not match the alg on priv.json
? 1

# Keys that do not do.
$ step crypto jwt sign -key pub.json $C
cannot use a public key for signing
? 1
$ step crypto jwt sign -key p256.pub $C
cannot use a public key for signing
? 1
$ cat p256.pem rsa.pem > two.pem; step crypto jwt sign -key two.pem $C
error decoding two.pem: contains more than one PEM encoded block
? 1
$ sed 's/EC PRIVATE/FOO PRIVATE/' p256.pem > bad.pem; step crypto jwt sign -key bad.pem $C
error decoding bad.pem: contains an unexpected header 'FOO PRIVATE KEY'
? 1
$ step crypto jwt sign -key enc.pem $C -password-file enc.pem
error decrypting enc.pem: x509: decryption password incorrect
? 1
$ step crypto jwt sign -key none.pem $C
error reading none.pem: open none.pem: no such file or directory
? 1
$ echo foobarbaz > bad.json; step crypto jwt sign -key bad.json $C
error reading bad.json: unsupported format
? 1

# Claims: what must be there, what --subtle leaves out, and the payload over the flags.
$ step crypto jwt sign -key rsa.pem
flag '--iss' is required unless '--subtle' is used
? 1
$ step crypto jwt sign -key rsa.pem -iss i
flag '--aud' is required unless '--subtle' is used
? 1
$ step crypto jwt sign -key rsa.pem -iss i -aud a
flag '--sub' is required unless '--subtle' is used
? 1
$ step crypto jwt sign -key rsa.pem -iss i -aud a -sub s
flag '--exp' is required unless '--subtle' is used
? 1
$ step crypto jwt sign -key rsa.pem -iss i -aud a -sub s -exp 1
flag '--exp' must be in the future unless the '--subtle' flag is provided
? 1
$ step crypto jwt sign -key rsa.pem -subtle | header | cut -c1-14
{"alg":"RS256"
$ echo '{"aud":"own","n":1700000000,"f":1.5,"list":[],"o":{"b":1,"a":{}}}' | step crypto jwt sign -key p256.pem -iss i -aud a -aud b -sub s -exp 4102444800 -nbf 1 -iat 2 -jti j --header extra=x=y > t; step crypto jwt inspect --insecure < t | grep -v 'kid\|signature'
{
  "header": {
    "alg": "ES256",
    "extra": "x=y",
    "typ": "JWT"
  },
  "payload": {
    "aud": "own",
    "exp": 4102444800,
    "f": 1.5,
    "iat": 2,
    "iss": "i",
    "jti": "j",
    "list": [],
    "n": 1700000000,
    "nbf": 1,
    "o": {
      "b": 1,
      "a": {}
    },
    "sub": "s"
  },
}
$ step crypto jwt sign -key p256.pem -iss i -aud a -aud b -sub s -exp 4102444800 -jti '' | step crypto jwt inspect --insecure | grep -A3 aud; step crypto jwt sign -key k -alg HS256 -no-kid -subtle -jti '' | step crypto jwt inspect --insecure | grep jti | tr -dc 0-9a-f | wc -c
    "aud": [
      "a",
      "b"
    ],
40
$ step crypto jwt sign -key p256.pem $C --header foo
invalid value 'foo' for flag '--header'
? 1
$ echo '[1]' | step crypto jwt sign -key p256.pem $C
error decoding JSON from STDIN: claims are a JSON object
? 1
$ echo '{"a":x}' > x.json; step crypto jwt sign -key p256.pem $C x.json
error decoding JSON from x.json: invalid character 'x' looking for beginning of value
? 1
$ step crypto jwt sign -key p256.pem $C none.json
open none.json failed: no such file or directory
? 1

# Certificates in the header.
$ openssl req -x509 -new -key p256.pem -subj /CN=x -addext keyUsage=digitalSignature -out ok.crt; openssl req -x509 -new -key p256.pem -subj /CN=x -out nousage.crt
$ step crypto jwt sign -x5c-key p256.pem -x5c-cert ok.crt $C | header | grep -o '"x5c":\["'; step crypto jwt sign -x5c-key p256.pem -x5c-cert ok.crt -x5c-insecure $C | header | grep -o '"x5cInsecure":\["'
"x5c":["
"x5cInsecure":["
$ step crypto jwt sign -x5t-key p256.pem -x5t-cert ok.crt $C | header | grep -o '"x5t":"[^"]*' | cut -d'"' -f4 | step base64 -d -u | xxd -p > x5t; openssl x509 -in ok.crt -noout -fingerprint -sha1 | cut -d= -f2 | tr -d : | tr A-F a-f | cmp - x5t
$ step crypto jwt sign -x5c-key rsa.pem -x5c-cert ok.crt $C
error validating x5c certificate chain and key for use in x5c header: ValidateX5C: error verifying certificate and key: private key does not match public key
? 1
$ step crypto jwt sign -x5t-key p256.pem -x5t-cert nousage.crt $C
error validating x5t certificate and key for use in x5t header: ValidateX5T: certificate/private-key pair used to sign token is not approved for digital signature
? 1
$ step crypto jwt sign -x5c-cert ok.crt $C
one of flag --key or --x5c-key is required with flag --x5c-cert
? 1
$ step crypto jwt sign -key p256.pem -x5c-cert ok.crt -x5t-cert ok.crt $C
flag '--x5c-cert' and flag '--x5t-cert' are mutually exclusive
? 1
$ step crypto jwt sign -key p256.pem -x5c-cert ok.crt -jwks jwks.json $C
flag '--x5c-cert' and flag '--jwks' are mutually exclusive
? 1

# Verification.
$ step crypto jwt verify -key p256.pem -alg RS256 $V < es
alg 'RS256' is not compatible with kty 'EC' and crv 'P-256'
? 1
$ step crypto jwt verify -key rsa.pem $V < rs
flag '--alg' is required with the given key
? 1
$ step crypto jwt verify -key rsa.pem -insecure $V < rs | grep -c RS256
1
$ step crypto jwt verify -key rsa.pem -alg RS256 -alg RS384 $V < rs
alg RS384 does not match the alg on JWT (RS256)
? 1
$ echo invalid token | step crypto jwt verify -key p256.pem $V
error parsing token: compact JWS format must have three parts
? 1
$ sed 's/.....$/AAAAA/' es | step crypto jwt verify -key p256.pem $V
validation failed: invalid signature
? 1
$ step crypto jwt verify -key p256.pem -iss Other -aud TestAudience < es
validation failed: invalid issuer claim (iss)
? 1
$ step crypto jwt verify -key p256.pem -iss TestIssuer -aud Other < es
validation failed: invalid audience claim (aud)
? 1
$ step crypto jwt verify -key p256.pem -aud TestAudience < es
flag '--iss' is required unless the '--subtle' flag is provided
? 1
$ step crypto jwt verify -key p256.pem -iss TestIssuer < es
flag '--aud' is required unless the '--subtle' flag is provided
? 1
$ step crypto jwt verify -key p256.pem -subtle < es | grep -c ES256
1
$ rest=$(cut -d. -f2,3 es); forge() { echo "$(printf %s "$1" | step base64 -u -r).$rest" | step crypto jwt verify -key p256.pem $V; }
$ forge foo
error parsing token: invalid character 'o' in literal false (expecting 'a')
? 1
$ forge '[42]'
error parsing token: json: cannot unmarshal array into Go value of type jose.rawHeader
? 1
$ forge '{"kty":"EC","alg":"ES256","xxx":"yyy"}'
validation failed: invalid signature
? 1
$ forge '{"kty":"EC","alg":"ES256","}'
error parsing token: unexpected end of JSON input
? 1
$ forge eyJhbGciOiJFUzI1NiJ9
error parsing token: invalid character 'e' looking for beginning of value
? 1
$ forge '{"alg":"none"}'
validation failed: invalid signature
? 1
$ forge '{"alg":"ES256","crit":["b64"],"b64":false}'
validation failed: unrecognized critical headers (crit)
? 1
$ claims() { echo "$1" | step crypto jwt sign -key rsa.pem -subtle | step crypto jwt verify -key rsa.pem -alg RS256 -subtle "${@:2}" 2>&1 | sed 's/by [0-9hms.]*/by/' | tail -1; }
$ claims '{"exp":0}'
validation failed: token is expired by (exp)
$ claims '{"exp":0}' --no-exp-check
flag '--no-exp-check' requires the '--insecure' flag
$ claims '{"exp":0}' --no-exp-check --insecure | cut -c1-14
}
$ claims '{"nbf":0}' | cut -c1-1; claims '{"exp":null}' | cut -c1-1
}
}
$ claims '{"nbf":4102444800,"exp":1}' -iss x -aud y
validation failed: invalid issuer claim (iss), invalid audience claim (aud), token not valid yet (nbf), token is expired by (exp)
$ claims '{"exp":1.5}'; claims '{"exp":"x"}'; claims '{"aud":1}'
claim verify failed: claim exp is not a whole number of seconds
claim verify failed: expected number value to unmarshal NumericDate
claim verify failed: expected string or array value to unmarshal to Audience
$ step crypto jws sign -key rsa.pem k | step crypto jwt verify -key rsa.pem -alg RS256 -subtle
claim verify failed: invalid character '1' after top-level value
? 1
$ printf '{\n"payload":""}' | step crypto jwt verify -key rsa.pem $V
error parsing token: unexpected end of JSON input
? 1

# Inspection.
$ step crypto jwt inspect --insecure < es | grep -c ES256
1
$ echo foo | step crypto jwt inspect
'step crypto jwt inspect' requires the '--insecure' flag
? 1
$ echo foo | step crypto jwt inspect --insecure
error parsing token: compact JWS format must have three parts
? 1
$ step crypto jws sign -key rsa.pem k | step crypto jwt inspect --insecure
error marshaling token data: json: error calling MarshalJSON for type json.RawMessage: invalid character '1' after top-level value
? 1
