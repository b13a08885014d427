# An X5C provisioner: certificates of another CA, made by openssl, are the credential.
$ make_ca
$ for ca in root other; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $ca.key -out $ca.crt -subj "/CN=Agents $ca" -days 2 -addext keyUsage=critical,keyCertSign 2>/dev/null; done
$ openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout inter.key -out inter.csr -subj /CN=Inter 2>/dev/null; openssl x509 -req -in inter.csr -CA root.crt -CAkey root.key -days 2 -out inter.crt -extfile <(printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign') 2>/dev/null
$ agent() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $1.key -out $1.csr -subj /CN=$1 2>/dev/null; openssl x509 -req -in $1.csr -CA inter.crt -CAkey inter.key -days 1 -out $1.leaf -extfile <(printf "keyUsage=$2\nextendedKeyUsage=$3") 2>/dev/null; cat $1.leaf inter.crt > $1.crt; }
$ agent good digitalSignature clientAuth; agent nosign keyEncipherment clientAuth; agent server digitalSignature serverAuth
$ openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout self.key -x509 -out self.crt -subj /CN=self -addext keyUsage=digitalSignature 2>/dev/null

# Adding it wants roots that may sign.
$ step ca provisioner add corp --type X5C; step ca provisioner add corp --type X5C --x5c-roots good.leaf 2>&1 | head -1
'--type x5c' requires the '--x5c-roots' flag
error: certificate with common name 'good' cannot be used as an X5C root certificate.
$ step ca provisioner add corp --type X5C --x5c-roots root.crt
✔ CA Configuration: [HOME]/.step/config/ca.json

Success! Your `step-ca` config has been updated. To pick up the new configuration SIGHUP (kill -1 <pid>) or restart the step-ca process.
$ start_ca; step ca provisioner list | grep -A3 '"X5C"' | sed 's/LS0t.*/PEM"/'
      "type": "X5C",
      "name": "corp",
      "roots": "PEM"
      "claims": {

# A certificate with it: it ends with the credential.
$ A="--x5c-cert good.crt --x5c-key good.key"
$ step ca certificate www.test www.crt www.key $A --san www.test --san 10.1.2.3
✔ Provisioner: corp (X5C)
✔ CA: https://localhost:[PORT]
✔ Certificate: www.crt
✔ Private Key: www.key
$ openssl verify -CAfile "$(step path)/certs/root_ca.crt" -untrusted www.crt www.crt; openssl x509 -in www.crt -noout -ext subjectAltName | tail -1; [ "$(openssl x509 -in www.crt -noout -enddate)" = "$(openssl x509 -in good.leaf -noout -enddate)" ] && echo same end
www.crt: OK
    DNS:www.test, IP Address:10.1.2.3
same end
$ step ca certificate -f www.test www.crt www.key $A --not-after 48h 2>&1 | grep forbidden
The request was forbidden by the certificate authority: requested certificate notAfter ([...]) is after the expiration of the provisioning credential ([...]).
$ step ca renew -f www.crt www.key
Your certificate has been saved in www.crt.

# A token is for one use, and for this provisioner alone.
$ T=$(step ca token once.test $A 2>/dev/null); step ca certificate --token $T once.test o.crt o.key 2>/dev/null && step ca certificate -f --token $T once.test o.crt o.key 2>&1 | head -2
✔ CA: https://localhost:[PORT]
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
$ step ca certificate --token $(step ca token a.test $A 2>/dev/null) b.test b.crt b.key
✔ CA: https://localhost:[PORT]
token subject 'a.test' and argument 'b.test' do not match
? 1
$ openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout c.key -out c.csr -subj /CN=csr.test -addext subjectAltName=DNS:csr.test 2>/dev/null; step ca sign c.csr c.crt $A 2>/dev/null && openssl x509 -in c.crt -noout -subject
subject=CN = csr.test

# Credentials that are none.
$ step ca token x.test --x5c-cert good.crt 2>&1 | tail -1; step ca token x.test --x5c-cert nosign.crt --x5c-key nosign.key 2>&1 | tail -1; step ca token x.test --x5c-cert good.crt --x5c-key server.key 2>&1 | tail -1
provisioner type 'X5C' requires the '--x5c-key' flag
error validating x5c certificate chain and key for use in x5c header: ValidateX5C: certificate/private-key pair used to sign token is not approved for digital signature
error validating x5c certificate chain and key for use in x5c header: ValidateX5C: error verifying certificate and key: server.key is not the key of good.crt
$ for who in server self; do step ca certificate x.test x.crt x.key --x5c-cert $who.crt --x5c-key $who.key 2>&1 | grep -c lacked; done; cp good.leaf alone.crt; step ca certificate x.test x.crt x.key --x5c-cert alone.crt --x5c-key good.key 2>&1 | grep -c lacked; step ca certificate x.test x.crt x.key --x5c-cert alone.crt --x5c-key good.key --x5c-chain inter.crt 2>&1 | grep -c Certificate
1
1
1
1
$ wait_for_line ca 'x5c.authorizeToken; error' 3; grep -o 'x5c.authorizeToken; error verifying.*' $T_RUN/ca.log | sed 's/".*//' | sort -u
x5c.authorizeToken; error verifying x5c certificate chain in token: x509: certificate signed by unknown authority
x5c.authorizeToken; error verifying x5c certificate chain in token: x509: certificate specifies an incompatible key usage

# Revoking; everything without the server.
$ S=$(openssl x509 -in www.crt -noout -serial | cut -d= -f2); step ca revoke --token $(step ca token --revoke $((16#${S: -15})) $A 2>/dev/null) $((16#${S: -15})) 2>&1 | tail -1
Certificate with Serial Number [NUMBER] has been revoked.
$ stop_ca; step ca certificate --offline --password-file $T_RUN/password off.test off.crt off.key $A && openssl x509 -in off.crt -noout -subject
✔ Provisioner: corp (X5C)
✔ Certificate: off.crt
✔ Private Key: off.key
subject=CN = off.test
$ step ca provisioner update corp --x5c-roots other.crt 2>/dev/null; step ca certificate --offline -f --password-file $T_RUN/password off.test off.crt off.key $A 2>&1 | tail -2 | head -1
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.

# A template sees the certificate of the token, and the chain above it.
$ echo '{"subject":{"commonName":{{ toJson .Subject.CommonName }},"organizationalUnit":{{ toJson .AuthorizationCrt.Subject.CommonName }},"locality":{{ toJson (index .AuthorizationChain 1).Subject.CommonName }},"province":{{ len .AuthorizationChain | toString | toJson }}},"sans":{{ toJson .SANs }}}' > corp.tpl
$ step ca provisioner update corp --x5c-roots root.crt --x509-template corp.tpl 2>/dev/null; start_ca
$ step ca certificate -f www.test www.crt www.key $A 2>&1 | grep -v '✔'; openssl x509 -in www.crt -noout -subject
subject=ST = 2, L = Inter, OU = good, CN = www.test
