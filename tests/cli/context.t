# No contexts.
$ step context list
$ step context current
no context selected
? 1
$ step context remove a
context 'a' not found - step path context management not enabled
? 1
$ step context select a
context 'a' not found
? 1

# Contexts, none current.
$ mkdir ~/.step && cd ~/.step
$ cat > contexts.json <<END
> {"zeta": {"profile": "common", "authority": "zeta.example.com"},
>  "Beta": {"profile": "beta", "authority": "beta.example.com"},
>  "alpha": {"profile": "common", "authority": "alpha.example.com"}}
> END
$ step context list
alpha
Beta
zeta
$ step context current
no context selected
? 1
$ step base64 a
error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--context'
? 1
$ step context select nobody
context 'nobody' not found
? 1

# Choosing on the terminal is remembered.
$$ step path
expect Select a context for 'step':
expect Beta
key down
key enter
expect Context: alpha
expect .step/authorities/alpha.example.com
$ cat current-context.json
{"context":"alpha"}[no newline]
$ stat -c %a current-context.json
644

# Selecting by name.
$ step context select Beta
✔ Context: Beta
$ step context select Beta 2>&1 | cat -v
^[[32m^[[32mM-bM-^\M-^T^[[0m ^[[1mContext^[[0m^[[1m:^[[0m Beta
$ step context list
▶ Beta
alpha
zeta
$ step context current
Beta
$ step context current --json
{"name":"Beta","authority":"beta.example.com","profile":"beta"}
$ step path
[HOME]/.step/authorities/beta.example.com
$ step path --profile
[HOME]/.step/profiles/beta
$ step path --base
[HOME]/.step

# Values: the profile is stronger than the authority.
$ mkdir -p authorities/beta.example.com/config profiles/beta/config
$ echo '{"raw": true}' > authorities/beta.example.com/config/defaults.json
$ step base64 '???'
Pz8/
$ step base64 a
YQ
$ echo '{"raw": false, "url": true, "context": "zeta"}' > profiles/beta/config/defaults.json
$ step base64 '???'
cannot set 'context' attribute in config files
Pz8_
$ echo '{bad' > profiles/beta/config/defaults.json
$ step version
failed loading current context configuration: error parsing [HOME]/.step/profiles/beta/config/defaults.json: [...]
? 1
$ rm -r profiles/beta

# Removing: not the current one; not without asking; folders in use by another context stay.
$ mkdir -p authorities/zeta.example.com authorities/alpha.example.com profiles/common ssh
$ printf 'Include "/x/authorities/alpha.example.com/ssh/config"\nInclude "/x/authorities/zeta.example.com/ssh/config"\n' > ssh/includes
$ step context remove Beta
cannot remove current context
? 1
$ step context remove nobody -f
context 'nobody' not found
? 1
$ step context remove zeta
The following directories will be removed:

  - [HOME]/.step/authorities/zeta.example.com

error allocating terminal: open /dev/tty: no such device or address; without a terminal, give the value with the flag '--force'
? 1
$$ step context remove zeta
expect Are you sure you want to delete the configuration for context zeta (this cannot be undone!) [y/n]
send maybe
expect maybe is not a valid answer
key ^U
send n
expect context not removed
? 1
$ step context remove zeta --force
$ ls authorities profiles; cat ssh/includes
authorities:
alpha.example.com
beta.example.com

profiles:
common
Include "/x/authorities/alpha.example.com/ssh/config"
$ cat contexts.json
{
    "Beta": {
        "profile": "beta",
        "authority": "beta.example.com"
    },
    "alpha": {
        "profile": "common",
        "authority": "alpha.example.com"
    }
}
$ stat -c %a contexts.json
644
$$ step context remove alpha
expect authorities/alpha.example.com
expect profiles/common
expect [y/n]
key ^C
expect error running prompt: ^C
? 1
$$ step context remove alpha
expect [y/n]
send YES
$ step context list
▶ Beta

# Broken contexts stop every command.
$ echo '{"a": {"profile": "p"}}' > contexts.json
$ step version
error in context 'a': context cannot have an empty authority value; check your $STEPPATH/contexts.json file
? 1
$ echo '{"a": {"authority": "p"}}' > contexts.json
$ step version
error in context 'a': context cannot have an empty profile value; check your $STEPPATH/contexts.json file
? 1
$ echo '{"a": {"authority": "p", "profile": "q"}}' > contexts.json
$ step version
could not load context 'Beta'
? 1

# One context and none current: no question.
$ rm current-context.json
$ step path
✔ Context: a
[HOME]/.step/authorities/p
