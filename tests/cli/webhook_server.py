"""A webhook server for the command tests: webhook_server.py PORT CERTIFICATE KEY ROOT LOG.

The first part of the path says how it behaves, so that one server plays every kind. What it was told goes into LOG, one
line a request. It asks for a client certificate, and does without.
"""
import base64
import hashlib
import hmac
import http.server
import json
import ssl
import sys
import threading
import time

port, certificate, key, root, log_file = sys.argv[1:6]
secrets = {}  # by webhook id; learnt from the path /secret/ID/SECRET
lock = threading.Lock()


class Hook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):  # the test tells a secret
        _, _, name, secret = self.path.split("/", 3)
        secrets[name] = base64.b64decode(secret + "==", altchars=b"-_")
        self.answer({})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = json.loads(body)
        self.write_log(body, told)
        way, _, rest = self.path[1:].partition("/")
        getattr(self, way.replace("-", "_"))(told, rest)

    def write_log(self, body, told):
        peer = self.connection.getpeercert() or {}
        names = [v for rdn in peer.get("subject", ()) for k, v in rdn if k == "commonName"]
        name = self.headers.get("X-Smallstep-Webhook-ID", "")
        signature = self.headers.get("X-Smallstep-Signature", "")
        good = hmac.compare_digest(hmac.new(secrets.get(name, b""), body, hashlib.sha256).hexdigest(), signature)
        line = {
            "path": self.path,
            "signed": good,
            "authorization": self.headers.get("Authorization"),
            "client": names,
            "members": sorted(told),
            "token": b"ott" in body or b"eyJ" in body,
        }
        with lock, open(log_file, "a") as log:
            log.write(json.dumps(line) + "\n")

    def answer(self, document, status=200):
        self.send(json.dumps(document).encode(), status)

    def send(self, body, status=200):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    # How it may behave.
    def allow(self, told, rest):
        self.answer({"allow": True, "data": {"path": rest, "owner": "team <one>"}})

    def deny(self, told, rest):
        self.answer({"allow": False, "error": {"code": "unknown", "message": "not in the inventory"}})

    def bare_deny(self, told, rest):
        self.answer({"allow": False})

    def html(self, told, rest):
        self.send(b"<html>fine</html>")

    def empty(self, told, rest):
        self.send(b"")

    def lie(self, told, rest):  # well-formed, but of the wrong kind
        self.answer({"allow": "yes"})

    def half(self, told, rest):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b'{"allow": true')
        self.close_connection = True

    def huge(self, told, rest):
        self.answer({"allow": True, "data": "x" * (2 << 20)})

    def deep(self, told, rest):
        self.send(b'{"allow": true, "data": ' + b"[" * 10000 + b"]" * 10000 + b"}")

    def status(self, told, rest):
        self.answer({"allow": True}, int(rest))

    def hang(self, told, rest):
        time.sleep(60)

    def endless(self, told, rest):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            self.wfile.write(b'{"allow": true, "data": "')
            while True:
                self.wfile.write(b"x")
                time.sleep(0.01)
        except OSError:
            pass

    def redirect(self, told, rest):
        self.send_response(307)
        self.send_header("Location", "/allow/moved" if rest == "here" else "http://localhost:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
context.load_verify_locations(root)
context.verify_mode = ssl.CERT_OPTIONAL
server = Server(("127.0.0.1", int(port)), Hook)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
