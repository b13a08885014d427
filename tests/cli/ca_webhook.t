# Webhooks in ca.json: added, changed, removed; asked by a running CA.
$ make_ca
$ list() { jq -c '.authority.provisioners[0].options.webhooks | map(del(.secret))' "$(step path)/config/ca.json"; }
$ step ca provisioner webhook add admin@example.com gate --url https://localhost:1/
$ list
$ jq -r '.authority.provisioners[0].options.webhooks[0].secret' "$(step path)/config/ca.json" | base64 -d | wc -c
$ step ca provisioner webhook add admin@example.com gate --url https://localhost:1/ 2>&1 | tail -1
$ step ca provisioner webhook add nobody gate --url https://localhost:1/ 2>&1 | tail -1
$ step ca provisioner webhook add admin@example.com other
$ step ca provisioner webhook add admin@example.com other --url http://localhost:1/ 2>&1 | tail -1
$ step ca provisioner webhook add admin@example.com other --url https://localhost:1/ --kind wat 2>&1 | tail -1
$ step ca provisioner webhook add admin@example.com other --url https://localhost:1/ --cert-type x509 2>&1 | tail -1
$ echo "top secret" > token; printf 'pw\n\n' > pw
$ step ca provisioner webhook update admin@example.com gate --kind authorizing --cert-type X509 --bearer-token-file token --disable-tls-client-auth
$ list
$ step ca provisioner webhook update admin@example.com gate --basic-auth-username me --basic-auth-password-file pw --disable-tls-client-auth=false 2>/dev/null; list
$ step ca provisioner webhook update admin@example.com other --url https://x/ 2>&1 | tail -1
$ step ca provisioner webhook update admin@example.com gate --bearer-token-file missing 2>&1 | tail -1

# A CA that cannot ask does not sign, and does not show its secrets.
$ start_ca
$ step ca certificate www.local x.crt x.key --provisioner-password-file $T_RUN/password 2>&1 | tail -2
$ grep -o 'webhook \\*"gate.*refused' $T_RUN/ca.log
$ step ca provisioner list | jq -c '.[0].options.webhooks | map(del(.id))'
$ stop_ca; grep -c 'top secret\|"pw"' $T_RUN/ca.log

# Removed, it is asked no longer.
$ step ca provisioner webhook remove admin@example.com gate 2>/dev/null; jq -c '.authority.provisioners[0].options' "$(step path)/config/ca.json"
$ step ca provisioner webhook remove admin@example.com gate 2>&1 | tail -1
$ start_ca
$ step ca certificate www.local x.crt x.key --provisioner-password-file $T_RUN/password 2>/dev/null && ls x.crt
