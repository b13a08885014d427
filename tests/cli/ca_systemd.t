# Under a service manager: it listens on the socket it is given, whatever ca.json says, and tells when it is ready,
# reloads, and stops.
$ make_ca
$ GIVEN=$(free_port); background manager python3 $TESTDATA/../cli/systemd.py $GIVEN step-ca $(step path)/config/ca.json --password-file $T_RUN/password --quiet
$ for i in $(seq 400); do [ -e ready ] && break; sleep 0.05; done; step ca health --ca-url https://localhost:$GIVEN; step ca health 2>&1 | grep -c refused; rm ready; wait $manager_pid; grep '^[A-Z]*=\|exit\|Serving' $T_RUN/manager.log | sed 's/^20[^ ]* [^ ]* //'
ok
1
Serving HTTPS on 127.0.0.1:[PORT] ...
READY=1
RELOADING=1 MONOTONIC_USEC
READY=1
STOPPING=1
exit 0

# The units that are shipped: what the CA may do, and what it runs.
$ UNITS=$TESTDATA/../../packaging/systemd; grep -E '^(Type|User|Environment|WorkingDirectory|Exec|Restart|TimeoutStop|Condition|StartLimit)' $UNITS/step-ca.service
StartLimitIntervalSec=30
StartLimitBurst=3
ConditionFileNotEmpty=/etc/step-ca/config/ca.json
ConditionFileNotEmpty=/etc/step-ca/password.txt
Type=notify
User=step
Environment=STEPPATH=/etc/step-ca
WorkingDirectory=/etc/step-ca
ExecStart=/usr/bin/step-ca config/ca.json --password-file password.txt
ExecReload=/bin/kill --signal HUP $MAINPID
Restart=on-failure
RestartSec=5
TimeoutStopSec=30
$ for line in AmbientCapabilities=CAP_NET_BIND_SERVICE CapabilityBoundingSet=CAP_NET_BIND_SERVICE SecureBits=keep-caps NoNewPrivileges=yes ProtectSystem=full ProtectHome=true RestrictNamespaces=true "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6" PrivateTmp=true PrivateDevices=true ProtectClock=true ProtectControlGroups=true ProtectKernelTunables=true ProtectKernelLogs=true ProtectKernelModules=true LockPersonality=true RestrictSUIDSGID=true RemoveIPC=true RestrictRealtime=true SystemCallFilter=@system-service SystemCallArchitectures=native MemoryDenyWriteExecute=true ReadWritePaths=/etc/step-ca/db; do grep -qx "$line" $UNITS/step-ca.service || echo "no $line"; done
