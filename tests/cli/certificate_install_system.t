# The system's trust store: only where we are root, and undone at the end.
$ [ "$(id -u)" = 0 ] && [ -d /usr/local/share/ca-certificates ] || skip "the trust store of the system is root's to change"
$ step certificate create "Newel Test Root" root.crt root.key --profile root-ca --no-password --insecure 2>/dev/null; step certificate create leaf leaf.crt leaf.key --ca root.crt --ca-key root.key --no-password --insecure 2>/dev/null
$ step certificate verify leaf.crt
failed to verify certificate: x509: certificate signed by unknown authority
? 1
$ step certificate install root.crt | head -1; ls /usr/local/share/ca-certificates | grep Newel_Test_Root
Certificate root.crt has been installed.
Newel_Test_Root_[SERIAL].crt
$ step certificate verify leaf.crt && openssl verify -CApath /etc/ssl/certs leaf.crt
leaf.crt: OK
$ step certificate uninstall root.crt | head -1; ls /usr/local/share/ca-certificates | grep -c Newel_Test_Root; step certificate verify leaf.crt
Certificate root.crt has been removed.
0
failed to verify certificate: x509: certificate signed by unknown authority
? 1
