# Revocation lists: made by openssl and by our server's library, from files, standard input and the network.
$ step certificate create Root root.crt root.key --profile root-ca --no-password --insecure 2>/dev/null
$ step certificate create Other other.crt other.key --profile root-ca --no-password --insecure 2>/dev/null
$ touch index.txt; cat > ca.cnf <<EOF
> [ca]
> default_ca = this
> [this]
> database = index.txt
> certificate = root.crt
> private_key = root.key
> default_md = sha256
> default_crl_days = 3
> crlnumber = number
> crl_extensions = ext
> [ext]
> authorityKeyIdentifier = keyid
> issuingDistributionPoint = critical,@idp
> 1.2.3 = DER:0403666f6f
> [idp]
> fullname = URI:http://ca.example.com/1.0/crl
> onlyuser = TRUE
> EOF
$ for n in unspecified keyCompromise CACompromise affiliationChanged superseded cessationOfOperation certificateHold removeFromCRL; do step certificate create $n.internal leaf.crt leaf.key --ca root.crt --ca-key root.key --no-password --insecure -f 2>/dev/null; openssl ca -config ca.cnf -revoke leaf.crt -crl_reason $n 2>/dev/null; done; echo 07 > number
$ openssl ca -config ca.cnf -gencrl -out root.crl 2>/dev/null; openssl crl -in root.crl -outform DER -out root.der
$ keyid=$(openssl x509 -in root.crt -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' ')
$ step crl inspect --ca root.crt root.crl > text; head -21 text | sed "s/keyid:$keyid/keyid:KEY/"
Certificate Revocation List (CRL):
    Data:
        Valid: true
        Version: 2 (0x1)
    Signature algorithm: ECDSA-SHA256
        Issuer: CN=Root
        Last Update: [TIME]
        Next Update: [TIME]
        CRL Extensions:
            X509v3 Authority Key Identifier:
                keyid:KEY
            X509v3 Issuing Distribution Point: critical
                Full Name:
                    URI:http://ca.example.com/1.0/crl
                Only User Certificates
            1.2.3
                ..foo
            X509v3 CRL Number:
                7
        Revoked Certificates:
            Serial Number: [SERIAL] (0x[HEX])
$ grep -A1 'Reason Code' text | grep -v -e 'Reason Code' -e -- | sed 's/^ *//' | sort
Affiliation Changed
CA Compromise
Certificate Hold
Cessation Of Operation
Key Compromise
Remove From CRL
Superseded
Unspecified
$ tail -6 text | head -2
    Signature Algorithm: ECDSA-SHA256
        30:[...]:
$ grep -c 'Serial Number' text
8

# The same list in every wrapping.
$ step crl inspect --ca root.crt root.der | diff - text && echo same
same
$ step crl inspect --ca root.crt < root.crl | diff - text && echo same
same
$ step crl inspect --ca root.crt - < root.der | diff - text && echo same
same
$ (echo a note; cat root.crl) | step crl inspect --ca root.crt | diff - text && echo same
same
$ step crl inspect --ca root.crt --format pem root.crl | diff - root.crl && echo same
same
$ step crl inspect --ca root.crt --format pem root.der | diff - root.crl && echo same
same
$ step crl inspect --ca root.crt --format other root.der | diff - text && echo same
same

$ step crl inspect --ca root.crt --format json root.crl > list.json; jq -c '.version, .signature_algorithm, .issuer, (.revoked_certificates | length), .extensions[1], .extensions[2], .extensions[3], .signature.valid' list.json
2
{"name":"ECDSA-SHA256","oid":"1.2.840.10045.4.3.2"}
{"common_name":"Root"}
8
{"critical":true,"issuing_distribution_point":{"full_names":["URI:http://ca.example.com/1.0/crl"],"only_user_certificates":true}}
{"1.2.3":"BANmb28="}
{"crl_number":"7"}
true
$ jq -c '.revoked_certificates[] | select(.extensions[0].crl_reason_code == "Key Compromise") | keys, .extensions' list.json
["extensions","revocation_time","serial_number"]
[{"crl_reason_code":"Key Compromise"}]
$ jq -c 'keys_unsorted' list.json
["version","signature_algorithm","issuer","this_update","next_update","revoked_certificates","extensions","signature","AuthorityKeyID","Raw"]
$ [ $(jq -r .AuthorityKeyID list.json | base64 -d | od -An -tx1 | tr -d ' \n') = $(echo $keyid | tr -d : | tr A-F a-f) ] && echo same
same

# What is not valid is printed, and fails.
$ step crl inspect --ca other.crt root.crl > text; sed -n 3,4p text
the CRL is not valid: No CA certificate matches
        Valid: false
        Reason: No CA certificate matches
$ step crl inspect --ca other.crt root.crl > text
the CRL is not valid: No CA certificate matches
? 1
$ step crl inspect --ca other.crt --insecure root.crl | sed -n 3,4p
        Valid: false
        Reason: No CA certificate matches
$ openssl crl -in root.crl -outform DER | (head -c -3; printf abc) > forged; step crl inspect --ca root.crt forged | sed -n 3,4p
the CRL is not valid: Signature does not match
        Valid: false
        Reason: Signature does not match
$ openssl ca -config ca.cnf -gencrl -crlsec 1 -out short.crl 2>/dev/null; sleep 2; step crl inspect --ca root.crt --format json short.crl | jq -c .signature.reason
the CRL is not valid: CRL has expired
"CRL has expired"
$ cat other.crt root.crt > both.crt; step crl inspect --ca both.crt root.crl | sed -n 3,4p
        Valid: true
        Version: 2 (0x1)

# Without something to check with, only on request.
$ step crl inspect root.crl
'step crl inspect' requires the '--insecure' flag
? 1
$ step crl inspect --insecure root.crl | sed -n 3,4p
        Valid: false
        Version: 2 (0x1)

# Delta, indirect, partitioned by reason, empty, without number, version 1.
$ sed -e 's/^1.2.3.*/2.5.29.27 = critical,DER:020105/' -e 's/^onlyuser.*/indirectCRL = TRUE\nonlysomereasons = keyCompromise,CACompromise/' ca.cnf > delta.cnf; openssl ca -config delta.cnf -gencrl -out delta.crl 2>/dev/null; step crl inspect --ca root.crt delta.crl | sed -n 12,20p
            X509v3 Issuing Distribution Point: critical
                Full Name:
                    URI:http://ca.example.com/1.0/crl
                Indirect CRL
                Reasons: 60
            2.5.29.27 critical
                ...
            X509v3 CRL Number:
                9
$ step crl inspect --ca root.crt --format json delta.crl | jq -c '.extensions[1,2]'
{"critical":true,"issuing_distribution_point":{"full_names":["URI:http://ca.example.com/1.0/crl"],"indirect_crl":true,"only_some_reasons":"YA=="}}
{"2.5.29.27":"AgEF","critical":true}
$ sed -e 's/^onlyuser.*/onlyCA = TRUE/' ca.cnf > onlyca.cnf; openssl ca -config onlyca.cnf -gencrl -out onlyca.crl 2>/dev/null; step crl inspect --ca root.crt onlyca.crl | grep Only
                Only CA Certificates
$ sed -e '/^crl_extensions/d' -e '/^crlnumber/d' -e 's/index.txt/none.txt/' ca.cnf > v1.cnf; touch none.txt; openssl ca -config v1.cnf -gencrl -out v1.crl 2>/dev/null; step crl inspect --ca root.crt v1.crl | sed -n '3,4p;9,10p'
        Valid: true
        Version: 1 (0x0)
        CRL Extensions:
        No Revoked Certificates.
$ step crl inspect --ca root.crt --format json v1.crl | jq -c '.version, .revoked_certificates, .extensions, .AuthorityKeyID'
1
[]
null
null

# RSA and Ed25519.
$ for kty in 'RSA' 'OKP --curve Ed25519'; do step certificate create Root$kty k.crt k.key --profile root-ca --kty $kty --no-password --insecure -f 2>/dev/null; sed -e 's/root\.\(crt\|key\)/k.\1/' -e 's/sha256/default/' ca.cnf > k.cnf; openssl ca -config k.cnf -gencrl -out k.crl 2>/dev/null; step crl inspect --ca k.crt k.crl | sed -n '3p;5p'; done
        Valid: true
    Signature algorithm: SHA256-RSA
        Valid: true
    Signature algorithm: Ed25519

# From the network.
$ port=$(free_port); background files step fileserver --address 127.0.0.1:$port . ; wait_for_port $port
$ step crl inspect --ca root.crt http://127.0.0.1:$port/root.der > got; step crl inspect --ca root.crt root.crl | diff - got && echo same
same
$ step crl inspect --insecure HTTP://127.0.0.1:$port/root.crl | sed -n 6p
        Issuer: CN=Root
$ step crl inspect --insecure http://127.0.0.1:$port/missing.crl
error downloading crl: status code 404
? 1
$ step crl inspect --insecure http://127.0.0.1:1/root.crl
error downloading crl: [...]connection refused
? 1

# From where a certificate says that its list is.
$ openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout with.key -subj /CN=with -out with.csr 2>/dev/null; printf 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\ncrlDistributionPoints=URI:http://127.0.0.1:%s/root.der\n' $port > with.ext
$ openssl x509 -req -in with.csr -CA root.crt -CAkey root.key -CAcreateserial -days 1 -extfile with.ext -out with.crt 2>/dev/null; step certificate create without.internal without.crt without.key --ca root.crt --ca-key root.key --no-password --insecure 2>/dev/null
$ cat with.crt root.crt > chain.crt; step crl inspect --from chain.crt | sed -n 3p
        Valid: true
$ step crl inspect --from with.crt --ca root.crt | sed -n 3p
        Valid: true
$ step crl inspect --from with.crt --insecure | sed -n 3p
        Valid: false
$ step crl inspect --from with.crt
'step crl inspect' requires the '--insecure' flag
? 1
$ step crl inspect --from without.crt
failed to get CRL distribution points from without.crt
? 1
$ step crl inspect --from missing.crt
error reading "missing.crt": no such file or directory
? 1
$ tls=$(free_port); openssl s_server -quiet -accept $tls -cert with.crt -key with.key -cert_chain chain.crt > /dev/null 2>&1 & wait_for_port $tls
$ step crl inspect --from https://127.0.0.1:$tls --roots root.crt --ca root.crt | sed -n 3p
        Valid: true
$ step crl inspect --from https://127.0.0.1:$tls
error connecting https://127.0.0.1:[...]: tls: failed to verify certificate: x509: certificate signed by unknown authority
? 1

# Errors.
$ step crl inspect --ca missing.crt root.crl
error reading "missing.crt": no such file or directory
? 1
$ step crl inspect --ca root.crt missing.crl
open missing.crl failed: no such file or directory
? 1
$ echo junk > junk; step crl inspect --insecure junk
error parsing crl: error parsing crl: x509: malformed crl
? 1
$ step crl inspect --insecure root.crt
error parsing crl: error parsing crl: x509: malformed crl
? 1
$ step crl inspect --insecure a b
too many positional arguments were provided in 'step crl inspect <file|url>'
? 1

# The CA's certificate in a PKCS#12 with a password, and nobody to ask for it.
$ printf secret > pass; step certificate p12 root.p12 --ca root.crt --password-file pass
Your .p12 bundle has been saved as root.p12.
$ step crl inspect --ca root.p12 root.crl
error allocating terminal: open /dev/tty: no such device or address; without a terminal, first open root.p12 with the flag '--password-file' of 'step crypto key format' or 'step certificate format'
? 1
