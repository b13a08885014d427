# Webhooks asked for real: a server in Python that allows, refuses, lies, hangs and never ends.
$ make_ca --remote-management --admin-subject jane; start_ca
$ P="--provisioner-password-file $T_RUN/password"; step ca certificate jane jane.crt jane.key $P 2>/dev/null; step ca certificate localhost hook.crt hook.key $P 2>/dev/null
$ J="--admin-cert jane.crt --admin-key jane.key"; H=$(free_port); background hook python3 $TESTDATA/../cli/webhook_server.py $H hook.crt hook.key "$(step path)/certs/root_ca.crt" asked.log; wait_for_port $H
$ echo '{"subject":{"commonName":{{ toJson .Subject.CommonName }},"organizationalUnit":{{ toJson .Webhooks.data.owner }}},"sans":{{ toJson .SANs }}}' > leaf.tpl
$ step ca provisioner add e --create --password-file $T_RUN/password --x509-template leaf.tpl $J; step ca provisioner add a --create --password-file $T_RUN/password $J
$ hook() { local out; out=$(step ca provisioner webhook "$@" $J 2>/dev/null); set -- $(sed -n 's/.*: //p' <<<"$out"); [ -z "$1" ] || curl -s --cacert "$(step path)/certs/root_ca.crt" https://localhost:$H/secret/$1/$(tr +/ -_ <<<"$2" | tr -d =) >/dev/null; }
$ get() { rm -f x.crt; step ca certificate -f --provisioner $1 $P $2 x.crt x.key 2>&1 | grep -v '✔\|Re-run' || openssl x509 -in x.crt -noout -subject; }
$ last() { tail -1 asked.log | jq -c "$1"; }

# What it is told; its data is in the certificate. The path is a template of the request.
$ hook add e data --url "https://localhost:$H/{{ .Token.sub | replace \".\" \"/\" }}"
$ get e allow.www; last .
subject=OU = "team <one>", CN = allow.www
{"path":"/allow/www","signed":true,"authorization":null,"client":["Step Online CA"],"members":["provisionerName","timestamp","x509CertificateRequest"],"token":false}
$ get e redirect.here; tail -2 asked.log | jq -c .path
subject=OU = "team <one>", CN = redirect.here
"/redirect/here"
"/allow/moved"
$ echo s3cret > token; hook update e data --bearer-token-file token; get e allow.www; last '[.signed,.authorization]'
subject=OU = "team <one>", CN = allow.www
[true,"Bearer s3cret"]
$ echo pw > pw; hook update e data --basic-auth-username me --basic-auth-password-file pw --disable-tls-client-auth; get e allow.www; last '[.signed,.authorization,.client]'; echo bWU6cHc= | base64 -d; echo
subject=OU = "team <one>", CN = allow.www
[true,"Basic bWU6cHc=",[]]
me:pw

# What it does wrong is the client's to know as far as it is of use to him; the log has the rest.
$ for mood in deny bare-deny html empty lie half huge deep status.404 status.500 redirect.away; do echo "$mood: $(get e $mood)"; done
deny: The request was forbidden by the certificate authority: not in the inventory (unknown).
bare-deny: The request was forbidden by the certificate authority: webhook server did not allow request.
html: The request was forbidden by the certificate authority: webhook data gave no answer that can be read.
empty: The request was forbidden by the certificate authority: webhook data gave no answer that can be read.
lie: The request was forbidden by the certificate authority: webhook data gave no answer that can be read.
half: The request was forbidden by the certificate authority: webhook data could not be asked.
huge: The request was forbidden by the certificate authority: webhook data could not be asked.
deep: The request was forbidden by the certificate authority: webhook data gave no answer that can be read.
status.404: The request was forbidden by the certificate authority: Webhook server responded with 404.
status.500: The request was forbidden by the certificate authority: Webhook server responded with 500.
redirect.away: The request was forbidden by the certificate authority: webhook data could not be asked.
$ wait_for_line ca 'without TLS'; wait_for_line ca 'larger than 1 MiB'; grep -oE 'larger than 1 MiB|refused to go on without TLS' $T_RUN/ca.log | sort -u
larger than 1 MiB
refused to go on without TLS

# Before signing: the reason stays in the log.
$ hook add a gate --kind AUTHORIZING --url "https://localhost:$H/{{ .Token.sub | replace \".\" \"/\" }}"
$ get a allow.www; last '[.members,.signed,.token]'
subject=CN = allow.www
[["provisionerName","timestamp","x509Certificate"],true,false]
$ for mood in deny html huge status.503; do echo "$mood: $(get a $mood)"; done; wait_for_line ca 'not in the inventory (unknown)'; grep -o 'not in the inventory (unknown)' $T_RUN/ca.log | sort | uniq -c | tr -s ' '
deny: The request was forbidden by the certificate authority: error creating certificate.
html: The request was forbidden by the certificate authority: error creating certificate.
huge: The request was forbidden by the certificate authority: error creating certificate.
status.503: The request was forbidden by the certificate authority: error creating certificate.
 2 not in the inventory (unknown)

# Ten seconds are enough for anybody; nobody else waits with it.
$ (get a hang > hang.out) & (get e endless > endless.out) & sleep 1; SECONDS=0; get a allow.meanwhile; step ca health; [ $SECONDS -lt 5 ] && echo quick; while ! [ -s hang.out ] || ! [ -s endless.out ]; do sleep 0.2; done; cat hang.out endless.out; [ $SECONDS -lt 20 ] && echo "in time"
subject=CN = allow.meanwhile
ok
quick
The request was forbidden by the certificate authority: error creating certificate.
The request was forbidden by the certificate authority: webhook data could not be asked.
in time

# Removed, it is asked no longer.
$ hook remove a gate; n=$(wc -l < asked.log); get a deny; [ $n = $(wc -l < asked.log) ] && echo "not asked"
subject=CN = deny
not asked
$ stop_ca; grep -c 's3cret\|bWU6cHc' $T_RUN/ca.log
0
? 1
