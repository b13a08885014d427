# PEM keys of each form; openssl judges the new password. The form is the default one of the key's type.
$ echo old > old.txt; echo new > new.txt
$ judge() { openssl pkey -in "$1" -passin pass:new -pubout | cmp - k.pub && head -1 "$1"; }
$ step crypto keypair k.pub k.priv --password-file old.txt
Your public key has been saved in k.pub.
Your private key has been saved in k.priv.
$ step crypto change-pass k.priv --password-file old.txt --new-password-file new.txt --out n.priv; judge n.priv; stat -c %a n.priv
Your key has been saved in n.priv.
-----BEGIN EC PRIVATE KEY-----
600
$ openssl pkcs8 -topk8 -in k.priv -passin pass:old -passout pass:old -out p8.priv; step crypto change-pass p8.priv --password-file old.txt --new-password-file new.txt -f; judge p8.priv
Your key has been saved in p8.priv.
-----BEGIN EC PRIVATE KEY-----
$ step crypto keypair k.pub ed.priv --kty OKP --password-file old.txt -f 2>/dev/null; step crypto change-pass ed.priv --password-file old.txt --new-password-file new.txt -f; judge ed.priv
Your key has been saved in ed.priv.
-----BEGIN ENCRYPTED PRIVATE KEY-----
$ step crypto change-pass k.priv --password-file old.txt --no-password --insecure --output-file clear.priv; head -1 clear.priv
Your key has been saved in clear.priv.
-----BEGIN EC PRIVATE KEY-----

# OpenSSH's private keys come out as PEM.
$ ssh-keygen -q -t ed25519 -a 2 -N old -f ssh; step crypto change-pass ssh --password-file old.txt --new-password-file new.txt --out ssh.pem; openssl pkey -in ssh.pem -passin pass:new -pubout > ssh.pem.pub; step crypto key format --ssh ssh.pem.pub | cut -d' ' -f2 | grep -cFf - ssh.pub
Your key has been saved in ssh.pem.
1

# What is refused.
$ step crypto change-pass k.priv --password-file new.txt --new-password-file new.txt -f
error decrypting k.priv: x509: decryption password incorrect
? 1
$ step crypto change-pass ssh --password-file new.txt --new-password-file new.txt -f
error parsing ssh: error parsing private key: x509: decryption password incorrect
? 1
$ step crypto change-pass none.pem
open none.pem failed: no such file or directory
? 1
$ step crypto change-pass
not enough positional arguments were provided in 'step crypto change-pass <key-file>'
? 1
$ step crypto change-pass a b
too many positional arguments were provided in 'step crypto change-pass <key-file>'
? 1
$ step crypto change-pass k.priv --no-password
flag '--no-password' requires the '--insecure' flag
? 1
$ step crypto change-pass k.priv --password-file old.txt --new-password-file new.txt < /dev/null
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
? 1

# An empty answer does not write the key in clear text.
$$ step crypto change-pass clear.priv --out e.priv
expect Please enter the password to encrypt e.priv
key enter
expect An empty password protects nothing: that takes --no-password and --insecure.
expect Please enter the password to encrypt e.priv
key enter
expect the new password is empty: use --no-password --insecure to write without one
? 1
$ ls e.priv
ls: cannot access 'e.priv': No such file or directory
? 2
$$ step crypto change-pass clear.priv --out e.priv
expect Please enter the password to encrypt e.priv
key enter
expect Please enter the password to encrypt e.priv
send new
absent new
$ openssl pkey -in e.priv -passin pass:new -pubout | cmp - <(openssl pkey -in clear.priv -pubout); head -1 e.priv; stat -c %a e.priv
-----BEGIN EC PRIVATE KEY-----
600
# An empty password file does, and says so.
$ : > empty.txt; step crypto change-pass clear.priv --new-password-file empty.txt --out e2.priv; head -1 e2.priv; grep -c ENCRYPTED e2.priv
The password is empty: the key is written in clear text.
Your key has been saved in e2.priv.
-----BEGIN EC PRIVATE KEY-----
0
? 1
