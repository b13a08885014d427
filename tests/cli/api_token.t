# A server in the place of the hosted API: nginx with TLS that wants a client certificate, and says what it was asked.
$ for n in server client; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $n.key -subj /CN=$n -addext subjectAltName=DNS:localhost -out $n.crt 2>/dev/null; done
$ port=$(free_port); mkdir t; chmod -R a+rX . ..; cat > nginx.conf <<E
> pid $PWD/nginx.pid;
> error_log $PWD/error.log;
> events {}
> http {
>   access_log off;
>   client_body_temp_path $PWD/t/1; proxy_temp_path $PWD/t/2; fastcgi_temp_path $PWD/t/3; uwsgi_temp_path $PWD/t/4; scgi_temp_path $PWD/t/5;
>   log_format asked escape=none '\$request_method \$request_uri \$http_user_agent \$content_type \$ssl_client_s_dn \$request_body';
>   server { listen 127.0.0.1:$port ssl; ssl_certificate $PWD/server.crt; ssl_certificate_key $PWD/server.key; ssl_verify_client optional_no_ca;
>     location /ok/ { access_log $PWD/asked asked; client_body_in_single_buffer on; proxy_pass https://127.0.0.1:$port/answer/; }
>     location /answer/ { return 201 '{"token":"the.token.itself"}'; }
>     location /no/ { return 403 '{"message":"the team does not know this certificate"}'; }
>     location /odd/ { return 500 '{}'; }
>     location /text/ { return 201 'text'; } }
> }
> E
$ posted() { local i; for ((i = 0; i < 400; i++)); do grep -q POST asked 2>/dev/null && break; sleep 0.05; done; grep POST asked; } # nginx logs after it has answered
$ background web nginx -e $PWD/error.log -c $PWD/nginx.conf -g 'daemon off; user root;'; wait_for_port $port; export SSL_CERT_FILE=$PWD/server.crt
$ step api token create team-foo client.crt client.key --api-url https://localhost:$port/ok --audience who
✔ Token successfully created: 
the.token.itself
$ posted | cut -d'{' -f1; posted | cut -d'{' -f2- | sed 's/^/{/' | jq -c '[.teamID,.teamSlug,.audience,(.bundle|length)]'; posted | cut -d'{' -f2- | sed 's/^/{/' | jq -r '.bundle[0]' | base64 -d | openssl x509 -inform DER -noout -subject; rm asked
POST /ok/api/auth Smallstep CLI/[...] application/json CN=client 
["","team-foo","who",1]
subject=CN = client
$ stop web; background web nginx -e $PWD/error.log -c $PWD/nginx.conf -g 'daemon off; user root;'; wait_for_port $port; step api token create ff98be70-7cc3-4df5-a5db-37f5d3c96e23 client.crt client.key --api-url https://localhost:$port/ok/ 2>/dev/null; posted | cut -d'{' -f2- | sed 's/^/{/' | jq -c '[.teamID,.teamSlug,.audience]'
the.token.itself
["ff98be70-7cc3-4df5-a5db-37f5d3c96e23","",null]

# What goes wrong is said.
$ step api token create team client.crt client.key --api-url https://localhost:$port/no
the team does not know this certificate
? 1
$ step api token create team client.crt client.key --api-url https://localhost:$port/odd
failed to create token: 500
? 1
$ step api token create team client.crt client.key --api-url https://localhost:$port/text
error reading the answer of https://localhost:[PORT]/text/api/auth: [...]
? 1
$ step api token create team missing.crt client.key
failed reading "missing.crt": error reading "missing.crt": no such file or directory
? 1
$ step api token create team client.crt missing.key
failed reading key from "missing.key": error reading "missing.key": no such file or directory
? 1
$ step api token create team
not enough positional arguments were provided in 'step api token create <team> <crt-file> <key-file>'
? 1
