# A K8sSA provisioner: pods of a cluster show the token of their service account.
$ make_ca
$ K=$(free_port); background cloud cloud_stub $K $T_RUN; wait_for_port $K
$ step ca provisioner add pods --type K8sSA; step ca provisioner add pods --type K8sSA --public-key $T_RUN/../nothing 2>&1 | tail -1 | sed 's|/.*/|/|'
'--type k8sSA' requires the '--public-key' flag
error reading pem keys: open /nothing failed: no such file or directory
$ step ca provisioner add pods --type K8sSA --public-key $T_RUN/k8s.pub 2>/dev/null; start_ca; step ca provisioner list | grep -A1 K8SSA
      "type": "K8SSA",
      "name": "pods",

# With the keys of the cluster: old tokens and bound ones, as often as one likes.
$ for token in old bound bound; do step ca certificate -f $token.test p.crt p.key --san $token.test --k8ssa-token-path $T_RUN/k8s-$token.token && openssl x509 -in p.crt -noout -subject; done
✔ Provisioner: pods (K8sSA)
✔ CA: https://localhost:[PORT]
✔ Certificate: p.crt
✔ Private Key: p.key
subject=CN = old.test
✔ Provisioner: pods (K8sSA)
✔ CA: https://localhost:[PORT]
✔ Certificate: p.crt
✔ Private Key: p.key
subject=CN = bound.test
✔ Provisioner: pods (K8sSA)
✔ CA: https://localhost:[PORT]
✔ Certificate: p.crt
✔ Private Key: p.key
subject=CN = bound.test
$ step ca certificate -f x.test p.crt p.key --k8ssa-token-path $T_RUN/k8s-foreign.token 2>&1 | grep -c lacked; wait_for_line ca k8ssa.authorizeToken; grep -o 'k8ssa.authorizeToken; .*' $T_RUN/ca.log | sed 's/".*//' | sort -u
1
k8ssa.authorizeToken; error validating k8sSA token and extracting claims
$ step ca token x.test --k8ssa-token-path nothing 2>&1 | tail -1
error reading kubernetes service account token: open nothing failed: no such file or directory
$ step ca token x.test --provisioner pods 2>&1 | tail -1
error reading kubernetes service account token: open /var/run/secrets/kubernetes.io/serviceaccount/token failed: no such file or directory

# Without keys the cluster is asked.
$ stop_ca; step ca provisioner update pods --kubernetes-server http://127.0.0.1:$K 2>/dev/null; jq -c '.authority.provisioners[1] | del(.claims,.options)' "$(step path)/config/ca.json"; start_ca
{"type":"K8SSA","name":"pods","apiServer":"http://127.0.0.1:[PORT]"}
$ for token in old bound foreign; do step ca certificate -f $token.test p.crt p.key --k8ssa-token-path $T_RUN/k8s-$token.token 2>&1 | tail -2 | head -1; done
✔ Certificate: p.crt
✔ Certificate: p.crt
The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.
$ kill $cloud_pid; wait $cloud_pid; step ca certificate -f x.test p.crt p.key --k8ssa-token-path $T_RUN/k8s-bound.token 2>&1 | tail -2 | head -1; wait_for_line ca refused; grep -o 'k8ssa.authorizeToken; .*' $T_RUN/ca.log | sed 's/".*//' | sort -u
The Kubernetes cluster cannot be asked about the token at the moment; try again later. Please see the certificate authority logs for more info.
k8ssa.authorizeToken; error from kubernetes TokenReviewAPI: token could not be authenticated
k8ssa.authorizeToken; error using kubernetes TokenReview API: dial tcp 127.0.0.1:[PORT]: connect: connection refused
