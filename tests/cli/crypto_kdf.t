# Hashes made elsewhere, in every algorithm.
$ printf password | step crypto kdf compare '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA'
ok
$ printf password | step crypto kdf compare '$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG'
ok
$ printf password | step crypto kdf compare '$argon2id$v=19$m=4096,t=3,p=1$PcEZHj1maR/+ZQynyJHWZg$2jEN4xcww7CYp1jakZB1rxbYsZ55XH2HgjYRtdZtubI'
ok
$ printf s3kr3tp4ssw0rd | step crypto kdf compare '$argon2id$v=19$m=512,t=2,p=2$Z0tsPw0iK7Ky2Iwp63HKBA$psMUXgYOIaAhaZ990uep8w'
ok
$ printf abc | step crypto kdf compare '$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi'
ok
$ printf '' | step crypto kdf compare '$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.'
ok
$ printf '' | step crypto kdf compare '$scrypt$ln=4,r=1,p=1$$d9ZXYjhleyA7GcpCwYoEl/FrSETjB0ro39/6P+3iFEL80Aad7QlI+DJqdToPyB8X6NPg+y4NNijPNeIMONGJBg'
ok

# A wrong password.
$ printf abd | step crypto kdf compare '$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi'
fail
? 1

# Round trips.
$ for alg in scrypt bcrypt argon2i argon2id; do
>   hash=$(printf secret | step crypto kdf hash --alg $alg); echo "$hash" | cut -c1-30
>   printf secret | step crypto kdf compare "$hash"
> done
$scrypt$ln=15,r=8,p=1$[...]
ok
$2a$10$[...]
ok
$argon2i$v=19$m=32768,t=3,p=4$
ok
$argon2id$v=19$m=65536,t=1,p=4
ok

# What cannot be: limits, versions, methods.
$ printf x | step crypto kdf compare '$scrypt$ln=21$AAAA$AAAA'
invalid scrypt parameter ln=21
? 1
$ printf x | step crypto kdf compare '$argon2i$v=19$m=0$AAAA$AAAA'
invalid argon2 parameter m=0
? 1
$ printf x | step crypto kdf compare '$argon2i$v=10$m=8$AAAA$AAAA'
unsupported argon2 version '10'
? 1
$ printf x | step crypto kdf compare 'foo'
error decoding hash: cannot decode password hash
? 1
$ printf x | step crypto kdf compare '$bar$AAAA$AAAA'
invalid or unsupported hash method with id 'bar'
? 1
$ head -c 73 /dev/zero | tr '\0' x | step crypto kdf hash --alg bcrypt
error deriving password: bcrypt: password length exceeds 72 bytes
? 1

# A password in sight of every process needs to be meant.
$ step crypto kdf hash secret
positional argument <INPUT> requires the '--insecure' flag
? 1
$ step crypto kdf compare '$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi' abc --insecure
A password on the command line can be read by the other users of this machine while the command runs.
ok
$ step crypto kdf compare
missing positional argument <PHC_HASH> in 'step crypto kdf compare <phc-hash> [<input>]'
? 1
$ step crypto kdf hash --alg md5 < /dev/null
invalid value 'md5' for flag '--alg'
? 1
