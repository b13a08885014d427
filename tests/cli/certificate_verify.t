# step certificate verify: paths and hosts.
$ q="--no-password --insecure -f"; step certificate create Root root.crt root.key --profile root-ca $q 2>/dev/null
$ step certificate create Mid mid.crt mid.key --profile intermediate-ca --ca root.crt --ca-key root.key $q 2>/dev/null
$ step certificate create test-cert test.crt test.key --ca mid.crt --ca-key mid.key --san svc.internal --san 10.0.0.1 --not-after 3h $q 2>/dev/null
$ cat test.crt mid.crt > bundle.crt
$ step certificate verify bundle.crt --roots root.crt
$ step certificate verify bundle.crt --roots root.crt --host svc.internal --verbose
certificate validated against roots
certificate host name validated
certficiate is valid
$ step certificate verify bundle.crt --roots root.crt --host 10.0.0.1

# A pool may hold nothing but the intermediate; a list; a folder.
$ step certificate verify test.crt --roots mid.crt
$ step certificate verify bundle.crt --roots "test.key, root.crt"
$ mkdir roots && cp root.crt mid.crt roots/ && step certificate verify test.crt --roots roots
$ mkdir roots/sub; step certificate verify test.crt --roots roots
error reading cert pool: [...]
? 1

# What can be wrong.
$ step certificate verify test.crt --roots root.crt
failed to verify certificate: x509: certificate signed by unknown authority
? 1
$ SSL_CERT_FILE=/dev/null step certificate verify bundle.crt
failed to verify certificate: x509: failed to load system roots and no roots provided
? 1
$ SSL_CERT_FILE=root.crt step certificate verify bundle.crt -v
certificate validated against roots
certficiate is valid
$ step certificate verify bundle.crt --roots root.crt --host other.internal
failed to verify certificate: x509: certificate is valid for svc.internal, not other.internal
? 1
$ step certificate verify bundle.crt --roots root.crt --host 10.0.0.2
failed to verify certificate: x509: certificate is valid for 10.0.0.1, not 10.0.0.2
? 1
$ step certificate verify bundle.crt --roots missing.crt
error reading cert pool: open missing.crt: no such file or directory
? 1
$ step certificate verify bundle.crt --roots test.key
error reading cert pool: not certificates found
? 1
$ step certificate create old old.crt old.key --ca root.crt --ca-key root.key --not-before 2020-01-01T00:00:00Z --not-after 2020-01-02T00:00:00Z $q 2>/dev/null; step certificate verify old.crt --roots root.crt
failed to verify certificate: x509: certificate has expired or is not yet valid: current time [TIME] is after 2020-01-02T00:00:00Z
? 1
$ echo bogus > bad.pem; step certificate verify bad.pem
bad.pem contains an invalid PEM block
? 1
$ (cat test.crt; echo text) > tail.pem; step certificate verify tail.pem --roots mid.crt
$ (cat test.crt; echo) > blank.pem; step certificate verify blank.pem --roots mid.crt
$ step certificate verify test.key
test.key contains no PEM certificate blocks
? 1
$ (cat test.crt; printf -- '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n') > broken.pem; step certificate verify broken.pem --roots mid.crt
failure creating intermediate list from certificate 'broken.pem': x509: malformed certificate
? 1
$ step certificate verify missing.crt
open missing.crt failed: no such file or directory
? 1
$ step certificate verify
not enough positional arguments were provided in 'step certificate verify <crt-file> [--host=<host>]'
? 1
$ step certificate verify bundle.crt --roots root.crt --issuing-ca missing.crt
unable to load the issuing CA certificate file
? 1
$ step certificate verify bundle.crt --roots root.crt --issuing-ca test.key
failed to decode the issuing CA certificate
? 1

# For programs.
$ step certificate verify bundle.crt --roots root.crt --host svc.internal --json | jq -c '[.valid, .host, [.chain[].subject]]'
[true,"svc.internal",["CN=test-cert","CN=Mid","CN=Root"]]
$ step certificate verify test.crt --roots root.crt --json 2>/dev/null | jq -c '[.valid, .error]'
[false,"failed to verify certificate: x509: certificate signed by unknown authority"]

# What a server presents.
$ step certificate create 127.0.0.1 srv.crt srv.key --ca mid.crt --ca-key mid.key --bundle $q 2>/dev/null
$ port=$(free_port); openssl s_server -quiet -accept $port -cert srv.crt -key srv.key -cert_chain srv.crt >/dev/null 2>&1 & wait_for_port $port
$ step certificate verify https://127.0.0.1:$port --roots root.crt -v --host 127.0.0.1
certificate validated against roots
certificate host name validated
certficiate is valid
$ for scheme in tcp tls smtps ldaps hTtPs; do step certificate verify $scheme://127.0.0.1:$port/path --roots root.crt; done
$ step certificate verify tls://127.0.0.1:$port
failed to connect: tls: failed to verify certificate: x509: certificate signed by unknown authority
? 1
$ step certificate verify tls://127.0.0.1:$port --roots root.crt --servername other.internal
failed to connect: tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match other.internal
? 1
$ step certificate verify tls://127.0.0.1:$port --roots missing.crt
failure to load root certificate pool from input path 'missing.crt': error reading cert pool: open missing.crt: no such file or directory
? 1
$ step certificate fingerprint tls://127.0.0.1:$port --roots root.crt --bundle | head -2 | cut -c1-2
0:
1:
$ step certificate needs-renewal smtps://127.0.0.1:$port --roots root.crt --verbose
certificate does not need renewal
? 1
$ step certificate verify tls://127.0.0.1:$(free_port)
failed to connect: dial tcp 127.0.0.1:[PORT]: connect: connection refused
? 1
$ step certificate verify "https://exa mple.com"
error parsing URL 'https://exa mple.com': [...]
? 1
$ step certificate verify http://127.0.0.1:$port
open http://127.0.0.1:[PORT] failed: no such file or directory
? 1
