"""An OAuth provider for the command tests: oauth_server.py PORT CERTIFICATE KEY LOG.

It lets everybody in at once and writes what it was asked into LOG, one line a request: the path, then the parameters,
sorted. It plays two providers: one with a discovery document, and one below /own without.
"""
import base64
import http.server
import json
import ssl
import sys
import urllib.parse

port, certificate, key, log_file = sys.argv[1:5]
base = f"https://localhost:{port}"


def token_of(form):
    if form.get("assertion"):  # of a service account: what it says, for the test to look at
        claims = form["assertion"].split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(claims + "=="))
        return {"access_token": f"for {said['iss']} scope {said['scope']}", "token_type": "Bearer"}
    return {"access_token": "access", "id_token": "identity", "refresh_token": "refresh", "expires_in": 3600,
            "token_type": "Bearer"}


class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        self.write_log(url.path, asked)
        if url.path == "/.well-known/openid-configuration":
            return self.answer({"authorization_endpoint": f"{base}/auth", "token_endpoint": f"{base}/token",
                                "device_authorization_endpoint": f"{base}/device"})
        if not url.path.endswith("/auth"):
            return self.answer({}, 404)
        if "token" in asked["response_type"].split():
            back = "#access_token=implicit&id_token=implicit-id&expires_in=60&token_type=Bearer"
        else:
            back = "?code=the-code"
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}{back}&state={asked['state']}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        self.write_log(self.path, form)
        if self.path.endswith("/device"):
            return self.answer({"device_code": "the-device", "user_code": "WDJB-MJHT", "interval": 1,
                                "verification_uri": f"{base}/enter"})
        self.answer(token_of(form))

    def write_log(self, path, values):
        with open(log_file, "a", encoding="utf-8") as log:
            log.write(" ".join([path] + [f"{k}={values[k]}" for k in sorted(values)]) + "\n")

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Provider)
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(certificate, key)
server.socket = tls.wrap_socket(server.socket, server_side=True)
server.serve_forever()
