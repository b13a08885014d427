# Which names a CA certifies: the policy of the authority and of a provisioner, and what clients are told.
$ make_ca
$ edit() { jq "$1" "$(step path)/config/ca.json" > new.json && mv new.json "$(step path)/config/ca.json"; }
$ get() { local out; out=$(step ca certificate "$@" x.crt x.key --force --provisioner-password-file $T_RUN/password 2>&1) && echo issued || grep -v '✔' <<<"$out" | head -1; }
$ edit '.authority.policy = {"x509":{"allow":{"dns":["*.local","*.bücher.example"],"ip":["10.0.0.0/8"],"cn":["Some Service"]},"deny":{"dns":["bad.local"]}},"ssh":{"user":{"allow":{"email":["@example.com"],"principal":["ops"]}}}}'
$ edit '.authority.provisioners[0].policy = {"x509":{"deny":{"dns":["*.secret.local","hidden.local"],"cn":["Root"]}}}'
$ start_ca
$ get www.local
issued
$ get bad.local
The request was forbidden by the certificate authority: dns name "bad.local" not allowed
$ get www.example.com
The request was forbidden by the certificate authority: dns name "www.example.com" not allowed
$ get www.local --san 10.1.2.3 --san www.local
issued
$ get www.local --san 192.168.1.1
The request was forbidden by the certificate authority: ip name "192.168.1.1" not allowed
$ get '*.local'
The request was forbidden by the certificate authority: dns name "*.local" not allowed
$ get xn--www-goa.xn--bcher-kva.example
issued
$ get hidden.local
The request was forbidden by the certificate authority: dns name "hidden.local" not allowed
$ get "Some Service" --san www.local
issued
$ get "Another Service" --san www.local
error creating certificate
$ get Root --san www.local
The request was forbidden by the certificate authority: cn name "Root" not allowed
$ get mail@www.local
The request was forbidden by the certificate authority: email name "mail@www.local" not allowed
$ wait_for_line ca bad.local; wait_for_line ca hidden.local; grep -oE 'dns name [^ ]*bad.local.*deny rule dns [^ ]*' $T_RUN/ca.log; grep -oE 'dns name [^ ]*hidden.local.*deny rule dns [^ ]*' $T_RUN/ca.log
dns name \"bad.local\" not allowed by the authority's policy: deny rule dns \"bad.local\""
dns name \"hidden.local\" not allowed by the policy of provisioner \"admin@example.com\": deny rule dns \"hidden.local\""

# The same answers without asking the CA.
$ step ca policy check www.local 10.1.2.3
allowed  authority  dns "www.local": allow rule dns "*.local"
allowed  authority  ip "10.1.2.3": allow rule ip "10.0.0.0/8"
allowed  authority  cn "www.local": allow rule dns "*.local"
$ step ca policy check --provisioner admin@example.com hidden.local
denied   provisioner "admin@example.com"  dns "hidden.local": deny rule dns "hidden.local"
allowed  provisioner "admin@example.com"  cn "hidden.local": no deny rule matches, and there is no allow rule for cn names
allowed  authority  dns "hidden.local": allow rule dns "*.local"
allowed  authority  cn "hidden.local": allow rule dns "*.local"
? 1
$ step ca policy check bad.local --json
{
  "allowed": false,
  "decisions": [
    {
      "allowed": false,
      "level": "authority",
      "type": "dns",
      "name": "bad.local",
      "reason": "deny rule dns \"bad.local\""
    },
    {
      "allowed": false,
      "level": "authority",
      "type": "cn",
      "name": "bad.local",
      "reason": "deny rule dns \"bad.local\""
    }
  ]
}
? 1
$ step ca policy check --cn "Some Service" '*.local' 'https://x.local'
denied   authority  dns "*.local": no allow rule for dns names matches
denied   authority  uri "https://x.local": there are allow rules, but none for uri names
allowed  authority  cn "Some Service": allow rule cn "Some Service"
? 1
$ step ca policy check --ssh user ops someone@example.com
allowed  authority  email "someone@example.com": allow rule email "@example.com"
allowed  authority  principal "ops": allow rule principal "ops"
$ step ca policy check --ssh user root
denied   authority  principal "root": no allow rule for principal names matches
? 1
$ step ca policy check --ssh host www.local
denied   authority  authority not allowed to sign SSH host certificates when SSH user certificate policy is active
? 1
$ step ca policy check --ssh wat x
invalid value 'wat' for flag '--ssh'; options are user and host
? 255
$ step ca policy check --provisioner nobody x.local
provisioner nobody not found in [HOME]/.step/config/ca.json
? 255
$ step ca policy check
not enough positional arguments were provided in 'step ca policy check <name> [<name> ...]'
? 255
$ step ca provisioner list | grep -c secret.local || true
0

# With the wildcard allowed, after a reload.
$ edit '.authority.policy.x509.allowWildcardNames = true'
$ kill -HUP $ca_pid; for i in $(seq 100); do get '*.local' | grep -q 'not allowed' || break; sleep 0.05; done; get '*.local'
issued

# Rules that do not parse stop the start, and name their place.
$ edit '.authority.policy.x509.deny.email = ["a@b@c"]'
$ stop_ca; step-ca "$(step path)/config/ca.json" --password-file $T_RUN/password 2>&1 | tail -1
authority.policy.x509.deny.email: cannot parse excluded email constraint "a@b@c": email constraint "a@b@c" contains too many @ characters
$ step ca policy check x.local
authority.policy.x509.deny.email: cannot parse excluded email constraint "a@b@c": email constraint "a@b@c" contains too many @ characters
? 255
