# One public key in every form.
$ cat > p.pem <<END
> -----BEGIN PUBLIC KEY-----
> MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5Eo8nuVDXtH1uErxhlOBQIllDfLW
> Y8vgnxpDKsEm4DR1poxKgJAdliu4JZ8+KIaVOuLggm1dkrtVCAMMRqc5mA==
> -----END PUBLIC KEY-----
> END
$ step crypto key fingerprint p.pem
SHA256:Zb+DJtrMF275UT6xERXb1nUbwX+UlqvDK6G7jZYZ/w4=
$ step crypto key fingerprint --pkix p.pem
SHA256:WQ++qAiEE+b31TEPlbxo57P1TcwuAesfk/4eDyn09H4=
$ step crypto key fingerprint --ssh p.pem
SHA256:gtQiPClcgmHCW0i/Y+QDwW0isiAPbF6ajkHaup7dRT4=
$ step crypto key fingerprint --sha1 p.pem
SHA1:8158326fdf9bbb28040e1ecfdefef819dc3a016b
$ step crypto key format --ssh p.pem | tee p.ssh
ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBORKPJ7lQ17R9bhK8YZTgUCJZQ3y1mPL4J8aQyrBJuA0daaMSoCQHZYruCWfPiiGlTri4IJtXZK7VQgDDEanOZg=
$ step crypto key format --jwk p.pem | tee p.jwk
{"kty":"EC","crv":"P-256","x":"5Eo8nuVDXtH1uErxhlOBQIllDfLWY8vgnxpDKsEm4DQ","y":"daaMSoCQHZYruCWfPiiGlTri4IJtXZK7VQgDDEanOZg"}[no newline]
$ step crypto key format p.pem > p.der; openssl pkey -pubin -in p.pem -outform DER | cmp - p.der
$ for f in p.ssh p.jwk p.der; do step crypto key format $f | cmp - p.pem; step crypto key fingerprint < $f; done
SHA256:Zb+DJtrMF275UT6xERXb1nUbwX+UlqvDK6G7jZYZ/w4=
SHA256:Zb+DJtrMF275UT6xERXb1nUbwX+UlqvDK6G7jZYZ/w4=
SHA256:Zb+DJtrMF275UT6xERXb1nUbwX+UlqvDK6G7jZYZ/w4=
$ step crypto key inspect p.pem
EC Public-Key: (256 bit)
X:
    e4:4a:3c:9e:e5:43:5e:d1:f5:b8:4a:f1:86:53:81:40:
    89:65:0d:f2:d6:63:cb:e0:9f:1a:43:2a:c1:26:e0:34
Y:
    75:a6:8c:4a:80:90:1d:96:2b:b8:25:9f:3e:28:86:95:
    3a:e2:e0:82:6d:5d:92:bb:55:08:03:0c:46:a7:39:98
Curve: P-256
$ step crypto key fingerprint --raw p.pem | sha256sum | xxd -r -p | base64; ssh-keygen -l -f p.ssh | cut -d' ' -f2; step crypto key fingerprint --ssh --format base64-raw p.ssh
Zb+DJtrMF275UT6xERXb1nUbwX+UlqvDK6G7jZYZ/w4=
SHA256:gtQiPClcgmHCW0i/Y+QDwW0isiAPbF6ajkHaup7dRT4
SHA256:gtQiPClcgmHCW0i/Y+QDwW0isiAPbF6ajkHaup7dRT4

# A private key of each kind goes through every form and comes back.
$ echo password > password.txt
$ round() {
>   step crypto key format "$1" --pem --pkcs8 --no-password --insecure > 1.pem
>   step crypto key format 1.pem > 2.der
>   step crypto key format 2.der --password-file password.txt > 3.pem
>   step crypto key format 3.pem --ssh --password-file password.txt > 4.ssh; chmod 600 4.ssh
>   ssh-keygen -y -P password -f 4.ssh | cut -d' ' -f1,2 > judged; step crypto key public 1.pem | step crypto key format --ssh | cmp - judged
>   step crypto key format 4.ssh --jwk --password-file password.txt > 5.jwk
>   step crypto key format 5.jwk --pem --pkcs8 --no-password --insecure --password-file password.txt > 6.pem
>   openssl pkey -in 1.pem -outform DER | sha256sum | cut -c1-64 > 1.sum; openssl pkey -in 6.pem -outform DER | sha256sum | cut -c1-64 | cmp - 1.sum
>   for f in 1.pem 3.pem 4.ssh; do head -1 $f; done; cut -c1-13 5.jwk
> }
$ openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem 2>/dev/null; round rsa.pem
-----BEGIN PRIVATE KEY-----
-----BEGIN RSA PRIVATE KEY-----
-----BEGIN OPENSSH PRIVATE KEY-----
{"protected":
$ for c in P-256 P-384 P-521; do openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:$c -out ec.pem; round ec.pem; done
-----BEGIN PRIVATE KEY-----
-----BEGIN EC PRIVATE KEY-----
-----BEGIN OPENSSH PRIVATE KEY-----
{"protected":
-----BEGIN PRIVATE KEY-----
-----BEGIN EC PRIVATE KEY-----
-----BEGIN OPENSSH PRIVATE KEY-----
{"protected":
-----BEGIN PRIVATE KEY-----
-----BEGIN EC PRIVATE KEY-----
-----BEGIN OPENSSH PRIVATE KEY-----
{"protected":
$ openssl genpkey -algorithm ED25519 -out ed.pem; round ed.pem
-----BEGIN PRIVATE KEY-----
-----BEGIN ENCRYPTED PRIVATE KEY-----
-----BEGIN OPENSSH PRIVATE KEY-----
{"protected":
$ step crypto key format rsa.pem | openssl rsa -inform DER -noout -text 2>/dev/null | head -1; step crypto key format rsa.pem --der --pkcs8 | openssl asn1parse -inform DER | head -3 | tail -1 | tr -s ' '
Private-Key: (2048 bit, 2 primes)
 7:d=1 hl=2 l= 13 cons: SEQUENCE 

# What a key consists of: openssl has the same numbers.
$ numbers() { sed -n "/^$1/,/^[^ ]/p" | grep '^ ' | tr -d ' \n'; echo; }
$ for n in Modulus 'Private Exponent' 'Prime #1' 'Prime #2' 'Exponent #1' 'Exponent #2' Coefficient; do step crypto key inspect rsa.pem | numbers "$n" | sed 's/^00://' > a; openssl rsa -in rsa.pem -noout -text | sed 's/^modulus/Modulus/; s/^privateExponent/Private Exponent/; s/^prime\([12]\)/Prime #\1/; s/^exponent\([12]\)/Exponent #\1/; s/^coefficient/Coefficient/' | numbers "$n" | sed 's/^00://' | cmp - a; done
$ step crypto key inspect rsa.pem | grep -v '^ '
RSA Private-Key: (2048 bit)
Modulus:
Public Exponent: 65537 (0x10001)
Private Exponent:
Prime #1:
Prime #2:
Exponent #1:
Exponent #2:
Coefficient:
$ openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out ec.pem; step crypto key inspect ec.pem | sed 's/[0-9a-f][0-9a-f]:\?/x/g' | uniq
EC PrivateKey-Key: (x1 bit)
X:
    xxxxxxxxxxxxxxxx
    xx
Y:
    xxxxxxxxxxxxxxxx
    xx
D:
    xxxxxxxxxxxxxxxx
    xx
Curve: P-x1
$ step crypto key inspect ed.pem | grep -v '^ '; step crypto key public ed.pem | step crypto key inspect - | grep -v '^ '
Ed25519 Private-Key: (512 bit)
Public:
Private:
Ed25519 Public-Key: (256 bit)
Public:

# The public key of a private key, certificate and request.
$ openssl req -x509 -new -key ec.pem -subj /CN=x -out c.crt; openssl req -new -key ec.pem -subj /CN=x -out c.csr; for f in ec.pem c.crt c.csr; do step crypto key public $f; done | sort | uniq -c | wc -l
6
$ step crypto key public c.crt --out ec.pub; openssl pkey -in ec.pem -pubout | cmp - ec.pub; stat -c %a ec.pub
The public key has been saved in ec.pub.
600
$ for f in ec.pem c.crt c.csr; do step crypto key fingerprint $f; done | uniq | wc -l
1

# Signatures, judged by openssl in both directions.
$ echo data > data; sign() { step crypto key sign --key "$@" data | tee s.b64 | base64 -d > s.bin; }
$ openssl pkey -in rsa.pem -pubout -out rsa.pub; openssl pkey -in ed.pem -pubout -out ed.pub
$ for h in sha1 sha224 sha256 sha384 sha512 sha512-224 sha512-256 md5; do sign rsa.pem --alg $h; openssl dgst -$h -verify rsa.pub -signature s.bin data; step crypto key verify --key rsa.pub --alg $h --signature "$(cat s.b64)" data; done | sort | uniq -c | tr -s ' '
 8 Verified OK
 8 true
$ sign rsa.pem --pss; openssl dgst -sha256 -sigopt rsa_padding_mode:pss -verify rsa.pub -signature s.bin data; step crypto key verify --pss --key rsa.pub --sig $(cat s.b64) < data
Verified OK
true
$ sign ec.pem; openssl dgst -sha512 -verify ec.pub -signature s.bin data; step crypto key verify --key ec.pub --signature $(cat s.b64) data
Verified OK
true
$ sign ed.pem; openssl pkeyutl -verify -pubin -inkey ed.pub -rawin -in data -sigfile s.bin; step crypto key verify --key ed.pub --signature $(cat s.b64) data
Signature Verified Successfully
true
$ step crypto key sign --key ed.pem --raw data | cmp - s.bin; step crypto key verify --key ed.pub --signature $(cat s.b64) p.pem
false
? 1

# What is refused.
$ step crypto key format p.pem --pem --ssh
flag '--pem' is incompatible with '--ssh'
? 1
$ step crypto key format p.pem --ssh --jwk
flag '--ssh' is incompatible with '--jwk'
? 1
$ step crypto key format ec.pem --no-password
flag '--no-password' requires the '--insecure' flag
? 1
$ step crypto key format a b
too many positional arguments were provided in 'step crypto key format <key-file> [--out=<file>]'
? 1
$ cat p.pem ec.pem > two.pem; step crypto key format two.pem; step crypto key fingerprint two.pem
error decoding two.pem: contains more than one PEM encoded block
SHA256:Zb+DJtrMF275UT6xERXb1nUbwX+UlqvDK6G7jZYZ/w4=
$ echo foo | step crypto key inspect
error decoding DER; bad format
? 1
$ step crypto key inspect none.pem
open none.pem failed: no such file or directory
? 1
$ echo '{"kty":"oct","k":"aaaa"}' | step crypto key inspect
unsupported key type []uint8
? 1
$ echo '{"kty":"EC"}' | step crypto key format -
error unmarshaling key: unknown key type or curve
? 1
$ echo ssh-rsa aaa | step crypto key inspect
error parsing OpenSSH key: illegal base64 data at input byte 0
? 1
$ step crypto key public p.ssh | head -1
-----BEGIN PUBLIC KEY-----
$ echo text > text; step crypto key public text
error decoding text: not a valid PEM encoded block
? 1
$ step crypto key fingerprint --pkix --ssh p.pem
flag '--pkix' and flag '--ssh' are mutually exclusive
? 1
$ step crypto key fingerprint --format foo p.pem
error parsing fingerprint format: 'foo' is not a valid fingerprint format
? 1
$ step crypto key sign data
'step crypto key sign' requires the '--key' flag
? 1
$ step crypto key sign --key p.pem data
key p.pem is not a signer
? 1
$ step crypto key sign --key rsa.pem --alg foo data
unsupported algorithm foo
? 1
$ step crypto key verify --key p.pem data
'step crypto key verify' requires the '--signature' flag
? 1
$ step crypto key verify --key p.pem --signature '!' data
error decoding base64 signature: illegal base64 data at input byte 0
? 1
$ step crypto key verify --key ec.pem --signature aaaa data
unsupported public key ec.pem
? 1
$ step crypto key verify --key c.crt --signature aaaa data
unsupported public key c.crt
? 1
$ echo wrong > wrong.txt; step crypto key inspect 3.pem --password-file wrong.txt
error decrypting 3.pem: x509: decryption password incorrect
? 1
$ step crypto key inspect 4.ssh --password-file wrong.txt
error parsing 4.ssh: error parsing private key: x509: decryption password incorrect
? 1
$ step crypto key inspect 5.jwk --password-file wrong.txt
failed to decrypt JWE: invalid password
? 1
