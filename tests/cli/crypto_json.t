# --json of the reading commands: the members of docs/json.md.
$ openssl ecparam -name prime256v1 -genkey -noout -out ec.pem; openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null; openssl genpkey -algorithm ED25519 -out ed.pem; openssl genpkey -algorithm X25519 -out x.pem
$ for k in ec rsa ed x; do openssl pkey -in $k.pem -pubout -out $k.pub; for f in pem pub; do step crypto key inspect --json $k.$f | jq -c '[.type,.private,.bits,(keys_unsorted|join(" "))]'; done; done
["EC",true,256,"type private bits curve x y d"]
["EC",false,256,"type private bits curve x y"]
["RSA",true,2048,"type private bits modulus publicExponent privateExponent primes exponents coefficient"]
["RSA",false,2048,"type private bits modulus publicExponent"]
["Ed25519",true,256,"type private bits public seed"]
["Ed25519",false,256,"type private bits public"]
["X25519",true,256,"type private bits public scalar"]
["X25519",false,256,"type private bits public"]
$ step crypto key inspect --json rsa.pem | jq -r .modulus | tr a-f A-F | cmp - <(openssl rsa -in rsa.pem -noout -modulus | cut -d= -f2)
$ for a in '' --sha1 --pkix --ssh '--format hex'; do step crypto key fingerprint ec.pub $a --json | jq -c '[.algorithm,.format,.hashed]'; done
["SHA256","base64","key"]
["SHA1","hex","key"]
["SHA256","base64","pkix"]
["SHA256","base64","ssh"]
["SHA256","hex","key"]
$ step crypto key fingerprint ec.pub --json | jq -r '.algorithm + ":" + .fingerprint' | cmp - <(step crypto key fingerprint ec.pub)
$ step crypto key fingerprint ec.pub --json --raw
flag '--raw' and flag '--json' are mutually exclusive
? 1
$ step crypto jwk create p.json k.json --no-password --insecure 2>/dev/null; step crypto jwk thumbprint --json < k.json | jq -r .thumbprint | cmp - <(step crypto jwk thumbprint < k.json)
$ step crypto jwk create o.json o2.json --kty oct --kid shared --no-password --insecure 2>/dev/null; for f in p k o; do step crypto jwk keyset add set.json < $f.json; done; step crypto jwk keyset list set.json --json | jq -c '.[]|del(.kid)'; step crypto jwk keyset list set.json --json | jq -r '.[].kid' | cmp - <(step crypto jwk keyset list set.json)
{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","private":false}
{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","private":true}
{"kty":"oct","crv":"","use":"sig","alg":"HS256","private":true}
$ step crypto jwk keyset list set.json --json | grep -c '"k"'
0
? 1
$ printf hello > a; printf there > b; step crypto hash digest --json a b | jq -r '.[]|.digest + "  " + .file' | cmp - <(sha256sum a b); step crypto hash digest --json --alg SHA512-256 a | jq -r '.[].algorithm'
sha512-256
$ step crypto hash compare --json $(sha256sum a | cut -d' ' -f1) a; step crypto hash compare --json abcd a
{
  "match": true
}
{
  "match": false
}
? 1
$ echo UPCTJYT7MUR4RWOUJ3TGTUB43IYCBJ76 > otp; echo 000000 | step crypto otp verify --secret otp --time 2020-01-01T00:00:00Z --json
{
  "valid": false
}
? 1
$ step crypto key sign a --key ec.pem > sig; step crypto key verify a --key ec.pub --signature "$(cat sig)" --json; step crypto key verify b --key ec.pub --signature "$(cat sig)" --json
{
  "valid": true
}
{
  "valid": false
}
? 1
$ step crypto kdf hash < a > hash; step crypto kdf compare "$(cat hash)" --json < a; step crypto kdf compare "$(cat hash)" --json < b
{
  "match": true
}
{
  "match": false
}
? 1
$ head -c 32 /dev/zero > zero; step crypto nacl auth verify zero "$(step crypto nacl auth digest zero < a)" --json < a; step crypto nacl auth verify zero "$(step crypto nacl auth digest zero < a)" --json < b
{
  "match": true
}
{
  "match": false
}
? 1
