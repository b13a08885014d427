# Flags of the commands around a JWK provisioner that no other file shows.
$ make_ca && start_ca
$ ROOT=$(step path)/certs/root_ca.crt; P="--provisioner-password-file $T_RUN/password"; A="--ca-url $CA_URL --root $ROOT"; claims() { cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null | jq -c "$1"; }

# Nothing but flags: no defaults at all.
$ SAVED=$(step path); export STEPPATH=$HOME/nothing
$ step ca token a $P $A 2>/dev/null | claims .sub; step ca certificate a a.crt a.key $P $A 2>&1 | tail -1; step ca renew -f a.crt a.key $A; step ca rekey -f a.crt a.key $A 2>&1 | tail -1; step ca roots $A | cmp - $ROOT; step ca federation $A | cmp - $ROOT; step ca provisioner list $A | jq -r '.[].name'; step ca provisioner jwe-key $(step ca provisioner list $A | jq -r '.[].key.kid') $A | cut -c1-10; step ca revoke --cert a.crt --key a.key $A 2>&1 | tail -1
"a"
✔ Private Key: a.key
Your certificate has been saved in a.crt.
✔ Private Key: a.key
admin@example.com
eyJhbGciOi
Certificate with Serial Number [SERIAL] has been revoked.
$ export STEP_CA_URL=$CA_URL STEP_ROOT=$ROOT; step ca health; step ca token b --provisioner-password-file $T_RUN/password --issuer admin@example.com 2>/dev/null | claims .iss; unset STEP_CA_URL STEP_ROOT; export STEPPATH=$SAVED
ok
"admin@example.com"

# Tokens: data for templates, from a file and from words; ids and validity.
$ echo '{"team": "a", "n": 1}' > set.json; step ca token a $P --set-file set.json --set team=b --set list='[1,2]' 2>/dev/null | claims .user; step ca token a $P --rekey 2>/dev/null | claims .aud; step ca token a $P --kid $(step ca provisioner list | jq -r '.[].key.kid') --not-before 1m --not-after 11m 2>/dev/null | claims '[.exp - .nbf, (.nbf - .iat >= 59)]'
{"team":"b","n":1,"list":[1,2]}
"https://localhost:[PORT]/1.0/sign"
[600,true]
$ step ca token a $P --cnf abc 2>/dev/null | claims .cnf; step ca token a $P --san one --san 10.0.0.1 --output-file t.jwt 2>/dev/null; claims .sans < t.jwt; step ca token a $P --output-file t.jwt; step ca token a $P -f --output-file t.jwt 2>/dev/null; claims .sans < t.jwt
{"x5rt#S256":"abc"}
["one","10.0.0.1"]
✔ Provisioner: admin@example.com (JWK) [kid: [BASE64]]
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
["a"]

$ for flags in "" --host "--principal a --principal b" "--cert-not-before 1m --cert-not-after 1h"; do step ca token l $P --ssh $flags 2>/dev/null | claims .step.ssh; done; for flags in --renew --rekey --revoke; do step ca token l $P --ssh $flags 2>/dev/null | claims .aud; done
{"certType":"user","keyID":"l","principals":null,"validAfter":"","validBefore":""}
{"certType":"host","keyID":"l","principals":null,"validAfter":"","validBefore":""}
{"certType":"user","keyID":"l","principals":["a","b"],"validAfter":"","validBefore":""}
{"certType":"user","keyID":"l","principals":null,"validAfter":"1m0s","validBefore":"1h0m0s"}
"https://localhost:[PORT]/1.0/ssh/renew"
"https://localhost:[PORT]/1.0/ssh/rekey"
"https://localhost:[PORT]/1.0/ssh/revoke"

# Requests: validity, provisioner, data.
$ step certificate create --csr c.test c.csr c.key --no-password --insecure --san c.test 2>/dev/null; step ca sign c.csr c.crt $P --issuer admin@example.com --not-before 2m --not-after 12m --set a=b --set-file set.json 2>&1 | tail -1; openssl x509 -in c.crt -noout -checkend 600 && openssl x509 -in c.crt -noout -checkend 850; openssl x509 -in c.crt -noout -subject
✔ Certificate: c.crt
Certificate will not expire
Certificate will expire
subject=CN = c.test
$ step ca sign -f c.csr c.crt --offline --password-file $T_RUN/password --ca-config $(step path)/config/ca.json --not-after 7m 2>&1 | tail -1; openssl x509 -in c.crt -noout -checkend 480
✔ Certificate: c.crt
Certificate will expire
? 1
$ step ca certificate d d.crt d.key $P --not-before 2m --not-after $(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ) --set-file set.json --kty EC --crv P-521 --console 2>&1 | tail -1; openssl x509 -in d.crt -noout -text | grep -o '521 bit'
✔ Private Key: d.key
521 bit

# A new key of another kind; whoever uses it is told.
$ rm -f told; bash -c 'trap "echo USR1 > told; exit" USR1; touch ready; while :; do sleep 0.05; done' & pid=$!; until [ -e ready ]; do sleep 0.02; done
$ step ca certificate -f d d.crt d.key $P 2>/dev/null; step ca rekey -f d.crt d.key --kty RSA --size 2048 --pid $pid --signal 10 --exec "cp d.crt told.crt"; wait $pid; cat told; cmp d.crt told.crt; openssl x509 -in d.crt -noout -text | grep -o '2048 bit'; step ca rekey -f d.crt d.key --kty OKP --crv Ed25519 2>/dev/null; openssl x509 -in d.crt -noout -text | grep -o 'ED25519' | head -1
✔ Certificate: d.crt
✔ Private Key: d.key
USR1
2048 bit
ED25519
$ step ca renew -f d.crt d.key --offline --password-file $T_RUN/password --ca-config $(step path)/config/ca.json; step ca rekey -f d.crt d.key --offline --password-file $T_RUN/password --ca-config $(step path)/config/ca.json
Your certificate has been saved in d.crt.
✔ Certificate: d.crt
✔ Private Key: d.key

# What comes later says so, and touches nothing.
$ for flags in "--acme https://a/directory" --standalone "--webroot ." "--contact a@b" "--http-listen :8080"; do step ca sign c.csr l.crt $P $flags; step ca certificate l l.crt l.key $P $flags; done 2>&1 | uniq -c | sed 's/^ *//'; step ca certificate l l.crt l.key --attestation-uri x:y; ls l.crt
2 not supported yet: --acme
2 not supported yet: --standalone
2 not supported yet: --webroot
2 not supported yet: --contact
2 not supported yet: --http-listen
not supported yet: --attestation-uri
ls: cannot access 'l.crt': No such file or directory
? 2
$ step ca token l $P --sshpop-cert a --sshpop-key b
not supported yet: --sshpop-cert
? 1
$ for flags in --ssh --helm "--kms azurekms --kms-root a --kms-intermediate b" "--kms azurekms --ssh --kms-ssh-host a --kms-ssh-user b" "--ra StepCAS --issuer https://a --issuer-fingerprint b --issuer-provisioner c" "--ra CloudCAS --issuer a --credentials-file b"; do STEPPATH=$HOME/later step ca init $flags --name a --dns b --address :1 --provisioner c --password-file $T_RUN/password; done; ls $HOME/later
not supported yet: --ssh
not supported yet: --helm
not supported yet: --kms
not supported yet: --kms
not supported yet: --ra
not supported yet: --ra
ls: cannot access '[HOME]/later': No such file or directory
? 2

# A team's CA, by the address of its description.
$ port=$(free_port); mkdir team; echo "{\"url\": \"$CA_URL\", \"fingerprint\": \"$(step certificate fingerprint $ROOT)\", \"redirect-url\": \"https://after.test\", \"provisioner\": \"admin@example.com\", \"min-password-length\": 12}" > team/blue.json; background team step fileserver team --address 127.0.0.1:$port; wait_for_line team serving
$ export STEPPATH=$HOME/team; step ca bootstrap --team blue --team-url "http://127.0.0.1:$port/<>.json" && sed 's/"fingerprint": .*/F/; s/localhost:[0-9]*/HOST/' $STEPPATH/config/defaults.json; step ca health; step ca bootstrap -f --team red --team-url "http://127.0.0.1:$port/<>.json"
The root certificate has been saved in [HOME]/team/certs/root_ca.crt.
The authority configuration has been saved in [HOME]/team/config/defaults.json.
{
  "ca-url": "https://HOST",
  F
  "root": "[HOME]/team/certs/root_ca.crt",
  "redirect-url": "https://after.test",
  "provisioner": "admin@example.com",
  "min-password-length": 12
}ok
error getting authority data: authority not found
? 1
$ stop team; stop_ca
