# A pair of each kind; openssl opens the private key with the password and sees the same public key.
$ echo password > password.txt
$ pair() { step crypto keypair -f k.pub k.priv "$@" && openssl pkey -in k.priv -passin pass:password -pubout | cmp - k.pub && openssl pkey -pubin -in k.pub -noout -text | head -1; }
$ pair --password-file password.txt; stat -c %a k.pub k.priv
Your public key has been saved in k.pub.
Your private key has been saved in k.priv.
Public-Key: (256 bit)
600
600
$ pair --password-file password.txt --kty EC --crv P-384 2>/dev/null; pair --password-file password.txt --kty EC --curve P-521 2>/dev/null
Public-Key: (384 bit)
Public-Key: (521 bit)
$ pair --password-file password.txt --kty RSA 2>/dev/null; pair --password-file password.txt --kty RSA --size 1024 --insecure 2>/dev/null; pair --password-file password.txt --kty RSA --size 3072 2>/dev/null
Public-Key: (2048 bit)
Public-Key: (1024 bit)
Public-Key: (3072 bit)
$ pair --password-file password.txt --kty OKP 2>/dev/null; head -1 k.priv
ED25519 Public-Key:
-----BEGIN ENCRYPTED PRIVATE KEY-----
$ pair --no-password --insecure; head -1 k.priv
Your public key has been saved in k.pub.
Your private key has been saved in k.priv.
Public-Key: (256 bit)
-----BEGIN EC PRIVATE KEY-----

# What is refused.
$ step crypto keypair
not enough positional arguments were provided in 'step crypto keypair <pub_file> <priv_file>'
? 1
$ step crypto keypair rsa-single.pub
not enough positional arguments were provided in 'step crypto keypair <pub_file> <priv_file>'
? 1
$ step crypto keypair same same
positional arguments <PUB_FILE> and <PRIV_FILE> cannot be equal in 'step crypto keypair <pub_file> <priv_file>'
? 1
$ step crypto keypair a b --kty foo
invalid value 'foo' for flag '--kty'; options are RSA, EC, OKP
? 1
$ step crypto keypair a b --no-password
flag '--no-password' requires the '--insecure' flag
? 1
$ step crypto keypair a b --no-password --insecure --password-file password.txt
flag '--no-password' is incompatible with 'password-file'
? 1
$ step crypto keypair a b --kty RSA --size 0
flag '--size' requires at least 2048 unless '--insecure' flag is provided
? 1
$ step crypto keypair a b --kty RSA --size 16
flag '--size' requires at least 2048 unless '--insecure' flag is provided
? 1
$ step crypto keypair a b --kty RSA --size -1 --insecure
flag '--size' must be greater than or equal to 0
? 1
$ step crypto keypair a b --kty RSA --size 16 --insecure --password-file password.txt
error generating RSA key: crypto/rsa: 16-bit keys are insecure; use at least 1024 bits
? 1
$ step crypto keypair a b --kty RSA --size 2048 --crv P-256
flag '--curve' is incompatible with flag '--kty RSA'
? 1
$ step crypto keypair a b --kty EC --crv P-512
flag '--kty EC' is incompatible with flag '--curve P-512'

  Option(s): --curve P-256, P-384, P-521
? 1
$ step crypto keypair a b --kty EC --size 2048
flag '--size' is incompatible with flag '--kty EC'
? 1
$ step crypto keypair k.pub k.priv --no-password --insecure
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
? 1
$ ls
k.priv
k.pub
password.txt

# The password is asked for.
$$ step crypto keypair c.pub c.priv
expect Please enter the password to encrypt the private key
send secret
absent secret
$ openssl pkey -in c.priv -passin pass:secret -pubout | cmp - c.pub

# --from-jwk takes PEM, too, as the reference does.
$ echo secret > secret.txt
$ step crypto keypair --from-jwk c.priv fj.pub fj.priv --password-file secret.txt 2>/dev/null; cmp c.pub fj.pub
