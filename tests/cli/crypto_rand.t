$ step crypto rand | wc -c
33
$ step crypto rand 12 --format hex | grep -Ecx '[0-9a-f]{12}'
1
$ step crypto rand 12 --format dec | grep -Ecx '[0-9]{12}'
1
$ for f in alphanumeric alphabet lower upper; do step crypto rand 40 --format $f | grep -Ecx '[0-9A-Za-z]{40}'; done
1
1
1
1
$ step crypto rand --format uuid
[UUID]
$ step crypto rand 8 --format raw | wc -c
8
$ n=$(step crypto rand --format dice); [ $n -ge 1 ] && [ $n -le 6 ] && echo between
between
$ openssl prime $(step crypto rand 256 --format prime) | grep -c 'is prime'
1
$ printf 'correct\nhorse\nbattery\n' > words; step crypto rand 4 --dictionary words | grep -Ecx '(correct|horse|battery)(-(correct|horse|battery)){3}'
1
$ : > empty; step crypto rand --dictionary empty
error reading empty: the dictionary has no words
? 1
$ step crypto rand --dictionary missing
open missing: no such file or directory
? 1
$ step crypto rand x
positional argument <length> "x" is not a valid number
? 1
$ step crypto rand 0
positional argument <length> "0" must be greater than 0
? 1
$ step crypto rand 1 --format prime
crypto/rand: prime size must be at least 2-bit
? 1
$ step crypto rand --format words
invalid value 'words' for flag '--format'
? 1
$ step crypto rand --format hex --dictionary words
flag '--format' is incompatible with '--dictionary'
? 1
