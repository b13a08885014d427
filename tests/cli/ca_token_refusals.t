# Tokens that cannot be made, each with its reason; and what is asked on a terminal.
$ make_ca; step certificate create Root r.crt r.key --profile root-ca --no-password --insecure 2>/dev/null; step certificate create agent a.crt a.key --ca r.crt --ca-key r.key --no-password --insecure 2>/dev/null; : > empty.pem; cp $TESTDATA/nebula/v1-25519-host.* .
$ step ca provisioner add corp --type X5C --x5c-roots r.crt 2>/dev/null; step ca provisioner add mesh --type Nebula --nebula-root $TESTDATA/nebula/v1-25519-ca.crt 2>/dev/null; start_ca
$ while IFS='|' read -r args want; do got=$(step ca token $args 2>&1 < /dev/null | tail -1); case $got in $want) ;; *) echo "$args: $got";; esac; done <<'T'
> x --not-before 10m --not-after 5m|nbf < exp: nbf=*Z, exp=*Z
> x --not-before 40m|requested validity delay is too long: 'requested validity delay'=40m0s, 'max validity delay'=30m0s
> x --not-after 5s|requested token validity is too short: 'requested token validity'=5s, 'minimum token validity'=10s
> x --not-after 2h|requested token validity is too long: 'requested token validity'=2h0m0s, 'maximum token validity'=1h0m0s
> x --provisioner corp|provisioner type 'X5C' requires the '--x5c-cert' flag
> x --x5c-cert a.crt|provisioner type 'X5C' requires the '--x5c-key' flag
> x --x5c-key a.key|provisioner type 'X5C' requires the '--x5c-cert' flag
> x --x5c-cert a.crt --x5c-key r.key|error validating x5c certificate chain and key for use in x5c header: ValidateX5C: error verifying certificate and key: r.key is not the key of a.crt
> x --x5c-cert r.crt --x5c-key r.key|error validating x5c certificate chain and key for use in x5c header: ValidateX5C: certificate/private-key pair used to sign token is not approved for digital signature
> x --provisioner mesh|provisioner type 'Nebula' requires the '--nebula-cert' flag
> x --nebula-cert v1-25519-host.crt|provisioner type 'Nebula' requires the '--nebula-key' flag
> x --nebula-cert a.crt --nebula-key v1-25519-host.key|error reading a.crt: not a proper nebula certificate
> x --nebula-cert v1-25519-host.crt --nebula-key a.key|key content is not a valid nebula key; got type ECDSA
> x --k8ssa-token-path nowhere|cannot create a new token: the CA does not have any provisioner configured
> x --provisioner nobody|invalid value 'nobody' for flag '--provisioner'
> x --issuer nobody|invalid value 'nobody' for flag '--provisioner'
> x --kid nobody|invalid value 'nobody' for flag '--kid'
> x --san y --ssh|flag '--ssh' is incompatible with '--san'
> x --host --san y|flag '--host' is incompatible with '--san'
> x -n z --san y|flag '--principal' is incompatible with '--san'
> x --host|flag '--host' requires the '--ssh' flag
> x -n y|flag '--principal' requires the '--ssh' flag
> x --san y --revoke|flag '--san' is incompatible with '--revoke'
> x --cnf y --cnf-file z|flag '--cnf-file' is incompatible with '--cnf'
> x --offline --set a=b|flag '--offline' is incompatible with '--set'
> x --offline --set-file a|flag '--offline' is incompatible with '--set-file'
> x --set y --provisioner admin@example.com|invalid value 'y' for flag '--set'
> agent --renew --x5c-key a.key|'step ca token' requires the '--x5c-cert' flag
> agent --renew --x5c-cert a.crt|'step ca token' requires the '--x5c-key' flag
> other --renew --x5c-cert a.crt --x5c-key a.key|positional argument <subject> must match the certificate common name
> agent --renew --x5c-cert empty.pem --x5c-key a.key|error reading certificate chain: error parsing empty.pem: *
> x --provisioner admin@example.com --password-file nowhere|open nowhere failed: no such file or directory
> x --provisioner admin@example.com --password-file empty.pem|error allocating terminal: *; without a terminal, give the value with the flag '--provisioner-password-file'
> x|error allocating terminal: *; without a terminal, give the value with the flag '--provisioner'
> x --ca-url https://localhost:1|client GET https://localhost:1/provisioners* failed: dial tcp 127.0.0.1:1: connect: connection refused
> T

# On a terminal: which provisioner, for what name, with which password.
$$ step ca token "" --san a.test
expect What provisioner key do you want to use?
key enter
expect What DNS names or IP addresses would you like to use? (e.g. internal.smallstep.com)
send www.test
expect Please enter the password to decrypt the provisioner key
send pass
expect eyJ

# Roots that sign nothing are no roots.
$ step ca provisioner add other --type X5C --x5c-roots a.crt
error: certificate with common name 'agent' cannot be used as an X5C root certificate.

X5C provisioner root certificates must have the 'Certificate Sign' key usage extension.
? 1
