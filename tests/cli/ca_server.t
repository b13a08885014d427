# The server as a person starts it: its password typed at the terminal, wrong ones and Ctrl-C included.
$ make_ca
$ CONFIG=$(step path)/config/ca.json; ROOT=$(step path)/certs/root_ca.crt; HALF=$T_RUN/wrong; echo wrong > $HALF
$ (wait_for_port $CA_PORT && step ca health && cat pid | wc -l && stat -c %a pid && kill -TERM $(cat pid)) > health.log 2>&1 &
$$ step-ca $CONFIG --pidfile pid
expect Please enter the password to decrypt
expect secrets/intermediate_ca_key
send pass
absent send pass
expect Serving HTTPS on 127.0.0.1:
expect shutting down ...
$ cat health.log; ls pid
ok
1
644
ls: cannot access 'pid': No such file or directory
? 2
$$ step-ca $CONFIG
expect Please enter the password to decrypt
send nope
expect x509: decryption password incorrect
? 2
$$ stty -g > before; trap 'stty -g > after; exit 130' INT; step-ca $CONFIG || kill -INT $$
expect Please enter the password to decrypt
key ^C
? 130
$ cmp before after && echo as it was
as it was
$ said() { sed -E 's/^[0-9/]{10} [0-9:]{8} //' "$@"; }
$ (step-ca $CONFIG --password-file $HALF; step-ca $CONFIG --password-file /nonexistent; step-ca $CONFIG; echo $?) 2>&1 | said
Database type 'badgerv2' is served by SQLite in [HOME]/.step/db/newel.db; what badgerv2 itself has stored is left alone and not read.
Building new tls configuration using step-ca x509 Signer Interface
error decrypting [HOME]/.step/secrets/intermediate_ca_key: x509: decryption password incorrect
error reading /nonexistent: open /nonexistent failed: no such file or directory
Database type 'badgerv2' is served by SQLite in [HOME]/.step/db/newel.db; what badgerv2 itself has stored is left alone and not read.
Building new tls configuration using step-ca x509 Signer Interface
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the password with the flag '--password-file'
2

# The password in ca.json; its flags and variables; what it says.
$ serve() { background ca "$@"; wait_for_port $CA_PORT && step ca health; stop ca; said $T_RUN/ca.log | grep -v ' level=\|handshake'; }
$ jq '.password = "pass"' $CONFIG > with.json; serve step-ca with.json
ok
Database type 'badgerv2' is served by SQLite in [HOME]/.step/db/newel.db; what badgerv2 itself has stored is left alone and not read.
Building new tls configuration using step-ca x509 Signer Interface
Starting Smallstep CA/0000000-dev (linux/amd64)
Documentation: https://u.step.sm/docs/ca
Community Discord: https://u.step.sm/discord
Config file: with.json
The primary server URL is https://localhost:[PORT]
Root certificates are available at https://localhost:[PORT]/roots.pem
X.509 Root Fingerprint: [HEX]
Serving HTTPS on 127.0.0.1:[PORT] ...
shutting down ...
$ serve step-ca --quiet -password-file=$T_RUN/password
ok
Database type 'badgerv2' is served by SQLite in [HOME]/.step/db/newel.db; what badgerv2 itself has stored is left alone and not read.
Building new tls configuration using step-ca x509 Signer Interface
Serving HTTPS on 127.0.0.1:[PORT] ...
shutting down ...
$ export STEP_CA_QUIET=1; serve step-ca --password-file $T_RUN/password --resolver 127.0.0.1:53 --acme-http-port 80 --acme-tls-port 443 --insecure --acme-strict-fqdn; unset STEP_CA_QUIET
ok
Database type 'badgerv2' is served by SQLite in [HOME]/.step/db/newel.db; what badgerv2 itself has stored is left alone and not read.
Building new tls configuration using step-ca x509 Signer Interface
Serving HTTPS on 127.0.0.1:[PORT] ...
shutting down ...
$ for flag in ssh-host-password-file ssh-user-password-file issuer-password-file; do step-ca $CONFIG --password-file $T_RUN/password --$flag /nonexistent; done
error reading /nonexistent: open /nonexistent failed: no such file or directory
error reading /nonexistent: open /nonexistent failed: no such file or directory
error reading /nonexistent: open /nonexistent failed: no such file or directory
? 2
$ step-ca $CONFIG --acme-http-port 80; step-ca $CONFIG --acme-tls-port 443; step-ca $CONFIG --resolver 1.1.1.1; step-ca a b
flag '--acme-http-port' requires the '--insecure' flag
flag '--acme-tls-port' requires the '--insecure' flag
invalid value '1.1.1.1' for flag '--resolver'; it must be host:port (address 1.1.1.1: missing port in address)
too many positional arguments were provided in 'step-ca <config> [--password-file=<file>]'
? 1
$ step-ca --token abc; step-ca --context nobody; step-ca nowhere.json
flag '--token' asks for a CA that is linked to the hosted Certificate Manager, which this server cannot speak to; run it with a configuration file instead
context "nobody" not found
step-ca can't find or open the configuration file for your CA.
You may need to create a CA first by running `step ca init`.
Documentation: https://u.step.sm/docs/ca
? 1
$ export STEPPATH=$HOME/contexts; make_ca --context one; serve step-ca --context one --password-file $T_RUN/password | grep 'context\|ok'; STEP_CA_CONTEXT=one serve step-ca --password-file $T_RUN/password | grep 'context\|ok'; STEP_CA_CONTEXT=two step-ca; unset STEPPATH
ok
Database type 'badgerv2' is served by SQLite in [HOME]/contexts/authorities/one/db/newel.db; what badgerv2 itself has stored is left alone and not read.
Current context: one
Config file: [HOME]/contexts/authorities/one/config/ca.json
ok
Database type 'badgerv2' is served by SQLite in [HOME]/contexts/authorities/one/db/newel.db; what badgerv2 itself has stored is left alone and not read.
Current context: one
Config file: [HOME]/contexts/authorities/one/config/ca.json
context "two" not found

# Every route, with and without its version, over HTTP/1.1 and HTTP/2.
$ jq '.crl = {"enabled": true} | .metricsAddress = "127.0.0.1:0" | .insecureAddress = "127.0.0.1:0"' $(step path)/config/ca.json > all.json; CA_PORT=$(jq -r .address all.json | cut -d: -f2); CA_URL=https://localhost:$CA_PORT
$ background ca step-ca all.json --password-file $T_RUN/password; wait_for_line ca 'Serving HTTPS'
$ FP=$(step certificate fingerprint $ROOT); KID=$(jq -r '.authority.provisioners[0].key.kid' all.json)
$ ask() { curl -s -o answer -w '%{http_version} %{http_code} %{content_type}' --cacert $ROOT "$@"; }
$ for path in health version root/$FP roots roots.pem intermediates intermediates.pem federation provisioners provisioners/$KID/encrypted-key crl; do
>   for version in --http1.1 --http2; do for prefix in "" 1.0/; do ask $version $CA_URL/$prefix$path; echo -n " | "; done; done; echo "${path/$KID/KID}" | sed s/$FP/FP/
> done
1.1 200 application/json | 1.1 200 application/json | 2 200 application/json | 2 200 application/json | health
1.1 200 application/json | 1.1 200 application/json | 2 200 application/json | 2 200 application/json | version
1.1 200 application/json | 1.1 200 application/json | 2 200 application/json | 2 200 application/json | root/FP
1.1 201 application/json | 1.1 201 application/json | 2 201 application/json | 2 201 application/json | roots
1.1 200 application/x-pem-file | 1.1 200 application/x-pem-file | 2 200 application/x-pem-file | 2 200 application/x-pem-file | roots.pem
1.1 201 application/json | 1.1 201 application/json | 2 201 application/json | 2 201 application/json | intermediates
1.1 200 application/x-pem-file | 1.1 200 application/x-pem-file | 2 200 application/x-pem-file | 2 200 application/x-pem-file | intermediates.pem
1.1 201 application/json | 1.1 201 application/json | 2 201 application/json | 2 201 application/json | federation
1.1 200 application/json | 1.1 200 application/json | 2 200 application/json | 2 200 application/json | provisioners
1.1 200 application/json | 1.1 200 application/json | 2 200 application/json | 2 200 application/json | provisioners/KID/encrypted-key
1.1 200 application/pkix-crl | 1.1 200 application/pkix-crl | 2 200 application/pkix-crl | 2 200 application/pkix-crl | crl
$ for path in sign renew re-sign rekey revoke; do
>   for version in --http1.1 --http2; do for prefix in "" 1.0/; do ask $version -d '{}' $CA_URL/$prefix$path; echo -n " | "; done; done; echo "$path $(jq -r .message answer)"
> done
1.1 400 application/json | 1.1 400 application/json | 2 400 application/json | 2 400 application/json | sign The request could not be completed: missing csr.
1.1 400 application/json | 1.1 400 application/json | 2 400 application/json | 2 400 application/json | renew The request could not be completed: missing client certificate.
1.1 400 application/json | 1.1 400 application/json | 2 400 application/json | 2 400 application/json | re-sign The request could not be completed: missing client certificate.
1.1 400 application/json | 1.1 400 application/json | 2 400 application/json | 2 400 application/json | rekey The request could not be completed: missing client certificate.
1.1 400 application/json | 1.1 400 application/json | 2 400 application/json | 2 400 application/json | revoke The request could not be completed: missing serial.
$ ask $CA_URL/nothing; cat answer; ask -X DELETE $CA_URL/health; ask -I $CA_URL/1.0/health; ask --http2 -X PUT $CA_URL/1.0/sign
2 404 text/plain; charset=utf-8404 page not found
2 405 2 200 application/json2 405 [no newline]
$ HTTP=$(sed -n 's/.*Serving HTTP on \([^ ]*\) .*/\1/p' $T_RUN/ca.log); for address in $HTTP; do for path in crl 1.0/crl metrics health sign; do ask http://$address/$path; echo " $path"; done; done
1.1 200 application/pkix-crl crl
1.1 200 application/pkix-crl 1.0/crl
1.1 404 text/plain; charset=utf-8 metrics
1.1 404 text/plain; charset=utf-8 health
1.1 404 text/plain; charset=utf-8 sign
1.1 404 text/plain; charset=utf-8 crl
1.1 404 text/plain; charset=utf-8 1.0/crl
1.1 200 text/plain; version=0.0.4; charset=utf-8 metrics
1.1 404 text/plain; charset=utf-8 health
1.1 404 text/plain; charset=utf-8 sign
$ stop_ca

# A body that is too large, to its end: the answer is read.
$ export STEPPATH=$HOME/large; make_ca; start_ca; head -c 3000000 /dev/zero | tr '\0' a > big; for v in --http1.1 --http2; do curl -s -o answer $v -w '%{http_version} %{http_code}\n' --cacert $(step path)/certs/root_ca.crt --data-binary @big $CA_URL/1.0/sign; cat answer; echo; done
1.1 413
413 Request Entity Too Large: more than 1048576 bytes
2 413
413 Request Entity Too Large: more than 1048576 bytes
