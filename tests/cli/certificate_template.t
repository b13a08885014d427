# step certificate create and sign by template.
$ cat > leaf.tpl <<'END'
> {
>   "subject": {"commonName": {{ toJson .Subject.CommonName }}, "organizationalUnit": {{ toJson .Insecure.User.unit }}},
>   "sans": {{ toJson .SANs }},
>   "notAfter": "2001-01-01T00:00:00Z",
>   "keyUsage": ["keyAgreement"], "extKeyUsage": ["codeSigning"]
> }
> END
$ step certificate create svc.test svc.crt svc.key --template leaf.tpl --set unit=Ops --san a.test --san u@b.test --no-password --insecure
Your certificate has been saved in svc.crt.
Your private key has been saved in svc.key.
$ openssl x509 -in svc.crt -noout -subject -issuer -ext keyUsage,extendedKeyUsage,subjectAltName; openssl verify -CAfile svc.crt svc.crt
subject=OU = Ops, CN = svc.test
issuer=OU = Ops, CN = svc.test
X509v3 Key Usage: critical
    Key Agreement
X509v3 Extended Key Usage: 
    Code Signing
X509v3 Subject Alternative Name: 
    DNS:a.test, email:u@b.test
svc.crt: OK

# By a CA, and for a request.
$ step certificate create Root root.crt root.key --profile root-ca --no-password --insecure 2>/dev/null
$ step certificate create svc.test leaf.crt leaf.key --template leaf.tpl --set 'unit=["A","B"]' --ca root.crt --ca-key root.key --no-password --insecure 2>/dev/null; openssl x509 -in leaf.crt -noout -subject -issuer
subject=OU = A + OU = B, CN = svc.test
issuer=CN = Root
$ echo '{"unit": "from file"}' > data.json; step certificate create --csr svc.test svc.csr svc2.key --template leaf.tpl --set-file data.json --no-password --insecure 2>/dev/null; openssl req -in svc.csr -noout -subject -verify 2>&1
Certificate request self-signature verify OK
subject=OU = from file, CN = svc.test
$ echo '{"subject": {{ toJson .Subject }}, "sans": {{ toJson .SANs }}, "basicConstraints": {"isCA": true, "maxPathLen": {{ .MaxPathLen }}}, "keyUsage": "certSign"}' > ca.tpl; step certificate sign svc.csr root.crt root.key --template ca.tpl --path-len 0 | openssl x509 -noout -subject -ext basicConstraints,subjectAltName
subject=OU = from file, CN = svc.test
X509v3 Basic Constraints: critical
    CA:TRUE, pathlen:0
X509v3 Subject Alternative Name: 
    DNS:svc.test

# What is wrong is said before a file is written.
$ step certificate create x x.crt x.key --template leaf.tpl --profile leaf --no-password --insecure
flag '--profile' is incompatible with '--template'
? 1
$ step certificate create x x.crt x.key --template leaf.tpl --ca root.crt --no-password --insecure
flag '--ca' requires the '--ca-key' flag
? 1
$ echo '{{ fail "not today" }}' > fail.tpl; step certificate create x x.crt x.key --template fail.tpl --no-password --insecure
not today
? 1
$ echo '{{ nosuch }}' > bad.tpl; step certificate create x x.crt x.key --template bad.tpl --no-password --insecure
error parsing template: template: template:1: function "nosuch" not defined
? 1
$ echo '{"keyUsage": "flying"}' > bad.tpl; step certificate create x x.crt x.key --template bad.tpl --no-password --insecure
error unmarshaling certificate: unsupported keyUsage flying
? 1
$ step certificate create x x.crt x.key --template leaf.tpl --set nothing --no-password --insecure
invalid value 'nothing' for flag '--set'
? 1
$ ls x.crt x.key 2>/dev/null
? 2

# A certificate for a public key: its private half is elsewhere.
$ step crypto keypair far.pub far.key --no-password --insecure >/dev/null 2>&1; step certificate create 'Far Root' far-root.crt far-root.key --profile root-ca --no-password --insecure >/dev/null 2>&1
$ step certificate create far.test far.crt --ca far-root.crt --ca-key far-root.key --key far.pub
flag '--skip-csr-signature' is required with a public key
? 1
$ step certificate create far.test far.crt --ca far-root.crt --ca-key far-root.key --key far.pub --skip-csr-signature && openssl verify -CAfile far-root.crt far.crt && [ "$(openssl x509 -in far.crt -noout -pubkey)" = "$(openssl pkey -in far.key -pubout)" ] && echo its key
Your certificate has been saved in far.crt.
far.crt: OK
its key
$ echo '{"subject": {{ toJson .Subject }}, "sans": {{ toJson .SANs }}, "dnsNames": {{ toJson .Insecure.CR.DNSNames }}}' > far.tpl; step certificate create far.test far2.crt --template far.tpl --ca far-root.crt --ca-key far-root.key --key far.pub --skip-csr-signature && openssl x509 -in far2.crt -noout -subject -ext subjectAltName | tail -1
Your certificate has been saved in far2.crt.
    DNS:far.test
$ step certificate create far.test far3.crt --key far.pub --csr; step certificate create far.test far3.crt --key far.pub --csr --skip-csr-signature; step certificate create far.test far3.crt --key far.pub --skip-csr-signature --profile self-signed --subtle
invalid value for flag --key: a private key is required
flag '--csr' is incompatible with '--skip-csr-signature'
a certificate that signs itself needs the private key: give it with --key, or an issuer with --ca
? 1
