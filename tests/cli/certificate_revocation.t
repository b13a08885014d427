# step certificate verify --verify-crl, --verify-ocsp: openssl makes the lists and answers the questions.
$ q="--no-password --insecure -f"; step certificate create CA ca.crt ca.key --profile root-ca $q 2>/dev/null
$ cat > leaf.tpl <<< '{"subject": {{ toJson .Subject }}, "sans": {{ toJson .SANs }}, "keyUsage": ["digitalSignature"]}'
$ for n in good bad; do step certificate create $n $n.crt $n.key --ca ca.crt --ca-key ca.key --not-after 24h --template leaf.tpl $q 2>/dev/null; done
$ touch index.txt; echo 01 > crlnumber; cat > ca.cnf <<'END'
> [ca]
> default_ca = c
> [c]
> database = index.txt
> crlnumber = crlnumber
> default_md = sha256
> default_crl_days = 1
> END
$ openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -valid good.crt 2>/dev/null; openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -revoke bad.crt -crl_reason keyCompromise 2>/dev/null; openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -gencrl -out crl.pem 2>/dev/null; openssl crl -in crl.pem -outform DER -out crl.der
$ mkdir www && cp crl.der crl.pem www/ && port=$(free_port) && background web step fileserver --address 127.0.0.1:$port www; wait_for_port $port; WWW=http://127.0.0.1:$port
$ step certificate verify good.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/crl.der --verbose
certificate validated against roots
certificate not revoked in CRL http://127.0.0.1:[PORT]/crl.der
certficiate is valid
$ step certificate verify good.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/crl.pem
$ step certificate verify bad.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/crl.der
certificate marked as revoked in CRL http://127.0.0.1:[PORT]/crl.der
? 1
$ step certificate verify good.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/crl.der --json | jq -r .crl
http://127.0.0.1:[PORT]/crl.der

# An endpoint that is of no use says why with --verbose.
$ step certificate verify good.crt --roots ca.crt --verify-crl
CRL distribution endpoint not found in certificate
? 1
$ step certificate verify good.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/none -v
certificate validated against roots
error downloading crl: status code 404
could not verify certificate against CRL distribution point(s)
? 1
$ cp ca.key www/junk; step certificate verify good.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/junk -v
certificate validated against roots
error parsing crl: [...]
could not verify certificate against CRL distribution point(s)
? 1
$ step certificate verify good.crt --roots ca.crt --verify-crl --crl-endpoint ldap://127.0.0.1/crl -v
certificate validated against roots
error downloading crl: Get "ldap://127.0.0.1/crl": unsupported protocol scheme "ldap"
could not verify certificate against CRL distribution point(s)
? 1
# A list of somebody else who calls himself the same, and what --insecure is for.
$ step certificate create CA fake.crt fake.key --profile root-ca $q 2>/dev/null; : > fake.txt; sed 's/index.txt/fake.txt/' ca.cnf > fake.cnf; openssl ca -config fake.cnf -cert fake.crt -keyfile fake.key -gencrl 2>/dev/null | openssl crl -outform DER -out www/fake.der
$ step certificate verify bad.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/fake.der -v
certificate validated against roots
error validating the CRL against the CA issuer: x509: the signature of the revocation list is wrong
could not verify certificate against CRL distribution point(s)
? 1
$ step certificate verify bad.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/fake.der --insecure
# An old list proves nothing about today.
$ openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -gencrl -crl_lastupdate 20200101000000Z -crl_nextupdate 20200102000000Z 2>/dev/null | openssl crl -outform DER -out www/old.der; step certificate verify good.crt --roots ca.crt --verify-crl --crl-endpoint $WWW/old.der -v
certificate validated against roots
error validating the CRL against the CA issuer: x509: the revocation list has expired: next update 2020-01-02T00:00:00Z
could not verify certificate against CRL distribution point(s)
? 1

# OCSP: the CA itself answers, then a delegate of it. (A connection without a request sends `openssl ocsp` into a loop: its log says when it listens.)
$ ocsp=$(free_port); background ocsp openssl ocsp -index index.txt -CA ca.crt -rsigner ca.crt -rkey ca.key -port $ocsp -ndays 1; wait_for_line ocsp "waiting for OCSP client"; OCSP=http://127.0.0.1:$ocsp
$ step certificate verify good.crt --roots ca.crt --verify-ocsp --ocsp-endpoint $OCSP --verify-crl --crl-endpoint $WWW/crl.der --verbose
certificate validated against roots
certificate not revoked in CRL http://127.0.0.1:[PORT]/crl.der
certificate status is good according OCSP http://127.0.0.1:[PORT]
certficiate is valid
$ step certificate verify bad.crt --roots ca.crt --verify-ocsp --ocsp-endpoint $OCSP
certificate has been revoked according to OCSP http://127.0.0.1:[PORT]
? 1
$ step certificate create unseen unseen.crt unseen.key --ca ca.crt --ca-key ca.key $q 2>/dev/null; step certificate verify unseen.crt --roots ca.crt --verify-ocsp --ocsp-endpoint $OCSP
certificate status is unknown according to OCSP http://127.0.0.1:[PORT]
? 1
$ step certificate verify good.crt --roots ca.crt --verify-ocsp
no OCSP AIA extension found
? 1
$ step certificate verify good.crt --roots ca.crt --verify-ocsp --ocsp-endpoint $WWW/none -v
certificate validated against roots
error contacting OCSP server: http://127.0.0.1:[PORT]/none[...]
could not verify certificate against OCSP server(s)
? 1
$ cat > responder.tpl <<< '{"subject": {"commonName": "Responder"}, "keyUsage": ["digitalSignature"], "extKeyUsage": ["ocspSigning"]}'
$ step certificate create Responder responder.crt responder.key --ca ca.crt --ca-key ca.key --template responder.tpl $q 2>/dev/null; step certificate create Liar liar.crt liar.key --ca ca.crt --ca-key ca.key $q 2>/dev/null
$ delegate=$(free_port); background delegate openssl ocsp -index index.txt -CA ca.crt -rsigner responder.crt -rkey responder.key -port $delegate -resp_key_id; liar=$(free_port); background liar openssl ocsp -index index.txt -CA ca.crt -rsigner liar.crt -rkey liar.key -port $liar; wait_for_line delegate "waiting for OCSP client"; wait_for_line liar "waiting for OCSP client"
$ step certificate verify good.crt --roots ca.crt --verify-ocsp --ocsp-endpoint http://127.0.0.1:$delegate -v
certificate validated against roots
certificate status is good according OCSP http://127.0.0.1:[PORT]
certficiate is valid
$ step certificate verify good.crt --roots ca.crt --verify-ocsp --ocsp-endpoint http://127.0.0.1:$liar -v
certificate validated against roots
error parsing response from OCSP server: http://127.0.0.1:[PORT]: ocsp: the responder's certificate is not for signing OCSP responses
could not verify certificate against OCSP server(s)
? 1

# The URLs of the certificate itself, and the issuer at the one it names.
$ cat > named.tpl <<< "{\"subject\": {\"commonName\": \"named\"}, \"crlDistributionPoints\": [\"$WWW/none\", \"$WWW/crl.der\"], \"ocspServer\": [\"$OCSP\"], \"issuingCertificateURL\": [\"$WWW/ca.der\"]}"
$ step certificate create named named.crt named.key --ca ca.crt --ca-key ca.key --template named.tpl $q 2>/dev/null; openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -valid named.crt 2>/dev/null; step certificate verify named.crt --roots ca.crt --verify-crl -v
certificate validated against roots
error downloading crl: status code 404
certificate not revoked in CRL http://127.0.0.1:[PORT]/crl.der
certficiate is valid
$ step certificate verify named.crt --roots named.crt --verify-crl
failed to download the issuing CA: status code 404
? 1
$ step certificate format ca.crt --out www/ca.der 2>/dev/null; step certificate verify named.crt --roots named.crt --verify-crl
$ step certificate format fake.crt --out www/ca.der -f 2>/dev/null; step certificate verify named.crt --roots named.crt --verify-crl
failed to parse the issuing CA: it has not signed the certificate
? 1
$ kill $ocsp_pid $delegate_pid $liar_pid
