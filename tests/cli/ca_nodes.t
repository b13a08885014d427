# Two processes of one CA on one database server: whatever is changed through one is in force at the other.
$ make_ca; config=$(step path)/config/ca.json; other=$(free_port); U=https://localhost:$other
$ A="--admin-subject step --admin-provisioner admin@example.com --admin-password-file $T_RUN/password"
$ nodes() { jq ".authority.enableAdmin = true | .db = $1" $config > new.json && cat new.json > $config && sed "s/$CA_PORT/$other/" $config > other.json && start_ca && background other step-ca other.json --password-file $T_RUN/password && wait_for_port $other; }
$ names() { step ca provisioner list --ca-url $1 | jq -r '.[].name' | sort | tr '\n' ' '; }
$ soon() { local i; for i in $(seq 100); do [ "$("${@:2}" 2>&1)" = "$1" ] && echo yes && return; sleep 0.1; done; "${@:2}"; }
$ get() { step ca certificate -f --provisioner admin@example.com --provisioner-password-file $T_RUN/password --ca-url $1 $2 x.crt x.key >get.log 2>&1 && echo issued || grep -o 'not allowed' get.log; }
$ check() {
>   step ca certificate -f --provisioner admin@example.com --provisioner-password-file $T_RUN/password step step.crt step.key 2>/dev/null
>   local J="--admin-cert step.crt --admin-key step.key"
>   echo "provisioners"
>   step ca provisioner add ci --create --password-file $T_RUN/password $J
>   soon "admin@example.com ci " names $U
>   step ca provisioner update ci --name cd --ca-url $U $J
>   soon "admin@example.com cd " names $CA_URL
>   echo "both at once"
>   for n in 1 2 3 4 5; do
>     (step ca provisioner add a$n --type SSHPOP $J & step ca provisioner add b$n --type SSHPOP --ca-url $U $J & wait)
>   done 2>&1
>   soon "a1 a2 a3 a4 a5 admin@example.com b1 b2 b3 b4 b5 cd " names $U
>   soon "a1 a2 a3 a4 a5 admin@example.com b1 b2 b3 b4 b5 cd " names $CA_URL
>   echo "policies"
>   step ca policy authority x509 allow dns "*.test" step bob --ca-url $U $J >/dev/null
>   soon "not allowed" get $CA_URL www.example.com
>   get $U www.test
>   step ca policy check www.example.com $J | head -1
>   step ca policy authority remove $J
>   soon issued get $U www.example.com
>   echo "administrators"
>   step ca admin add bob admin@example.com --super $J | tail -1
>   step ca certificate -f --provisioner admin@example.com --provisioner-password-file $T_RUN/password bob bob.crt bob.key 2>/dev/null
>   local B="--admin-cert bob.crt --admin-key bob.key"
>   soon "2" eval "step ca admin list --ca-url $U $B | grep -c SUPER"
>   (step ca admin remove bob $J & step ca admin remove step --ca-url $U $B & wait) >removals.log 2>&1
>   sleep 2.5; (step ca admin list $J; step ca admin list $B) 2>/dev/null | grep -c SUPER
>   (step ca admin list --ca-url $U $J; step ca admin list --ca-url $U $B) 2>/dev/null | grep -c SUPER
> }

# PostgreSQL.
$ start_postgres && nodes "$POSTGRES_DB" && check
provisioners
yes
yes
both at once
yes
yes
policies
yes
issued
denied   authority  dns "www.example.com": no allow rule for dns names matches
policy deleted
yes
administrators
bob	admin@example.com (JWK)	SUPER_ADMIN
yes
1
1

# MariaDB.
$ stop_ca; stop other; start_mariadb && nodes "$MARIADB_DB" && check
provisioners
yes
yes
both at once
yes
yes
policies
yes
issued
denied   authority  dns "www.example.com": no allow rule for dns names matches
policy deleted
yes
administrators
bob	admin@example.com (JWK)	SUPER_ADMIN
yes
1
1
