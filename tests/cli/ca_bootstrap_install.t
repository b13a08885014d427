# The root in the system's trust store: only where we are root, and taken out again.
$ [ "$(id -u)" = 0 ] && [ -d /usr/local/share/ca-certificates ] || skip "the trust store of the system is root's to change"
$ make_ca && start_ca
$ FINGERPRINT=$(openssl x509 -in "$(step path)/certs/root_ca.crt" -outform DER | sha256sum | cut -d' ' -f1)
$ export STEPPATH=$HOME/client
$ curl -sS -o /dev/null "$CA_URL/health" 2>&1 | grep -c 'SSL certificate problem'
1
$ step ca bootstrap --ca-url "$CA_URL" --fingerprint "$FINGERPRINT" --install
The root certificate has been saved in [HOME]/client/certs/root_ca.crt.
The authority configuration has been saved in [HOME]/client/config/defaults.json.
Installing the root certificate in the system truststore... [...]
[*]
$ curl -sS "$CA_URL/health" && FILE=$(grep -l "$(sed -n 3p $STEPPATH/certs/root_ca.crt)" /usr/local/share/ca-certificates/*.crt) && cmp "$FILE" $STEPPATH/certs/root_ca.crt && basename "$FILE"
{"status":"ok"}
Test_Root_CA_[SERIAL].crt
$ rm -f /usr/local/share/ca-certificates/Test_Root_CA_*.crt && update-ca-certificates --fresh >/dev/null 2>&1; curl -sS -o /dev/null "$CA_URL/health" 2>&1 | grep -c 'SSL certificate problem'
1
