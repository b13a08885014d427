# One certificate chain in every wrapping that files come in, with text around it, from standard input: each command that
# reads certificates takes them all.
$ for n in leaf ca; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $n.key -subj /CN=$n -out $n.crt 2>/dev/null; done; cat leaf.crt ca.crt > chain.crt
$ openssl x509 -in leaf.crt -outform DER -out leaf.der; openssl crl2pkcs7 -nocrl -certfile chain.crt -out chain.p7.pem; openssl crl2pkcs7 -nocrl -certfile chain.crt -outform DER -out chain.p7b
$ (echo 'subject=/CN=leaf'; cat leaf.crt; echo between; cat ca.crt; echo behind) > noted.crt; sed 's/$/\r/' chain.crt > dos.crt; (printf '\xef\xbb\xbf'; cat chain.crt) > bom.crt; (cat leaf.key; cat chain.crt) > combined.pem
$ want=$(openssl x509 -in leaf.crt -outform DER | sha256sum | cut -d' ' -f1)
$ for f in leaf.crt leaf.der chain.crt chain.p7.pem chain.p7b noted.crt dos.crt bom.crt combined.pem; do [ "$(step certificate fingerprint $f)" = $want ] && [ "$(step certificate fingerprint < $f)" = $want ] || echo $f; done
$ for f in chain.crt chain.p7.pem chain.p7b noted.crt dos.crt bom.crt combined.pem; do echo $f $(step certificate fingerprint --bundle $f | wc -l) $(step certificate inspect --bundle --short $f | grep -c Serial); done
chain.crt 2 2
chain.p7.pem 2 2
chain.p7b 2 2
noted.crt 2 2
dos.crt 2 2
bom.crt 2 2
combined.pem 2 2
$ for f in leaf.crt leaf.der chain.p7.pem chain.p7b noted.crt; do step certificate key $f | cmp - <(openssl x509 -in leaf.crt -noout -pubkey); step certificate bundle $f ca.crt b -f 2>/dev/null; cmp b chain.crt; step certificate needs-renewal $f; echo $?; done | sort | uniq -c | tr -s ' '
 5 1
$ for f in leaf.der chain.p7b chain.p7.pem; do step crypto key public $f | cmp - <(openssl pkey -in leaf.key -pubout); step crypto key fingerprint $f | cmp - <(step crypto key fingerprint leaf.key); done

# format unwraps PKCS#7.
$ step certificate format chain.p7b | cmp - chain.crt; step certificate format chain.p7.pem | cmp - chain.crt; step certificate format leaf.der | cmp - leaf.crt; step certificate format noted.crt | cmp - leaf.der

# PKCS#7 as it streams, with lengths that are not told in front: BER.
$ echo text | openssl smime -sign -stream -nodetach -signer leaf.crt -inkey leaf.key -certfile ca.crt -outform DER -out streamed.p7; openssl asn1parse -inform DER -in streamed.p7 | head -1 | grep -c 'l=inf'; step certificate format streamed.p7 | grep -c BEGIN; step certificate fingerprint --bundle streamed.p7 | grep -c $want
1
2
1

# Requests.
$ openssl req -new -key leaf.key -subj /CN=leaf -out r.csr; openssl req -in r.csr -outform DER -out r.der; (echo text; sed 's/CERTIFICATE REQUEST/NEW CERTIFICATE REQUEST/' r.csr) > new.csr
$ for f in r.csr r.der new.csr; do step certificate fingerprint $f; step certificate sign $f ca.crt ca.key | openssl x509 -noout -subject; done | sort | uniq -c | tr -s ' ' | cut -c1-20
[...]
[...]

# A broken certificate in a bundle is told, not left out; neither is one in DER.
$ (cat leaf.crt; printf -- '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n') > broken.crt; step certificate inspect --bundle broken.crt
file broken.crt does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks: [...]
? 1
$ head -c 100 leaf.der > cut.der; step certificate inspect cut.der
file cut.der does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks: [...]
? 1
$ head -c 400 chain.p7b > cut.p7b; step certificate inspect cut.p7b
file cut.p7b does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks: it is not a PKCS#7 SignedData
? 1
$ echo text | step certificate inspect
file - does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks
? 1
