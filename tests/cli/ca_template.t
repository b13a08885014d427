# A CA whose provisioner has a template of its own.
$ make_ca && CONFIG=$(step path)/config/ca.json
$ cat > "$(step path)/leaf.tpl" <<'END'
> {{- if eq (toString .Insecure.User.team) "forbidden" }}{{ fail "this team gets no certificates" }}{{ end -}}
> {
>   "subject": {"commonName": {{ toJson .Subject.CommonName }}, "organization": {{ toJson .Org }}
>     {{- with .Insecure.User.team }}, "organizationalUnit": {{ toJson . }}{{ end }}},
>   "sans": {{ toJson .SANs }},
>   "keyUsage": ["digitalSignature"],
>   "extKeyUsage": ["clientAuth"],
>   "extensions": [{"id": "1.2.3.4", "value": {{ asn1Enc (print "utf8:" .Token.iss) | toJson }}}]
> }
> END
$ patch_template() { jq --argjson own "$1" '.authority.provisioners |= map(.options = {x509: $own})' "$CONFIG" > patched.json && cp patched.json "$CONFIG"; }
$ patch_template '{"templateFile": "leaf.tpl", "templateData": {"Org": "Acme"}}' && start_ca

# --set and --set-file reach it.
$ step ca certificate svc.test svc.crt svc.key --san svc.test --san 10.0.0.1 --set team=payments --provisioner-password-file "$T_RUN/password" 2>/dev/null && openssl x509 -in svc.crt -noout -subject -ext extendedKeyUsage,keyUsage,subjectAltName
subject=O = Acme, OU = payments, CN = svc.test
X509v3 Key Usage: critical
    Digital Signature
X509v3 Extended Key Usage: 
    TLS Web Client Authentication
X509v3 Subject Alternative Name: 
    DNS:svc.test, IP Address:10.0.0.1
$ openssl verify -CAfile "$(step path)/certs/root_ca.crt" -untrusted svc.crt svc.crt; openssl asn1parse -in svc.crt | grep -A1 ':1.2.3.4' | sed 's/.*prim: *//'
svc.crt: OK
OBJECT            :1.2.3.4
OCTET STRING      [HEX DUMP]:0C1161646D696E406578616D706C652E636F6D
$ echo '{"team": ["a", "b"]}' > data.json; step certificate create --csr svc.test svc.csr key --no-password --insecure 2>/dev/null; step ca sign svc.csr signed.crt --set-file data.json --provisioner-password-file "$T_RUN/password" 2>/dev/null; openssl x509 -in signed.crt -noout -subject
subject=O = Acme, OU = a + OU = b, CN = svc.test
$ TOKEN=$(step ca token svc.test --provisioner-password-file "$T_RUN/password" 2>/dev/null); step ca certificate svc.test t.crt t.key --token "$TOKEN" --set team=tokens 2>/dev/null; openssl x509 -in t.crt -noout -subject
subject=O = Acme, OU = tokens, CN = svc.test

# What the template gives to `fail` is what the client is told.
$ step ca certificate svc.test no.crt no.key --set team=forbidden --provisioner-password-file "$T_RUN/password" 2>&1 | grep -v '✔'
The request could not be completed: this team gets no certificates.
Re-run with STEPDEBUG=1 for more info.
$ test -e no.crt
? 1

# A template that is edited counts after a reload; a broken one is said in the log, and its requests fail.
$ printf '{\n "subject": {{ nosuch .Subject }}\n}\n' > "$(step path)/leaf.tpl" && kill -HUP "$ca_pid" && wait_for_line ca 'leaf.tpl, line 2' && grep -o 'WARNING: provisioner.*' "$T_RUN/ca.log"
WARNING: provisioner "admin@example.com" cannot issue certificates, its template is broken: [HOME]/.step/leaf.tpl, line 2: error parsing template: template: template:2: function "nosuch" not defined
$ step ca certificate svc.test no.crt no.key --provisioner-password-file "$T_RUN/password" 2>&1 | grep -v '✔'
The certificate authority encountered an Internal Server Error. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
$ ask() { step ca certificate -f sub.test sub.crt sub.key --provisioner-password-file "$T_RUN/password" 2>&1 | grep -v '✔'; }
$ reload_until() { kill -HUP "$ca_pid"; for i in $(seq 100); do ask | grep -q "$1" && return; sleep 0.1; done; echo "no '$1' after the reload"; }
$ echo '{"subject": ' > "$(step path)/leaf.tpl" && reload_until 'error applying certificate template'; ask
error applying certificate template
Re-run with STEPDEBUG=1 for more info.

# A template may make a CA, with every kind of name.
$ cat > "$(step path)/leaf.tpl" <<'END'
> {"subject": {{ toJson .Subject }}, "keyUsage": ["certSign", "crlSign"], "basicConstraints": {"isCA": true, "maxPathLen": 0},
>  "sans": [{"type": "dns", "value": "a.test"}, {"type": "ip", "value": "10.0.0.1"}, {"type": "email", "value": "a@b.test"},
>   {"type": "uri", "value": "spiffe://td/x"}, {"type": "registeredID", "value": "1.2.3.4"},
>   {"type": "dn", "asn1Value": {"commonName": "dir"}}, {"type": "userPrincipalName", "value": "u@b.test"}]}
> END
$ rm -f sub.crt; kill -HUP "$ca_pid"; for i in $(seq 100); do ask >/dev/null; test -e sub.crt && break; sleep 0.1; done; openssl x509 -in sub.crt -noout -ext basicConstraints,subjectAltName
X509v3 Basic Constraints: critical
    CA:TRUE, pathlen:0
X509v3 Subject Alternative Name: 
    DNS:a.test, IP Address:10.0.0.1, email:a@b.test, URI:spiffe://td/x, Registered ID:1.2.3.4, DirName:/CN=dir, othername: UPN::u@b.test
