# The same table of flags, through the admin API: what the CA has stored is what a ca.json would hold.
$ make_ca --remote-management --admin-subject jane; export SSL_CERT_FILE=$(step path)/certs/root_ca.crt; start_ca
$ step ca certificate jane jane.crt jane.key --provisioner-password-file $T_RUN/password 2>/dev/null
$ python3 $TESTDATA/../cli/provisioner_flags.py $TESTDATA/cli/provisioner_flags --admin-cert $PWD/jane.crt --admin-key $PWD/jane.key
67 as they should be, 0 not

# A cluster that reviews tokens: told from afar, with its roots and the CA's token, which nobody sees again.
$ J="--admin-cert jane.crt --admin-key jane.key"; echo s3cret > reviewer.token
$ step ca provisioner add pods --type K8sSA --kubernetes-server https://10.0.0.1:6443 --kubernetes-root "$(step path)/certs/root_ca.crt" --kubernetes-token-file reviewer.token --kubernetes-audience a --kubernetes-audience b $J
$ step ca provisioner update pods --remove-kubernetes-audience a --kubernetes-audience c $J; step ca provisioner list | jq -c '.[] | select(.name == "pods") | del(.claims,.options)' | sed 's/LS0t[^"]*/PEM/'
{"type":"K8SSA","name":"pods","apiServer":"https://10.0.0.1:6443","apiServerRoots":"PEM","audiences":["b","c"]}
$ sqlite3 -readonly "$(step path)/db/newel.db" "SELECT document FROM admin_provisioners WHERE name = 'pods'" | grep -o '"apiServerToken":"[^"]*"'
"apiServerToken":"s3cret"
$ step ca provisioner add pods2 --type K8sSA $J; step ca provisioner update pods --kubernetes-server http://10.0.0.1:6443 $J; step ca provisioner update pods --kubernetes-root reviewer.token $J
'--type k8sSA' requires the '--public-key' flag
error storing provisioner pods: error validating configuration for provisioner "pods": apiServer must be an https URL: http://10.0.0.1:6443
error reading certificates from reviewer.token: error parsing reviewer.token: error parsing certificate as DER format: it has no CERTIFICATE block, and is no DER either
? 1

# Two provisioners for which one token would do: refused when the second is made, and when it becomes so.
$ step ca certificate localhost idp.crt idp.key --provisioner admin@example.com --provisioner-password-file $T_RUN/password 2>/dev/null
$ mkdir -p idp/.well-known; step crypto jwk create idp.pub idp.priv --use sig --no-password --insecure 2>/dev/null; jq '{keys: [.]}' idp.pub > idp/jwks
$ port=$(free_port); E=https://localhost:$port; jq -n "{issuer: \"$E\", jwks_uri: \"$E/jwks\", authorization_endpoint: \"$E/a\", token_endpoint: \"$E/t\"}" > idp/.well-known/openid-configuration
$ background idp step fileserver idp --address 127.0.0.1:$port --cert idp.crt --key idp.key; wait_for_port $port
$ oidc() { step ca provisioner $1 $2 --client-id $3 $J "${@:4}"; }; new="--type OIDC --client-secret s --configuration-endpoint $E"
$ oidc add one id-1 $new; oidc add two id-2 $new; oidc add three id-1 $new; oidc update two id-1
error storing provisioner three: provisioner with token ID id-1 already exists
error updating provisioner 'two' in authority cache: provisioner with Token ID id-1 already exists
? 1
