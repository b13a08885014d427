# A chain of three, judged by openssl.
$ echo secret > pass
$ step certificate create 'My Root' root.crt root.key --profile root-ca --password-file pass
Your certificate has been saved in root.crt.
Your private key has been saved in root.key.
$ step certificate create 'My Intermediate' int.crt int.key --profile intermediate-ca --ca root.crt --ca-key root.key --ca-password-file pass --password-file pass
Your certificate has been saved in int.crt.
Your private key has been saved in int.key.
$ step certificate create leaf.internal leaf.crt leaf.key --ca int.crt --ca-key int.key --ca-password-file pass --no-password --insecure --bundle --san leaf.internal --san 10.0.0.1 --san a@b.c --san spiffe://x/y
Your certificate has been saved in leaf.crt.
Your private key has been saved in leaf.key.
$ openssl verify -CAfile root.crt -untrusted int.crt leaf.crt
leaf.crt: OK
$ openssl x509 -in leaf.crt -noout -ext subjectAltName,keyUsage,extendedKeyUsage
X509v3 Key Usage: critical
    Digital Signature
X509v3 Extended Key Usage: 
    TLS Web Server Authentication, TLS Web Client Authentication
X509v3 Subject Alternative Name: 
    DNS:leaf.internal, email:a@b.c, IP Address:10.0.0.1, URI:spiffe://x/y
$ openssl x509 -in root.crt -noout -ext basicConstraints,keyUsage; openssl x509 -in int.crt -noout -ext basicConstraints
X509v3 Key Usage: critical
    Certificate Sign, CRL Sign
X509v3 Basic Constraints: critical
    CA:TRUE, pathlen:1
X509v3 Basic Constraints: critical
    CA:TRUE, pathlen:0
$ grep -c 'BEGIN CERTIFICATE' leaf.crt; stat -c %a leaf.crt leaf.key; head -2 root.key; openssl pkey -in root.key -passin pass:secret -noout && echo readable
2
600
600
-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
readable

# Every key type.
$ for k in '--kty EC --curve P-384' '--kty EC --crv P-521' '--kty OKP' '--kty RSA' '--kty RSA --size 3072'; do
>   step certificate create x k.crt k.key --profile self-signed --subtle --no-password --insecure -f $k 2>/dev/null; openssl x509 -in k.crt -noout -text | grep 'Public-Key\|ED25519 Public'
> done
                Public-Key: (384 bit)
                Public-Key: (521 bit)
                ED25519 Public-Key:
                Public-Key: (2048 bit)
                Public-Key: (3072 bit)

# Requests.
$ step certificate create --csr foo foo.csr foo.key --san foo.internal --no-password --insecure
Your certificate signing request has been saved in foo.csr.
Your private key has been saved in foo.key.
$ openssl req -in foo.csr -noout -verify -subject -text 2>&1 | grep -E 'verify OK|subject=|DNS:'
Certificate request self-signature verify OK
                    DNS:foo.internal
subject=CN = foo
$ step certificate create --csr foo foo2.csr --key foo.key
Your certificate signing request has been saved in foo2.csr.

# What cannot be.
$ step certificate create x same same
positional arguments <<crt-file>> and <<key-file>> cannot be equal in 'step certificate create <subject> <crt-file> <key-file>'
? 1
$ step certificate create x a.crt
not enough positional arguments were provided in 'step certificate create <subject> <crt-file> <key-file>'
? 1
$ step certificate create x a.crt a.key --no-password
flag '--no-password' requires the '--insecure' flag
? 1
$ step certificate create x a.crt a.key
'--profile leaf' requires the '--ca' flag
? 1
$ step certificate create x a.crt a.key --profile self-signed
'--profile self-signed' requires the '--subtle' flag
? 1
$ step certificate create x a.crt a.key --profile root-ca --ca root.crt
flag '--ca' is incompatible with flag '--profile root-ca'
? 1
$ step certificate create x a.crt a.key --profile bogus
invalid value 'bogus' for flag '--profile'; options are leaf, intermediate-ca, root-ca, self-signed
? 1
$ step certificate create x a.csr a.key --csr --bundle
flag '--bundle' is incompatible with '--csr'
? 1
$ step certificate create x a.crt a.key --profile root-ca --not-before 2h --not-after 1h
flag '--not-before 2h' is incompatible with flag '--not-after 1h'
? 1
$ step certificate create x a.crt a.key --profile root-ca --not-after yesterday
invalid value 'yesterday' for flag '--not-after'
? 1
$ step certificate create x a.crt a.key --kty RSA --size 1024 --profile root-ca --no-password
flag '--no-password' requires the '--insecure' flag
? 1
$ step certificate create x a.crt a.key --kty RSA --size 1024 --profile root-ca
flag '--size' requires at least 2048 unless '--insecure' flag is provided
? 1
$ step certificate create x a.crt a.key --curve P-256 --profile root-ca
flag '--curve' requires the '--kty' flag
? 1
$ step certificate create x a.crt a.key --kty EC --curve P-128 --profile root-ca
flag '--kty EC' is incompatible with flag '--curve P-128'

  Option(s): --curve P-256, P-384, P-521
? 1
$ step certificate create x a.crt a.key --ca root.crt --ca-key int.key --ca-password-file pass --password-file pass
error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey
? 1
$ echo wrong > wrong; step certificate create x a.crt a.key --ca int.crt --ca-key int.key --ca-password-file wrong --password-file pass
error decrypting int.key: x509: decryption password incorrect
? 1
$ ls a.crt a.key a.csr 2>/dev/null
? 2

# Without a terminal nothing waits: the flag is named.
$ step certificate create x a.crt a.key --profile root-ca < /dev/null
error reading password: error allocating terminal: open /dev/tty: no such device or address[...]password-file[...]
? 1
