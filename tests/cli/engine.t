# The root: help without a word, the version, unknown words.
$ step | head -2
NAME
      step -- plumbing for distributed systems
$ step --help | grep -c 'plumbing for distributed systems'
1
$ step version
Smallstep CLI/[WORD] (linux/[WORD])
Release Date: [TIME]
$ step -v | head -1
Smallstep CLI/[WORD] (linux/[WORD])
$ step --version path | head -1
Smallstep CLI/[WORD] (linux/[WORD])
$ step bogus
No help topic for 'bogus'
? 3
$ step -
No help topic for '-'
? 3
$ step context bogus
No help topic for 'bogus'
? 3
$ step help a b
No help topic for 'step a b'
? 3
$ step help bogus
No help topic for 'step bogus'
? 3
$ step context help bogus
No help topic for 'bogus'
? 3

# Errors of flags: the help on standard output, the reason on standard error.
$ step --bogus 2>/dev/null | head -3
Incorrect Usage. flag provided but not defined: -bogus

NAME
$ step context --bogus >/dev/null
flag provided but not defined: -bogus
? 1
$ step base64 --bogus 2>/dev/null | head -3
Incorrect Usage: flag provided but not defined: -bogus

NAME
$ step base64 --bogus >/dev/null
flag provided but not defined: -bogus
? 1
$ step base64 ---raw >/dev/null
bad flag syntax: ---raw
? 1
$ step base64 -d=maybe >/dev/null
invalid boolean value "maybe" for -d: parse error
? 1
$ step base64 -d --decode x >/dev/null
Cannot use two forms of the same flag: decode d
? 1
$ step base64 --decode -d x >/dev/null
Cannot use two forms of the same flag: decode d
? 1
$ step --config >/dev/null
flag needs an argument: -config
? 1

# Flags stand anywhere; one dash or two; booleans do not take the next word; "--" ends them.
$ step base64 a -raw
YQ
$ step base64 --raw a
YQ
$ step base64 a --raw b
YSBi
$ step base64 a -- --raw
YSAtLXJhdw==
$ step base64 a --unknown
YSAtLXVua25vd24=
$ step -- base64 a
YQ==

# Wrong numbers of arguments quote the first line of the synopsis.
$ step completion
not enough positional arguments were provided in 'step completion <shell>'
? 1
$ step context select a b
too many positional arguments were provided in 'step context select <name>'
? 1
$ step completion powershell
unsupported shell powershell
? 1

# Home and base path.
$ step path
[HOME]/.step
$ STEPPATH=/srv//x/../step step path
/srv/step
$ STEPPATH=relative step path
relative
$ step path --base --profile extra
[HOME]/.step

# A broken defaults.json is noticed by every command.
$ mkdir -p ~/.step/config && echo '{bad' > ~/.step/config/defaults.json
$ step version
failed loading context configuration: error parsing [HOME]/.step/config/defaults.json: [...]
? 1
$ rm ~/.step/config/defaults.json

# Another file of defaults, for this time; one that is not there gives none.
$ echo '{"raw": true}' > prefs.json
$ step --config prefs.json base64 a
YQ
$ step --config nowhere.json base64 a
YQ==

# Plugins: of the base path, of PATH; their status is ours.
$ mkdir -p ~/.step/plugins bin
$ printf '#!/bin/sh\necho "plugin $*"; exit 7\n' > ~/.step/plugins/step-one-plugin
$ printf '#!/bin/sh\necho "path plugin $*"\n' > bin/step-two-plugin
$ chmod +x ~/.step/plugins/step-one-plugin bin/step-two-plugin
$ step one a --flag 'b c'
plugin a --flag b c
exit status 7
? 7
$ PATH=$PWD/bin:$PATH step two x
path plugin x
$ step two x
No help topic for 'two'
? 3
$ step kms key
The plugin "kms" was not found on this system.
Download it from https://github.com/smallstep/step-kms-plugin
? 1

# Completion: names and aliases of what is visible, flags after a dash.
$ step context --generate-bash-completion
current
list
remove
select
help
h
$ _CLI_ZSH_AUTOCOMPLETE_HACK=1 step context --generate-bash-completion | head -2
current:[...]
list:list available certificate authority contexts
$ step base64 - --generate-bash-completion
-d
--decode
-r
--raw
-u
--url
--help
-h
$ step base64 --d --generate-bash-completion
--decode
$ step base64 -d - --generate-bash-completion
-r
--raw
-u
--url
--help
-h
$ step completion --generate-bash-completion
bash
zsh
fish
$ step base64 --generate-bash-completion
$ step completion bash > completion.bash && bash -n completion.bash && grep -c step_cli_bash_autocomplete completion.bash
2
$ source completion.bash; COMP_WORDS=(step context se); COMP_CWORD=2; _step_cli_bash_autocomplete; echo "${COMPREPLY[@]}"
select
$ COMP_WORDS=(step path --b); COMP_CWORD=2; _step_cli_bash_autocomplete; echo "${COMPREPLY[@]}"
--base
$ step completion zsh | head -1
\#compdef step
$ step completion fish | grep -- '-a select'
complete -c step -f -n '__step_at context' -a select -d 'select the default certificate authority context'

# Help of a group: by flag with OPTIONS, as topic with its own synopsis.
$ step context --help | sed -n 4,5p
USAGE
      step context command [options] [arguments]
$ step context --help | grep -A1 OPTIONS
OPTIONS
      --help, -h
$ step help context | sed -n 4,5p
USAGE
      step context subcommand [arguments] [global-flags] [subcommand-flags]
$ step help context | grep -c OPTIONS
0
? 1
$ step context help list | head -2
NAME
      step context list -- list available certificate authority contexts
$ step h path | grep -v '^ *$'
NAME
      step path -- print the configured step path and exit
USAGE
      step path [--base] [--profile]
DESCRIPTION
      step path prints the folder where step keeps certificates, keys and
      configuration.
      That is $HOME/.step, unless the variable STEPPATH names another folder. A
      selected context moves it to the folder of the context's authority; see
      step context.
OPTIONS
      --base
          Print the base path, which no context moves.
      --profile
          Print the path of the current context's profile.
EXAMPLES
      Print the path in use:
          $ step path
          /home/jane/.step
      Put the files of one project aside:
          $ export STEPPATH=/srv/project/step
          $ step path
          /srv/project/step
      Print the base path whatever the context:
          $ step path --base
          /home/jane/.step

# What an error about arguments quotes is the first line of the synopsis.
$ step ca admin add; step ca admin list a; step ca admin remove; step ca admin update; step ca policy provisioner x509 deny email; step ca provisioner add; step ca provisioner update; step crypto jwt inspect a; step crypto jws inspect a
not enough positional arguments were provided in 'step ca admin add <subject> <provisioner> [--super]'
too many positional arguments were provided in 'step ca admin list [--super] [--provisioner=<name>]'
not enough positional arguments were provided in 'step ca admin remove <subject> [--provisioner=<name>]'
not enough positional arguments were provided in 'step ca admin update <subject> [--super] [--provisioner=<name>]'
not enough positional arguments were provided in 'step ca policy provisioner x509 deny email <email> [--remove] [--provisioner=<name>]'
not enough positional arguments were provided in 'step ca provisioner add <name> --type=JWK [--public-key=<file>]'
not enough positional arguments were provided in 'step ca provisioner update <name> [--public-key=<file>]'
too many positional arguments were provided in 'step crypto jwt inspect'
too many positional arguments were provided in 'step crypto jws inspect'
? 1
