# step template check: mistakes with their place.
$ printf '{\n  "subject": {{ toJSON .Subject }},\n  "sans": {{ env "HOME" }}\n}\n' > bad.tpl; step template check bad.tpl
bad.tpl:2:17: error: there is no function "toJSON"; did you mean toJson?
bad.tpl:3:14: error: there is no function "env": templates do not see the environment
? 1
$ printf '{\n  "subject": "{{ .Subject.CommonName }}",\n  "dnsNames": {{ toJson .Insecure.CR.dnsNames }}\n}\n' > fields.tpl; step template check fields.tpl
fields.tpl:2:18: warning: the value of .Subject.CommonName stands between quotes as it is: a quote or backslash in it breaks the document; write {{ toJson .Subject.CommonName }} without the quotes
fields.tpl:3:34: error: .Insecure.CR has no field dnsNames; did you mean DNSNames?
? 1
$ printf '{{ if .Subject }}{}\n' | step template check -
standard input:2:1: error: unexpected EOF
? 1
$ printf '{"subject": {{ toJson $x }}}' | step template check -
standard input:1:23: error: undefined variable "$x"
? 1

# A good one: what it uses, and that something comes out.
$ cat > good.tpl <<'END'
> {
>   "subject": {{ toJson .Subject }},
>   "sans": {{ toJson .SANs }},
>   {{- with .Insecure.User.unit }}
>   "unknown": {{ toJson . }},
>   {{- end }}
>   "keyUsage": ["digitalSignature"]
> }
> END
$ step template check good.tpl
variables: .Insecure.User.unit .SANs .Subject
functions: toJson
A certificate comes out of it.
$ echo '{"keyUsage": "flying"}' | step template check -
variables: none
functions: none
With sample data: error unmarshaling certificate: unsupported keyUsage flying
? 1
$ echo '{{ fail "go away" }}' | step template check -
variables: none
functions: fail
With sample data: it refuses the sample: go away
? 1

# The certificate that comes out.
$ step template render good.tpl --subject svc.test --san svc.test --san 10.0.0.1
Certificate:
    Data:
        Version: 3 (0x2)
        Serial Number: [...]
        Signature Algorithm: ECDSA-SHA256
        Issuer: CN=Preview: not a real CA
        Validity
            Not Before: [...]
            Not After : [...]
        Subject: CN=svc.test
[*]
        X509v3 extensions:
            X509v3 Key Usage: critical
                Digital Signature
[*]
            X509v3 Subject Alternative Name:
                DNS:svc.test
                IP Address:10.0.0.1
[*]
$ step template render good.tpl --raw --subject svc.test --set unit=Ops
{
  "subject": {"commonName":"svc.test"},
  "sans": [{"type":"dns","value":"svc.test"}],
  "unknown": "Ops",
  "keyUsage": ["digitalSignature"]
}
$ echo '{"subject": {{ toJson .Token.email }}, "dnsNames": {{ toJson .Webhooks.inventory.names }}}' > hook.tpl; echo '{"Token": {"email": "a@b.test"}, "Webhooks": {"inventory": {"names": ["x.test"]}}}' > data.json; step template render hook.tpl --raw --data data.json
{"subject": "a@b.test", "dnsNames": ["x.test"]}
$ step certificate create --csr req.test req.csr req.key --no-password --insecure 2>/dev/null; echo '{{ toJson .Insecure.CR.DNSNames }}' | step template render --raw --csr req.csr -
["req.test"]

# SSH.
$ cat > user.tpl <<'END'
> {"type": {{ toJson .Type }}, "keyId": {{ toJson .KeyID }}, "principals": {{ toJson .Principals }}, "extensions": {{ toJson .Extensions }},
>  "criticalOptions": {"source-address": "10.0.0.0/8"}}
> END
$ step template check --ssh user.tpl
variables: .Extensions .KeyID .Principals .Type
functions: toJson
A certificate comes out of it.
$ step template render --ssh user.tpl --subject jane@example.com --san jane
    Type: user certificate
    Public key: ssh-ed25519 SHA256:[BASE64]
    Key ID: "jane@example.com"
    Serial: random
    Valid: from now to the provisioner's default
    Principals:
        jane
    Critical Options:
        source-address 10.0.0.0/8
    Extensions:
        permit-X11-forwarding
        permit-agent-forwarding
        permit-port-forwarding
        permit-pty
        permit-user-rc
$ echo '{"type": "user", "keyId": {{ asn1Enc "x" | toJson }}}' | step template check --ssh -
standard input:1:30: error: there is no function "asn1Enc"
? 1
$ step template render --ssh --host user.tpl --subject web1 | sed -n 1p
    Type: host certificate

# What no CA would sign is said, and what a CA with another key would sign is not held against a template.
$ echo '{"signatureAlgorithm": "SHA1-RSA", "subject": "x"}' > sha1.tpl; echo '{"signatureAlgorithm": "SHA256-RSA", "subject": "x"}' > rsa.tpl; step template check sha1.tpl | tail -1; step template render sha1.tpl; step template check rsa.tpl | tail -1; step template render rsa.tpl | grep -m1 'Signature Algorithm'
With sample data: x509: signing with SHA-1 is not supported
x509: signing with SHA-1 is not supported
A certificate comes out of it.
        Signature Algorithm: SHA256-RSA
