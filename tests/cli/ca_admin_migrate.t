# Provisioners of ca.json move into the database when remote management is switched on.
$ make_ca
$ config=$(step path)/config/ca.json; sed -i 's/"provisioners": \[/"enableAdmin": true,\n\t\t"provisioners": [/' $config
$ start_ca
$ sed -n '/Starting migration/,/Created super/p' $T_RUN/ca.log | cut -d' ' -f3-
Starting migration of provisioners
Migrated JWK provisioner "admin@example.com" with admin permissions
Provisioners that were migrated can now be removed from `ca.json` by editing it
Finished migrating provisioners
Created super admin "step" for JWK provisioner "admin@example.com"
$ A="--admin-subject step --admin-provisioner admin@example.com --admin-password-file $T_RUN/password"
$ step ca admin list $A 2>/dev/null
SUBJECT	PROVISIONER		TYPE
step	admin@example.com (JWK)	SUPER_ADMIN
$ step ca provisioner add ci --create --password-file $T_RUN/password $A 2>/dev/null

# A reload and a restart take what the database says.
$ kill -HUP $ca_pid; wait_for_line ca reloading; step ca provisioner list | grep -c '"name": "ci"'; stop_ca; start_ca; grep -c migration $T_RUN/ca.log; step ca provisioner list | grep -c '"name": "ci"'
1
0
1
$ stop_ca

# Two processes on one database: what one changes, the other has within seconds.
$ second=$(free_port); sed "s/$CA_PORT/$second/" $config > second.json
$ start_ca; background other step-ca second.json --password-file $T_RUN/password; wait_for_port $second
$ step ca provisioner add cd --create --password-file $T_RUN/password $A 2>/dev/null
$ for i in $(seq 100); do step ca provisioner list --ca-url https://localhost:$second | grep -q '"name": "cd"' && echo there && break; sleep 0.1; done
there
$ step ca provisioner remove cd $A --ca-url https://localhost:$second 2>/dev/null; step ca provisioner add cd --create --password-file $T_RUN/password $A 2>/dev/null && echo free
free
$ stop other; stop_ca

# Without a database there is nothing to manage; without a JWK provisioner one is made.
$ sed -e '/"db"/,/}/d' $config > nodb.json; step-ca nodb.json --password-file $T_RUN/password 2>&1 | tail -1
enableAdmin requires a database
$ rm -r "$(step path)/db"; sed -e '/"provisioners"/,/^\t\t\]/d' -e 's/"enableAdmin": true,/"enableAdmin": true/' $config > none.json; cp none.json $config; start_ca; grep -oE '(Created|Finished).*' $T_RUN/ca.log
Created JWK provisioner "Admin JWK" with admin permissions
Created super admin "step" for JWK provisioner "Admin JWK"
$ step ca admin add "x y" "Admin JWK" --admin-subject step --admin-password-file $T_RUN/password 2>/dev/null
SUBJECT	PROVISIONER	TYPE
x y	Admin JWK (JWK)	ADMIN
$ stop_ca
