# Instances of three clouds, played by a server that signs with keys of its own.
$ make_ca
$ C=$(free_port); background cloud cloud_stub $C $T_RUN; wait_for_port $C
$ export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:$C GCE_METADATA_HOST=127.0.0.1:$C NEWEL_AZURE_METADATA_URL=http://127.0.0.1:$C NEWEL_GCP_KEYS_URL=http://127.0.0.1:$C/google/keys NEWEL_GCP_PROJECTS_URL=http://127.0.0.1:$C NEWEL_AZURE_LOGIN_URL=http://127.0.0.1:$C
$ step ca provisioner add azure --type Azure; step ca provisioner add gcp --type GCP --gcp-project a --gcp-organization 1 2>&1 | tail -1; step ca provisioner add aws --type AWS --disable-ssh-ca-user; step ca provisioner add aws --type AWS --instance-age -1s; step ca provisioner add aws --type AWS --gcp-project a
'--type Azure' requires the '--azure-tenant' flag
flag '--gcp-organization' is incompatible with '--gcp-project'
flag disable-ssh-ca-user is not supported for AWS IID provisioners
flag '--instance-age' must be greater than or equal to 0s
flag '--gcp-project' is incompatible with flag '--type AWS'
? 1
$ for type in AWS GCP Azure; do step ca provisioner add $type --type $type $([ $type = Azure ] && echo --azure-tenant 11111111-2222-3333-4444-555555555555) --instance-age 1h 2>/dev/null || step ca provisioner add $type --type $type --azure-tenant 11111111-2222-3333-4444-555555555555 2>/dev/null; done
$ sed -i "s|\"name\": \"AWS\"|\"name\": \"AWS\", \"iidRoots\": \"$T_RUN/aws-roots.pem\"|" "$(step path)/config/ca.json"; start_ca; cat $T_RUN/ca.log | grep -c failed
0
? 1
$ step ca provisioner list | grep -A9 -E '"type": "(AWS|GCP|AZURE)"' | grep -vE 'claims|iidRoots|SSH|Dur|--'
      "type": "AWS",
      "name": "AWS",
      "accounts": null,
      "disableCustomSANs": false,
      "disableTrustOnFirstUse": false,
      "imdsVersions": [
         "v2",
         "v1"
      ],
      "instanceAge": "1h0m0s",
      "type": "GCP",
      "name": "GCP",
      "disableCustomSANs": false,
      "disableTrustOnFirstUse": false,
      "instanceAge": "1h0m0s",
         "disableRenewal": false,
      "type": "AZURE",
      "name": "Azure",
      "tenantID": "11111111-2222-3333-4444-555555555555",
      "resourceGroups": null,
      "subscriptionIDs": null,
      "objectIDs": null,
      "audience": "https://management.azure.com/",
      "disableCustomSANs": false,
      "disableTrustOnFirstUse": false,

# Each gives a certificate, once for an instance.
$ for type in AWS GCP Azure; do step ca certificate www.$type w.crt w.key --provisioner $type -f 2>&1 | sed 's/^✔ CA.*/✔ CA/' | head -3; openssl x509 -in w.crt -noout -subject -ext subjectAltName | grep -v Subject; step ca certificate www.$type w.crt w.key --provisioner $type -f 2>&1 | grep lacked | cut -c1-60; done
✔ Provisioner: AWS (AWS)
✔ CA: https://localhost:[PORT]
✔ Certificate: w.crt
subject=CN = www.AWS
    DNS:ip-10-0-0-7.us-west-1.compute.internal, DNS:www.AWS, IP Address:10.0.0.7
The request lacked necessary authorization to be completed. 
✔ Provisioner: GCP (GCP)
✔ CA: https://localhost:[PORT]
✔ Certificate: w.crt
subject=CN = www.GCP
    DNS:web-1.c.shop.internal, DNS:web-1.europe-west1-b.c.shop.internal, DNS:www.GCP
The request lacked necessary authorization to be completed. 
✔ Provisioner: Azure (Azure) [tenant: 11111111-2222-3333-4444-555555555555]
✔ CA: https://localhost:[PORT]
✔ Certificate: w.crt
subject=CN = www.Azure
    DNS:web-1, DNS:www.Azure
The request lacked necessary authorization to be completed. 
$ wait_for_line ca 'token already used' 3; grep -c 'token already used' $T_RUN/ca.log
3

# Another instance; only its own names.
$ stop_ca; echo web-2 > $T_RUN/instance; for type in AWS GCP Azure; do step ca provisioner update $type --disable-custom-sans 2>/dev/null; done; step ca provisioner update GCP --gcp-organization 77 2>/dev/null; start_ca
$ for type in AWS GCP Azure; do name=web-2; [ $type = AWS ] && name=i-web-2; step ca certificate $name w.crt w.key --provisioner $type -f 2>&1 | tail -1; openssl x509 -in w.crt -noout -subject -ext subjectAltName | grep -v Subject; done
✔ Private Key: w.key
subject=CN = i-web-2
    DNS:ip-10-0-0-7.us-west-1.compute.internal, IP Address:10.0.0.7
✔ Private Key: w.key
subject=CN = web-2
    DNS:web-2.c.shop.internal, DNS:web-2.europe-west1-b.c.shop.internal
✔ Private Key: w.key
subject=CN = web-2
    DNS:web-2
$ echo web-3 > $T_RUN/instance; for type in AWS GCP Azure; do step ca certificate www.test w.crt w.key --provisioner $type -f --san www.test 2>&1 | tail -2 | head -1; done
[...]
[...]
[...]
$ wait_for_line ca status=40 3; grep -oE '(aws|gcp|azure)\.authorizeToken; [^"]*|unauthorized DNS names[^"]*|valid common name[^"]*' $T_RUN/ca.log | sort -u
aws.authorizeToken; invalid token - invalid subject claim (sub)
valid common name - got www.test, want [web-3 751 web-3.c.shop.internal web-3.europe-west1-b.c.shop.internal]
valid common name - got www.test, want web-3

# An instance may ask again where that is said; filters of each cloud.
$ stop_ca; for type in AWS GCP Azure; do step ca provisioner update $type --disable-custom-sans=false --disable-trust-on-first-use 2>/dev/null; done; start_ca; for type in AWS GCP Azure Azure; do step ca certificate again.test w.crt w.key --provisioner $type -f 2>&1 | tail -1; done
✔ Private Key: w.key
✔ Private Key: w.key
✔ Private Key: w.key
✔ Private Key: w.key
$ stop_ca; step ca provisioner update AWS --aws-account 1 2>/dev/null; step ca provisioner update GCP --gcp-service-account nobody@shop 2>/dev/null; step ca provisioner update Azure --azure-resource-group other 2>/dev/null; start_ca; for type in AWS GCP Azure; do step ca certificate again.test w.crt w.key --provisioner $type -f 2>&1 | grep -c lacked; done; wait_for_line ca status=401 3; grep -oE '(accountId is not valid|invalid subject claim|invalid resource group)' $T_RUN/ca.log
1
1
1
accountId is not valid
invalid subject claim
invalid resource group

# Where there is no cloud.
$ kill $cloud_pid; wait $cloud_pid; for type in AWS GCP Azure; do step ca token x.test --provisioner $type 2>&1 | grep -v Provisioner; done
error retrieving identity document:
  Are you in an AWS VM?
  Is the metadata service enabled?
  Are you using the proper metadata service version?: [...]connection refused
error doing identity request, are you in a GCP VM?: [...]connection refused
error getting azure environment: error getting azure instance environment, are you in a Azure VM?: [...]connection refused
