# The reference's own integration tests of `step crypto`, as facts: with its keys, whose identifiers they name.
$ cp $TESTDATA/crypto/conformance/*.pem $TESTDATA/crypto/conformance/*.json .; mv es256-enc.pem encp256.pem; mv rsa2048.pem rsa.pem; mv jwk-no-use.json nouse.json; mv jwk-no-alg.json noalg.json; printf password > password.txt
$ now=$(date +%s); NBF=$((now - 60)) IAT=$now EXP=$((now + 60)); C="-iss TestIssuer -aud TestAudience -sub TestSubject -nbf $NBF -iat $IAT -exp $EXP"; ONE="-iss TestIssuer -aud TestAudience -sub TestSubject -nbf 1 -iat 1 -exp 1 -subtle"; LATE="-iss TestIssuer -aud TestAudience -sub TestSubject -nbf $NBF -iat $IAT -exp $((now - 30))"
$ sign() { step crypto jwt sign "$@" < /dev/null > token && cut -d. -f1 token | step base64 -d -u -r && echo; }

# jwt sign.
$ sign -key p256.pem $C; sign -key p256.pem $ONE; sign -key p256.pem $LATE -subtle
{"alg":"ES256","kid":"-igZMjTBvHEDm6n91BH0OI8eHjBJ6oB7RZHdP4DO5SA","typ":"JWT"}
{"alg":"ES256","kid":"-igZMjTBvHEDm6n91BH0OI8eHjBJ6oB7RZHdP4DO5SA","typ":"JWT"}
{"alg":"ES256","kid":"-igZMjTBvHEDm6n91BH0OI8eHjBJ6oB7RZHdP4DO5SA","typ":"JWT"}
$ sign -key encp256.pem $C -password-file password.txt
{"alg":"ES256","kid":"FaStxfaLbYU-QZDuzKHVxdN4jiO7MQ178cVLL2t0mIY","typ":"JWT"}
$ sign -key rsa.pem $C; sign -key rsa.pem $ONE; sign -key rsa.pem -nbf $NBF -iat $IAT -exp $EXP -subtle
{"alg":"RS256","kid":"toQP_e_TiN_tsIRRZyWgNCaSdu8Pk-oUPLYqhBHNIu4","typ":"JWT"}
{"alg":"RS256","kid":"toQP_e_TiN_tsIRRZyWgNCaSdu8Pk-oUPLYqhBHNIu4","typ":"JWT"}
{"alg":"RS256","kid":"toQP_e_TiN_tsIRRZyWgNCaSdu8Pk-oUPLYqhBHNIu4","typ":"JWT"}
$ sign -key nouse.json $C; sign -key noalg.json $C; sign -jwks jwks.json -kid 1 $C; sign -jwks jwks.json -kid 2 $C
{"alg":"ES256","typ":"JWT"}
{"alg":"ES256","typ":"JWT"}
{"alg":"ES256","kid":"1","typ":"JWT"}
{"alg":"RS256","kid":"2","typ":"JWT"}
$ step crypto jwk create --kty OKP --kid kid-OKP-Ed25519 ed.pub.json ed.json --no-password --insecure 2>/dev/null; grep -v '"alg"' ed.json > ed25519.json; sign -key ed25519.json $C
{"alg":"EdDSA","kid":"kid-OKP-Ed25519","typ":"JWT"}
$ step crypto jwk public < nouse.json > p256.pub.json; step crypto key public p256.pem > p256.pub.pem; sign -key p256.pub.json $C; sign -key p256.pub.pem $C
cannot use a public key for signing
cannot use a public key for signing
? 1
$ cat rsa.pem p256.pem > twopems.pem; sed 's/RSA PRIVATE/FOO PRIVATE/' rsa.pem > badheader.pem; echo foobarbaz > badkey.json; for f in twopems.pem badheader.pem none.pem badkey.json; do sign -key $f $C; done; sign -key encp256.pem $C -password-file encp256.pem
error decoding twopems.pem: contains more than one PEM encoded block
error decoding badheader.pem: contains an unexpected header 'FOO PRIVATE KEY'
error reading none.pem: open none.pem: no such file or directory
error reading badkey.json: unsupported format
error decrypting encp256.pem: x509: decryption password incorrect
? 1
$ sign -key p256.pem $LATE; T="-nbf $NBF -iat $IAT"; sign -key rsa.pem $T -exp $EXP; sign -key rsa.pem -iss i -sub s $T -exp $EXP; sign -key rsa.pem -aud a $T -exp $EXP; sign -key rsa.pem -iss i -aud a $T -exp $EXP; sign -key rsa.pem -iss i -aud a -sub s $T
flag '--exp' must be in the future unless the '--subtle' flag is provided
flag '--iss' is required unless '--subtle' is used
flag '--aud' is required unless '--subtle' is used
flag '--iss' is required unless '--subtle' is used
flag '--sub' is required unless '--subtle' is used
flag '--exp' is required unless '--subtle' is used
? 1
$ sign -jwks jwks.json -kid 3 $C; sign -jwks jwks.json -kid 4 $C; sign -jwks jwks.json $C; sign -jwks jwks.json -key p256.pem $C; sign -jwks nojwks.json -kid 1 $C; sign -jwks rsa.pem -kid 1 $C
invalid jwk use: found 'enc', expecting 'sig' (signature)
cannot find key with kid 4 on jwks.json
flag '--kid' requires the '--jwks' flag
flag '--key' and flag '--jwks' are mutually exclusive
error reading nojwks.json: open nojwks.json: no such file or directory
error reading rsa.pem: unsupported format
? 1

# jwt verify.
$ V="-iss TestIssuer -aud TestAudience"; verify() { step crypto jwt verify "$@" > out && jq -r .header.alg out; }
$ sign -key p256.pem $C > /dev/null; mv token es; sign -key rsa.pem $C > /dev/null; mv token rs; sign -key ed25519.json $C > /dev/null; mv token ed; sign -jwks jwks.json -kid 1 $C > /dev/null; mv token one
$ verify -key p256.pem $V < es; verify -key rsa.pem -alg RS256 $V < rs; verify -key ed25519.json $V < ed; verify -jwks jwks.json -kid 1 $V < one; verify -jwks jwks.json $V < one
ES256
RS256
EdDSA
ES256
ES256
$ verify -key p256.pem -alg RS256 $V < es; verify -key p256.pem -alg RS384 $V < es; verify -key rsa.pem $V < rs; verify -jwks jwks.json -kid 2 $V < one; verify -jwks jwks.json -kid 4 $V < one
alg 'RS256' is not compatible with kty 'EC' and crv 'P-256'
alg 'RS384' is not compatible with kty 'EC' and crv 'P-256'
flag '--alg' is required with the given key
validation failed: invalid signature
cannot find key with kid 4 on jwks.json
? 1
$ b64() { step base64 -u -r | tr -d '\n'; }; rest=$(cut -d. -f2- ed); E="-key ed25519.json $V"; echo invalid token | verify $E; sed 's/.....$/12345/' ed | verify $E; verify -key ed25519.json -iss WrongIssuer -aud TestAudience < ed; verify -key ed25519.json -iss TestIssuer -aud WrongAudience < ed
error parsing token: compact JWS format must have three parts
validation failed: invalid signature
validation failed: invalid issuer claim (iss)
validation failed: invalid audience claim (aud)
? 1
$ for header in foo '[42]' '{"kty":"EC","alg":"ES256","xxx":"yyy"}' '{"kty":"EC","alg":"ES256","}' "$(cut -d. -f1 ed)"; do echo "$(printf %s "$header" | b64).$rest" | verify $E; done
error parsing token: invalid character 'o' in literal false (expecting 'a')
error parsing token: json: cannot unmarshal array into Go value of type jose.rawHeader
validation failed: invalid signature
error parsing token: unexpected end of JSON input
error parsing token: invalid character 'e' looking for beginning of value
? 1
# Tokens made with openssl, with a blank in the header.
$ made() { local in="$(printf '{"typ": "JWT", "alg": "RS256"}' | b64).$(printf %s "$1" | b64)"; echo "$in.$(printf %s "$in" | openssl dgst -sha256 -sign rsa.pem | b64)"; }; B='"iss": "TestIssuer", "aud": "TestAudience"'; R="-key rsa.pem -alg RS256"
$ made "{$B, \"exp\": $EXP}" > ossl; verify $R $V < ossl; made "{$B}" | verify $R $V; made "{$B, \"nbf\": 0}" | verify $R $V; made "{$B, \"exp\": 0}" > expired; verify $R $V --no-exp-check --insecure < expired
RS256
RS256
RS256
RS256
$ verify $R -iss WrongIssuer -aud TestAudience < ossl; verify $R -iss TestIssuer -aud WrongAudience < ossl; verify $R $V -alg RS384 < ossl; verify $R $V < expired; verify $R $V --no-exp-check < expired
validation failed: invalid issuer claim (iss)
validation failed: invalid audience claim (aud)
alg RS384 does not match the alg on JWT (RS256)
validation failed: token is expired by [DURATION] (exp)
flag '--no-exp-check' requires the '--insecure' flag
? 1
$ for f in jwt-json-serialization.json jwt-json-serialization-flattened.json jwt-json-serialization-multi.json; do verify $R $V --no-exp-check < $f; done
error parsing token: unexpected end of JSON input
error parsing token: unexpected end of JSON input
error parsing token: unexpected end of JSON input
? 1

# jwt inspect.
$ step crypto jwt inspect --insecure < es | jq -r .header.alg; echo foo | step crypto jwt inspect; echo foo | step crypto jwt inspect --insecure
ES256
'step crypto jwt inspect' requires the '--insecure' flag
error parsing token: compact JWS format must have three parts
? 1

# otp.
$ step crypto otp generate --issuer example.com --account foo@example.com | tr -d '\n' | wc -c; step crypto otp generate --issuer example.com --account foo@example.com --url
32
otpauth://totp/example.com:foo@example.com?algorithm=SHA1&digits=6&issuer=example.com&period=30&secret=[WORD]
$ echo UPCTJYT7MUR4RWOUJ3TGTUB43IYCBJ76 > secret.txt; echo 'otpauth://totp/example.com:foo@example.com?algorithm=SHA1&digits=6&issuer=example.com&period=30&secret=EW32D2CFTAIRTEAWTRQZZXAITVA4U6K4' > urlsecret.txt
$ code() { python3 -c 'import base64,hmac,struct,sys; c=int(sys.argv[2])//30; h=hmac.new(base64.b32decode(sys.argv[1]),struct.pack(">Q",c),"sha1").digest(); o=h[19]&15; print("%06d"%((struct.unpack(">I",h[o:o+4])[0]&0x7fffffff)%10**6))' $1 $2; }
$ at=$(date -u -d @$now +%FT%TZ); code UPCTJYT7MUR4RWOUJ3TGTUB43IYCBJ76 $now | step crypto otp verify --secret secret.txt --time $at; code EW32D2CFTAIRTEAWTRQZZXAITVA4U6K4 $now | step crypto otp verify --secret urlsecret.txt --time $at
ok
ok
$ for s in secret.txt urlsecret.txt; do printf '' | cat | step crypto otp verify --secret $s; done; echo aaaaaa | step crypto otp verify --secret secret.txt 2>/dev/null
error while validating TOTP: Input length unexpected
error while validating TOTP: Input length unexpected
fail
? 1

# jwk create: every algorithm of every kind.
$ jwk() { step crypto jwk create -f k.pub k.priv --password-file password.txt "$@" 2> err || { cat err; return 1; }; jq -r '.kty + " " + (.crv // "") + " " + .alg' k.pub; [ "$(jq -r .kty k.pub)" = oct ] || { step crypto jwk thumbprint < k.pub > t; step crypto keypair -f --from-jwk k.priv --password-file password.txt p q 2>/dev/null && step crypto key format --jwk p | step crypto jwk thumbprint | cmp - t; }; }
$ jwk; jwk --crv P-256 --alg ES256; jwk --crv P-384 --alg ES384; jwk --crv P-521 --alg ES512; jwk --crv P-256 --alg ECDH-ES --use enc; for a in A128KW A192KW A256KW; do jwk --crv P-521 --alg ECDH-ES+$a --use enc; done
EC P-256 ES256
EC P-256 ES256
EC P-384 ES384
EC P-521 ES512
EC P-256 ECDH-ES
EC P-521 ECDH-ES+A128KW
EC P-521 ECDH-ES+A192KW
EC P-521 ECDH-ES+A256KW
$ for a in RS256 RS384 RS512 PS256 PS384 PS512; do jwk --kty RSA --size 2048 --alg $a; done; for a in RSA-OAEP RSA-OAEP-256 RSA1_5; do jwk --kty RSA --size 2048 --use enc --alg $a; done
RSA  RS256
RSA  RS384
RSA  RS512
RSA  PS256
RSA  PS384
RSA  PS512
RSA  RSA-OAEP
RSA  RSA-OAEP-256
RSA  RSA1_5
$ for a in BADALG ES256 HS384; do jwk --kty RSA --size 2048 --alg $a; done; jwk --kty RSA --alg PS256 --use enc; jwk --kty RSA --size 1024 --alg PS256; jwk --kty RSA --size 1024 --alg PS256 --insecure; jwk --kty RSA --size 0 --alg PS256 --insecure; jwk --kty RSA --crv P-256
alg 'BADALG' is not compatible with kty 'RSA'
alg 'ES256' is not compatible with kty 'RSA'
alg 'HS384' is not compatible with kty 'RSA'
alg 'PS256' is not compatible with kty 'RSA'
flag '--size' requires at least 2048 unless '--insecure' flag is provided
the size of the RSA key should be at least 2048 bits
flag '--size' must be greater than or equal to 0
flag '--crv' is incompatible with '--kty RSA'
? 1
$ jwk --crv P-256 --alg RSA1_5 --use enc; jwk --crv P-256 --alg ES384; jwk --size 2048; jwk --kty OKP --alg ES256; jwk --kty OKP --size 256; jwk --kty oct --size 4; jwk --kty oct --size 0 --insecure; jwk --kty oct --alg HS256 --use enc; jwk --kty oct --alg RS256; jwk --kty oct --curve P-256
alg 'RSA1_5' is not compatible with kty 'EC'
alg 'ES384' is not compatible with kty 'EC' and crv 'P-256'
flag '--size' is incompatible with '--kty EC'
alg 'ES256' is not compatible with kty 'OKP' and crv 'Ed25519'
flag '--size' is incompatible with '--kty OKP'
flag '--size' requires at least 16 unless '--insecure' flag is provided
flag '--size' must be greater than or equal to 0
alg 'HS256' is not compatible with kty 'oct'
alg 'RS256' is not compatible with kty 'oct'
flag '--crv' is incompatible with '--kty oct'
? 1

# The first words of the whole.
$ step version | head -1; step --help | grep -c 'plumbing for distributed systems'; step help crypto | tr '\n' ' ' | tr -s ' ' | grep -c 'cryptographic primitives that balances completeness and safety'
Smallstep CLI/[...]
1
1
$ step bogus
No help topic for 'bogus'
? 3
