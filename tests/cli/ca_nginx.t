# A web server with our certificate, renewed in place, told to load the new one.
$ make_ca && start_ca
$ export STEP_PROVISIONER_PASSWORD_FILE=$T_RUN/password; port=$(free_port); root=$(step path)/certs/root_ca.crt
$ step ca certificate localhost $PWD/web.crt $PWD/web.key 2>/dev/null
$ mkdir www; echo hello > www/index.html; chmod -R a+rX . ..; cat > nginx.conf <<E
> pid $PWD/nginx.pid;
> error_log $PWD/error.log;
> events {}
> http {
>   access_log off;
>   client_body_temp_path $PWD/t1; proxy_temp_path $PWD/t2; fastcgi_temp_path $PWD/t3; uwsgi_temp_path $PWD/t4; scgi_temp_path $PWD/t5;
>   server { listen 127.0.0.1:$port ssl; ssl_certificate $PWD/web.crt; ssl_certificate_key $PWD/web.key; root $PWD/www; }
> }
> E
$ background web nginx -e $PWD/error.log -c $PWD/nginx.conf -g 'daemon off; user root;'; wait_for_port $port
$ curl -sS --cacert $root https://localhost:$port/
hello
$ served() { echo | openssl s_client -connect 127.0.0.1:$port -servername localhost 2>/dev/null | openssl x509 -noout -serial; }
$ renewed() { local i; for i in $(seq 100); do [ "$(served)" = "$(openssl x509 -in web.crt -noout -serial)" ] && echo new certificate served && return; sleep 0.05; done; echo still the old one; }

# By a command, by a process id, by a file with one.
$ step ca renew --force web.crt web.key --exec "nginx -e $PWD/error.log -c $PWD/nginx.conf -s reload"; renewed
Your certificate has been saved in web.crt.
new certificate served
$ step ca renew --force web.crt web.key --pid $(cat nginx.pid); renewed
Your certificate has been saved in web.crt.
new certificate served
$ step ca renew --force web.crt web.key --pid-file nginx.pid --signal 1; renewed
Your certificate has been saved in web.crt.
new certificate served
$ step ca rekey --force web.crt web.key --pid-file nginx.pid; renewed; curl -sS --cacert $root https://localhost:$port/
✔ Certificate: web.crt
✔ Private Key: web.key
new certificate served
hello

# A daemon does it again and again.
$ before=$(served); background renewer step ca renew --daemon --renew-period 1s --pid-file nginx.pid web.crt web.key; wait_for_line renewer 'certificate renewed, next in'; renewed; [ "$(served)" != "$before" ] && echo and it changed
new certificate served
and it changed
$ stop renewer; stop web
$ step ca renew --force web.crt web.key --pid 999999999
Your certificate has been saved in web.crt.
[...]
? 1
