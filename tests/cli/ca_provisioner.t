# A CA that is some years old: what has expired is judged as of a minute before it did.
$ make_ca
$ cat > ca.cnf <<END
> [ca]
> default_ca = d
> [d]
> database = index.txt
> rand_serial = yes
> new_certs_dir = .
> default_md = sha256
> policy = p
> preserve = yes
> [p]
> organizationName = supplied
> commonName = supplied
> [root]
> basicConstraints = critical,CA:TRUE,pathlen:1
> keyUsage = critical,keyCertSign,cRLSign
> subjectKeyIdentifier = hash
> [intermediate]
> basicConstraints = critical,CA:TRUE,pathlen:0
> keyUsage = critical,keyCertSign,cRLSign
> subjectKeyIdentifier = hash
> authorityKeyIdentifier = keyid
> END
$ SP=$(step path); touch index.txt
$ for name in root intermediate; do
>   openssl req -new -key $SP/secrets/${name}_ca_key -passin pass:pass -subj "/O=Test/CN=Test $name" -out $name.csr
>   openssl ca -batch -notext -config ca.cnf -startdate 20200101000000Z -enddate 20400101000000Z -extensions $name -in $name.csr -out $SP/certs/${name}_ca.crt -keyfile $SP/secrets/root_ca_key -passin pass:pass $([ $name = root ] && echo -selfsign || echo -cert $SP/certs/root_ca.crt) 2>>openssl.log || cat openssl.log
> done
$ start_ca
$ reload() { kill -HUP $ca_pid; for i in $(seq 200); do step ca provisioner list 2>/dev/null | grep -q "$1" && return; sleep 0.05; done; echo "no $1 after reload"; }
$ names() { step ca provisioner list | grep -oE '^      "name": "[^"]*"' | cut -d'"' -f4; }
$ names
admin@example.com
$ chmod 640 "$(step path)/config/ca.json"
$ step ca provisioner add ci --create --password-file <(echo cipass) --x509-min-dur 1s --x509-default-dur 30m --x509-max-dur 1h
✔ CA Configuration: [HOME]/.step/config/ca.json

Success! Your `step-ca` config has been updated. To pick up the new configuration SIGHUP (kill -1 <pid>) or restart the step-ca process.
$ stat -c %a "$(step path)/config/ca.json"; grep -A40 '"name": "ci"' "$(step path)/config/ca.json" | sed -n '/claims/,/^			}/p'
640
				"claims": {
					"minTLSCertDuration": "1s",
					"maxTLSCertDuration": "1h0m0s",
					"defaultTLSCertDuration": "30m0s",
					"enableSSHCA": true,
					"disableRenewal": false,
					"allowRenewalAfterExpiry": false,
					"disableSmallstepExtensions": false
				},
				"options": {
					"x509": {},
					"ssh": {}
				}
			}
$ names; reload '"ci"'; names
admin@example.com
admin@example.com
ci

# Its claims rule.
$ I="--provisioner ci --provisioner-password-file ci.pass"; echo cipass > ci.pass
$ step ca certificate $I a a.crt a.key 2>/dev/null; openssl x509 -in a.crt -noout -checkend 1790 && openssl x509 -in a.crt -noout -checkend 1860
Certificate will not expire
Certificate will expire
? 1
$ step ca certificate -f $I a a.crt a.key --not-after 2h 2>&1 | tail -2
The request was forbidden by the certificate authority: [...]
Re-run with STEPDEBUG=1 for more info.

# Expired certificates are renewed only where a provisioner allows it.
$ step ca certificate -f $I short short.crt short.key --not-after 1s 2>/dev/null; while openssl x509 -in short.crt -noout -checkend 0 >/dev/null; do sleep 0.2; done; sleep 1.1
$ step ca renew -f short.crt short.key 2>&1 | sed 's/on [0-9].*/on X/'; step ca rekey -f short.crt short.key
The request lacked necessary authorization to be completed: certificate expired on X
Re-run with STEPDEBUG=1 for more info.
cannot rekey an expired certificate
? 1
$ step ca provisioner update ci --allow-renewal-after-expiry --name continuous 2>&1 | tail -1 | cut -d. -f1; reload continuous; names
Success! Your `step-ca` config has been updated
admin@example.com
continuous
$ step ca provisioner update continuous --name ci 2>/dev/null; reload '"ci"'
$ step ca renew -f short.crt short.key
Your certificate has been saved in short.crt.

# No renewals at all.
$ step ca provisioner update ci --disable-renewal --x509-default-dur 40m 2>/dev/null; reload 40m
$ step ca renew -f a.crt a.key
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1

# Keys that are elsewhere.
$ openssl ecparam -name prime256v1 -genkey -noout -out own.key; openssl pkey -in own.key -pubout -out own.pub
$ step ca provisioner add own --public-key own.pub 2>/dev/null; reload '"own"'
$ step ca certificate --token "$(step ca token --provisioner own --key own.key own 2>/dev/null)" own own.crt own.ck
✔ CA: https://localhost:[PORT]
✔ Certificate: own.crt
✔ Private Key: own.ck
$ step ca token --provisioner own own 2>&1 | tail -2
The requested resource could not be found. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
$ step ca provisioner update own --private-key own.key --password-file <(echo own) 2>&1 | tail -1 | cut -d. -f1
Success! Your `step-ca` config has been updated
$ step ca provisioner add last --type ACME 2>/dev/null; reload '"last"'; step ca provisioner remove last 2>/dev/null
$ step ca token --provisioner own --provisioner-password-file <(echo own) own 2>/dev/null | grep -c '^ey'
1

# ACME in the file, and away again.
$ step ca provisioner add acme --type ACME --challenge http-01 --challenge HTTP-01 --challenge dns-01 --force-cn 2>/dev/null; step ca provisioner update acme --remove-challenge dns-01 2>/dev/null; grep -A6 '"type": "ACME"' "$(step path)/config/ca.json"
				"type": "ACME",
				"name": "acme",
				"forceCN": true,
				"challenges": [
					"http-01"
				],
				"claims": {
$ step ca provisioner remove acme 2>/dev/null; step ca provisioner remove own 2>/dev/null; grep -c ACME "$(step path)/config/ca.json"
0
? 1

# Every other type, in the file; lists grow and shrink.
$ cat "$(step path)/config/ca.json" > before.json; doc() { jq -c --arg n "$1" '.authority.provisioners[] | select(.name == $n) | del(.claims, .options)' "$(step path)/config/ca.json"; }
$ step ca provisioner add people --type OIDC --client-id id --client-secret s --configuration-endpoint https://idp.test --admin a@x --admin b@x --domain x --group g --tenant-id t --listen-address :1 2>/dev/null; doc people; step ca provisioner update people --remove-admin a@x --admin c@x --scope s1 --scope s2 --auth-param k=v --client-secret "" 2>/dev/null; step ca provisioner update people --remove-scope s1 --remove-domain x 2>/dev/null; doc people
{"type":"OIDC","name":"people","clientID":"id","clientSecret":"s","configurationEndpoint":"https://idp.test","tenantID":"t","admins":["a@x","b@x"],"domains":["x"],"groups":["g"],"listenAddress":":1"}
{"type":"OIDC","name":"people","clientID":"id","clientSecret":"","configurationEndpoint":"https://idp.test","tenantID":"t","admins":["b@x","c@x"],"groups":["g"],"listenAddress":":1","scopes":["s2"],"authParams":["k=v"]}
$ step ca provisioner add aws --type aws --aws-account 1 --aws-account 2 --instance-age 90m --disable-custom-sans 2>/dev/null; step ca provisioner update aws --remove-aws-account 1 --disable-tofu 2>/dev/null; doc aws; step ca provisioner add gcp --type gcp --gcp-service-account s --gcp-project p 2>/dev/null; step ca provisioner update gcp --gcp-project q --remove-gcp-service-account s --disable-ssh-ca-user=false 2>/dev/null; doc gcp; step ca provisioner update gcp --gcp-organization 7 2>&1 | tail -1; step ca provisioner update gcp --gcp-organization 7 --remove-gcp-project p --remove-gcp-project q 2>/dev/null; doc gcp
{"type":"AWS","name":"aws","accounts":["2"],"disableCustomSANs":true,"disableTrustOnFirstUse":true,"imdsVersions":["v2","v1"],"instanceAge":"1h30m0s"}
{"type":"GCP","name":"gcp","projectIDs":["p","q"],"disableCustomSANs":false,"disableTrustOnFirstUse":false,"disableSSHCAUser":false,"disableSSHCAHost":false,"instanceAge":"0s"}
flag '--gcp-organization' is incompatible with '--gcp-project'
{"type":"GCP","name":"gcp","organizationID":"7","disableCustomSANs":false,"disableTrustOnFirstUse":false,"disableSSHCAUser":false,"disableSSHCAHost":false,"instanceAge":"0s"}
$ step ca provisioner add azure --type azure --azure-tenant t --azure-resource-group g --azure-subscription-id s --azure-object-id o --azure-audience a 2>/dev/null; step ca provisioner update azure --remove-azure-resource-group g --azure-resource-group h --remove-azure-subscription-id s --remove-azure-object-id o 2>/dev/null; doc azure
{"type":"AZURE","name":"azure","tenantID":"t","resourceGroups":["h"],"subscriptionIDs":null,"objectIDs":null,"audience":"a","disableCustomSANs":false,"disableTrustOnFirstUse":false}
$ openssl genrsa -out d.key 2048 2>/dev/null; openssl req -x509 -key d.key -subj /CN=d -out d.crt 2>/dev/null; echo dpass > d.pass; step ca provisioner add scep --type SCEP --force-cn --challenge s3 --capabilities AES --capabilities Renewal --include-root --exclude-intermediate --min-public-key-length 3072 --encryption-algorithm-identifier 2 --scep-decrypter-certificate-file d.crt --scep-decrypter-key-file d.key --scep-decrypter-key-password-file d.pass 2>/dev/null; doc scep | sed -E 's/"LS0t[^"]*"/PEM/g'; step ca provisioner update scep --challenge s4 --scep-decrypter-key-uri pkcs11:x 2>/dev/null; doc scep | grep -oE '"(challenge|decrypterKey)":"[^"]*"'; step ca provisioner add scep2 --type SCEP --challenge a --challenge b 2>&1 | tail -1
{"type":"SCEP","name":"scep","forceCN":true,"challenge":"s3","capabilities":["AES","Renewal"],"includeRoot":true,"excludeIntermediate":true,"minimumPublicKeyLength":3072,"decrypterCertificate":PEM,"decrypterKeyPEM":PEM,"decrypterKeyPassword":"dpass","encryptionAlgorithmIdentifier":2}
"challenge":"s4"
"decrypterKey":"pkcs11:x"
provisioner type 'SCEP' does not support multiple '--challenge' flags
$ step ca provisioner add pop --type SSHPOP 2>/dev/null; doc pop; step ca provisioner add tpm --type ACME --attestation-format STEP --attestation-format tpm --attestation-roots "$(step path)/certs/root_ca.crt" 2>/dev/null; step ca provisioner update tpm --remove-attestation-format TPM --require-eab 2>/dev/null; doc tpm | sed -E 's/"LS0t[^"]*"/PEM/g'; step ca provisioner update tpm --attestation-roots own.crt 2>&1 | tail -1; cat before.json > "$(step path)/config/ca.json"
{"type":"SSHPOP","name":"pop"}
{"type":"ACME","name":"tpm","requireEAB":true,"attestationFormats":["step"],"attestationRoots":PEM}
certificate with common name "own" is not a valid CA

# What cannot be.
$ before=$(sha256sum < "$(step path)/config/ca.json")
$ step ca provisioner add ci --create --password-file ci.pass 2>&1 | tail -1; step ca provisioner remove nobody 2>&1 | tail -1; step ca provisioner update nobody --ssh 2>&1 | tail -1; step ca provisioner add x --create --password-file ci.pass --x509-min-dur 20h --x509-max-dur 1h 2>&1 | tail -1; step ca provisioner add x --create --public-key y; step ca provisioner add x; step ca provisioner add x --type bogus; step ca provisioner add x --type OIDC; step ca provisioner add x --create --client-id y; step ca provisioner add x --type ACME --challenge y; step ca provisioner add x --create --admin-cert y 
error storing provisioner: provisioner with name ci already exists
error loading provisioner: provisioner nobody not found
error loading provisioner: provisioner nobody not found
error storing provisioner: error validating configuration for provisioner "x": claims: MaxCertDuration cannot be less than MinCertDuration: MaxCertDuration - 1h0m0s, MinCertDuration - 20h0m0s
flag '--create' is incompatible with 'public-key'
'--create false' requires the '--public-key' flag
invalid value 'bogus' for flag '--type'; options are JWK, ACME, OIDC, SSHPOP, K8SSA, NEBULA, SCEP, AWS, GCP, AZURE
'--type OIDC' requires the '--client-id' flag
flag '--client-id' is incompatible with flag '--type JWK'
invalid value 'y' for flag '--challenge'; options are http-01, dns-01, tls-alpn-01 and device-attest-01
flag '--admin-cert' requires the '--admin-key' flag
? 1
$ step ca provisioner update ci --x509-min-dur 20h --x509-max-dur 1h 2>&1 | tail -1
error updating provisioner: error initializing provisioner ci: claims: MaxCertDuration cannot be less than MinCertDuration: MaxCertDuration - 1h0m0s, MinCertDuration - 20h0m0s
$ [ "$before" = "$(sha256sum < "$(step path)/config/ca.json")" ] && echo unchanged
unchanged

# While the CA is down the file can be changed as well.
$ stop_ca
$ step ca provisioner remove ci 2>&1 | tail -1 | cut -d. -f1; step ca provisioner list
Success! Your `step-ca` config has been updated
error getting the provisioners: client GET https://localhost:[PORT]/provisioners?limit=100 failed: dial tcp 127.0.0.1:[PORT]: connect: connection refused
? 1

# Every flag of every type: the entries they make, as the reference makes them.
$ python3 $TESTDATA/../cli/provisioner_flags.py $TESTDATA/cli/provisioner_flags
100 as they should be, 0 not

# Two provisioners for one token: the CA would not start with them.
$ openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out sa.key 2>/dev/null; openssl pkey -in sa.key -pubout -out sa.pub; idp="--type OIDC --client-secret s --configuration-endpoint https://idp.test"; new() { step ca provisioner "$@" 2>&1 | tail -1 | cut -d. -f1; }
$ new add pods --type K8sSA --public-key sa.pub; new add pods2 --type K8sSA --public-key sa.pub; new add oa $idp --client-id a; new add ob $idp --client-id b; new add oc $idp --client-id a; new update ob --client-id a; new add od $idp --client-id d --listen-address 1234; new update ob --listen-address 1234
Success! Your `step-ca` config has been updated
error storing provisioner: provisioner with token ID k8ssa/k8sSA-default already exists
Success! Your `step-ca` config has been updated
Success! Your `step-ca` config has been updated
error storing provisioner: provisioner with token ID a already exists
error updating provisioner: provisioner with Token ID a already exists
error storing provisioner: error validating configuration for provisioner "od": error parsing listenAddress: address 1234: missing port in address
error updating provisioner: error initializing provisioner ob: error parsing listenAddress: address 1234: missing port in address
$ jq -c '[.authority.provisioners[].name]' $(step path)/config/ca.json
["admin@example.com","pods","oa","ob"]
