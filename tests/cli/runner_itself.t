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

# What this machine cannot do is skipped, and said; what comes after it is not run.
$ printf '%s\n' '$ skip no such thing here' '$ echo not run' > skipping.t; "$T_RUNNER" skipping.t
skipping.t is skipped: no such thing here
? 77

# Descriptors that it inherits do not matter.
$ echo '$ true' > true.t; "$T_RUNNER" true.t 3</dev/null && "$T_RUNNER" true.t 3</dev/null 4</dev/null && "$T_RUNNER" true.t 3</dev/null 4</dev/null 5</dev/null && echo good
good

# Whatever ends the runner, nothing that a file has started outlives it, and its folder goes.
$ cat > inner.t <<END
> $ background sleeper sleep 1000; setsid sleep 1001 & echo \$sleeper_pid \$! "\${T_RUN%/run}" > $PWD/inner.new; mv $PWD/inner.new $PWD/inner
> $ sleep 100
> END
$ alive() { kill -0 "$1" 2>/dev/null || kill -0 "$2" 2>/dev/null || [ -e "$3" ]; }
$ for signal in TERM HUP KILL; do
>   rm -f inner; env -i "$T_RUNNER" inner.t > inner.log 2>&1 & runner=$!
>   for ((i = 0; i < 400; i++)); do [ -e inner ] && break; sleep 0.05; done
>   alive $(cat inner) || echo "nothing was started"
>   kill -$signal $runner
>   for ((i = 0; i < 100; i++)); do alive $(cat inner) || break; sleep 0.05; done
>   alive $(cat inner) && echo "$signal: still there" || echo "$signal: gone"; kill -9 $runner; wait $runner
> done 2>/dev/null
TERM: gone
HUP: gone
KILL: gone
? 137
$$ rm -f inner; (until [ -e inner ]; do sleep 0.05; done; echo started) & "$T_RUNNER" inner.t
expect started
key ^C
? 130
$ for ((i = 0; i < 100; i++)); do alive $(cat inner) || break; sleep 0.05; done; alive $(cat inner) || echo gone
gone
