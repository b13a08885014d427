# Text: the mark follows the input, a wrong answer is refused with a reason and asked again.
$$ engine_probe ask 'What is it'
expect ✗ What is it: 
key enter
expect >> value is empty
expect ✗ What is it: 
send a word
expect ✔ What is it: a word
expect answer <a word>

# Editing: home, end, delete, backspace, words, UTF-8.
$$ engine_probe ask Line 'start'
expect ✔ Line: start
key home
send x
expect answer <xstart>
$$ engine_probe ask Line 'one two'
expect ✔ Line: one two
key ^W
send three
expect answer <one three>
$$ engine_probe ask Line 'abc'
expect ✔ Line: abc
key left
key left
key delete
key ^E
key backspace
send é日
expect answer <aé日>
$$ engine_probe ask Line 'gone'
expect ✔ Line: gone
key ^U
send new
expect answer <new>
$$ engine_probe ask Line 'head tail'
expect ✔ Line: head tail
key home
key right
key ^K
key up
send x
expect answer <hx>

# A value from a flag is not asked for, but judged.
$ engine_probe ask Line --value given
answer <given>
$ engine_probe ask Line --value ''
value is empty
? 1
$ for value in 127.0.0.1:443 :443 '[::1]:8443' localhost; do engine_probe ask Line --kind address --value "$value"; done
answer <127.0.0.1:443>
answer <:443>
answer <[::1]:8443>
localhost is not an TCP address
? 1
$ engine_probe ask Line --kind address --value :65536
:65536 is not an TCP address
? 1
$ for value in ca.example.com 10.0.0.1 ::1 a_b-c. -bad; do engine_probe ask Line --kind name --value "$value"; done
answer <ca.example.com>
answer <10.0.0.1>
answer <::1>
answer <a_b-c.>
-bad is not a valid DNS name or IP address
? 1
$ engine_probe ask Line --kind names --value 'a.b, 10.0.0.1 c.d'
answer <a.b, 10.0.0.1 c.d>
$ engine_probe ask Line --kind names --value 'a.b $c'
$c is not a valid DNS name or IP address
? 1
$ engine_probe ask Line --kind names --value ' , '
value is empty
? 1

# No terminal: the flag that would have answered is named. Results never mix with questions.
$ engine_probe ask Line
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--value'
? 1
$$ engine_probe ask Line start > result; cat -v result
expect Line: start
key enter
expect answer <start>
$$ echo piped | engine_probe ask Line start
expect Line: start
key enter
expect answer <start>
$$ echo piped | engine_probe ask Line start 2> asked; tail -c 12 asked | cat -v
expect Line: start
key enter
expect answer <start>

# Leaving.
$$ engine_probe ask Line
expect Line
key ^C
expect error running prompt: ^C
? 1
$$ engine_probe ask Line
expect Line
key ^D
expect error running prompt: ^D
? 1

# The terminal is put back on every way out: also when a signal kills, and for the time of a stop.
$$ before=$(stty -g); engine_probe ask Line start & sleep 0.5; kill -TERM $!; wait $!; test "$before" = "$(stty -g)" && echo same
expect same
$$ before=$(stty -g); engine_probe ask Line <<<x; test "$before" = "$(stty -g)" && echo same
expect Line
key ^C
expect same
$$ set -m; before=$(stty -g); engine_probe ask Line start; test "$before" = "$(stty -g)" && echo "same while stopped"; fg
expect Line: start
key ^Z
expect same while stopped
expect Line: start
key enter
expect answer <start>

# Passwords: nothing is echoed, white space at the end goes, empty answers.
$$ engine_probe password
expect Please enter the password: 
absent hidden
send hidden 
expect password 68696464656e
$$ engine_probe password
expect Please enter the password: 
send wrong
expect password 77726f6e67
$$ engine_probe password --icon
expect ✔ Please enter the password: 
key x
key backspace
key é
key backspace
send ok
expect password 6f6b
$$ engine_probe password --required
expect Please enter the password: 
key enter
expect >> value is empty
expect Please enter the password: 
send ok
expect password 6f6b
$$ engine_probe password --min-password-length 4
expect Please enter the password: 
send abc
expect >>> input does not meet minimum length requirement; must be at least 4 characters
send abcd
expect password 61626364
$$ engine_probe password
expect Please enter
key ^C
expect error reading password: ^C
? 1
$ engine_probe password
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--password-file'
? 1
$ printf '  secret \t\r\n\n' > pw; engine_probe password --password-file pw
password 2020736563726574
$ engine_probe password --password-file nowhere
open nowhere failed: no such file or directory
? 1

# A generated password may be edited before it is taken.
$$ engine_probe password --generate
expect Please enter the password: 
key enter
expect ✔ Password: 
key enter
expect password 
$$ engine_probe password --generate
expect Please enter the password: 
key enter
expect ✔ Password: 
key ^U
key enter
expect >> value is empty
send mine
expect password 6d696e65

# Choices: arrows and letters move, long lists scroll, one item is no choice.
$$ engine_probe choose a b c d e f g
expect Use the arrow keys to navigate
expect Which one:
expect ▸ a
key down
key j
expect ▸ c
key up
key enter
expect ✔ Choice: b
expect index 1
$$ engine_probe choose a b c d e f g
expect ▸ a
key right
expect ▸ f
key l
key k
key enter
expect index 5
$$ engine_probe choose a b c d e f g
expect ▸ a
key l
key h
key up
key enter
expect index 0
$$ engine_probe choose a b
expect Which one
key ^C
expect error running prompt: ^C
? 1
$ engine_probe choose only
✔ Choice: only
index 0
$ engine_probe choose a b
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--value'
? 1

# Output files: mode of new ones, asked before overwriting, mode of old ones stays.
$ engine_probe write new; cat new; stat -c %a new
content
600
$ echo old > old; chmod 640 old; engine_probe write old
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
? 1
$ cat old
old
$$ engine_probe write old
expect Would you like to overwrite old [y/n]: 
send n
expect file exists
? 1
$$ engine_probe write old
expect Would you like to overwrite old [y/n]: 
send Yes
$ cat old; stat -c %a old
content
640
$ echo old > old; engine_probe write old -f; cat old; stat -c %a old
content
640
$ mkdir folder; engine_probe write folder -f
file is a directory
? 1
$ engine_probe write nowhere/file
open nowhere/file failed: no such file or directory
? 1

# Failures.
$ engine_probe fail plain
outer: inner: cause
? 1
$ engine_probe fail status
The request was forbidden.
Re-run with STEPDEBUG=1 for more info.
? 1
$ STEPDEBUG=1 engine_probe fail status
wrapper: client: POST /sign

The request was forbidden.
? 1
$ engine_probe fail friendly
Ask your administrator.
Re-run with STEPDEBUG=1 for more info.
? 1
$ engine_probe fail crash with arguments
Something unexpected happened.
If you want to help us debug the problem, please run:
STEPDEBUG=1 "probe fail crash with arguments"
and send the output to info@smallstep.com
? 2
$ engine_probe fail nothing
? 7

# Asking a plugin: input in, output out, its complaint as the reason.
$ head -c 300000 /dev/zero | tr '\0' x > big
$ printf '#!/bin/sh\ncat; echo "args $*"\n' > echo.sh; printf '#!/bin/sh\necho no such key >&2; exit 3\n' > fail.sh; printf '#!/bin/sh\nexit 3\n' > mute.sh; chmod +x *.sh
$ engine_probe plugin ./echo.sh a b < big | tail -c 15
xxxxxxargs a b
$ engine_probe plugin ./echo.sh a b < big | wc -c
300009
$ engine_probe plugin ./fail.sh < big
command "./fail.sh" failed with:
no such key
? 1
$ engine_probe plugin ./mute.sh < /dev/null
command "./mute.sh" failed with:
exit status 3
? 1
$ engine_probe plugin ./missing.sh < /dev/null
fork/exec ./missing.sh: no such file or directory
? 1
