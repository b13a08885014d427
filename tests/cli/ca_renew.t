$ make_ca && start_ca
$ export STEP_PROVISIONER_PASSWORD_FILE=$T_RUN/password
$ serial() { openssl x509 -in "$1" -noout -serial; }
$ step ca certificate www www.crt www.key 2>/dev/null; before=$(serial www.crt)
$ step ca renew www.crt www.key
error allocating terminal: open /dev/tty: no such device or address[...]
? 1
$ step ca renew -f www.crt www.key && [ "$(serial www.crt)" != "$before" ] && openssl verify -CAfile "$(step path)/certs/root_ca.crt" -untrusted www.crt www.crt
Your certificate has been saved in www.crt.
www.crt: OK
$ step ca renew --mtls=false --out new.crt www.crt www.key && stat -c %a new.crt
Your certificate has been saved in new.crt.
600
$ step ca renew -f --expires-in 8h www.crt www.key
certificate not renewed: expires in [DURATION]
$ step ca renew -f --expires-in 8h --exec 'touch ran' new.crt www.key; [ -e ran ] || echo not run
certificate not renewed: expires in [DURATION]
not run
$ step ca renew -f --exec 'sh -c exit${IFS}7' www.crt www.key; step ca renew -f --exec 'touch ran' www.crt www.key && ls ran
Your certificate has been saved in www.crt.
[...]
Your certificate has been saved in www.crt.
ran
$ step ca renew -f --exec 'false' www.crt www.key
Your certificate has been saved in www.crt.
exit status 1
? 1

# Whoever waits for the new certificate is told: by its number, by a file with its number, by any signal.
$ for how in '--pid $pid' '--pid-file pid' '--pid $pid --signal 10' '--pid-file pid --signal 15 --exec "touch both"'; do
>   rm -f told both ready; bash -c 'trap "echo HUP > told; exit" HUP; trap "echo USR1 > told; exit" USR1; trap "echo TERM > told; exit" TERM; touch ready; while :; do sleep 0.05; done' & pid=$!
>   echo $pid > pid; until [ -e ready ]; do sleep 0.02; done; eval step ca renew -f "$how" www.crt www.key; wait $pid; cat told; ls both 2>/dev/null
> done
Your certificate has been saved in www.crt.
HUP
Your certificate has been saved in www.crt.
HUP
Your certificate has been saved in www.crt.
USR1
Your certificate has been saved in www.crt.
TERM
both
$ step ca renew -f --pid-file nowhere www.crt www.key; echo x > pid; step ca renew -f --pid-file pid www.crt www.key; echo -5 > pid; step ca renew -f --pid-file pid www.crt www.key; step ca rekey -f --pid-file nowhere www.crt www.key
open nowhere failed: no such file or directory
error converting x to integer process id: invalid syntax
invalid value '-5' for flag '--pid-file'
open nowhere failed: no such file or directory
? 1

# A new key.
$ cp www.key old.key; step ca rekey -f www.crt www.key && cmp -s www.key old.key || echo another key
✔ Certificate: www.crt
✔ Private Key: www.key
another key
$ step ca rekey --out-cert r.crt --out-key r.key --kty RSA www.crt www.key && diff <(openssl pkey -in r.key -pubout) <(openssl x509 -in r.crt -noout -pubkey) && openssl x509 -in r.crt -noout -ext subjectAltName
✔ Certificate: r.crt
✔ Private Key: r.key
X509v3 Subject Alternative Name: 
    DNS:www
$ step ca rekey -f --private-key old.key www.crt www.key && diff <(openssl pkey -in old.key -pubout) <(openssl x509 -in www.crt -noout -pubkey)
✔ Certificate: www.crt
$ cp old.key www.key

# As a daemon: it renews when told, tells others, ends well.
$ before=$(serial www.crt); background daemon step ca renew --daemon --exec 'touch told' www.crt www.key
$ wait_for_line daemon 'first renewal in' && kill -HUP $daemon_pid && wait_for_line daemon 'www certificate renewed, next in' && stop daemon && cat "$T_RUN/daemon.log"
INFO: [TIME] first renewal in [DURATION]
INFO: [TIME] www certificate renewed, next in [DURATION]
$ [ "$(serial www.crt)" != "$before" ] && ls told
told
$ before=$(serial www.crt); background often step ca renew --daemon --renew-period 1s --exec 'touch often' www.crt www.key
$ wait_for_line often 'first renewal in 1s' && wait_for_line often 'www certificate renewed, next in 1s' && stop often; [ "$(serial www.crt)" != "$before" ] && ls often
often
$ background soon step ca renew --daemon --expires-in 24h www.crt www.key; wait_for_line soon 'renewed, next in' && stop soon; head -1 $T_RUN/soon.log
INFO: [TIME] first renewal in 0s
$ cp www.key old.key; background rekeyer step ca rekey --daemon www.crt www.key
$ wait_for_line rekeyer "first renewal in" && kill -HUP $rekeyer_pid && wait_for_line rekeyer "next in" && stop rekeyer; cmp -s www.key old.key || echo another key
another key
$ diff <(openssl pkey -in www.key -pubout) <(openssl x509 -in www.crt -noout -pubkey) && echo fits
fits

# Flags.
$ for flags in "--expires-in x" "--expires-in 1h --renew-period 1h" "--renew-period 1h" "--pid 1 --pid-file x" "--pid 0" "--signal 0" "--daemon --renew-period 48h" "--expires-in 48h"; do
>   step ca renew $flags www.crt www.key
> done
invalid value 'x' for flag '--expires-in'
flag '--expires-in' is incompatible with '--renew-period'
flag '--renew-period' requires the '--daemon' flag
flag '--pid' and flag '--pid-file' are mutually exclusive
invalid value '0' for flag '--pid'
invalid value '0' for flag '--signal'
flag '--renew-period' must be within (lower than) the certificate validity period; renew-period=48h0m0s, cert-validity-period=24h1m0s
flag '--expires-in' must be within (lower than) the certificate validity period; expires-in=48h0m0s, cert-validity-period=24h1m0s
? 1

$ for flags in "--expires-in x" "--expires-in 1h --rekey-period 1h" "--rekey-period 1h" "--pid 1 --pid-file x" "--daemon --rekey-period 48h" "--kms x:y" "--out-key k --kms x:y --private-key www.key"; do step ca rekey $flags www.crt www.key; done; step ca rekey --expires-in 1h www.crt www.key
invalid value 'x' for flag '--expires-in'
flag '--expires-in' is incompatible with '--rekey-period'
flag '--rekey-period' requires the '--daemon' flag
flag '--pid' and flag '--pid-file' are mutually exclusive
flag '--rekey-period' must be within (lower than) the certificate validity period; rekey-period=48h0m0s, cert-validity-period=24h1m0s
flag '--kms' requires the '--private-key' flag
flag '--kms' is incompatible with '--out-key'
certificate not rekeyed: expires in [DURATION]

# Revoked by itself: it is not renewed any more, in either way.
$ step ca revoke --cert www.crt --key www.key --reason lost --reasonCode "Key Compromise"
✔ CA: https://localhost:[PORT]
Certificate with Serial Number [SERIAL] has been revoked.
$ step ca renew -f www.crt www.key; step ca renew -f --mtls=false www.crt www.key
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.
? 1

# Revoked by number, with a token made elsewhere.
$ step ca revoke --token "$(step ca token --revoke 18 2>/dev/null)" 0x12
✔ CA: https://localhost:[PORT]
Certificate with Serial Number 18 has been revoked.
$ step ca revoke --token "$(step ca token --revoke 18 2>/dev/null)" 0b10010 2>&1 | tail -2
[...]
Re-run with STEPDEBUG=1 for more info.
$ step ca revoke abc; step ca revoke; step ca revoke --cert a; step ca revoke --cert a --key b c; step ca revoke --reasonCode 11 1; step ca revoke --reasonCode why 1
'abc' is not a valid serial number - use a base 10 representation or add a prefix indicating the base
not enough positional arguments were provided in 'step ca revoke <serial-number>'
flag '--cert' requires the '--key' flag
'step ca revoke --cert <certificate> --key <key>' expects no additional positional arguments
reasonCode out of bounds. Got 11, but want value between 0 and 10
unrecognized revocation reason code 'why'
? 1

# Without a terminal the question about overwriting says which flag answers it.
$ export STEPPATH=$HOME/asked; make_ca; start_ca; step ca certificate -f www www.crt www.key --provisioner-password-file $T_RUN/password 2>/dev/null
$ step ca renew www.crt www.key; step ca rekey www.crt www.key; step ca certificate www www.crt www.key --provisioner-password-file $T_RUN/password 2>&1 | tail -1
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
