# The runner: state lives from one command to the next.
$ word=state
$ echo "$word"
state
$ mkdir a && cd a && pwd
[DIR]/a

# Placeholders.
$ echo 1h0m5s 2026-01-02T03:04:05Z deadBEEF 8080 anything at all
[DURATION] [TIME] [HEX] [PORT] [...]
$ printf 'one\ntwo\nthree\n'
one
[*]
three

# Both streams, in order; output without a final line break; a status.
$ echo out; echo err >&2; printf end; false
out
err
end[no newline]
? 1

# Lines that look like marks.
$ printf '# x\n$ y\n\\z\n'
\# x
\$ y
\\z

# Several lines.
$ for i in 1 2; do
>   echo "$i"
> done
1
2

# Pipes that end early do not disturb.
$ yes | head -1
y

# A dialog.
$$ read -rp 'name? ' name; read -rsp 'secret? ' secret; echo; echo "hello $name ($word)"; test "$secret" = hidden
expect name? 
send Ann
expect secret? 
send hidden
absent hidden
expect hello Ann (state)

# A key.
$$ read -rp 'wait '
expect wait
key ^C
? 130

# Background processes.
$ background sleeper sleep 1000
$ stop sleeper
? 143
