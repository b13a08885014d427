# Files, as sha256sum and friends see them.
$ printf 'hello\n' > a.txt; mkdir -p d/sub; printf 1 > d/one; printf 2 > d/sub/two; chmod 644 a.txt d/one d/sub/two; chmod 755 d d/sub
$ step crypto hash digest a.txt
5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  a.txt
$ for a in sha1 sha224 sha256 sha384 sha512; do
>   [ "$(step crypto hash digest --alg $a a.txt)" = "$(${a}sum a.txt)" ] && echo $a agrees
> done
sha1 agrees
sha224 agrees
sha256 agrees
sha384 agrees
sha512 agrees
$ step crypto hash digest --alg SHA512-256 a.txt; openssl dgst -sha512-256 -r a.txt | cut -c1-64
[HEX]  a.txt
[HEX]

# A folder: names in order, modes, contents. Moving it changes nothing, a mode changes it.
$ before=$(step crypto hash digest d | cut -c1-64); cp -a d e; step crypto hash compare $before e
ok
$ chmod 600 e/sub/two; step crypto hash compare $before e
fail
? 1

$ step crypto hash compare 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 a.txt
ok
$ step crypto hash compare zz a.txt
error decoding zz: : U+007A 'z'
? 1
$ step crypto hash compare abc a.txt
error decoding abc: : odd length hex string
? 1
$ step crypto hash digest --alg md5 a.txt
flag '--alg md5' requires the '--insecure' flag
? 1
$ step crypto hash digest --alg md5 --insecure a.txt
b1946ac92492d2347c6235b4d2611184  a.txt
$ step crypto hash digest missing
stat missing failed: no such file or directory
? 1
$ step crypto hash digest --alg crc32 a.txt
invalid value 'crc32' for flag '--alg'
? 1
$ step crypto hash digest
not enough positional arguments were provided in 'step crypto hash digest <file-or-directory>...'
? 1
