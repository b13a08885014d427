# A Nebula provisioner: hosts of a Nebula network get certificates for what Nebula calls them.
$ make_ca
$ nebula-cert ca -name "Mesh CA" -duration 48h; nebula-cert sign -name web.mesh -ip 10.9.0.7/16 -duration 24h; nebula-cert ca -name Other -out-crt other.crt -out-key other.key; nebula-cert sign -ca-crt other.crt -ca-key other.key -name web.mesh -ip 10.9.0.7/16 -out-crt foreign.crt -out-key foreign.key
$ step ca provisioner add mesh --type Nebula; step ca provisioner add mesh --type Nebula --nebula-root web.mesh.crt
'--type nebula' requires the '--nebula-root' flag
error reading web.mesh.crt: no CA certificates found
? 1
$ step ca provisioner add mesh --type Nebula --nebula-root ca.crt 2>/dev/null; start_ca; step ca provisioner list | grep -A1 NEBULA
      "type": "NEBULA",
      "name": "mesh",
$ N="--nebula-cert web.mesh.crt --nebula-key web.mesh.key"
$ step ca certificate web.mesh web.crt web.key $N
✔ Provisioner: mesh (Nebula)
✔ CA: https://localhost:[PORT]
✔ Certificate: web.crt
✔ Private Key: web.key
$ openssl verify -CAfile "$(step path)/certs/root_ca.crt" -untrusted web.crt web.crt; openssl x509 -in web.crt -noout -subject -ext subjectAltName | grep -v Subj
web.crt: OK
subject=CN = web.mesh
    DNS:web.mesh
$ step ca certificate -f web.mesh web.crt web.key $N --san web.mesh --san 10.9.0.7 2>/dev/null; openssl x509 -in web.crt -noout -ext subjectAltName | tail -1
    DNS:web.mesh, IP Address:10.9.0.7
$ step ca token web.mesh $N 2>/dev/null | cut -d. -f1 | tr '_-' '/+' | base64 -d 2>/dev/null | grep -o '"alg":"[^"]*"'
"alg":"XEdDSA"

# Nobody gets a name that the mesh did not give.
$ step ca certificate other.mesh x.crt x.key $N 2>&1 | grep forbidden; step ca certificate web.mesh x.crt x.key $N --san 10.9.0.8 2>&1 | grep forbidden
The request was forbidden by the certificate authority: token subject is not a name or address of the nebula certificate - got other.mesh, want one of [web.mesh 10.9.0.7].
The request was forbidden by the certificate authority: token sans contains names or addresses that are not in the nebula certificate - got [10.9.0.8], want [web.mesh 10.9.0.7].
$ step ca certificate web.mesh x.crt x.key --nebula-cert foreign.crt --nebula-key foreign.key 2>&1 | tail -2 | head -1
token is not valid: failed to verify certificate against configured CA
$ step ca token web.mesh --nebula-cert web.mesh.crt 2>&1 | tail -1; step ca token web.mesh --nebula-cert web.mesh.crt --nebula-key foreign.key 2>&1 | tail -1; step ca token web.mesh --nebula-cert "$(step path)/certs/root_ca.crt" --nebula-key foreign.key 2>&1 | tail -1 | sed 's|/.*/|/|'
provisioner type 'Nebula' requires the '--nebula-key' flag
error validating web.mesh.crt: public key and private key are not a pair
error reading /root_ca.crt: not a proper nebula certificate
$ T=$(step ca token web.mesh $N 2>/dev/null); step ca certificate --token $T web.mesh o.crt o.key 2>/dev/null && step ca certificate -f --token $T web.mesh o.crt o.key 2>&1 | grep -c lacked
1
$ step ca revoke --token $(step ca token --revoke 12345 $N 2>/dev/null) 12345 2>&1 | grep -c lacked
1

# A CA of Nebula's that has expired disables the provisioner, not the CA.
$ stop_ca; nebula-cert ca -name Short -duration 1s -out-crt short.crt -out-key short.key; sleep 2.1; step ca provisioner update mesh --nebula-root short.crt 2>/dev/null; start_ca; step ca provisioner list | grep state
      "state": "Uninitialized",
      "stateReason": "failed to create CA pool: certificate is expired"
$ step ca certificate web.mesh x.crt x.key $N 2>&1 | tail -2 | head -1
provisioner "mesh" is disabled due to an initialization error
$ openssl ecparam -name prime256v1 -genkey -noout -out ec.key; step ca token web.mesh --nebula-cert web.mesh.crt --nebula-key ec.key 2>&1 | tail -1
key content is not a valid nebula key; got type ECDSA

# A template sees the Nebula certificate with its methods, and with the fields it had in earlier versions.
$ nebula-cert sign -name db.mesh -ip 10.9.0.8/16 -groups "db,eu west" -duration 1h
$ echo '{"subject":{"commonName":{{ toJson .AuthorizationCrt.Name }},"organizationalUnit":{{ toJson .AuthorizationCrt.Groups }},"locality":{{ first .AuthorizationCrt.Networks | toString | toJson }},"province":{{ toJson .AuthorizationCrt.Details.Name }},"streetAddress":{{ .AuthorizationCrt.Fingerprint | trunc 4 | len | toString | toJson }}},"sans":{{ toJson .SANs }}}' > mesh.tpl
$ step ca provisioner update mesh --nebula-root ca.crt --x509-template mesh.tpl 2>/dev/null; stop_ca; start_ca
$ step ca certificate -f db.mesh db.crt db.key --nebula-cert db.mesh.crt --nebula-key db.mesh.key 2>&1 | grep -v '✔'; openssl x509 -in db.crt -noout -subject
subject=ST = db.mesh, L = 10.9.0.8/16, street = 4, OU = db + OU = eu west, CN = db.mesh
