# Helpers of the command tests; sourced into the shell of every .t file.

# A TCP port that nobody uses now.
free_port() { "$T_RUNNER" --free-port; }

# wait_for_port PORT: until somebody listens on it, 20 seconds at most.
wait_for_port() {
  local i
  for ((i = 0; i < 400; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    sleep 0.05
  done
  echo "nothing listens on port $1"
  return 1
}

# skip REASON: this machine cannot run the rest of the file; ctest shows it as skipped.
skip() { echo "$*" >"$T_RUN/skip"; }

# background NAME COMMAND...: runs it in the background, output in $T_RUN/NAME.log, process in $NAME_pid.
background() {
  local name=$1
  shift
  : >"$T_RUN/$name.log" # here, so that nobody finds a line of an earlier run in it
  "$@" >>"$T_RUN/$name.log" 2>&1 </dev/null &
  printf -v "${name}_pid" %s $!
}

# wait_for_line NAME TEXT [COUNT]: until the log of a background command has a line (COUNT lines) with the text, 20
# seconds at most. The server logs a request after it has answered: whoever reads its log waits for the line first.
wait_for_line() {
  local i
  for ((i = 0; i < 400; i++)); do
    [ "$(grep -cF -- "$2" "$T_RUN/$1.log" 2>/dev/null || true)" -ge "${3:-1}" ] && return 0
    sleep 0.05
  done
  echo "no line with '$2' (${3:-1} wanted) in the log of $1:"
  cat "$T_RUN/$1.log"
  return 1
}

# stop NAME: ends a background command as a service manager would, and gives its exit status.
stop() {
  local pid="${1}_pid"
  kill -TERM "${!pid}"
  wait "${!pid}"
}

# make_ca [flags of step ca init]: a CA in $(step path) with the password "pass" in $T_RUN/password and the JWK
# provisioner admin@example.com. Sets CA_PORT and CA_URL.
make_ca() {
  CA_PORT=$(free_port)
  CA_URL=https://localhost:$CA_PORT
  echo pass >"$T_RUN/password"
  step ca init --deployment-type standalone --name Test --dns localhost --address "127.0.0.1:$CA_PORT" \
    --provisioner admin@example.com --password-file "$T_RUN/password" --with-ca-url "$CA_URL" "$@" \
    >"$T_RUN/init.log" 2>&1 || { cat "$T_RUN/init.log"; return 1; }
}

# start_ca [flags of step-ca]: serves that CA until stop_ca or the end of the file. Log in $T_RUN/ca.log.
start_ca() {
  background ca step-ca "$(step path)/config/ca.json" --password-file "$T_RUN/password" "$@"
  wait_for_port "$CA_PORT" && wait_for_line ca 'Serving HTTPS' || { cat "$T_RUN/ca.log"; return 1; }
}

stop_ca() { stop ca; }

# as_nobody COMMAND...: as an ordinary user; database servers do not run as root.
as_nobody() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi
}

# Makes the folder of a database server, and lets its user get there.
server_folder() {
  chmod o+x "$T_RUN" "$T_RUN/.."
  mkdir "$1" && if [ "$(id -u)" = 0 ]; then chown nobody:nogroup "$1"; fi
}

# start_postgres, start_mariadb: a server of our own, without durability, in memory as long as the file runs. Sets
# POSTGRES_DB or MARIADB_DB to the `db` of a ca.json that uses it.
start_postgres() {
  local home=$T_RUN/postgres bin port
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | tail -1)
  port=$(free_port)
  server_folder "$home"
  (cd "$home" && as_nobody "$bin/initdb" -D "$home/data" -U newel -A trust -E UTF8 --locale=C --no-sync) \
    >"$T_RUN/initdb.log" 2>&1 || { cat "$T_RUN/initdb.log"; return 1; }
  background postgres as_nobody "$bin/postgres" -D "$home/data" -k "" -h 127.0.0.1 -p "$port" -c fsync=off
  POSTGRES_DB='{"type":"postgresql","dataSource":"postgresql://newel@127.0.0.1:'$port'/","database":"newel"}'
  wait_for_port "$port" || { cat "$T_RUN/postgres.log"; return 1; }
}
start_mariadb() {
  local home=$T_RUN/mariadb port
  port=$(free_port)
  server_folder "$home"
  (cd "$home" && as_nobody mariadb-install-db --no-defaults --datadir="$home/data" \
    --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve) \
    >"$T_RUN/installdb.log" 2>&1 || { cat "$T_RUN/installdb.log"; return 1; }
  background mariadb as_nobody "$(command -v mariadbd || echo /usr/sbin/mariadbd)" --no-defaults \
    --datadir="$home/data" --socket="$home/sock" --pid-file="$home/pid" --bind-address=127.0.0.1 --port="$port" \
    --innodb-flush-log-at-trx-commit=2 --innodb-buffer-pool-size=32M --skip-name-resolve
  MARIADB_DB='{"type":"mysql","dataSource":"root:@tcp(127.0.0.1:'$port')/","database":"newel"}'
  wait_for_port "$port" || { cat "$T_RUN/mariadb.log"; return 1; }
}

# make_key_store: a small step-kms-plugin first on PATH, which keeps its keys as files store/<id>.key (certificates:
# .crt), signs with openssl and writes its arguments to store/log.
make_key_store() {
  mkdir -p "$PWD/bin" "$PWD/store"
  export PATH=$PWD/bin:$PATH STORE=$PWD/store
  cat >"$PWD/bin/step-kms-plugin" <<'EOF'
#!/bin/bash
set -e
echo "$*" >> $STORE/log
command=$1; shift; pss= salt= alg=sha256
while [ $# -gt 1 ]; do case $1 in
  --kms) uri=$2; shift 2;; --format) shift 2;; --pss) pss=1; shift;;
  --salt-length) salt=$2; shift 2;; --alg) alg=${2,,}; shift 2;; *) exit 9;;
esac; done
file=$STORE/${1#*:id=}
[ -f $file.key ] || { echo "no object $1" >&2; exit 1; }
case $command in
  key) openssl pkey -in $file.key -pubout;;
  certificate) cat $file.crt;;
  sign) cat > $STORE/digest
    case $(openssl pkey -in $file.key -noout -text | head -1) in
      ED25519*) openssl pkeyutl -sign -rawin -inkey $file.key -in $STORE/digest;;
      *RSA*|*"(2 primes)"*|*"2048 bit"*) openssl pkeyutl -sign -inkey $file.key -in $STORE/digest -pkeyopt digest:$alg ${pss:+-pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:$salt};;
      *) openssl pkeyutl -sign -inkey $file.key -in $STORE/digest;;
    esac | base64 -w0;;
esac
EOF
  chmod +x "$PWD/bin/step-kms-plugin"
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$STORE/ec.key" 2>/dev/null
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$STORE/rsa.key" 2>/dev/null
  openssl genpkey -algorithm ED25519 -out "$STORE/ed.key"
}
