# Which names a CA certifies: the policy of the authority and of a provisioner, and what clients are told.
$ make_ca
$ edit() { jq "$1" "$(step path)/config/ca.json" > new.json && mv new.json "$(step path)/config/ca.json"; }
$ get() { step ca certificate "$@" x.crt x.key --force --provisioner-password-file $T_RUN/password 2>&1 | grep -v '✔'; }
$ edit '.authority.policy = {"x509":{"allow":{"dns":["*.local","*.bücher.example"],"ip":["10.0.0.0/8"],"cn":["Some Service"]},"deny":{"dns":["bad.local"]}},"ssh":{"user":{"allow":{"email":["@example.com"],"principal":["ops"]}}}}'
$ edit '.authority.provisioners[0].policy = {"x509":{"deny":{"dns":["*.secret.local", "hidden.local"]}}}'
$ start_ca
$ get www.local
$ get bad.local
$ get www.example.com
$ get www.local --san 10.1.2.3 --san www.local
$ get www.local --san 192.168.1.1
$ get '*.local'
$ get xn--www-goa.xn--bcher-kva.example
$ get hidden.local
$ get "Some Service" --san www.local
$ get "Another Service" --san www.local
$ get mail@www.local
$ grep -oE '(dns|cn|ip|email) name .*' $T_RUN/ca.log | head -3

# The same answers without asking the CA.
$ step ca policy check www.local 10.1.2.3
$ step ca policy check --provisioner admin@example.com hidden.local
$ step ca policy check bad.local --json
$ step ca policy check --cn "Some Service" '*.local' 'https://x.local'
$ step ca policy check --ssh user ops someone@example.com
$ step ca policy check --ssh user root
$ step ca policy check --ssh host www.local
$ step ca policy check --ssh wat x
$ step ca policy check --provisioner nobody x.local
$ step ca policy check
$ step ca provisioner list | grep -c secret.local

# With the wildcard allowed, after a reload.
$ edit '.authority.policy.x509.allowWildcardNames = true'
$ kill -HUP $ca_pid; for i in $(seq 100); do get '*.local' | grep -q 'not allowed' || break; sleep 0.05; done; get '*.local'

# Rules that do not parse stop the start, and name their place.
$ edit '.authority.policy.x509.deny.email = ["a@b@c"]'
$ stop_ca; step-ca "$(step path)/config/ca.json" --password-file $T_RUN/password
$ step ca policy check x.local
