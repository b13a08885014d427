# By flags alone: no terminal, no question.
$ echo secret > password
$ step ca init --name "Smallstep Test" --dns localhost --dns ::1 --address :9443 --provisioner you@example.com --password-file password

Generating root certificate... done!
Generating intermediate certificate... done!

✔ Root certificate: [HOME]/.step/certs/root_ca.crt
✔ Root private key: [HOME]/.step/secrets/root_ca_key
✔ Root fingerprint: [HEX]
✔ Intermediate certificate: [HOME]/.step/certs/intermediate_ca.crt
✔ Intermediate private key: [HOME]/.step/secrets/intermediate_ca_key
✔ Database folder: [HOME]/.step/db
✔ Default configuration: [HOME]/.step/config/defaults.json
✔ Certificate Authority configuration: [HOME]/.step/config/ca.json

Your PKI is ready to go. To generate certificates for individual services see 'step help ca'.
$ find ~/.step -printf '%m %P\n' | sort -k2
700 
700 certs
600 certs/intermediate_ca.crt
600 certs/root_ca.crt
700 config
644 config/ca.json
644 config/defaults.json
700 db
700 secrets
600 secrets/intermediate_ca_key
600 secrets/root_ca_key
700 templates
$ cat ~/.step/config/defaults.json
{
	"ca-url": "https://localhost:9443",
	"ca-config": "[HOME]/.step/config/ca.json",
	"fingerprint": "[HEX]",
	"root": "[HOME]/.step/certs/root_ca.crt"
}[no newline]
$ cat ~/.step/config/ca.json
{
	"root": "[HOME]/.step/certs/root_ca.crt",
	"federatedRoots": null,
	"crt": "[HOME]/.step/certs/intermediate_ca.crt",
	"key": "[HOME]/.step/secrets/intermediate_ca_key",
	"address": ":9443",
	"insecureAddress": "",
	"dnsNames": [
		"localhost",
		"::1"
	],
	"logger": {
		"format": "text"
	},
	"db": {
		"type": "badgerv2",
		"dataSource": "[HOME]/.step/db",
		"badgerFileLoadingMode": ""
	},
	"authority": {
		"provisioners": [
			{
				"type": "JWK",
				"name": "you@example.com",
				"key": {
					"use": "sig",
					"kty": "EC",
					"kid": "[BASE64]",
					"crv": "P-256",
					"alg": "ES256",
					"x": "[BASE64]",
					"y": "[BASE64]"
				},
				"encryptedKey": "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJjdHkiOiJqd2sranNvbiIsImVuYyI6IkEyNTZHQ00iLCJwMmMiOjYwMDAwMCwicDJzIjoi[...]"
			}
		]
	},
	"tls": {
		"cipherSuites": [
			"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
			"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
		],
		"minVersion": 1.2,
		"maxVersion": 1.3,
		"renegotiation": false
	}
}[no newline]

# The certificates and keys, judged by openssl.
$ cd ~/.step
$ openssl verify -x509_strict -CAfile certs/root_ca.crt certs/intermediate_ca.crt
certs/intermediate_ca.crt: OK
$ openssl x509 -in certs/root_ca.crt -noout -subject -issuer -ext keyUsage,basicConstraints
subject=O = Smallstep Test, CN = Smallstep Test Root CA
issuer=O = Smallstep Test, CN = Smallstep Test Root CA
X509v3 Key Usage: critical
    Certificate Sign, CRL Sign
X509v3 Basic Constraints: critical
    CA:TRUE, pathlen:1
$ openssl x509 -in certs/intermediate_ca.crt -noout -subject -issuer -ext keyUsage,basicConstraints
subject=O = Smallstep Test, CN = Smallstep Test Intermediate CA
issuer=O = Smallstep Test, CN = Smallstep Test Root CA
X509v3 Key Usage: critical
    Certificate Sign, CRL Sign
X509v3 Basic Constraints: critical
    CA:TRUE, pathlen:0
$ for name in root intermediate; do
>   diff <(openssl pkey -in secrets/${name}_ca_key -passin pass:secret -pubout) <(openssl x509 -in certs/${name}_ca.crt -noout -pubkey) && echo same key
> done
same key
same key
$ openssl pkey -in secrets/root_ca_key -passin pass:wrong -noout 2>/dev/null
? 1
$ [ "$(openssl x509 -in certs/root_ca.crt -outform DER | sha256sum | cut -d' ' -f1)" = "$(grep -o '[0-9a-f]\{64\}' config/defaults.json)" ] && echo fingerprint fits
fingerprint fits

# Over an existing CA: asks for every file, and without a terminal touches nothing.
$ sha256sum $(find . -type f) > ../before
$ step ca init --name Other --dns localhost --address :1 --provisioner me --password-file <(echo other)
⚠️  It looks like step is already configured to connect to an authority.
You can use 'contexts' to easily switch between teams and authorities.
Learn more at https://smallstep.com/docs/step-cli/the-step-command#contexts.


Generating root certificate... done!
Generating intermediate certificate... done!
error allocating terminal: open /dev/tty: no such device or address[...]
? 1
$ sha256sum --quiet -c ../before
$$ step ca init --name Other --dns localhost --address :1 --provisioner me --password-file <(echo other)
expect Would you like to overwrite
send n
expect file exists
? 1
$ sha256sum --quiet -c ../before

# By answers. What is wrong is refused, and asked again.
$ export STEPPATH=$HOME/asked
$$ step ca init
expect What deployment type would you like to configure?
key enter
expect Deployment Type: Standalone
expect (e.g. Smallstep)
send Asked
expect (e.g. ca.example.com
send ca.example.com, 10.1.2.3
expect (e.g. :443
send 127.0.0.1:8443
expect (e.g. you@smallstep.com)
send acme
expect [leave empty
send hunter22
absent hunter22
expect Your PKI is ready to go.
$ cd $STEPPATH
$ openssl pkey -in secrets/intermediate_ca_key -passin pass:hunter22 -noout && echo password fits
password fits
$ grep -A3 dnsNames config/ca.json
	"dnsNames": [
		"ca.example.com",
		"10.1.2.3"
	],
$ grep ca-url config/defaults.json
	"ca-url": "https://ca.example.com:8443",

# Ctrl-C in the middle leaves no half of anything.
$ export STEPPATH=$HOME/stopped
$$ step ca init --deployment-type standalone
expect (e.g. Smallstep)
send Stopped
expect (e.g. ca.example.com
key ^C
expect ^C
? 1
$ find $STEPPATH -type f 2>/dev/null | wc -l
0

# Existing root, other passwords, other choices.
$ export STEPPATH=$HOME/given
$ step ca init --root ~/.step/certs/root_ca.crt --key ~/.step/secrets/root_ca_key --key-password-file <(echo secret) --name Given --dns ca.example.com --address :443 --provisioner acme --acme --password-file <(echo one) --provisioner-password-file <(echo two) 2>&1 | grep -v fingerprint

Copying root certificate... done!
Generating intermediate certificate... done!

✔ Root certificate: [HOME]/given/certs/root_ca.crt
✔ Intermediate certificate: [HOME]/given/certs/intermediate_ca.crt
✔ Intermediate private key: [HOME]/given/secrets/intermediate_ca_key
✔ Database folder: [HOME]/given/db
✔ Default configuration: [HOME]/given/config/defaults.json
✔ Certificate Authority configuration: [HOME]/given/config/ca.json

Your PKI is ready to go. To generate certificates for individual services see 'step help ca'.
$ cmp ~/.step/certs/root_ca.crt $STEPPATH/certs/root_ca.crt && openssl verify -CAfile $STEPPATH/certs/root_ca.crt $STEPPATH/certs/intermediate_ca.crt
[HOME]/given/certs/intermediate_ca.crt: OK
$ ls $STEPPATH/secrets; grep -A1 '"type": "ACME"' $STEPPATH/config/ca.json; grep ca-url $STEPPATH/config/defaults.json
intermediate_ca_key
				"type": "ACME",
				"name": "acme-1"
	"ca-url": "https://ca.example.com",
$ STEPPATH=$HOME/pki step ca init --pki --name P --password-file <(echo p) 2>&1 | tail -2; ls ~/pki/*
✔ Intermediate certificate: [HOME]/pki/certs/intermediate_ca.crt
✔ Intermediate private key: [HOME]/pki/secrets/intermediate_ca_key
[HOME]/pki/certs:
intermediate_ca.crt
root_ca.crt

[HOME]/pki/config:

[HOME]/pki/secrets:
intermediate_ca_key
root_ca_key

[HOME]/pki/templates:
$ STEPPATH=$HOME/nodb step ca init --no-db --name P --dns a --address :1 --provisioner p --with-ca-url https://elsewhere --password-file <(echo p) 2>/dev/null; grep -c '"db"' ~/nodb/config/ca.json; grep ca-url ~/nodb/config/defaults.json
0
	"ca-url": "https://elsewhere",

# In a context.
$ export STEPPATH=$HOME/contexts
$ step ca init --context staging --name S --dns a --address :1 --provisioner p --password-file <(echo p) 2>&1 | grep profile
✔ Default profile configuration: [HOME]/contexts/profiles/staging/config/defaults.json
$ step path && step context current && cat profiles/staging/config/defaults.json 2>/dev/null; cat ~/contexts/profiles/staging/config/defaults.json
[HOME]/contexts/authorities/staging
staging
{}[no newline]

# Flags that contradict each other, and what is not there yet.
$ for flags in "--root a" "--key a" "--ra bogus" "--kms bogus" "--kms azurekms --ra stepcas" "--pki --no-db" "--pki --helm" "--remote-management --no-db" "--acme --no-db" "--admin-subject a --helm" "--admin-subject a" --ssh --helm "--ra stepcas" "--kms azurekms" "--deployment-type linked" "--deployment-type bogus"; do
>   step ca init $flags
> done
flag '--root' requires the '--key' flag
flag '--key' requires the '--root' flag
invalid value 'bogus' for flag '--ra'; options are StepCAS or CloudCAS
invalid value 'bogus' for flag '--kms'; options are azurekms
flag '--kms' is incompatible with '--ra'
flag '--pki' is incompatible with '--no-db'
flag '--pki' is incompatible with '--helm'
flag '--remote-management' is incompatible with '--no-db'
flag '--acme' is incompatible with '--no-db'
flag '--admin-subject' is incompatible with '--helm'
flag '--admin-subject' is only supported when '--remote-management' is enabled
not supported yet: --ssh
not supported yet: --helm
not supported yet: --ra
not supported yet: --kms
not supported yet: --deployment-type linked
invalid value 'bogus' for flag '--deployment-type'; options are standalone, linked or hosted
? 1

# One CA does not cover another up unasked.
$ export STEPPATH=$HOME/another; make_ca; step ca init --name Other --dns localhost --address 127.0.0.1:1 --provisioner p --password-file $T_RUN/password --deployment-type standalone 2>&1 | tail -1
error allocating terminal: open /dev/tty: no such device or address; without a terminal, move the CA that is there away, or set STEPPATH
