$ step certificate create Root root.crt root.key --profile root-ca --no-password --insecure 2>/dev/null
$ step certificate create Int int.crt int.key --profile intermediate-ca --ca root.crt --ca-key root.key --no-password --insecure 2>/dev/null
$ step certificate create --csr leaf leaf.csr leaf.key --san a.internal --san 10.1.1.1 --no-password --insecure 2>/dev/null
$ step certificate sign leaf.csr int.crt int.key > leaf.crt; openssl verify -CAfile root.crt -untrusted int.crt leaf.crt; openssl x509 -in leaf.crt -noout -subject -ext subjectAltName
leaf.crt: OK
subject=CN = leaf
X509v3 Subject Alternative Name: 
    DNS:a.internal, IP Address:10.1.1.1
$ step certificate sign leaf.csr int.crt int.key --bundle | grep -c BEGIN
2
$ step certificate sign leaf.csr int.crt int.key --not-after 1h | step certificate inspect --format json | jq .validity.length
3600

# A request without names: its common name becomes one, unless that is not wanted.
$ openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout o.key -subj '/C=DE/O=Acme/CN=plain.internal' -out o.csr 2>/dev/null
$ step certificate sign o.csr int.crt int.key | openssl x509 -noout -subject -ext subjectAltName
subject=C = DE, O = Acme, CN = plain.internal
X509v3 Subject Alternative Name: 
    DNS:plain.internal
$ step certificate sign o.csr int.crt int.key --omit-cn-san | openssl x509 -noout -ext subjectAltName 2>&1
No extensions [...]

# Intermediates under a root whose path length is 1.
$ step certificate sign o.csr root.crt root.key --profile intermediate-ca | openssl x509 -noout -ext basicConstraints,keyUsage
X509v3 Key Usage: critical
    Certificate Sign, CRL Sign
X509v3 Basic Constraints: critical
    CA:TRUE, pathlen:0
$ step certificate sign o.csr root.crt root.key --profile intermediate-ca --path-len 1
issuer certificate cannot sign an intermediate-ca: pathLenConstraint is 1, want at most 0
? 1
$ step certificate sign o.csr int.crt int.key --profile intermediate-ca
issuer certificate cannot sign an intermediate-ca: pathLenConstraint is 0
? 1
$ step certificate sign o.csr root.crt root.key --path-len -2 --profile intermediate-ca
invalid value '-2' for flag '--path-len'; path-len must be -1 or greater
? 1

# The profile that copies what the request asks for.
$ openssl req -new -key o.key -subj /CN=copy -addext keyUsage=critical,keyAgreement -addext extendedKeyUsage=codeSigning -addext subjectAltName=DNS:copy.internal -out c.csr
$ step certificate sign c.csr int.crt int.key --profile csr | openssl x509 -noout -ext keyUsage,extendedKeyUsage,subjectAltName
X509v3 Key Usage: critical
    Key Agreement
X509v3 Extended Key Usage: 
    Code Signing
X509v3 Subject Alternative Name: 
    DNS:copy.internal

# What cannot be.
$ echo bogus > bad.csr; step certificate sign bad.csr int.crt int.key
error parsing bad.csr: error parsing certificate request as DER format: [...]
? 1
$ step certificate sign leaf.csr int.crt root.key
private key does not match issuer public key
? 1
$ step certificate sign leaf.csr leaf.crt leaf.key
issuer certificate is not a certificate authority
? 1
$ step certificate sign leaf.csr int.crt int.key --profile root-ca
invalid value 'root-ca' for flag '--profile'; options are leaf, intermediate-ca, csr
? 1
$ openssl req -in leaf.csr -outform DER -out leaf.der; printf '\x00' | dd of=leaf.der bs=1 seek=$(($(stat -c %s leaf.der) - 1)) conv=notrunc 2>/dev/null; step certificate sign leaf.der int.crt int.key
certificate request has invalid signature: [...]
? 1
