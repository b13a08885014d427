# Every form of key file, both ways, with openssl and ssh-keygen as judges. The public half is what is compared.
$ echo password > pw
$ gen() { case $1 in
>   rsa) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out $1.pem 2>/dev/null;;
>   ed) openssl genpkey -algorithm ED25519 -out $1.pem;;
>   *) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:$2 -out $1.pem;;
> esac; openssl pkey -in $1.pem -pubout -out $1.pub; }
$ gen rsa; gen ed; gen p256 P-256; gen p384 P-384; gen p521 P-521; gen p224 P-224
$ same() { step crypto key format --pem --password-file pw "$1" --no-password --insecure > out.pem && openssl pkey -in out.pem -pubout | cmp - $2.pub || echo "differs: $1 of $2"; }

# What openssl writes, we read: every cipher and PRF of PBES2, scrypt, the schemes of PBES1, legacy PEM ciphers, DER.
$ for t in rsa ed p256 p384 p521; do
>   for c in aes128 aes192 aes256 des3; do for prf in hmacWithSHA1 hmacWithSHA224 hmacWithSHA256 hmacWithSHA384 hmacWithSHA512; do
>     openssl pkcs8 -topk8 -in $t.pem -v2 $c -v2prf $prf -iter 100 -passout file:pw -out e; same e $t
>   done; done
>   openssl pkcs8 -topk8 -in $t.pem -scrypt -scrypt_N 1024 -passout file:pw -out e; same e $t
>   for v in PBE-SHA1-3DES PBE-SHA1-2DES PBE-MD5-DES PBE-SHA1-DES; do
>     openssl pkcs8 -topk8 -in $t.pem -v1 $v -provider legacy -provider default -passout file:pw -out e; same e $t; done
>   openssl pkey -in $t.pem -outform DER -out e; same e $t
>   openssl pkcs8 -topk8 -in $t.pem -iter 100 -passout file:pw -outform DER -out e; same e $t
> done
$ for t in rsa p256 p384 p521; do tool=ec; [ $t = rsa ] && tool='rsa -traditional'
>   for c in aes128 aes192 aes256 des3 des; do openssl $tool -in $t.pem -$c -passout file:pw -provider legacy -provider default -out e 2>/dev/null; same e $t; done
>   openssl $tool -in $t.pem -out e 2>/dev/null; same e $t
>   openssl $tool -in $t.pem -outform DER -out e 2>/dev/null; same e $t
> done

# What we write, openssl reads: clear and encrypted, default form and PKCS#8, PEM and DER.
$ for t in rsa ed p256 p384 p521; do for form in '--pem' '--pem --pkcs8'; do
>   step crypto key format $form --password-file pw $t.pem > e && openssl pkey -in e -passin file:pw -pubout | cmp - $t.pub; openssl pkey -in e -passin pass:wrong -noout 2>/dev/null && echo "$t opens with anything"
>   step crypto key format $form --no-password --insecure $t.pem > e && openssl pkey -in e -pubout | cmp - $t.pub
> done; for form in '--der' '--der --pkcs8'; do step crypto key format $form $t.pem --no-password --insecure | openssl pkey -inform DER -pubout | cmp - $t.pub; done; done

# OpenSSH: its ciphers and ours.
$ for t in ed25519 rsa:2048 ecdsa:256 ecdsa:384 ecdsa:521; do rm -f s s.pub; ssh-keygen -q -t ${t%:*} ${t#ed25519} -b ${t#*:} -N '' -f s 2>/dev/null || ssh-keygen -q -t ${t%:*} -N '' -f s
>   cut -d' ' -f1,2 s.pub > want; step crypto key format --pem s.pub > spki; openssl pkey -pubin -in spki -noout || echo "$t public"
>   step crypto key format --ssh spki | cmp - want
>   for z in none aes256-ctr aes256-cbc; do cp s e; chmod 600 e; [ $z = none ] || ssh-keygen -q -p -P '' -N password -Z $z -a 2 -f e > /dev/null
>     step crypto key public --password-file pw e | cmp - spki || echo "$t $z"; done
>   step crypto key format --pem --no-password --insecure s > k.pem; openssl pkey -in k.pem -pubout | cmp - spki
>   step crypto key format --ssh --password-file pw k.pem > e; chmod 600 e; ssh-keygen -y -P password -f e | cut -d' ' -f1,2 | cmp - want; ssh-keygen -y -P wrong -f e > /dev/null 2>&1 && echo "$t opens with anything"
>   step crypto key format --ssh --no-password --insecure k.pem > e; chmod 600 e; ssh-keygen -y -P '' -f e | cut -d' ' -f1,2 | cmp - want
> done

# JSON Web Keys, clear and encrypted, and back.
$ for t in rsa ed p256 p384 p521; do
>   step crypto key format --jwk --no-password --insecure $t.pem > e; same e $t
>   step crypto key format --jwk --password-file pw $t.pem > e; grep -q ciphertext e || echo clear; same e $t
>   step crypto key format --jwk $t.pub > e; step crypto key format --pem e | cmp - $t.pub
> done

# P-224 has no JWK and no form of OpenSSH, and says so.
$ same p224.pem p224; step crypto key format --ssh p224.pub
[...]
? 1
$ step crypto key format --jwk p224.pub
[...]
? 1

# cosign's keys: read with the password, and still cosign's when the password changes.
$ echo mypassword > cosign.pw; cp $TESTDATA/crypto/cosign/cosign.enc.pem cosign.key; cp $TESTDATA/crypto/cosign/cosign.pub.pem cosign.pub
$ step crypto key public --password-file cosign.pw cosign.key | cmp - cosign.pub; step crypto key format --pem --no-password --insecure --password-file cosign.pw cosign.key | openssl pkey -pubout | cmp - cosign.pub
$ step crypto key inspect --password-file pw cosign.key
error parsing cosign.key: x509: decryption password incorrect
? 1
$ step crypto change-pass --password-file cosign.pw --new-password-file pw cosign.key --out new.key; head -1 new.key; stat -c %a new.key; step crypto key public --password-file pw new.key | cmp - cosign.pub
Your key has been saved in new.key.
-----BEGIN ENCRYPTED COSIGN PRIVATE KEY-----
600
$ sed 's/COSIGN/SIGSTORE/' new.key > sig.key; echo hi > hi; step crypto key sign hi --key sig.key --password-file pw > sig; step crypto key verify hi --key cosign.pub --signature $(cat sig)
true

# Text around the key does not matter; an OpenSSL key with its parameters in front is two blocks, as it always was.
$ (echo notes; cat p256.pem; echo; echo more) > noted; step crypto key inspect noted | head -1; step crypto key public noted | cmp - p256.pub
EC PrivateKey-Key: (256 bit)
