# An executable made by hand: headers, and behind them a PKCS#7 of two certificates from openssl.
$ for n in a b; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $n.key -subj /CN=$n -out $n.crt 2>/dev/null; done; cat a.crt b.crt > chain.crt
$ openssl crl2pkcs7 -nocrl -certfile chain.crt -outform DER -out p7; size=$(stat -c %s p7)
$ le() { printf "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)))"; }
$ zeros() { head -c $1 /dev/zero; }
$ pe() { # format, offset of the directories, type of the certificate, size of the table
>   printf MZ; zeros 58; le 64; printf 'PE\0\0'; zeros 16; printf '\xf0\0'; zeros 2
>   printf "$1"; zeros $(($2 - 6)); le 16; zeros 32; le 328; le $4; zeros $((240 - $2 - 40))
>   le $((size + 8)); printf '\0\2'; printf "\\x$3\\0"; cat p7
> }
$ pe '\x0b\x02' 112 02 $((size + 8)) > plus.exe; pe '\x0b\x01' 96 02 $((size + 8)) > pe32.exe
$ openssl pkcs7 -inform DER -in p7 -print_certs | openssl x509 -noout -subject; for f in plus.exe pe32.exe; do step crypto winpe extract $f | cmp - chain.crt; done
subject=CN = a

# What is refused.
$ pe '\x0b\x02' 112 01 $((size + 8)) > type.exe; step crypto winpe extract type.exe
Error to parse the certificate table from the executable's table: wCertificateType of 1 is not supported
? 1
$ pe '\x0b\x02' 112 02 0 > none.exe; step crypto winpe extract none.exe
Error parsing the executable's headers: No Certificate Table found
? 1
$ pe '\x0b\x02' 112 02 999999 > cut.exe; step crypto winpe extract cut.exe
Error to parse the certificate table from the executable's table: it ends behind the end of the file
? 1
$ pe '\x0b\x03' 112 02 $((size + 8)) > odd.exe; step crypto winpe extract odd.exe
Unable to open the PE file: its optional header is neither PE32 nor PE32+
? 1
$ echo text > text; step crypto winpe extract text
Unable to open the PE file: it does not begin as an executable does
? 1
$ step crypto winpe extract missing
error opening missing: open missing: no such file or directory
? 1
$ step crypto winpe extract
not enough positional arguments were provided in 'step crypto winpe extract <file>'
? 1
