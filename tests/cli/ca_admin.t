# A CA whose provisioners and administrators are managed over the network.
$ make_ca --remote-management --admin-subject jane
$ sed -n '/Certificate Authority configuration/,/Your PKI/p' $T_RUN/init.log
✔ Certificate Authority configuration: [HOME]/.step/config/ca.json
✔ Admin provisioner: admin@example.com (JWK)
✔ Super admin subject: jane

Your PKI is ready to go. To generate certificates for individual services see 'step help ca'.
$ grep -A2 '"authority"' "$(step path)/config/ca.json"; grep -c '"provisioners"' "$(step path)/config/ca.json"
	"authority": {
		"enableAdmin": true
	},
0
? 1
$ start_ca
$ A="--admin-subject jane --admin-provisioner admin@example.com --admin-password-file $T_RUN/password"
$ names() { step ca provisioner list | grep -oE '^      "name": "[^"]*"' | cut -d'"' -f4; }

# A login, for as long as the command runs.
$ step ca admin list $A
No admin credentials found. You must login to execute admin commands.
✔ Provisioner: admin@example.com (JWK) [kid: [...]]
SUBJECT	PROVISIONER		TYPE
jane	admin@example.com (JWK)	SUPER_ADMIN
$$ step ca admin list
expect Please enter admin name/subject
send jane
expect Please enter the password to decrypt the provisioner key
send pass
expect SUPER_ADMIN

# Without a terminal: the flag that is missing.
$ step ca admin list 2>&1 < /dev/null | tail -1; step ca policy authority view 2>&1 < /dev/null | tail -1
error allocating terminal: [...]; without a terminal, give the value with the flag '--admin-subject'
error creating admin client: error allocating terminal: [...]; without a terminal, give the value with the flag '--admin-subject'

# Or a certificate that is there.
$ step ca certificate jane jane.crt jane.key --provisioner-password-file $T_RUN/password 2>/dev/null
$ J="--admin-cert jane.crt --admin-key jane.key"
$ step ca admin add bob admin@example.com $J
SUBJECT	PROVISIONER		TYPE
bob	admin@example.com (JWK)	ADMIN
$ step ca admin add bob admin@example.com $J; step ca admin add eve nowhere $J; step ca admin list --admin-cert jane.crt; step ca admin update bob $J; step ca admin remove nobody $J; step ca admin remove bob --provisioner nowhere $J
error storing admin: admin with subject bob and provisioner admin@example.com already exists
error loading provisioner nowhere: provisioner nowhere not found
flag '--admin-cert' requires the '--admin-key' flag
'step ca admin update' requires the '--super' flag
no admins with subject nobody
invalid value 'nowhere' for flag '--provisioner'
? 1
$ step ca admin list --super $J; step ca admin list --super=false --provisioner admin@example.com $J
SUBJECT	PROVISIONER		TYPE
jane	admin@example.com (JWK)	SUPER_ADMIN
SUBJECT	PROVISIONER		TYPE
bob	admin@example.com (JWK)	ADMIN

# What bob changes is in force at once; the administrators are not his to change.
$ step ca certificate bob bob.crt bob.key --provisioner-password-file $T_RUN/password 2>/dev/null
$ B="--admin-cert bob.crt --admin-key bob.key"; echo cipass > ci.pass
$ step ca provisioner add ci --create --password-file ci.pass --x509-default-dur 30m $B
$ names
admin@example.com
ci
$ step ca certificate --provisioner ci --provisioner-password-file ci.pass a a.crt a.key 2>/dev/null; openssl x509 -in a.crt -noout -checkend 1790 && openssl x509 -in a.crt -noout -checkend 1900
Certificate will not expire
Certificate will expire
? 1
$ step ca provisioner add ci --create --password-file ci.pass $B; step ca provisioner update nobody --ssh $B; step ca provisioner remove nobody $B; step ca admin add eve ci $B; step ca admin remove jane $B
error storing provisioner ci: provisioner with name ci already exists
error loading provisioner nobody: provisioner nobody not found
error loading provisioner nobody: provisioner nobody not found
must have super admin access to make this request
✔ Admin: subject: jane, provisioner: admin@example.com(JWK), type: SUPER_ADMIN
must have super admin access to make this request
? 1
$ step ca provisioner update ci --x509-default-dur 40m --disable-renewal $B; step ca provisioner list | grep -A3 defaultTLS
         "defaultTLSCertDuration": "40m0s",
         "enableSSHCA": true,
         "disableRenewal": true,
         "allowRenewalAfterExpiry": false,
$ step ca renew -f a.crt a.key 2>&1 | head -1
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
$ step ca provisioner update ci --name cd $B; names
admin@example.com
cd
$ step ca provisioner update cd --name ci --disable-renewal=false $B

# Everything survives a restart, and is in the file of nobody.
$ stop_ca; start_ca; names
admin@example.com
ci

# Webhooks.
$ step ca provisioner webhook add ci ask --url https://localhost/ask --kind AUTHORIZING $B
✔ CA Configuration: [HOME]/.step/config/ca.json
Webhook ID: [UUID]
Secret: [BASE64]
$ step ca provisioner webhook update ci ask --url https://localhost/other --cert-type X509 $B 2>/dev/null; step ca provisioner list | grep -A8 webhooks
         "webhooks": [
            {
               "id": "[UUID]",
               "name": "ask",
               "url": "https://localhost/other",
               "kind": "AUTHORIZING",
               "certType": "X509"
            }
         ]
$ for c in "add ci ask --url https://a" "add ci b --url http://a" "add ci b" "add nobody b --url https://a" "add ci b --url https://a --cert-type x" "update ci b --url https://a" "update ci ask --kind b" "add ci b --url https://a --kind bogus" "add ci"; do step ca provisioner webhook $c $B 2>&1 | grep -v 'CA Conf'; done
provisioner "ci" already has a webhook with the name "ask"
webhook url must use https
'step ca provisioner webhook add' requires the '--url' flag
error loading provisioner nobody: provisioner nobody not found
invalid value 'x' for flag '--cert-type'; options are ALL, X509, and SSH
provisioner "ci" does not have a webhook with the name "b"
invalid webhook kind
invalid value 'bogus' for flag '--kind'; options are ENRICHING, AUTHORIZING, SCEPCHALLENGE, and NOTIFYING
not enough positional arguments were provided in 'step ca provisioner webhook add <provisioner_name> <webhook_name>'
$ step ca provisioner webhook remove ci ask $B 2>/dev/null; step ca provisioner list | grep -c webhooks
0
? 1

# Policies, of the authority and of a provisioner.
$ step ca policy authority view $B
certificate issuance policy does not exist
$ step ca policy authority x509 allow dns "*.example.com" jane bob $B
{
   "x509": {
      "allow": {
         "dns": [
            "*.example.com",
            "jane",
            "bob"
         ]
      },
      "deny": {}
   },
   "ssh": {
      "host": {
         "allow": {},
         "deny": {}
      },
      "user": {
         "allow": {},
         "deny": {}
      }
   }
}
$ step ca policy authority x509 allow ip 10.0.0.0/8 $B >/dev/null; step ca policy authority x509 wildcards allow $B >/dev/null; step ca policy authority x509 allow dns bob --remove $B; step ca policy authority ssh host deny principal root $B >/dev/null; step ca policy authority view $B | tr -d ' \n'
error updating policy: error updating authority policy: the provided policy would lock out [bob] from the CA. Please create an x509 policy to include [bob] as an allowed DNS name
{"x509":{"allow":{"dns":["*.example.com","jane","bob"],"ips":["10.0.0.0/8"]},"deny":{},"allowWildcardNames":true},"ssh":{"host":{"allow":{},"deny":{"principals":["root"]}},"user":{"allow":{},"deny":{}}}}[no newline]
$ step ca certificate -f --provisioner ci --provisioner-password-file ci.pass www.other.test x.crt x.key 2>&1 | tail -2 | head -1; step ca certificate -f --provisioner ci --provisioner-password-file ci.pass www.example.com x.crt x.key 2>&1 | tail -1
The request was forbidden by the certificate authority: dns name "www.other.test" not allowed
✔ Private Key: x.key
$ step ca policy provisioner x509 deny dns evil.example.com --provisioner ci $B >/dev/null
$ step ca policy check www.example.com 10.1.2.3 $B; step ca policy check --provisioner ci evil.example.com $B; step ca policy check --provisioner nobody www.example.com $B
allowed  authority  dns "www.example.com": allow rule dns "*.example.com"
allowed  authority  ip "10.1.2.3": allow rule ip "10.0.0.0/8"
allowed  authority  cn "www.example.com": allow rule dns "*.example.com"
denied   provisioner "ci"  dns "evil.example.com": deny rule dns "evil.example.com"
denied   provisioner "ci"  cn "evil.example.com": deny rule dns "evil.example.com"
allowed  authority  dns "evil.example.com": allow rule dns "*.example.com"
allowed  authority  cn "evil.example.com": allow rule dns "*.example.com"
error retrieving policy: error loading provisioner nobody: provisioner nobody not found
? 255
$ mv "$(step path)/config/ca.json" away.json; step ca policy check '*.example.com' root@other.test $A 2>&1 | grep -v login; step ca policy check --json jane $B | jq -c .; mv away.json "$(step path)/config/ca.json"; step ca policy check jane --admin-cert bob.crt
✔ Provisioner: admin@example.com (JWK) [kid: [...]]
allowed  authority  dns "*.example.com": allow rule dns "*.example.com"
denied   authority  email "root@other.test": there are allow rules, but none for email names
allowed  authority  cn "*.example.com": allow rule dns "*.example.com"
{"allowed":true,"decisions":[{"allowed":true,"level":"authority","type":"dns","name":"jane","reason":"allow rule dns \"jane\""},{"allowed":true,"level":"authority","type":"cn","name":"jane","reason":"allow rule dns \"jane\""}]}
flag '--admin-cert' requires the '--admin-key' flag
? 255
$ step ca policy provisioner remove --provisioner ci $B
policy deleted
$ step ca policy authority remove $B; step ca policy authority remove $B
policy deleted
certificate issuance policy does not exist
? 1
$ step ca policy provisioner x509 deny dns evil.example.com --provisioner ci $B | grep -A2 '"deny": {$' | head -2; step ca policy provisioner view --provisioner ci $B | grep -c evil; step ca policy provisioner remove --provisioner ci $B
      "deny": {
         "dns": [
1
policy deleted
$ step ca policy provisioner view $B; step ca policy provisioner view --provisioner nobody $B; step ca policy authority x509 allow dns $B; step ca policy authority ssh host allow email a@b $B
'step ca policy provisioner view' requires the '--provisioner' flag
error retrieving policy: error loading provisioner nobody: provisioner nobody not found
not enough positional arguments were provided in 'step ca policy authority x509 allow dns <domain> [--remove]'
SSH host policy does not support emails
? 1

# Keys for ACME clients.
$ step ca provisioner add acme --type ACME --require-eab $B
$ step ca acme eab add acme team $B
Key ID                              Provisioner                 Key (base64, raw url encoded)                   Reference
[UUID]acme                        [BASE64]     team
$ step ca acme eab add acme team $B; step ca acme eab add ci $B; step ca beta 2>/dev/null; step beta ca acme eab list acme $B
error creating ACME EAB key: an ACME EAB key for provisioner 'acme' with reference 'team' already exists
error creating ACME EAB key: ACME EAB not enabled for provisioner 'ci'
Key ID                              Provisioner                 Key (masked)    Created At                    Bound At                      Account                                 Reference
[UUID]acme                        *****           [TIME]                                                            [...]team
$ step ca policy acme x509 allow dns "*.example.com" --provisioner acme --eab-key-reference team $B | grep -c example; step ca policy acme view --provisioner acme $B
1
one of flag --eab-key-reference or --eab-key-id is required
? 1
$ step ca acme eab remove acme "$(step ca acme eab list acme $B | tail -1 | cut -c1-36)" $B; PAGER= step ca acme eab list acme $B; step ca provisioner remove acme $B
Key was deleted successfully!
No ACME EAB keys stored for provisioner acme

# Whom one's own provisioner lets in is nothing to change by accident: on a terminal, it is asked.
$ step ca provisioner add mine --create --password-file ci.pass $B; step ca admin add zoe mine --super $J | tail -1; step ca certificate zoe zoe.crt zoe.key --provisioner mine --provisioner-password-file ci.pass 2>/dev/null; step crypto jwk create new.pub new.key --no-password --insecure >/dev/null 2>&1
zoe	mine (JWK)	SUPER_ADMIN
$ kid() { step ca provisioner list | jq -r '.[] | select(.name == "mine") | .key.kid'; }; old=$(kid)
$$ step ca provisioner update mine --public-key new.pub --admin-cert zoe.crt --admin-key zoe.key
expect You are an administrator by this provisioner
send n
? 1
$$ step ca provisioner update mine --private-key= --admin-cert zoe.crt --admin-key zoe.key
expect Change it?
send n
? 1
$ [ $(kid) = $old ] && echo the same; step ca provisioner list | jq '.[] | select(.name == "mine") | has("encryptedKey")'
the same
true
$$ step ca provisioner update mine --x509-default-dur 1h --admin-cert zoe.crt --admin-key zoe.key
absent You are
$$ step ca provisioner update mine --public-key new.pub --admin-cert jane.crt --admin-key jane.key
absent You are
$ [ $(kid) = $(jq -r .kid new.pub) ] && echo changed; step ca provisioner update mine --create --password-file ci.pass --admin-cert zoe.crt --admin-key zoe.key; [ $(kid) != $(jq -r .kid new.pub) ] && echo changed without a terminal
changed
changed without a terminal
$$ step ca provisioner remove mine --admin-cert zoe.crt --admin-key zoe.key
expect Remove it?
send n
? 1
$ step ca provisioner remove mine $J; step ca admin list $J | grep -c zoe
0
? 1

# Super administrators come and go; the last one stays.
$ step ca admin remove jane $J
✔ Admin: subject: jane, provisioner: admin@example.com(JWK), type: SUPER_ADMIN
error deleting admin [UUID]: error removing admin [UUID] from authority cache: cannot remove the last super admin
? 1
$ step ca provisioner remove admin@example.com $J
error removing provisioner admin@example.com: cannot remove provisioner admin@example.com because no super admins will remain
? 1
$ step ca admin update bob --super $J
✔ Admin: subject: bob, provisioner: admin@example.com(JWK), type: ADMIN
SUBJECT	PROVISIONER		TYPE
bob	admin@example.com (JWK)	SUPER_ADMIN
$$ step ca admin remove jane --admin-cert jane.crt --admin-key jane.key
expect This administrator is you
send n
? 1
$ step ca admin remove jane $B 2>/dev/null; step ca admin list $J 2>&1
adminHandler.authorizeToken; unable to load admin with subject(s) [jane jane] and provisioner 'admin@example.com'
? 1
$ step ca provisioner remove ci $B; names
admin@example.com

# What happened, and who did it.
$ sqlite3 -readonly "$(step path)/db/newel.db" "SELECT version, actor, action, object FROM v_admin_changes ORDER BY version" | sed -e 's/@example.com//' -e 's/^[23][0-9]|//'
1|step ca init|first start|jane
2|jane (admin)|create admin|bob (admin@example.com) as admin
3|bob (admin)|create provisioner|ci
4|bob (admin)|update provisioner|ci
5|bob (admin)|update provisioner|cd
6|bob (admin)|update provisioner|ci
7|bob (admin)|create webhook|ci/ask
8|bob (admin)|update webhook|ci/ask
9|bob (admin)|remove webhook|ci/ask
10|bob (admin)|create policy|authority
11|bob (admin)|update policy|authority
[*]
bob (admin)|remove provisioner|ci
$ wait_for_line ca ': remove provisioner ci'; grep -oE 'admin bob \(admin@example.com\): remove provisioner ci \(change [0-9]+\)' $T_RUN/ca.log
admin bob (admin@example.com): remove provisioner ci (change [NUMBER])

# Without a network: the CA's own database is asked.
$ stop_ca
$ step ca certificate --offline --provisioner admin@example.com --password-file $T_RUN/password o o.crt o.key 2>&1 | tail -2
✔ Certificate: o.crt
✔ Private Key: o.key
$ step ca provisioner add x --type ACME 2>&1 | tail -1
the provisioners of this CA are in its database (authority.enableAdmin): start it, they are changed through its admin API
