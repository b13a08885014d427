# Revocation: by number, by the certificate itself, by a token made elsewhere; what is revoked is not renewed any more.
$ make_ca && start_ca
$ get() { step ca certificate -f "$1" "$1.crt" "$1.key" --provisioner-password-file $T_RUN/password 2>/dev/null; }
$ serial() { step certificate inspect --format json "$1" | jq -r .serial_number; }
$ for name in a b c d; do get $name; done; SERIAL=$(serial a.crt)
$$ step ca revoke $SERIAL
expect Provisioner: admin@example.com (JWK)
expect Please enter the password to decrypt the provisioner key
send pass
expect CA: https://localhost:
expect has been revoked.
$ step ca renew -f a.crt a.key; step ca renew -f --mtls=false a.crt a.key; step ca rekey -f a.crt a.key
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1
$ step ca revoke $SERIAL
✔ Provisioner: admin@example.com (JWK) [kid: [BASE64]]
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give a token with the flag '--token'
? 1
$ step ca revoke --cert b.crt --key b.key --reason "key on a stick, stick lost" --reasonCode KeyCompromise; step ca revoke --cert b.crt --key b.key; step ca renew -f b.crt b.key
✔ CA: https://localhost:[PORT]
Certificate with Serial Number [SERIAL] has been revoked.
✔ CA: https://localhost:[PORT]
The request could not be completed: certificate with serial number '[SERIAL]' is already revoked.
Re-run with STEPDEBUG=1 for more info.
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1
$ SERIAL=$(serial c.crt); TOKEN=$(step ca token --revoke $SERIAL --provisioner-password-file $T_RUN/password 2>/dev/null); STEPPATH=$HOME/elsewhere step ca revoke $SERIAL --token $TOKEN --reasonCode superseded; STEPPATH=$HOME/elsewhere step ca revoke $SERIAL --token $TOKEN; step ca renew -f c.crt c.key
✔ CA: https://localhost:[PORT]/1.0/revoke
Certificate with Serial Number [SERIAL] has been revoked.
✔ CA: https://localhost:[PORT]/1.0/revoke
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1
$ step ca revoke 5 --token $(step ca token d --provisioner-password-file $T_RUN/password 2>/dev/null); step ca revoke 6 --token $(step ca token --revoke 5 --provisioner-password-file $T_RUN/password 2>/dev/null); step ca revoke --cert d.crt --key a.key
token subject 'd' and serial number '5' do not match
token subject '5' and serial number '6' do not match
error loading private key: a.key is not the key of d.crt
? 1
$ step ca renew -f d.crt d.key
Your certificate has been saved in d.crt.
$ for reason in unspecified 0 keyCompromise "Key Compromise" CACompromise AffiliationChanged Superseded CessationOfOperation CertificateHold RemoveFromCRL PrivilegeWithdrawn AACompromise 7 11 -1 lost; do get r; echo "$reason: $(step ca revoke --cert r.crt --key r.key --reasonCode "$reason" 2>&1 | tail -1 | sed 's/Number [0-9]*/Number N/')"; done
unspecified: Certificate with Serial Number N has been revoked.
0: Certificate with Serial Number N has been revoked.
keyCompromise: Certificate with Serial Number N has been revoked.
Key Compromise: Certificate with Serial Number N has been revoked.
CACompromise: Certificate with Serial Number N has been revoked.
AffiliationChanged: Certificate with Serial Number N has been revoked.
Superseded: Certificate with Serial Number N has been revoked.
CessationOfOperation: Certificate with Serial Number N has been revoked.
CertificateHold: Certificate with Serial Number N has been revoked.
RemoveFromCRL: Certificate with Serial Number N has been revoked.
PrivilegeWithdrawn: Certificate with Serial Number N has been revoked.
AACompromise: Certificate with Serial Number N has been revoked.
7: Certificate with Serial Number N has been revoked.
11: reasonCode out of bounds. Got 11, but want value between 0 and 10
-1: reasonCode out of bounds. Got -1, but want value between 0 and 10
lost: unrecognized revocation reason code 'lost'
$ sqlite3 $(step path)/db/newel.db "select reason_code, reason, count(*) from revocations group by 1, 2 order by 1"
0||3
1||2
1|key on a stick, stick lost|1
2||1
3||1
4||2
5||1
6||1
7||1
8||1
9||1
10||1
$ stop_ca

# With a list: openssl refuses what is in it.
$ jq '.crl = {"enabled": true, "generateOnRevoke": true}' $(step path)/config/ca.json > crl.json; background ca step-ca crl.json --password-file $T_RUN/password; wait_for_line ca 'Serving HTTPS'
$ get e; get f; step ca revoke --cert e.crt --key e.key --reasonCode 1 2>/dev/null; curl -s -o list.der --cacert $(step path)/certs/root_ca.crt $CA_URL/1.0/crl; openssl crl -inform DER -in list.der -out list.pem; for name in e f; do openssl verify -crl_check -CAfile $(step path)/certs/root_ca.crt -untrusted $(step path)/certs/intermediate_ca.crt -CRLfile list.pem $name.crt 2>&1 | grep -E 'revoked|OK'; done
error 23 at 0 depth lookup: certificate revoked
f.crt: OK
$ stop_ca

# Without a database: certificates and renewals, each token once; no revocation, which is said.
$ jq 'del(.db)' $(step path)/config/ca.json > nodb.json; background ca step-ca nodb.json --password-file $T_RUN/password; wait_for_line ca 'Serving HTTPS'
$ TOKEN=$(step ca token g --provisioner-password-file $T_RUN/password 2>/dev/null); for i in 1 2; do step ca certificate -f g g.crt g.key --token $TOKEN 2>&1 | tail -2 | head -1; done; step ca renew -f g.crt g.key; step ca revoke --cert g.crt --key g.key
✔ Certificate: g.crt
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Your certificate has been saved in g.crt.
✔ CA: https://localhost:[PORT]
The requested method is not implemented by the certificate authority. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1
$ stop_ca
