# A disk that is full refuses new certificates, keeps serving, and recovers by itself. The full disk is a limit on the size of
# the server's files, lifted later. One commit may need more pages than the next: after a refusal another may fit.
$ make_ca
$ background ca bash -c "trap '' XFSZ; ulimit -S -f 256; exec step-ca $(step path)/config/ca.json --password-file $T_RUN/password"; wait_for_port $CA_PORT
$ export STEP_PROVISIONER_PASSWORD_FILE=$T_RUN/password
$ step ca certificate first first.crt first.key 2>/dev/null && echo issued
issued
$ for i in $(seq 400); do step ca certificate filler filler.crt filler.key --force >/dev/null 2>said || break; done; tail -2 said
The certificate authority cannot store certificates at the moment; try again later. Please see the certificate authority logs for more info.
Re-run with STEPDEBUG=1 for more info.

# It answers what needs no writing, and says why it refuses the rest.
$ step ca health
ok
$ wait_for_line ca status=503; grep -c 'status=503' $T_RUN/ca.log | grep -vx 0 > /dev/null && echo the log has the refusal
the log has the refusal
$ for i in $(seq 50); do rm -f kept.crt; token=$(step ca token kept 2>/dev/null); step ca certificate kept kept.crt kept.key --force --token $token >/dev/null 2>&1 || break; done; ls kept.crt
ls: cannot access 'kept.crt': No such file or directory
? 2

# Room again: the token of the refused request was not used up.
$ prlimit --pid $ca_pid --fsize=unlimited:unlimited 2>/dev/null || prlimit --pid $ca_pid --fsize=$(ulimit -H -f):
$ for i in $(seq 50); do step ca certificate kept kept.crt kept.key --token $token --force >/dev/null 2>said && break; sleep 0.1; done; openssl verify -CAfile $(step path)/certs/root_ca.crt -untrusted kept.crt kept.crt
kept.crt: OK
$ stop_ca
