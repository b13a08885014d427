# Encoding: arguments joined by blanks, or standard input, all of it.
$ step base64 hello world
aGVsbG8gd29ybGQ=
$ echo hello world | step base64
aGVsbG8gd29ybGQK
$ echo -n hello | step base64 -r
aGVsbG8
$ echo -n hello | step base64 --raw=false
aGVsbG8=
$ printf '???>>>' | step base64
Pz8/Pj4+
$ printf '???>>>' | step base64 --url
Pz8_Pj4-
$ printf '???>>' | step base64 -u -r
Pz8_Pj4

# Decoding finds the form by itself.
$ step base64 -d aGVsbG8=
hello[no newline]
$ step base64 --decode aGVsbG8
hello[no newline]
$ printf 'aGVs\r\nbG8=\n' | step base64 -d
hello[no newline]
$ step base64 -d Pz8_Pj4-
???>>>[no newline]
$ step base64 -d Pz8_Pj4
???>>[no newline]
$ step base64 -d 'a*b'
error decoding input: illegal base64 data at input byte 1
? 1
$ step base64 -d -u aGVsbG8
error decoding input: illegal base64 data at input byte 4
? 1

# Flags from variables, first spelling; the empty value is false.
$ STEP_R=1 step base64 a
YQ
$ STEP_R= step base64 a
YQ==
$ STEP_RAW=1 step base64 a
YQ==
$ STEP_R=maybe step base64 a 2>/dev/null
Incorrect Usage: could not parse maybe as bool value for flag r,raw: strconv.ParseBool: parsing "maybe": invalid syntax

NAME
[*]
? 1
$ STEP_R=1 step base64 --raw=false a
YQ==

# Flags from defaults.json, any spelling; weaker than a variable.
$ mkdir -p ~/.step/config && echo '{"raw": true, "unknown": [1]}' > ~/.step/config/defaults.json
$ step base64 a
YQ
$ STEP_R=0 step base64 a
YQ==
$ step base64 -r=false a
YQ==

# Nothing to encode and nobody to ask.
$ step base64
error allocating terminal: open /dev/tty: no such device or address
? 1
$$ step base64
expect Please enter text to encode:
send hi
expect hi
expect aGk
