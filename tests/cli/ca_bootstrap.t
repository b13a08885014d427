# A CA, and another machine that learns about it.
$ make_ca && start_ca
$ FINGERPRINT=$(step certificate fingerprint "$(step path)/certs/root_ca.crt"); CA=$(step path); export STEPPATH=$HOME/client
$ step ca bootstrap --ca-url "$CA_URL" --fingerprint "${FINGERPRINT/?/0}0"
root certificate with fingerprint "[HEX]" was not found
Re-run with STEPDEBUG=1 for more info.
? 1
$ step ca bootstrap --ca-url "$CA_URL" --fingerprint "$FINGERPRINT"
The root certificate has been saved in [HOME]/client/certs/root_ca.crt.
The authority configuration has been saved in [HOME]/client/config/defaults.json.
$ find client/ $STEPPATH -type f -printf '%m %P\n' 2>/dev/null | sort
600 certs/root_ca.crt
644 config/defaults.json
$ step ca health && step ca root | cmp - "$CA/certs/root_ca.crt" && step ca roots | cmp - "$CA/certs/root_ca.crt"
ok
$ step ca federation f.pem && stat -c %a f.pem && step ca roots -f f.pem && step ca root -f f.pem
The federation certificate bundle has been saved in f.pem.
600
The root certificate bundle has been saved in f.pem.
The root certificate has been saved in f.pem.
$ step ca health --ca-url https://localhost:1
client GET https://localhost:1/health failed: dial tcp 127.0.0.1:1: connect: connection refused
? 1

# Once more: asked about each file, or not; a fingerprint as others write it.
$ step ca bootstrap --ca-url "$CA_URL" --fingerprint "$FINGERPRINT"
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
? 1
$ step ca bootstrap --force --ca-url "${CA_URL#https://}" --fingerprint "$(echo $FINGERPRINT | tr a-f A-F | sed 's/../&-/g; s/-$//')" --redirect-url https://after.test && cat $STEPPATH/config/defaults.json | sed 's/"fingerprint": .*/F/' && step ca health
The root certificate has been saved in [HOME]/client/certs/root_ca.crt.
The authority configuration has been saved in [HOME]/client/config/defaults.json.
{
  "ca-url": "https://localhost:[PORT]",
  F
  "root": "[HOME]/client/certs/root_ca.crt",
  "redirect-url": "https://after.test"
}ok
$ chmod 600 $STEPPATH/config/defaults.json; before=$(sha256sum < $STEPPATH/config/defaults.json)
$ step ca bootstrap -f --ca-url "$CA_URL" --fingerprint "$(printf 0%.0s {1..64})"; step ca bootstrap -f --ca-url https://localhost:1 --fingerprint $FINGERPRINT; [ "$before" = "$(sha256sum < $STEPPATH/config/defaults.json)" ] && echo unchanged
root certificate with fingerprint "0000000000000000000000000000000000000000000000000000000000000000" was not found
Re-run with STEPDEBUG=1 for more info.
error downloading root certificate: client GET https://localhost:1/root/[HEX] failed: dial tcp 127.0.0.1:1: connect: connection refused
unchanged
$ step ca bootstrap; step ca bootstrap --ca-url a; step ca bootstrap --ca-url http://a --fingerprint b; step ca bootstrap --team a --ca-url b; step ca bootstrap --team a --fingerprint b; step ca bootstrap --team-authority a
'step ca bootstrap' requires the '--ca-url' flag
'step ca bootstrap' requires the '--fingerprint' flag
invalid value 'http://a' for flag '--ca-url'; must have https scheme
flag '--team' is incompatible with '--ca-url'
flag '--team' is incompatible with '--fingerprint'
flag '--team-authority' requires the '--team' flag
? 1

# What was saved can be asked for again; a CA that is not this one is not believed.
$ step ca root r.crt && cmp r.crt $CA/certs/root_ca.crt; step ca root r.crt; step ca root --fingerprint "$(printf 0%.0s {1..64})"
The root certificate has been saved in r.crt.
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
root certificate with fingerprint "0000000000000000000000000000000000000000000000000000000000000000" was not found
Re-run with STEPDEBUG=1 for more info.
? 1
$ openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout o.key -out other.crt -subj /CN=other -days 1 2>/dev/null; for command in health roots federation "provisioner list"; do step ca $command --root other.crt; done
client GET https://localhost:[PORT]/health failed: tls: failed to verify certificate: x509: certificate signed by unknown authority
client GET https://localhost:[PORT]/roots failed: tls: failed to verify certificate: x509: certificate signed by unknown authority
client GET https://localhost:[PORT]/federation failed: tls: failed to verify certificate: x509: certificate signed by unknown authority
error getting the provisioners: client GET https://localhost:[PORT]/provisioners?limit=100 failed: tls: failed to verify certificate: x509: certificate signed by unknown authority
? 1
$ step ca health --root nowhere.crt; step ca health --ca-url http://localhost; STEPPATH=$HOME/nothing step ca health; STEPPATH=$HOME/nothing step ca health --ca-url $CA_URL; step ca health x
open nowhere.crt failed: no such file or directory
invalid value 'http://localhost' for flag '--ca-url'; must have https scheme
'step ca health' requires the '--ca-url' flag
'step ca health' requires the '--root' flag
too many positional arguments were provided in 'step ca health'
? 1

# Several CAs, each in its context.
$ STEPPATH=$HOME/many; step ca bootstrap --ca-url "$CA_URL" --fingerprint "$FINGERPRINT" --context one; step ca bootstrap --ca-url "$CA_URL" --fingerprint "$FINGERPRINT" --context two --profile work --authority here 2>&1 | sed "s|$HOME||"; step context list; step path; step ca health --context one
The root certificate has been saved in [HOME]/many/authorities/one/certs/root_ca.crt.
The authority configuration has been saved in [HOME]/many/authorities/one/config/defaults.json.
The profile configuration has been saved in [HOME]/many/profiles/one/config/defaults.json.
The root certificate has been saved in /many/authorities/here/certs/root_ca.crt.
The authority configuration has been saved in /many/authorities/here/config/defaults.json.
The profile configuration has been saved in /many/profiles/work/config/defaults.json.
▶ two
one
[HOME]/many/authorities/here
ok
$ jq -c . $STEPPATH/contexts.json
{"one":{"profile":"one","authority":"one"},"two":{"profile":"work","authority":"here"}}
