# Rules for certificates: tests/lint compares every result with the reference, here is the command around them.
$ step certificate create Root root.crt root.key --profile root-ca --no-password --insecure 2>/dev/null
$ step certificate create leaf.internal leaf.crt leaf.key --ca root.crt --ca-key root.key --no-password --insecure 2>/dev/null
$ step certificate lint leaf.crt > report; head -4 report; tail -6 report
{
 "version": 3,
 "timestamp": [NUMBER],
 "lints": {
 },
 "notices_present": true,
 "warnings_present": true,
 "errors_present": true,
 "fatals_present": false
}[no newline]
$ sed -n 5,8p report
  "e_basic_constraints_not_critical": {
   "result": "NA"
  },
  "e_ca_common_name_missing": {
$ jq -r '.lints | length, (keys_unsorted == (keys_unsorted | sort)), (map(.result) | unique | join(" "))' report
231
true
NA error info pass warn
$ jq -r '.lints | to_entries[] | select(.value.result == "error" or .value.result == "warn") | .key' report
e_dnsname_not_valid_tld
e_sub_cert_aia_does_not_contain_ocsp_url
e_sub_cert_aia_missing
e_sub_cert_cert_policy_empty
e_sub_cert_certificate_policies_missing
w_sub_cert_aia_does_not_contain_issuing_ca_url
$ [ $(( $(date +%s) - $(jq .timestamp report) )) -le 5 ] && echo now
now

# A bundle's first certificate; DER as well; a server's.
$ same() { diff <(grep -v timestamp "$1") <(grep -v timestamp report) && echo same; }
$ cat leaf.crt root.crt > bundle.crt; step certificate lint bundle.crt > other; same other
same
$ step certificate format leaf.crt --out leaf.der 2>/dev/null; step certificate lint leaf.der > other; same other
same
$ step certificate create 127.0.0.1 srv.crt srv.key --ca root.crt --ca-key root.key --no-password --insecure 2>/dev/null; step certificate lint srv.crt > report
$ port=$(free_port); openssl s_server -quiet -accept $port -cert srv.crt -key srv.key > /dev/null 2>&1 & wait_for_port $port
$ step certificate lint https://127.0.0.1:$port --roots root.crt > other; same other
same
$ step certificate lint tls://127.0.0.1:$port --insecure > other; same other
same
$ step certificate lint https://127.0.0.1:$port
failed to connect: tls: failed to verify certificate: x509: certificate signed by unknown authority
? 1
$ step certificate lint https://127.0.0.1:$port --roots root.crt --servername other.internal
failed to connect: tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match other.internal
? 1

# Defects that our own parser refuses are results here.
$ openssl req -x509 -newkey rsa:1024 -nodes -keyout k -subj '/C=YY/CN=a_b.com' -days 4000 -set_serial -5 -sha1 2>/dev/null > bad.crt; step certificate lint bad.crt | jq -r '.lints | .e_serial_number_not_positive.result, .e_rsa_mod_less_than_2048_bits.result, .e_subject_country_not_iso.result, .e_sub_cert_or_sub_ca_using_sha1.result'
error
error
error
error

# Errors.
$ step certificate lint
not enough positional arguments were provided in 'step certificate lint <crt-file> [--roots=<root-bundle>]'
? 1
$ step certificate lint missing.crt
open missing.crt failed: no such file or directory
? 1
$ echo junk > junk; step certificate lint junk
could not parse certificate file 'junk'
? 1
$ step certificate create --csr x x.csr x.key --no-password --insecure 2>/dev/null; step certificate lint x.csr
file x.csr holds a certificate request; lint judges certificates
? 1
$ step certificate lint root.key
error parsing certificate root.key: [...]
? 1
$ printf '0\202\001\001\060' > cut; step certificate lint cut
error parsing certificate cut: not a DER SEQUENCE
? 1
