# Every flag of `step oauth`, and what it changes: for the provider, in the browser, on the terminal.
$ step certificate create Root ca.crt ca.key --profile root-ca --no-password --insecure 2>/dev/null; step certificate create localhost idp.crt idp.key --ca ca.crt --ca-key ca.key --no-password --insecure 2>/dev/null; export SSL_CERT_FILE=$PWD/ca.crt
$ P=$(free_port); idp=https://localhost:$P; background idp python3 $TESTDATA/../cli/oauth_server.py $P idp.crt idp.key asked.log; wait_for_port $P

# A browser: it follows the provider's answer, and plays the script of the page of the implicit flow.
$ mkdir bin; cat > bin/xdg-open <<'S'
> #!/bin/bash
> echo "$(basename $0)" >> opened.log
> to=$(curl -s --cacert ca.crt -o /dev/null -w '%header{location}' "$1"); [ -n "$to" ] || to=$(curl -s --cacert ca.crt -D - -o /dev/null "$1" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
> case $to in *'#'*) curl -s "${to%%#*}" | grep -o urlhash | head -1 >> opened.log; to="${to%%#*}?urlhash=true&${to#*#}";; esac
> curl -s -D head.log "$to" -o page.log
> S
$ chmod +x bin/xdg-open; cp bin/xdg-open bin/other-browser; export PATH=$PWD/bin:$PATH
$ login() { rm -f asked.log opened.log head.log page.log; timeout 20 step oauth "$@" > out.log 2> err.log < /dev/null; }
$ C="--client-id me --client-secret shh"; I="--provider $idp $C"

# Without more flags: who is asked for what, and what comes out.
$ login $I; sed "s/$P/PORT/g" asked.log out.log
/.well-known/openid-configuration
/auth client_id=me code_challenge=[WORD] code_challenge_method=S256 nonce=[HEX] redirect_uri=http://127.0.0.1:[PORT] response_type=code scope=openid email state=[WORD]
/token client_id=me client_secret=shh code=the-code code_verifier=[WORD] grant_type=authorization_code redirect_uri=http://127.0.0.1:[PORT]
{
  "access_token": "access",
  "id_token": "identity",
  "refresh_token": "refresh",
  "expires_in": 3600,
  "token_type": "Bearer"
}
$ cat err.log; grep -o 'Look for the token on the' page.log
Your default web browser has been opened to visit:

https://localhost:[PORT]/auth?[...]

Look for the token on the

# One flag after another: its arguments, the file where it shows, and what is there then.
$ L=$(free_port); cat > table <<T
> --idp $idp $C|asked.log|^/auth client_id=me
> --email a@b.test $I|asked.log|^/auth .*login_hint=a@b.test
> -e a@b.test $I|asked.log|^/auth .*login_hint=a@b.test
> --prompt consent $I|asked.log|^/auth .*prompt=consent
> --scope one --scope two $I|asked.log|^/auth .*scope=one two
> --auth-param a=1 --auth-param b --auth-param z=y=x $I|asked.log|^/auth a=1 b= .* z=y=x$
> --client-id you --provider $idp|asked.log|^/token client_id=you client_secret= code
> --client-id you --client-secret psst --provider $idp|asked.log|^/token client_id=you client_secret=psst
> --listen 127.0.0.1:$L $I|asked.log|redirect_uri=http://127.0.0.1:$L
> --listen localhost:$L $I|asked.log|redirect_uri=http://localhost:$L
> --listen :$L $I|asked.log|redirect_uri=http://127.0.0.1:$L
> --listen 127.0.0.1:$L --listen-url http://localhost:$L/back $I|asked.log|redirect_uri=http://localhost:$L/back
> --redirect-url https://done.test/ $I|head.log|^[Ll]ocation: https://done.test/
> --browser $PWD/bin/other-browser $I|opened.log|^other-browser$
> --bare $I|out.log|^access$
> --bare --oidc $I|out.log|^identity$
> --header $I|out.log|^Authorization: Bearer access$
> --header --oidc $I|out.log|^Authorization: Bearer identity$
> --authorization-endpoint $idp/own/auth --token-endpoint $idp/own/token $C|asked.log|^/own/auth |^/own/token 
> --device-authorization-endpoint $idp/own/device --token-endpoint $idp/own/token --console $C|asked.log|^/own/device client_id=me client_secret=shh scope=openid email$
> -c $I|err.log|^Visit https://localhost:$P/enter and enter the code:$|^WDJB-MJHT$
> --console-flow device $I|asked.log|^/token client_id=me client_secret=shh device_code=the-device grant_type=urn:ietf:params:oauth:grant-type:device_code$
> --implicit --insecure $I|asked.log|^/auth client_id=me nonce=.* response_type=id_token token
> --implicit --insecure $I|out.log|"access_token": "implicit"|"id_token": "implicit-id"
> T
$ while IFS='|' read -r args file what also; do login $args || { echo "FAILED: $args"; cat err.log; }; grep -q -- "$what" $file && grep -q -- "${also:-$what}" $file || { echo "MISSING: $args"; cat $file; }; done < table; wc -l < table
24

# A code that is pasted, and accounts of Google in files.
$ login --console-flow oob $I; cat err.log | sed "s/$P/PORT/"; echo ' pasted ' | step oauth --console-flow oob --bare $I 2>/dev/null; tail -1 asked.log
Open a local web browser and visit:

https://localhost:PORT/auth?[...]&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&[...]

Enter verification code: no verification code was entered
access
/token client_id=me client_secret=shh code=pasted code_verifier=[WORD] grant_type=authorization_code redirect_uri=urn:ietf:wg:oauth:2.0:oob
$ echo '{"installed":{"auth_uri":"'$idp'/own/auth","token_uri":"'$idp'/own/token","client_id":"desk","client_secret":"top"}}' > installed.json; login --account installed.json --bare; cat out.log; cut -d' ' -f1-3 asked.log
access
/own/auth client_id=desk code_challenge=[WORD]
/own/token client_id=desk client_secret=top
$ openssl genrsa -out robot.key 2048 2>/dev/null; jq -n --rawfile k robot.key --arg i $idp '{type: "service_account", auth_uri: ($i + "/own/auth"), token_uri: ($i + "/own/token"), private_key_id: "k1", private_key: $k, client_email: "robot@x.test"}' > robot.json
$ login --account robot.json --scope read --scope write --bare; cat out.log; cut -d' ' -f1,3 asked.log
for robot@x.test scope read write
/own/token grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer
$ login --account robot.json --jwt --scope https://api.test/ --bare; openssl pkey -in robot.key -pubout -out robot.pub; step crypto jwt verify --key robot.pub --alg RS256 --iss robot@x.test --aud https://api.test/ < out.log | jq -c '[.header.kid, .payload.sub, .payload.exp - .payload.iat]'; ls asked.log 2>&1 | grep -c 'No such'
["k1","robot@x.test",3600]
1

# STEP_OPEN_BROWSER=0: the address and nothing else.
$ export STEP_OPEN_BROWSER=0; background quiet step oauth --bare $I; wait_for_line quiet https://; xdg-open "$(cat $T_RUN/quiet.log)"; wait $quiet_pid; sed "s/$P/PORT/; 1s/?.*//" $T_RUN/quiet.log; unset STEP_OPEN_BROWSER
https://localhost:PORT/auth
access
$ rm err.log; login --browser ./no-such-browser --listen :$L $I & until grep -q 'https://' err.log 2>/dev/null; do sleep 0.05; done; curl -s --cacert ca.crt -L "$(grep https err.log)" -o /dev/null; wait $!; head -3 err.log
Cannot open a web browser on your platform.

Open a local web browser and visit:

# What does not go together, and what is no value.
$ bad() { timeout 20 step oauth "$@" 2>&1 < /dev/null | tail -1; }
$ bad --provider bogus; bad --provider http://a.test; bad --provider https://a.test; bad --authorization-endpoint https://a.test/x
use a valid provider: google or github
use a valid provider: google or github
flag '--client-id' required with '--provider'
flag '--client-id' required with '--provider'
$ bad --authorization-endpoint https://a.test/x --client-id me; bad --device-authorization-endpoint https://a.test/x --client-id me
flag '--authorization-endpoint' requires flag '--token-endpoint'
flag '--device-authorization-endpoint' requires flag '--token-endpoint'
$ bad --implicit --client-id me; bad --implicit --insecure; bad --console-flow telepathy; bad --auth-param =x; bad --auth-param "" $I
flag '--implicit' requires the '--insecure' flag
flag '--implicit' requires the '--client-id' flag
invalid value 'telepathy' for flag '--console-flow'; options are device, oob
invalid value '=x' for flag '--auth-param'
missing value for flag '--auth-param'
$ bad --listen bogus; bad --listen-url bogus; bad --account nowhere.json; echo '{' > broken.json; bad --account broken.json; echo '{"type":"user"}' > user.json; bad --account user.json
invalid value 'bogus' for flag '--listen': [...]missing port in address
invalid value 'bogus' for flag '--listen-url'; [...]
error reading account from nowhere.json: open nowhere.json failed: no such file or directory
error reading broken.json: unsupported format: [...]
error reading user.json: unsupported account type
$ bad --listen 127.0.0.1:$P $I; bad --provider https://localhost:1 $C; bad --console --token-endpoint $idp/own/token --device-authorization-endpoint $idp/nowhere $C | head -c 60
error listening on 127.0.0.1:[PORT]: [...]address already in use
error retrieving https://localhost:1/.well-known/openid-configuration: [...]connection refused
[*]

# No flag was left out.
$ step help oauth | grep -oE '^ +(-[a-z]=[^,]*, )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u > flags; for f in $(cat flags) --implicit --insecure --browser; do grep -qE -- "$f( |$)" table $TESTDATA/../cli/oauth.t || echo "untested: $f"; done; wc -l < flags
[NUMBER]
