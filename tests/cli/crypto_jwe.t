# There and back with every algorithm, content encryption and kind of key.
$ openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null; openssl pkey -in rsa.pem -pubout -out rsa.pub; openssl ecparam -name secp521r1 -genkey -noout -out ec.pem; openssl pkey -in ec.pem -pubout -out ec.pub
$ oct() { step crypto jwk create -f --kty oct --use enc --no-password --insecure --alg "$1" --size "$2" oct.json oct2.json 2>/dev/null; }
$ there() { printf 'a secret' | step crypto jwe encrypt "$@"; }; back() { step crypto jwe decrypt --key "$1"; echo; }
$ there --key rsa.pub | back rsa.pem; there --key ec.pub | back ec.pem
a secret
a secret
$ step crypto jwk create rpub.json rpriv.json --kty RSA --use enc --alg RSA1_5 --no-password --insecure 2>/dev/null; there --key rpub.json | back rpriv.json
a secret
$ step crypto jwk create opub.json opriv.json --kty RSA --use enc --alg RSA-OAEP --no-password --insecure 2>/dev/null; there --key opub.json | back opriv.json
a secret
$ for a in ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW; do step crypto jwk create -f epub.json epriv.json --use enc --alg $a --no-password --insecure 2>/dev/null; there --key epub.json | back epriv.json; done
a secret
a secret
a secret
$ for e in A128GCM A192GCM A256GCM A128CBC-HS256 A192CBC-HS384 A256CBC-HS512; do there --key ec.pub --enc $e | back ec.pem; done
a secret
a secret
a secret
a secret
a secret
a secret
$ for a in A128KW:16 A192KW:24 A256KW:32 A128GCMKW:16 A192GCMKW:24 A256GCMKW:32 dir:32; do oct ${a%:*} ${a#*:}; there --key oct.json | back oct.json; done
a secret
a secret
a secret
a secret
a secret
a secret
a secret

# openssl unwraps the content key of RSA-OAEP-256, and decrypts.
$ step crypto jwe encrypt --key rsa.pub --enc A128CBC-HS256 < rsa.pub > m.json; field() { grep -o "\"$1\":\"[^\"]*" m.json | cut -d'"' -f4 | step base64 -d -u -r; }
$ field encrypted_key | openssl pkeyutl -decrypt -inkey rsa.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 | xxd -p -c 64 > cek; field ciphertext | openssl enc -d -aes-128-cbc -K $(cut -c33-64 cek) -iv $(field iv | xxd -p) | cmp - rsa.pub

# What the message says.
$ there --key ec.pub --typ T --cty C > m.json; field protected | sed 's/"epk":{[^}]*}/EPK/; s/"kid":"[^"]*"/KID/'; echo; tr , '\n' < m.json | cut -d: -f1
{"alg":"ECDH-ES","cty":"C","enc":"A256GCM",EPK,KID,"typ":"T"}
{"protected"
"iv"
"ciphertext"
"tag"
$ step crypto jose format < m.json | tr -dc . | wc -c; step crypto jose format < m.json | back ec.pem
4
a secret

# The examples of RFC 7520 section 5 with keys, in all their serializations: RSA1_5, RSA-OAEP, ECDH-ES with and without
# key wrapping, dir, A256GCMKW, A128KW, compressed, with additional data, with headers that are not protected. The key of
# section 5.6 names its alg by an enc.
$ rfc=$TESTDATA/jose/rfc; for n in 1 2 4 5 6 7 8 9 10 11 12; do key=$rfc/rfc7520_5.$n.jwk; [ -f $key ] || key=$rfc/rfc7520_5.8.jwk; [ $n != 6 ] || { jq -c '.alg = "dir"' $key > dir.jwk; key=dir.jwk; }; for f in $rfc/rfc7520_5.$n.jwe?; do step crypto jwe decrypt --key $key < $f | cmp - $rfc/rfc7520_5.1.pt && echo -n "${f##*/rfc7520_} "; done; done
5.1.jwec 5.1.jwef 5.1.jweg 5.2.jwec 5.2.jwef 5.2.jweg 5.4.jwec 5.4.jwef 5.4.jweg 5.5.jwec 5.5.jweg 5.6.jwec 5.6.jweg 5.7.jwec 5.7.jwef 5.7.jweg 5.8.jwec 5.8.jwef 5.8.jweg 5.9.jwec 5.9.jwef 5.9.jweg 5.10.jwef 5.10.jweg 5.11.jwef 5.11.jweg 5.12.jwef 5.12.jweg [no newline]
$ step crypto jwe decrypt --key $rfc/rfc7520_5.4.jwk < $rfc/rfc7520_5.5.jwec
error decrypting data: go-jose/go-jose: error in cryptographic primitive
? 1

# Passwords: the example of RFC 7520 section 5.3.
$ printf 'entrap_o\xe2\x80\x93peter_long\xe2\x80\x93credit_tun' > pw; step crypto jwe decrypt --password-file pw < $TESTDATA/jose/rfc/rfc7520_5.3.jwec | cmp - $TESTDATA/jose/rfc/rfc7520_5.3.pt
$ echo wrong > wrong; step crypto jwe decrypt --password-file wrong < $TESTDATA/jose/rfc/rfc7520_5.3.jwec
error decrypting data: go-jose/go-jose: error in cryptographic primitive
? 1

# What is refused.
$ there --alg FOO
invalid value 'FOO' for flag '--alg'
? 1
$ there --key ec.pub --enc FOO
invalid value 'FOO' for flag '--enc'
? 1
$ there --alg PBES2-HS256+A128KW --key ec.pub
flag '--alg PBES2-HS256+A128KW' and flag '--key' are mutually exclusive
? 1
$ there --alg PBES2-HS256+A128KW --jwks x
flag '--alg PBES2-HS256+A128KW' and flag '--jwks' are mutually exclusive
? 1
$ there
one of flag --key or --jwk is required
? 1
$ there --key ec.pub --jwks x
flag '--key' and flag '--jwks' are mutually exclusive
? 1
$ there --jwks x
flag '--kid' requires the '--jwks' flag
? 1
$ step crypto jwk create sig.pub sig.json --no-password --insecure 2>/dev/null; there --key sig.pub
invalid jwk use: found 'sig' (signature), expecting 'enc' (encryption)
? 1
$ there --key ec.pub --alg RSA-OAEP
alg 'RSA-OAEP' is not compatible with kty 'EC'
? 1
$ oct A128KW 32; there --key oct.json
error encrypting data: algorithm A128KW needs a key of 16 octets, this one has 32
? 1
$ step crypto jwe decrypt --key ec.pub < m.json
cannot use a public key for decryption
? 1
$ step crypto jwe decrypt < m.json
one of flag --key or --jwk is required
? 1
$ step crypto jwe decrypt --key rsa.pem < m.json
error decrypting data: go-jose/go-jose: error in cryptographic primitive
? 1
$ openssl ecparam -name secp521r1 -genkey -noout -out other.pem; step crypto jwe decrypt --key other.pem < m.json
error decrypting data: go-jose/go-jose: error in cryptographic primitive
? 1
$ step crypto jwe decrypt --key ec.pem --password-file pw < $TESTDATA/jose/rfc/rfc7520_5.3.jwec
flag '--key' cannot be used with JWE algorithm 'PBES2-HS512+A256KW'
? 1
$ echo a.b.c | step crypto jwe decrypt --key ec.pem
error parsing data: go-jose/go-jose: compact JWE format must have five parts
? 1
$ echo '{"keys":[]}' | step crypto jwe decrypt --key ec.pem
error parsing data: go-jose/go-jose: message is missing alg/enc headers
? 1

# Compressed messages, both ways: what is long and dull becomes short.
$ step crypto jwk create z.pub z.priv --use enc --no-password --insecure 2>/dev/null; head -c 100000 /dev/zero | tr '\0' a > dull; step crypto jwe encrypt --key z.pub < dull | wc -c; step crypto jwe encrypt --zip --key z.pub < dull > dull.jwe; echo $(($(stat -c %s dull.jwe) < 1000)); step crypto jwe decrypt --key z.priv < dull.jwe | cmp - dull
[NUMBER]
1
$ jq -r .protected dull.jwe | step base64 -d -u -r | jq -r .zip; step crypto jose format < dull.jwe | step crypto jwe decrypt --key z.priv | cmp - dull
DEF
# What would fill the memory is refused, as is a compression nobody knows.
$ head -c 30000000 /dev/zero | step crypto jwe encrypt --zip --key z.pub | step crypto jwe decrypt --key z.priv
error decrypting data: go-jose/go-jose: error in cryptographic primitive
? 1
