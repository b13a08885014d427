# What people get wrong with files, passwords and terminals, and in which words they are told. They are the reference's,
# but for what docs/divergences.md lists.
$ q="--no-password --insecure"; echo pass > pw; : > empty; echo bogus > bogus; mkdir dir; openssl ecparam -name prime256v1 -genkey -noout -out ec.key; openssl req -new -key ec.key -subj /CN=x -out x.csr; openssl req -x509 -key ec.key -subj /CN=ca -out ca.crt; openssl ec -in ec.key -pubout -out ec.pub 2>/dev/null; openssl ec -in ec.key -aes256 -passout file:pw -out enc.key 2>/dev/null; step crypto jwk create k.pub k.json $q 2>/dev/null; step crypto jwk create l.pub l.json --password-file pw 2>/dev/null; head -c 32 /dev/urandom > s.key
# A certificate that is none.
$ for f in none dir empty bogus x.csr; do step certificate create leaf l.crt l.key --ca $f --ca-key ec.key $q; step certificate needs-renewal $f; step certificate p12 o.p12 $f ec.key --password-file pw; step certificate install $f; step crl inspect x --ca $f; done
error reading "none": no such file or directory
stat none: no such file or directory
error reading certificate: error reading "none": no such file or directory
error reading "none": no such file or directory
error reading "none": no such file or directory
error reading "dir": is a directory
error reading "dir": is a directory
error reading certificate: error reading "dir": is a directory
error reading "dir": is a directory
error reading "dir": is a directory
error parsing empty: error parsing certificate as DER format: [...]
error parsing empty: error parsing certificate as DER format: [...]
error reading certificate: error parsing empty: error parsing certificate as DER format: [...]
error parsing empty: error parsing certificate as DER format: [...]
error parsing empty: error parsing certificate as DER format: [...]
error parsing bogus: error parsing certificate as DER format: [...]
error parsing bogus: error parsing certificate as DER format: [...]
error reading certificate: error parsing bogus: error parsing certificate as DER format: [...]
error parsing bogus: error parsing certificate as DER format: [...]
error parsing bogus: error parsing certificate as DER format: [...]
error parsing x.csr: does not contain a valid PEM encoded certificate
error parsing x.csr: does not contain a valid PEM encoded certificate
error reading certificate: error parsing x.csr: does not contain a valid PEM encoded certificate
error parsing x.csr: does not contain a valid PEM encoded certificate
error parsing x.csr: does not contain a valid PEM encoded certificate
? 1
# A key that is none.
$ for f in none dir; do step certificate create leaf l.crt l.key --ca ca.crt --ca-key $f $q; step certificate create leaf l.crt --key $f --csr; step certificate sign x.csr ca.crt $f; step certificate p12 o.p12 ca.crt $f --password-file pw; step crypto key sign pw --key $f; step crypto key verify pw --key $f --signature aaaa; step crypto jwk create a b --from-pem $f $q; step crypto jws sign pw --x5c-cert $f --key ec.key; step crypto jws sign pw --key $f; done
error reading "none": no such file or directory
error reading "none": no such file or directory
error reading "none": no such file or directory
error reading key: error reading "none": no such file or directory
error reading "none": no such file or directory
error reading "none": no such file or directory
error reading "none": no such file or directory
error reading "none": no such file or directory
error reading none: open none: no such file or directory
error reading "dir": is a directory
error reading "dir": is a directory
error reading "dir": is a directory
error reading key: error reading "dir": is a directory
error reading "dir": is a directory
error reading "dir": is a directory
error reading "dir": is a directory
error reading "dir": is a directory
error reading dir: read dir: is a directory
? 1
$ step certificate verify empty; step certificate verify bogus; step certificate create x x.crt x.key --profile root-ca --password-file none; step crypto keypair a b --password-file none; step crypto jwt sign empty --key ec.key --subtle; step crypto rand --dictionary dir; step crypto rand --dictionary none; step crypto winpe extract none; step crypto jwk keyset add dir < k.pub; step crypto kdf compare '$2b$10$x' < pw; step fileserver dir --address bogus; step context remove
empty contains no PEM certificate blocks
bogus contains an invalid PEM block
error reading encrypting password from file: open none failed: no such file or directory
open none failed: no such file or directory
error decoding JSON from empty: EOF
read dir: is a directory
open none: no such file or directory
error opening none: open none: no such file or directory
open dir failed: is a directory
invalid or unsupported hash method with id '2b'
error listening at bogus: listen tcp: address bogus: missing port in address
not enough positional arguments were provided in 'step context remove <name> [--force]'
? 1
# An output that is a folder, or exists where nobody can be asked.
$ for f in dir ec.pub; do step certificate create x $f x.key --profile root-ca $q; step certificate create x x.crt $f --profile root-ca $q; step crypto keypair $f b $q; step crypto jwk create $f b $q; step crypto key format ec.key --out $f; step crypto nacl box keypair $f b; step crypto otp generate --issuer i --account a --qr $f; step crypto change-pass k.json --out $f $q; step crypto change-pass ec.key --out $f $q; rm -f x.key; done
unexpected error on dir: file is a directory
file is a directory
file is a directory
unexpected error on dir: file is a directory
unexpected error on dir: file is a directory
unexpected error on dir: file is a directory
unexpected error on dir: file is a directory
unexpected error on dir: file is a directory
file is a directory
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
$$ step crypto jwk create ec.pub b --no-password --insecure
expect Would you like to overwrite ec.pub [y/n]
send n
expect unexpected error on ec.pub: file exists
? 1
# Nobody to ask for a password or a text.
$ step certificate create x x.crt x.key --profile root-ca; step certificate p12 o.p12 ca.crt ec.key; step crypto keypair a b; step crypto jwk create c d; step crypto change-pass ec.key --out e; step crypto change-pass enc.key; step crypto nacl auth digest s.key; step crypto otp verify pw; step crypto kdf hash
error reading password: error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
error reading password: error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
error reading password: error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
error reading password: error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
error reading password: error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--new-password-file'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
error reading input: error allocating terminal: open /dev/tty: no such device or address
error reading passcode: error allocating terminal: open /dev/tty: no such device or address
error allocating terminal: open /dev/tty: no such device or address
? 1
# The password of the new key need not be that of the JWK it comes from.
$$ echo new > new; step crypto keypair fj.pub fj.key --from-jwk l.json --password-file new
expect Please enter the password to decrypt l.json
send pass
expect Your private key has been saved in fj.key.
$ step crypto key inspect fj.key --password-file new | head -1; step crypto keypair fk.pub fk.key --from-jwk l.json --password-file pw
EC PrivateKey-Key: (256 bit)
Your public key has been saved in fk.pub.
Your private key has been saved in fk.key.
# Closed standard files: nothing else gets their numbers.
$ step certificate inspect <&-
file - does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks
? 1
$ step crypto jwk keyset add set.json < k.pub 2>&- >&-; step crypto jwk keyset add set.json <&- 2>&- >&-; step crypto keypair c.pub c.key $q <&- >&- 2>&-; jq '.keys | length' set.json; openssl pkey -in c.key -pubout | cmp - c.pub
1

# An empty password file is none: a bundle and a JWK are never left open by one.
$ step certificate p12 o.p12 ca.crt ec.key --password-file empty; step crypto change-pass l.json --password-file pw --new-password-file empty --out open.json; ls o.p12 open.json
error reading password: error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--new-password-file'
ls: cannot access 'o.p12': No such file or directory
ls: cannot access 'open.json': No such file or directory
? 2
$ step certificate fingerprint x.csr | wc -c; step certificate fingerprint --bundle x.csr | cut -c1-3
65
0: 

# What is wrong with the key is said before what is wrong with the issuer.
$ step certificate create x a b --curve P-256; step certificate create x a b --key ec.key --kty EC; step certificate create x a b; echo '{"signatureAlgorithm": "SHA256-RSA", "subject": "x"}' > rsa.tpl; step certificate create x a b --template rsa.tpl $q
flag '--curve' requires the '--kty' flag
flag '--key' is incompatible with 'kty'
'--profile leaf' requires the '--ca' flag
error creating certificate: x509: requested SignatureAlgorithm does not match private key type
? 1
