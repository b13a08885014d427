# The reference's own integration and unit tests of `step certificate`, as facts.
$ cp $TESTDATA/x509/conformance/intermediate_ca.crt .
$ step certificate fingerprint intermediate_ca.crt
626dca961bfde13341b32e7711c7127612988dbc5d0082fb220efd8ab4087b4b
$ step certificate fingerprint intermediate_ca.crt --format=hex
626dca961bfde13341b32e7711c7127612988dbc5d0082fb220efd8ab4087b4b
$ step certificate fingerprint intermediate_ca.crt --format=base64
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s=
$ step certificate fingerprint intermediate_ca.crt --format=base64-url
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s=
$ for f in BASE64URL base64raw base64-raw base64urlraw base64url-raw base64-url-raw ' Hex '; do step certificate fingerprint intermediate_ca.crt --format "$f"; done
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s=
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s
Ym3Klhv94TNBsy53EccSdhKYjbxdAIL7Ig79irQIe0s
626dca961bfde13341b32e7711c7127612988dbc5d0082fb220efd8ab4087b4b

# A request without names, signed by a CA that may sign certificates and nothing else.
$ openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout cakey.pem -subj /CN=test-ca -days 1 -addext basicConstraints=critical,CA:true,pathlen:1 -addext keyUsage=critical,keyCertSign 2>/dev/null | sed -n '/BEGIN/,$p' > cacert.pem
$ openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout test.key -subj /CN=test -out test.csr 2>/dev/null
$ step certificate sign test.csr cacert.pem cakey.pem > out; grep -c BEGIN out; openssl verify -CAfile cacert.pem out
1
out: OK
$ echo bogus > bad.csr; step certificate sign bad.csr cacert.pem cakey.pem
error parsing bad.csr: error parsing certificate request as DER format[...]
? 1

# inspect: first lines, JSON that parses, PEM as it came.
$ step certificate inspect out | head -1; step certificate inspect test.csr | head -1
Certificate:
Certificate Request:
$ step certificate inspect out --format json | jq -r .subject_dn; step certificate inspect test.csr --format json | jq -r .Version
CN=test
0
$ step certificate inspect out --format pem | cmp - out && step certificate inspect test.csr --format pem | cmp - test.csr && echo same
same
$ step certificate inspect --bundle test.csr | head -1
Certificate Request:
$ step certificate inspect test.csr --short | head -1
X.509v3 Certificate Signing Request (ECDSA P-256)
$ openssl req -in test.csr -outform DER | step certificate inspect | head -1
Certificate Request:
$ (echo junk; cat test.key; cat out) | step certificate inspect --bundle --format json | jq -r type
object

# Which arguments are servers.
$ step certificate inspect 'https://google.com hello'
error parsing URL 'https://google.com hello': [...]
? 1
$ step certificate inspect http://127.0.0.1:1
error reading file http://127.0.0.1:1: open http://127.0.0.1:1 failed: no such file or directory
? 1
$ step certificate create localhost srv.crt srv.key --ca cacert.pem --ca-key cakey.pem --no-password --insecure 2>/dev/null
$ port=$(free_port); openssl s_server -quiet -accept $port -cert srv.crt -key srv.key > /dev/null 2>&1 & wait_for_port $port
$ for url in hTtPs://LocalHost:$port tcp://localhost:$port/onboarding smtps://localhost:$port?a=b ldaps://localhost:$port tls://localhost:$port; do step certificate fingerprint $url --roots cacert.pem; done | sort -u | diff - <(step certificate fingerprint srv.crt) && echo same
same
$ step certificate fingerprint https://127.0.0.1:$port --roots cacert.pem
failed to connect: tls: failed to verify certificate: x509: [...]
? 1
$ step certificate fingerprint https://127.0.0.1:$port --roots cacert.pem --servername localhost | diff - <(step certificate fingerprint srv.crt) && echo same
same

# format and key of requests and keys.
$ step certificate format test.csr --out test.der; step certificate format test.der | cmp - test.csr && echo same
Your certificate has been saved in test.der
same
$ (cat test.key test.csr) | step certificate format | cmp - test.der && echo same
same
$ step certificate format test.key
error decoding certificate: invalid PEM block
? 1
$ step certificate key test.csr | cmp - <(openssl req -in test.csr -noout -pubkey) && echo same
same
$ step certificate key test.der | cmp - <(openssl req -in test.csr -noout -pubkey) && echo same
same
$ echo junk > junk; step certificate key junk
error decoding PEM: not a valid PEM encoded block
? 1
$ step certificate key out --output-file out.pub; step certificate key out | cmp - out.pub && stat -c %a out.pub
The public key has been saved in out.pub.
600

# bundle takes the first block of each file, whatever it is.
$ step certificate bundle out cacert.pem both.pem; cat out cacert.pem | cmp - both.pem && stat -c %a both.pem
Your certificate has been saved in both.pem.
600
$ step certificate bundle out cacert.pem
not enough positional arguments were provided in 'step certificate bundle <crt-file> <ca> <bundle-file>'
? 1
$ step certificate fingerprint --bundle out
0: [HEX]

# needs-renewal: the first certificate decides, with --bundle every one.
$ step certificate create old old.crt k --profile self-signed --subtle --no-password --insecure --not-before -2h --not-after -1h 2>/dev/null
$ cat cacert.pem old.crt > mixed.crt; step certificate needs-renewal mixed.crt; step certificate needs-renewal mixed.crt --bundle --verbose
certificate needs renewal
$ step certificate needs-renewal old.crt --expires-in 0s --verbose
certificate needs renewal
$ step certificate needs-renewal cacert.pem --expires-in 0s
? 1
$ step certificate needs-renewal missing.crt --expires-in bad
stat missing.crt: no such file or directory
? 2
$ step certificate needs-renewal cacert.pem --expires-in 2030-01-01T00:00:00Z
invalid value '2030-01-01T00:00:00Z' for flag '--expires-in'
? 255
