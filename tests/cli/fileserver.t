# Arguments.
$ step fileserver
not enough positional arguments were provided in 'step fileserver <dir>'
? 1
$ step fileserver a b
too many positional arguments were provided in 'step fileserver <dir>'
? 1
$ step fileserver nowhere
stat nowhere failed: no such file or directory
? 1
$ touch file; step fileserver file
positional argument <dir> must be a directory
? 1
$ step fileserver . --cert x
flag '--cert' requires the '--key' flag
? 1
$ step fileserver . --key x
flag '--key' requires the '--cert' flag
? 1
$ step fileserver . --roots x
flag '--roots' requires the '--cert' flag
? 1

# Files and folders over HTTP.
$ mkdir -p www/sub www/with && echo hello > www/a.txt && echo '<p>' > www/with/index.html && touch 'www/x&y <z>'
$ echo secret > outside; port=$(free_port); url=http://127.0.0.1:$port
$ background web step fileserver www --address "127.0.0.1:$port" --pidfile web.pid; wait_for_line web serving
$ cat "$T_RUN/web.log"
[TIME] serving HTTP at 127.0.0.1:[PORT]
$ test "$(cat web.pid)" = "$web_pid" && stat -c %a web.pid
644
$ curl -s $url/a.txt
hello
$ curl -s $url/
<!doctype html>
<meta name="viewport" content="width=device-width">
<pre>
<a href="a.txt">a.txt</a>
<a href="sub/">sub/</a>
<a href="with/">with/</a>
<a href="x%26y%20%3Cz%3E">x&amp;y &lt;z&gt;</a>
</pre>
$ curl -s -o /dev/null -w '%{http_code} %{redirect_url}\n' $url/sub
301 http://127.0.0.1:[PORT]/sub/
$ curl -s $url/with/
<p>
$ curl -s -w '%{http_code}\n' $url/nothing
404 page not found
404
$ for path in /../outside /%2e%2e/outside /sub/../../outside /a.txt%00; do curl -s --path-as-is -o /dev/null -w '%{http_code}\n' "$url$path"; done
404
404
404
404
$ curl -s -o /dev/null -w '%{http_code}\n' -d x $url/a.txt
405
$ stop web; tail -1 "$T_RUN/web.log"; ls web.pid
[TIME] shutting down
ls: cannot access 'web.pid': No such file or directory
? 2

# HTTPS; the certificate is read again on SIGHUP; clients need a certificate of the roots.
$ certificate() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $1.key -out $1.crt -days 2 -subj /CN=$1 -addext subjectAltName=DNS:localhost -addext extendedKeyUsage=serverAuth,clientAuth 2>/dev/null; }
$ certificate first; certificate client; cp first.crt web.crt; cp first.key web.key
$ port=$(free_port); url=https://localhost:$port
$ background web step fileserver www --address "127.0.0.1:$port" --cert web.crt --key web.key --roots client.crt; wait_for_line web serving
$ cat "$T_RUN/web.log"
[TIME] reloading TLS configuration
[TIME] serving HTTPS at 127.0.0.1:[PORT]
$ curl -s --cacert first.crt --cert client.crt --key client.key $url/a.txt
hello
$ curl -s --cacert first.crt $url/a.txt || echo refused
refused
$ certificate second; cp second.crt web.crt; cp second.key web.key; : > "$T_RUN/web.log"; kill -HUP $web_pid; wait_for_line web reloading
$ for i in $(seq 100); do curl -s --cacert second.crt --cert client.crt --key client.key $url/a.txt && break; sleep 0.05; done
hello
$ curl -s --cacert first.crt --cert client.crt --key client.key $url/a.txt || echo refused
refused
$ echo broken > web.key; kill -HUP $web_pid; wait_for_line web error
$ curl -s --cacert second.crt --cert client.crt --key client.key $url/a.txt
hello
$ stop web
