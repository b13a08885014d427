# The RFC 6238 secret of SHA-1, at its first moment.
$ echo GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ > secret.txt
$ echo 94287082 | step crypto otp verify --secret secret.txt --digits 8 --time 1970-01-01T00:00:59Z
ok
$ echo 94287083 | step crypto otp verify --secret secret.txt --digits 8 --time 1970-01-01T00:00:59Z
fail
? 1
# One period late, with and without skew.
$ echo 94287082 | step crypto otp verify --secret secret.txt --digits 8 --time 1970-01-01T00:01:29Z
fail
? 1
$ echo 94287082 | step crypto otp verify --secret secret.txt --digits 8 --time 1970-01-01T00:01:29Z --skew 1
ok
$ echo 94287082 | step crypto otp verify --secret secret.txt --digits 8 --skew 2
'--skew' values greater than 1 require the '--insecure' flag
? 1

$ step crypto otp generate --issuer example.com --account foo@example.com | grep -Ecx '[A-Z2-7]{32}'
1
$ step crypto otp generate --issuer 'An Example' --account foo@example.com --url --alg sha256 --period 60 --digits 8 --qr otp.png | tee url.txt
otpauth://totp/An%20Example:foo@example.com?algorithm=SHA256&digits=8&issuer=An%20Example&period=60&secret=[WORD]
$ head -c 8 otp.png | od -An -tx1; stat -c %a otp.png
 89 50 4e 47 0d 0a 1a 0a
600
# The parameters of the URL hold for verification.
$ echo 123456 | step crypto otp verify --secret url.txt
error while validating TOTP: Input length unexpected
? 1
$ echo abcdefgh | step crypto otp verify --secret url.txt
fail
? 1
$ echo '!!!' > bad.txt; echo 123456 | step crypto otp verify --secret bad.txt
error while validating TOTP: Decoding of secret as base32 failed.
? 1
$ step crypto otp verify < /dev/null
'step crypto otp verify' requires the '--secret' flag
? 1
$ step crypto otp generate --issuer x
'step crypto otp generate' requires the '--account' flag
? 1
$ step crypto otp generate --issuer x --account y --alg md5
invalid value 'md5' for flag '--alg'; options are SHA1, SHA256, or SHA512
? 1
