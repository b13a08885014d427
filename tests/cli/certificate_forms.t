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

# PKCS#12: with and without a password, in DER and PEM; the key comes first, the chain behind it.
$ openssl pkcs12 -export -in leaf.crt -inkey leaf.key -certfile ca.crt -passout pass:secret -out leaf.p12; openssl pkcs12 -export -in leaf.crt -inkey leaf.key -certfile ca.crt -passout pass: -out open.p12; (echo text; echo '-----BEGIN PKCS12-----'; base64 leaf.p12; echo '-----END PKCS12-----') > leaf.p12.pem; echo secret > pw
$ for f in leaf.p12 open.p12 leaf.p12.pem; do step certificate fingerprint $f --password-file pw --bundle; step certificate fingerprint --password-file pw < $f | grep -c $want; step certificate format $f --password-file pw | cmp - chain.crt; step certificate key $f --password-file pw | cmp - <(openssl x509 -in leaf.crt -noout -pubkey); step certificate bundle $f ca.crt b -f --password-file pw 2>/dev/null; cmp b chain.crt; step certificate verify $f --roots leaf.crt,ca.crt --password-file pw; step certificate needs-renewal $f --password-file pw; step certificate inspect $f --short --password-file pw | sed -n 2p; step certificate lint $f --password-file pw | jq .version; done | sed "s/$want/leaf/; s/1: .*/1: ca/" | sort | uniq -c | tr -s ' '
 3 Subject: leaf
 3 0: leaf
 3 1
 3 1: ca
 3 3
$ for f in leaf.p12 open.p12; do step crypto key format $f --password-file pw --no-password --insecure --pem | cmp - <(step crypto key format leaf.key --pem --no-password --insecure); step crypto key public $f --password-file pw | cmp - <(openssl pkey -in leaf.key -pubout); step crypto key fingerprint $f --password-file pw | cmp - <(step crypto key fingerprint leaf.key); done
$ step certificate sign <(openssl req -new -key ca.key -subj /CN=x) leaf.p12 leaf.p12 --password-file pw | openssl verify -partial_chain -CAfile leaf.crt
stdin: OK
$ step certificate p12 again.p12 open.p12 open.p12 --ca ca.crt --password-file pw && openssl pkcs12 -in again.p12 -passin pass:secret -nodes | grep -c BEGIN
Your .p12 bundle has been saved as again.p12.
4
$ echo wrong > wrong; step certificate inspect leaf.p12 --password-file wrong; step crypto key inspect leaf.p12 --password-file wrong
error decrypting leaf.p12: pkcs12: decryption password incorrect
error decrypting leaf.p12: pkcs12: decryption password incorrect
? 1
# Nobody to ask: what to do is said. A command that has no way to be told the password says which has.
$ step certificate inspect leaf.p12
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
? 1
$ step certificate verify leaf.crt --roots leaf.p12
error reading cert pool: leaf.p12: it is a PKCS#12 file, whose password cannot be given here; 'step certificate format' and 'step crypto key format' make PEM of it
? 1
$$ step certificate fingerprint leaf.p12
expect Please enter the password to decrypt leaf.p12
send secret
absent secret
$ head -c 300 leaf.p12 > cut.p12; step certificate inspect cut.p12 --password-file pw
file cut.p12 does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks: pkcs12: [...]
? 1

# What a server presents, in every command; a key store's names are no file names.
$ port=$(free_port); openssl s_server -quiet -accept $port -cert leaf.crt -key leaf.key -cert_chain ca.crt > /dev/null 2>&1 & wait_for_port $port
$ url=https://localhost:$port; step certificate format $url --insecure | cmp - chain.crt; step certificate key $url --insecure | cmp - <(openssl x509 -in leaf.crt -noout -pubkey); step certificate bundle $url ca.crt b -f --insecure; cmp b chain.crt; step certificate lint $url --insecure | jq .version
Your certificate has been saved in b.
3
$ step certificate format tls://localhost:$port --roots ca.crt
failed to connect: tls: failed to verify certificate: x509: [...]
? 1
$ step certificate format ftp://localhost; step certificate fingerprint https://
open ftp://localhost failed: no such file or directory
error parsing URL 'https://': it names no host
? 1
$ echo nonsense > pkcs11:id=1; for c in inspect fingerprint format key lint verify needs-renewal; do step certificate $c pkcs11:id=1; done 2>&1 | sort | uniq -c | tr -s ' '
 7 exec: "step-kms-plugin": executable file not found in $PATH

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
