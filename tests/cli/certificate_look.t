# inspect, fingerprint, format, bundle, key, needs-renewal.
$ step certificate create Root root.crt root.key --profile root-ca --no-password --insecure 2>/dev/null
$ step certificate create leaf.internal leaf.crt leaf.key --ca root.crt --ca-key root.key --no-password --insecure --not-after 3h 2>/dev/null
$ [ "$(step certificate fingerprint leaf.crt)" = "$(openssl x509 -in leaf.crt -noout -fingerprint -sha256 | cut -d= -f2 | tr -d : | tr A-F a-f)" ] && echo same
same
$ step certificate fingerprint < leaf.crt | grep -Ecx '[0-9a-f]{64}'
1
$ cat leaf.crt root.crt > both.crt; step certificate fingerprint --bundle both.crt
0: [HEX]
1: [HEX]
$ step certificate fingerprint leaf.crt --sha1
flag '--sha' requires the '--insecure' flag
? 1
$ step certificate fingerprint leaf.crt --sha1 --insecure | wc -c
41
$ step certificate fingerprint leaf.crt --format base64-url-raw | wc -c
44
$ step certificate fingerprint leaf.crt --format binary
error parsing fingerprint format: 'binary' is not a valid fingerprint format
? 1

$ step certificate inspect --short leaf.crt
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [...]]
  Subject:     leaf.internal
  Issuer:      Root
  Valid from:  [TIME]
          to:  [TIME]
$ step certificate inspect --short root.crt | head -1
X.509v3 Root CA Certificate (ECDSA P-256) [Serial: [...]]
$ step certificate inspect leaf.crt | head -3
Certificate:
    Data:
        Version: 3 (0x2)
$ step certificate inspect leaf.crt --format json | jq -r .subject_dn,.validity.length
CN=leaf.internal
10800
$ step certificate inspect leaf.crt --format pem | diff - leaf.crt && echo same
same
$ step certificate inspect both.crt --bundle --format json | jq length
2
$ step certificate inspect leaf.crt --short --format json
flag '--short' is incompatible with '--format json'
? 1
$ step certificate inspect leaf.crt --format yaml
invalid value 'yaml' for flag '--format'; options are text, json, pem
? 1
$ step certificate inspect missing.crt
error reading file missing.crt: open missing.crt failed: no such file or directory
? 1
$ echo junk > junk; step certificate inspect junk
file junk does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks
? 1

# PEM, with text around it, to DER and back.
$ (echo 'a note before'; cat leaf.crt; echo 'a note after') > noted.crt; step certificate format noted.crt --out leaf.der; step certificate format leaf.der | diff - leaf.crt && echo same
Your certificate has been saved in leaf.der
same
$ step certificate inspect --short leaf.der | head -1
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [...]]
$ step certificate format junk
error parsing DER format certificate or certificate request
? 1

$ step certificate bundle leaf.crt root.crt out.crt; diff both.crt out.crt && echo same
Your certificate has been saved in out.crt.
same
$ step certificate bundle junk root.crt out2.crt
could not parse certificate file 'junk'
? 1
$ step certificate bundle leaf.crt root.crt out.crt < /dev/null
error allocating terminal: open /dev/tty: no such device or address[...]
? 1

$ step certificate key leaf.crt | diff - <(openssl x509 -in leaf.crt -noout -pubkey) && echo same
same

# The whole life is three hours: not yet, unless two hours and more are asked to be left.
$ step certificate needs-renewal leaf.crt --verbose
certificate does not need renewal
? 1
$ step certificate needs-renewal leaf.crt --expires-in 4h --verbose
certificate needs renewal
$ step certificate needs-renewal leaf.crt --expires-in 0%
$ step certificate needs-renewal missing.crt
stat missing.crt: no such file or directory
? 2
$ step certificate needs-renewal leaf.crt --expires-in 101%
invalid value '101%' for flag '--expires-in'; value must be in range 0-100%
? 255
$ step certificate needs-renewal leaf.crt --expires-in soon
invalid value 'soon' for flag '--expires-in'
? 255
$ step certificate needs-renewal
not enough positional arguments were provided in 'step certificate needs-renewal <cert-file or hostname>'
? 255

# What a server presents.
$ step certificate create 127.0.0.1 srv.crt srv.key --ca root.crt --ca-key root.key --no-password --insecure --bundle 2>/dev/null
$ port=$(free_port); openssl s_server -quiet -accept $port -cert srv.crt -key srv.key -cert_chain srv.crt > /dev/null 2>&1 & wait_for_port $port
$ step certificate inspect --short https://127.0.0.1:$port --roots root.crt | head -2
X.509v3 TLS Certificate (ECDSA P-256) [Serial: [...]]
  Subject:     127.0.0.1
$ step certificate fingerprint tls://127.0.0.1:$port
failed to connect: tls: failed to verify certificate: x509: certificate signed by unknown authority
? 1
$ [ $(step certificate fingerprint tls://127.0.0.1:$port --insecure) = $(step certificate fingerprint srv.crt) ] && echo same
same
$ step certificate inspect https://127.0.0.1:$port --roots root.crt --servername other.internal
failed to connect: tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match other.internal
? 1
