# Webhooks in ca.json: added, changed, removed; asked by a running CA.
$ make_ca
$ list() { jq -c '.authority.provisioners[0].options.webhooks | map(del(.secret,.id))' "$(step path)/config/ca.json"; }
$ step ca provisioner webhook add admin@example.com gate --url https://localhost:1/
✔ CA Configuration: [HOME]/.step/config/ca.json

Success! Your `step-ca` config has been updated. To pick up the new configuration SIGHUP (kill -1 <pid>) or restart the step-ca process.
Webhook ID: [UUID]
Secret: [BASE64]
WARNING: [HOME]/.step/config/ca.json now holds secrets, and everybody on this machine can read it: chmod o-r [HOME]/.step/config/ca.json
$ chmod o-r "$(step path)/config/ca.json"; list
[{"name":"gate","url":"https://localhost:1/","kind":"ENRICHING","certType":"ALL"}]
$ jq -r '.authority.provisioners[0].options.webhooks[0].secret' "$(step path)/config/ca.json" | base64 -d | wc -c
64
$ step ca provisioner webhook add admin@example.com gate --url https://localhost:1/ 2>&1 | tail -1
provisioner "admin@example.com" already has a webhook with the name "gate"
$ step ca provisioner webhook add nobody gate --url https://localhost:1/ 2>&1 | tail -1
error loading provisioner: provisioner nobody not found
$ step ca provisioner webhook add admin@example.com other
'step ca provisioner webhook add' requires the '--url' flag
? 1
$ step ca provisioner webhook add admin@example.com other --url http://localhost:1/ 2>&1 | tail -1
webhook url must use https
$ step ca provisioner webhook add admin@example.com other --url https://localhost:1/ --kind wat 2>&1 | tail -1
invalid value 'wat' for flag '--kind'; options are ENRICHING, AUTHORIZING, SCEPCHALLENGE, and NOTIFYING
$ step ca provisioner webhook add admin@example.com other --url https://localhost:1/ --cert-type x509 2>&1 | tail -1
invalid value 'x509' for flag '--cert-type'; options are ALL, X509, and SSH
$ echo "top secret" > token; printf 'pw\n\n' > pw
$ step ca provisioner webhook update admin@example.com gate --kind authorizing --cert-type X509 --bearer-token-file token --disable-tls-client-auth
✔ CA Configuration: [HOME]/.step/config/ca.json

Success! Your `step-ca` config has been updated. To pick up the new configuration SIGHUP (kill -1 <pid>) or restart the step-ca process.
$ list
[{"name":"gate","url":"https://localhost:1/","kind":"AUTHORIZING","certType":"X509","disableTLSClientAuth":true,"bearerToken":"top secret"}]
$ step ca provisioner webhook update admin@example.com gate --basic-auth-username me --basic-auth-password-file pw --disable-tls-client-auth=false 2>/dev/null; list
[{"name":"gate","url":"https://localhost:1/","kind":"AUTHORIZING","certType":"X509","basicAuth":{"username":"me","password":"pw"}}]
$ step ca provisioner webhook update admin@example.com other --url https://x/ 2>&1 | tail -1
provisioner "admin@example.com" does not have a webhook with the name "other"
$ step ca provisioner webhook update admin@example.com gate --bearer-token-file missing 2>&1 | tail -1
open missing failed: no such file or directory

# A CA that cannot ask does not sign, and does not show its secrets.
$ start_ca
$ step ca certificate www.local x.crt x.key --provisioner-password-file $T_RUN/password 2>&1 | tail -2
The request was forbidden by the certificate authority: error creating certificate.
Re-run with STEPDEBUG=1 for more info.
$ wait_for_line ca refused; grep -o 'webhook .*gate.*connection refused' $T_RUN/ca.log
webhook \"gate\" (https://localhost:1/): dial tcp 127.0.0.1:1: connect: connection refused
$ step ca provisioner list | jq -c '.[0].options.webhooks | map(del(.id))'
[{"name":"gate","url":"https://localhost:1/","kind":"AUTHORIZING","certType":"X509"}]
$ stop_ca; grep -c 'top secret\|"pw"' $T_RUN/ca.log || true
0

# Removed, it is asked no longer.
$ step ca provisioner webhook remove admin@example.com gate 2>/dev/null; jq -c '.authority.provisioners[0].options' "$(step path)/config/ca.json"
{}
$ step ca provisioner webhook remove admin@example.com gate 2>&1 | tail -1
provisioner "admin@example.com" does not have a webhook with the name "gate"
$ start_ca
$ step ca certificate www.local x.crt x.key --provisioner-password-file $T_RUN/password 2>/dev/null && ls x.crt
x.crt

# A provisioner that cannot be set up still has its key, so that people are told why it refuses.
$ stop_ca; jq '.authority.provisioners[0].options.webhooks = [{"name": "w", "url": "http://x", "kind": "ENRICHING"}]' $(step path)/config/ca.json > c && cp c $(step path)/config/ca.json
$ start_ca; step ca certificate a.test a.crt a.key --provisioner-password-file $T_RUN/password
✔ Provisioner: admin@example.com (JWK) [kid: [...]]
✔ CA: https://localhost:[PORT]
provisioner "admin@example.com" is disabled due to an initialization error
Re-run with STEPDEBUG=1 for more info.
? 1
$ grep -o "error=\"[^\"]*\"\|is disabled[^\"]*" $T_RUN/ca.log | head -2
error="authority.Authorize: authority.authorizeSign: provisioner \"
is disabled due to an initialization error
