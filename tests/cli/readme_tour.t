# The tour in README.md, after `./dev up`: every command, and what is shown there.
$ PORT=$(free_port); cat > tour.t <<END
> \$ (umask 077; mkdir -p ~/.step/secrets; head -c 24 /dev/urandom | base64 > ~/.step/secrets/password); CA_PORT=$PORT
> \$ $(sed -n '/^    step ca init/,/<\/dev\/null/p' $TESTDATA/../../dev | sed -e 's/\\$//' -e 's/"\$password"/~\/.step\/secrets\/password/' -e "s/\"\${NEWEL_ADDRESS:-127.0.0.1:9000}\"/127.0.0.1:$PORT/" | tr -d '\n' | tr -s ' ') 2>/dev/null
> \$ cp ~/.step/secrets/password \$T_RUN/password; start_ca
> END
$ python3 $TESTDATA/../cli/readme_tour.py $TESTDATA/../../README.md $PORT >> tour.t; grep -c '^\$ ' tour.t
[NUMBER]
$ "$T_RUNNER" tour.t && echo as shown
as shown
