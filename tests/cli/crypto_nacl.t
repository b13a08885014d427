# Boxes between two people.
$ step crypto nacl box keypair alice.pub alice.priv; step crypto nacl box keypair bob.pub bob.priv; stat -c '%s %a' alice.pub alice.priv
Your public key has been saved in alice.pub.
Your private key has been saved in alice.priv.
Your public key has been saved in bob.pub.
Your private key has been saved in bob.priv.
32 600
32 600
$ printf 'for bob' | step crypto nacl box seal nonce bob.pub alice.priv > box.txt; step crypto nacl box open nonce alice.pub bob.priv < box.txt
for bob[no newline]
$ printf 'for bob' | step crypto nacl box seal base64:bm9uY2U= bob.pub alice.priv --raw | step crypto nacl box open string:nonce alice.pub bob.priv --raw
for bob[no newline]
$ step crypto nacl box open other alice.pub bob.priv < box.txt
error authenticating or decrypting input
? 1

# One shared key. This box was made by libsodium with the key 00 01 .. 1f and the nonce "nonce".
$ for i in $(seq 0 31); do printf "\\x$(printf %02x $i)"; done > shared.key
$ printf 'between us' | step crypto nacl secretbox seal nonce shared.key | step crypto nacl secretbox open nonce shared.key
between us[no newline]
$ printf short > short.key; printf x | step crypto nacl secretbox seal nonce short.key
invalid key: key size is not 32 bytes
? 1
$ printf x | step crypto nacl secretbox open nonce short.key
invalid key file: key size is not 32 bytes
? 1
$ printf x | step crypto nacl secretbox seal 1234567890123456789012345 shared.key
nonce cannot be longer than 24 bytes
? 1

# crypto_auth is HMAC-SHA-512 cut to 32 octets: openssl agrees.
$ digest=$(printf message | step crypto nacl auth digest shared.key); printf message | openssl dgst -sha512 -mac HMAC -macopt hexkey:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f -r | cut -c1-64 | grep -cx $digest
1
$ printf message | step crypto nacl auth verify shared.key $digest
ok
$ printf massage | step crypto nacl auth verify shared.key $digest
fail
? 1

# Signatures; openssl verifies them as Ed25519.
$ step crypto nacl sign keypair sign.pub sign.priv
Your public key has been saved in sign.pub.
Your private key has been saved in sign.priv.
$ printf 'signed by me' | step crypto nacl sign sign sign.priv > signed.txt; step crypto nacl sign open sign.pub < signed.txt
signed by me[no newline]
$ printf 'signed by me' > m; step crypto nacl sign sign sign.priv --raw < m | head -c 64 > sig
$ (printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'; cat sign.pub) | openssl pkey -pubin -inform DER -out pub.pem; openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in m -sigfile sig
Signature Verified Successfully
$ step crypto nacl sign keypair other.pub other.priv 2>/dev/null; step crypto nacl sign open other.pub < signed.txt
error authenticating input
? 1
$ step crypto nacl box keypair same same
positional arguments <<pub-file>> and <<priv-file>> cannot be equal in 'step crypto nacl box keypair <pub-file> <priv-file>'
? 1
