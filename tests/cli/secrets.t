# Every prompt for a secret: what is typed is not shown. Every file with a secret: nobody else can read it, whatever the
# umask.
$ umask 0; echo s3cret > pw; echo '{"a":1}' > claims.json
$ step certificate create ca ca.crt ca.key --profile root-ca --password-file pw 2>/dev/null; step crypto jwk create k.pub.json k.json --password-file pw 2>/dev/null; step crypto jwk create e.pub.json e.json --use enc --password-file pw 2>/dev/null
$ openssl ecparam -name prime256v1 -genkey -noout -out plain.key; openssl req -new -key plain.key -subj /CN=x -out x.csr; head -c 32 /dev/urandom > secretbox.key; step crypto nacl sign keypair s.pub s.key 2>/dev/null; step crypto nacl box keypair b.pub b.key 2>/dev/null; step crypto otp generate --issuer i --account a > otp.txt; hash=$(echo -n s3cret | step crypto kdf hash)
$$ step certificate create x c.crt c.key --profile self-signed --subtle
expect Please enter the password to encrypt the private key
send s3cret
absent s3cret
$$ step certificate create leaf l.crt l.key --ca ca.crt --ca-key ca.key --no-password --insecure
expect Please enter the password to decrypt ca.key
send s3cret
absent s3cret
$$ step certificate sign x.csr ca.crt ca.key
expect Please enter the password to decrypt ca.key
send s3cret
absent s3cret
$$ step certificate p12 ca.p12 ca.crt ca.key
expect Please enter a password to encrypt the .p12 file
send s3cret
expect Please enter the password to decrypt ca.key
send s3cret
absent s3cret
$$ step certificate inspect ca.p12 --short
expect Please enter the password to decrypt ca.p12
send s3cret
absent s3cret
$$ step certificate key ca.key --out ca.clear
expect Please enter the password to decrypt ca.key
send s3cret
absent s3cret
$$ step crypto keypair kp.pub kp.key
expect Please enter the password to encrypt the private key
send s3cret
absent s3cret
$$ step crypto change-pass ca.key --out changed.key
expect Please enter the password to decrypt ca.key
send s3cret
expect Please enter the password to encrypt changed.key
send s3cret
absent s3cret
$$ step crypto change-pass k.json --out changed.json
expect Please enter the password to decrypt k.json
send s3cret
expect Please enter the password to encrypt the private JWK
send s3cret
absent s3cret
$$ step crypto jwk create j.pub j.json
expect Please enter the password to encrypt the private JWK
send s3cret
absent s3cret
$$ step crypto keypair --from-jwk k.json fj.pub fj.key
expect Please enter the password to decrypt k.json
send s3cret
expect Please enter the password to encrypt the private key
send s3cret
absent s3cret
$$ step crypto jwk public < k.json
expect Please enter the password to decrypt your private JWK
send s3cret
absent s3cret
$$ step crypto jwk thumbprint < k.json
expect Please enter the password to decrypt your private JWK
send s3cret
absent s3cret
$$ step crypto jwk keyset add set.json < k.json
expect Please enter the password to decrypt JWK
send s3cret
absent s3cret
$$ step crypto jws sign claims.json --key k.json
expect Please enter the password to decrypt k.json
send s3cret
absent s3cret
$$ step crypto jwt sign claims.json --key ca.key --subtle
expect Please enter the password to decrypt ca.key
send s3cret
absent s3cret
$$ step crypto jwe encrypt --alg PBES2-HS256+A128KW < claims.json > sealed.json
expect Please enter the password to encrypt the content encryption key
send s3cret
absent s3cret
$$ step crypto jwe decrypt < sealed.json
expect Please enter the password to decrypt the content encryption key
send s3cret
absent s3cret
$$ step crypto key inspect ca.key > /dev/null
expect Please enter the password to decrypt ca.key
send s3cret
absent s3cret
$$ step crypto key format ca.key --out formatted.key --ssh
expect Please enter the password to decrypt ca.key
send s3cret
expect Please enter the password to encrypt the private key
send s3cret
absent s3cret
$$ step crypto key sign claims.json --key ca.key
expect Please enter the password to decrypt ca.key
send s3cret
absent s3cret
$$ step crypto kdf hash
expect Please enter the password to hash
send s3cret
absent s3cret
$$ step crypto kdf compare "$hash"
expect Please enter the password to compare
send s3cret
absent s3cret
$$ step crypto nacl auth digest secretbox.key
expect Please enter text to digest
send s3cret
absent s3cret
$$ step crypto nacl secretbox seal nonce secretbox.key
expect Please enter text to seal
send s3cret
absent s3cret
$$ step crypto nacl box seal nonce b.pub b.key
expect Please enter text to seal
send s3cret
absent s3cret
$$ step crypto nacl sign sign s.key
expect Please enter text to sign
send s3cret
absent s3cret
$$ step crypto otp verify --secret otp.txt
expect Enter Passcode
send 12345
absent 12345
? 1

# Nor is what is typed ahead, while the answer before it is being tried or complained about.
$$ step crypto jwk public < k.json
expect Please enter the password to decrypt your private JWK
send typo1
send typo2
send s3cret
absent typo
absent s3cret
$$ step certificate p12 ahead.p12 ca.crt plain.key
expect Please enter a password to encrypt the .p12 file
key enter
send s3cret
expect An empty password protects nothing
absent s3cret
$ openssl pkcs12 -in ahead.p12 -passin file:pw -nokeys 2>&1 | grep -c BEGIN
1

# An empty new password is asked for again, and needs flags.
$$ step certificate p12 empty.p12 ca.crt plain.key
expect Please enter a password to encrypt the .p12 file
key enter
expect An empty password protects nothing: that takes --no-password and --insecure.
expect Please enter a password to encrypt the .p12 file
key enter
expect the new password is empty: use --no-password --insecure to write without one
? 1
$$ step crypto keypair empty.pub empty.key
expect Please enter the password to encrypt the private key
key enter
expect value is empty
send s3cret
absent s3cret
$ for c in 'certificate create x n.crt n.key --profile self-signed --subtle' 'certificate p12 n.p12 ca.crt plain.key' 'crypto keypair n.pub n.key' 'crypto jwk create n.pub n.json' 'crypto key format plain.key --pem' 'crypto change-pass plain.key'; do step $c --no-password; ls n.* 2>/dev/null; done
flag '--no-password' requires the '--insecure' flag
flag '--no-password' requires the '--insecure' flag
flag '--no-password' requires the '--insecure' flag
flag '--no-password' requires the '--insecure' flag
flag '--no-password' requires the '--insecure' flag
flag '--no-password' requires the '--insecure' flag
? 2

# Whatever holds a secret is for its owner's eyes.
$ step crypto otp generate --issuer i --account a --qr otp.png > /dev/null; step certificate create x n.crt n.key --profile self-signed --subtle --no-password --insecure 2>/dev/null
$ stat -c '%a %n' ca.key c.key l.key ca.p12 ca.clear kp.key changed.key changed.json k.json j.json fj.key set.json s.key b.key n.key otp.png | grep -v '^600'
? 1

# Over a file that everybody may read, too: it keeps its owner and its group, and what that group may do. What is public
# stays so.
$ over() { echo old > $1; chmod 777 $1; file=$1; shift; step "$@" -f > /dev/null 2>&1 < /dev/null || step "$@"; stat -c '%a %n' $file; }
$ over o1.key certificate create x o1.crt o1.key --profile self-signed --subtle --no-password --insecure; over o2.p12 certificate p12 o2.p12 ca.crt plain.key --password-file pw; over o3.key certificate key plain.key --out o3.key; over o4.key crypto keypair o4.pub o4.key --password-file pw; over o5.key crypto change-pass plain.key --out o5.key --new-password-file pw; over o6.json crypto jwk create o6.pub o6.json --password-file pw; over o7.oct crypto jwk create o7.oct o7.json --kty oct --password-file pw; over o8.key crypto key format plain.key --ssh --password-file pw --out o8.key; over o9.key crypto nacl box keypair o9.pub o9.key; over o10.key crypto nacl sign keypair o10.pub o10.key; over o11.png crypto otp generate --issuer i --account a --qr o11.png
660 o1.key
660 o2.p12
660 o3.key
660 o4.key
660 o5.key
660 o6.json
660 o7.oct
660 o8.key
660 o9.key
660 o10.key
660 o11.png
$ step crypto jwk create n2.pub n2.json --no-password --insecure 2>/dev/null; chmod 604 o7.json set.json; step crypto jwk create o7.oct o7.json --kty oct --password-file pw -f 2>/dev/null; step crypto jwk keyset add set.json < n2.json; stat -c %a o7.json set.json
600
600
$ over o1.crt certificate create x o1.crt o1.key --profile self-signed --subtle --no-password --insecure; over o2.p12 certificate p12 o2.p12 --ca ca.crt --password-file pw; over o4.pub crypto keypair o4.pub o4.key --password-file pw; step crypto jwk keyset add public.json < k.pub.json; chmod 644 public.json; step crypto jwk keyset add public.json < e.pub.json; stat -c %a public.json
777 o1.crt
777 o2.p12
777 o4.pub
644
$ chmod 644 plain.key; umask 0; step crypto key format plain.key --pem --out o12.key --no-password --insecure 2>/dev/null; stat -c %a o12.key
640

# Programs that are run get no secret, neither among their arguments, which `ps` shows to everybody, nor in their
# environment. One on our own command line is warned of.
$ make_key_store; sed -i '2i env >> $STORE/env' bin/step-kms-plugin
$ step certificate create store s.crt --profile root-ca --key pkcs11:id=ec 2>/dev/null; step certificate create leaf sl.crt sl.key --ca s.crt --ca-key pkcs11:id=ec --password-file pw 2>/dev/null; grep -c ENCRYPTED sl.key; grep -c . store/log; grep -c s3cret store/log store/env
1
4
store/log:0
store/env:0
? 1
$ step crypto kdf hash --insecure s3cret 2>&1 > /dev/null
[...]command line[...]
