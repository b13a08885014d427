# People log in at an OpenID provider, in a browser, and get certificates for who they are there.
$ oidc=$TESTDATA/../interop/oidc; ls $oidc/node_modules/oidc-provider/package.json >/dev/null && echo provider installed
provider installed
$ make_ca; export STEP_PROVISIONER_PASSWORD_FILE=$T_RUN/password SSL_CERT_FILE=$(step path)/certs/root_ca.crt
$ start_ca; step ca certificate localhost idp.crt idp.key --provisioner admin@example.com 2>/dev/null; stop_ca
$ keys() { step crypto jwk create $1.pub $1.key --kid $1 --alg ES256 --use sig --no-password --insecure --force 2>/dev/null; jq -n --slurpfile k $1.key '{keys: $k}' > $1.jwks; }
$ keys first; keys second; idp_port=$(free_port); idp=https://localhost:$idp_port
$ provider() { background idp node $oidc/provider.mjs $idp_port idp.crt idp.key $1.jwks; wait_for_line idp ready; }; provider first

# The operator makes the provisioner; the provider's certificate is one of our own CA.
$ json() { jq "$1" $(step path)/config/ca.json > new.json && cp new.json $(step path)/config/ca.json; }
$ json '.authority.provisioners += [{type: "OIDC", name: "people", clientID: "step", clientSecret: "not-so-secret", configurationEndpoint: "'$idp'", domains: ["example.com"], admins: ["root@example.com"]}]'
$ start_ca; step ca provisioner list | jq -c '.[] | select(.type == "OIDC") | [.name, .clientID, .state]'
["people","step",null]

# A person's browser, as far as the desktop is concerned.
$ mkdir bin; printf '#!/bin/sh\nexec node %s/browser.mjs "${DESK:-login}" "$1" "$PERSON" "$SHOT" > %s/browser.log 2>&1\n' $oidc $T_RUN > bin/xdg-open; chmod +x bin/xdg-open; export PATH=$PWD/bin:$PATH PERSON=jane
$ seen() { local i; for ((i = 0; i < 200; i++)); do [ -s $T_RUN/browser.log ] && ! pgrep -f "browser.mjs.*$idp_port" >/dev/null && break; sleep 0.1; done; sed 's/ *$//' $T_RUN/browser.log | grep .; rm $T_RUN/browser.log; }

# A browser opens, the person logs in, the certificate carries who they are.
$ step ca certificate jane@example.com jane.crt jane.key --provisioner people
✔ Provisioner: people (OIDC) [client: step]
Your default web browser has been opened to visit:

https://localhost:[PORT]/auth?client_id=step&code_challenge=[WORD]&code_challenge_method=S256&nonce=[HEX]&redirect_uri=http%3A%2F%2F127.0.0.1%3A[PORT]&response_type=code&scope=openid+email&state=[WORD]

✔ CA: https://localhost:[PORT]
✔ Certificate: jane.crt
✔ Private Key: jane.key
$ seen
OAuth Request Successful
Success
OAuth Request Successful.
Look for the token on the command line.
$ step certificate inspect jane.crt --format json | jq -c '[.subject.common_name, .extensions.subject_alt_name.email_addresses, .extensions.subject_alt_name.uniform_resource_identifiers]' | sed "s/$idp_port/PORT/"
[["jane"],["jane@example.com"],["https://localhost:PORT#jane"]]
$ openssl verify -CAfile $(step path)/certs/root_ca.crt -untrusted $(step path)/certs/intermediate_ca.crt jane.crt
jane.crt: OK

# A token buys one certificate; a token of another client, none.
$ export STEP_OPEN_BROWSER=; token=$(step ca token jane@example.com --provisioner people 2>/dev/null); seen | head -1; step ca certificate jane@example.com a.crt a.key --token $token 2>/dev/null && echo one; step ca certificate jane@example.com b.crt b.key --token $token 2>&1 | grep -m1 lacked
OAuth Request Successful
one
[...]The request lacked necessary authorization to be completed[...]
$ other=$(step oauth --provider $idp --client-id other --client-secret not-so-secret --oidc --bare 2>/dev/null); seen | head -1; step ca certificate jane@example.com c.crt c.key --token $other 2>&1 | grep -m1 lacked; wait_for_line ca 'invalid audience (other)'; grep -c 'provisioner not found or invalid audience (other)' $T_RUN/ca.log
OAuth Request Successful
[...]The request lacked necessary authorization to be completed[...]
1

# Somebody of another domain is let in by the provider, not by us.
$ PERSON=eve step ca certificate eve@elsewhere.test e.crt e.key --provisioner people 2>&1 | grep -m1 lacked; seen | head -1; wait_for_line ca 'is not allowed'; grep -o 'email [^ ]* is not allowed' $T_RUN/ca.log | tr -d '\\'
[...]The request lacked necessary authorization to be completed[...]
OAuth Request Successful
email "eve@elsewhere.test" is not allowed

# An administrator gets what the request says.
$ PERSON=root step ca certificate db.internal db.crt db.key --provisioner people 2>/dev/null; seen | head -1; step certificate inspect --short db.crt | head -3
OAuth Request Successful
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [...]]
  Subject:     db.internal
  Issuer:      Test Intermediate CA

# The person says no: a page says so, and the command line, too.
$ DESK=cancel step oauth --browser bin/xdg-open --provider $idp --client-id step --client-secret not-so-secret 2>&1 | tail -1; seen
Failed to authenticate: access_denied. End-User aborted interaction
OAuth Request Unsuccessful
Failure
Failed to authenticate: access_denied. End-User aborted interaction

# What comes from outside is shown, never run; and another program's request does not end the wait.
$ export STEP_OPEN_BROWSER=0; port=$(free_port); background login step oauth --provider $idp --client-id step --client-secret not-so-secret --listen :$port; wait_for_line login https://
$ curl -s "http://127.0.0.1:$port/favicon.ico" -o /dev/null -w '%{http_code}\n'; curl -s "http://127.0.0.1:$port/?x=1" -o /dev/null -w '%{http_code}\n'; curl -s -X OPTIONS "http://127.0.0.1:$port/" -o /dev/null -w '%{http_code}\n'
404
400
200
$ node $oidc/browser.mjs look "http://127.0.0.1:$port/?error=%3Cscript%3Ealert(1)%3C/script%3E"; wait $login_pid; echo "exit $?"; tail -1 $T_RUN/login.log
OAuth Request Unsuccessful
Failure

Failed to authenticate: <script>alert(1)</script>
exit 1
Failed to authenticate: <script>alert(1)</script>
$ background again step oauth --provider $idp --client-id step --client-secret not-so-secret --listen localhost:$port; wait_for_line again https://; grep -c "redirect_uri=http%3A%2F%2Flocalhost%3A$port&" $T_RUN/again.log; curl -s "http://localhost:$port/?code=x&state=y" -o /dev/null -w '%{http_code}\n'; wait $again_pid; tail -1 $T_RUN/again.log
1
400
Failed to authenticate: missing or invalid state

# Without a browser here: a code, entered anywhere else.
$ background device step ca certificate jane@example.com d.crt d.key --provisioner people --console; wait_for_line device Visit; sed "s/$idp_port/PORT/" $T_RUN/device.log
\✔ Provisioner: people (OIDC) [client: step]
Visit https://localhost:PORT/device?user_code=[WORD]
$ node $oidc/browser.mjs login "$(grep -o 'https://[^ ]*[^:]' $T_RUN/device.log)" jane | head -1; wait $device_pid; step certificate inspect --short d.crt | sed -n 2p
Sign-in Success
  Subject:     jane

# The provider changes its keys: the next token is good at once.
$ stop idp >/dev/null; provider second; unset STEP_OPEN_BROWSER; sleep 8; step ca certificate jane@example.com k.crt k.key --provisioner people 2>/dev/null && echo certificate; seen | head -1
certificate
OAuth Request Successful

# A provider that is away when the CA starts: the provisioner says why it does not work.
$ stop idp >/dev/null; stop_ca; start_ca; step ca provisioner list | jq -r '.[] | select(.type == "OIDC") | .state, .stateReason' | sed "s/$idp_port/PORT/g"
Uninitialized
failed to connect to https://localhost:PORT/.well-known/openid-configuration: [...]connection refused
$ step ca token jane@example.com --provisioner people 2>&1 | tail -1
error generating OIDC token: error retrieving https://localhost:[PORT]/.well-known/openid-configuration: [...]connection refused
