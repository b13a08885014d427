"""Runs the table of `step ca provisioner add` and `update`: provisioner_flags.py FOLDER [flags for the admin API].

Each line of FOLDER/cases.jsonl is the life of one provisioner: commands, and after each one its entry in ca.json, or the
error. Without more flags the commands change a ca.json; with some they go to the running CA, and the entry is what that CA
lists, in which what nobody may see is hidden: SCEP's secrets.
"""
import json
import os
import subprocess
import sys
import tempfile

folder, remote = sys.argv[1], sys.argv[2:]
config = os.path.join(os.getcwd(), "flags.json")
cases = [json.loads(line) for line in open(os.path.join(folder, "cases.jsonl"))]
# The CA itself must reach these providers when they are set up; and it refuses what it does not serve yet.
FILE_ONLY = ("OIDC", "GCP", "AZURE")
REFUSED = "--ssh-template"
SECRETS = ("challenge", "decrypterKey", "decrypterKeyPassword", "decrypterCertificate", "decrypterKeyPEM")
EMPTY = {"root": "r", "crt": "c", "key": "k", "address": ":9000", "dnsNames": ["localhost"],
         "db": {"type": "badgerv2", "dataSource": "db"}, "authority": {"provisioners": []}}


def step(*words):
    return subprocess.run(["step", "ca", *words], cwd=folder, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def entry(name):
    if remote:
        listed = json.loads(subprocess.run(["step", "ca", "provisioner", "list"], stdout=subprocess.PIPE).stdout)
    else:
        listed = json.load(open(config))["authority"]["provisioners"]
    found = next((one for one in listed if one["name"] == name), None)
    if found is None:
        return None
    for name in ("state", "stateReason"):
        found.pop(name, None)
    if found.get("encryptedKey", "").count(".") == 4:
        found["encryptedKey"] = "JWE"
    return found


def masked(want):
    if remote and want.get("type") == "SCEP":
        want = {k: v for k, v in want.items() if k not in SECRETS}
    return want


passed = failed = 0
for case in cases:
    first = case[0]["args"]
    if remote and (first[3].upper() in FILE_ONLY or REFUSED in first):
        continue
    if not remote:
        json.dump(EMPTY, open(config, "w"))
    name = "p"
    for one in case:
        args = list(one["args"])
        result = step("provisioner", *args, *(remote or ["--ca-config", config, "--ca-url", "https://localhost:1",
                                                          "--root", "root.crt"]))
        if "--name" in args and result.returncode == 0:
            name = args[args.index("--name") + 1]
        got = entry(name)
        if result.returncode != 0:
            lines = [l for l in result.stdout.splitlines() if l and "✔" not in l and "STEPDEBUG" not in l]
            got = {"error": lines[0] if lines else ""}
        want = one["want"]
        if "--create" in args and got and "key" in got:
            got["key"] = "JWK"
        if remote and "error" in want and "remote" in one:
            want = {"error": one["remote"]}
        if masked(got or {}) == masked(want):
            passed += 1
        else:
            failed += 1
            print(" ".join(args), "\n  want", json.dumps(masked(want)), "\n  got ", json.dumps(masked(got or {})))
    if remote and entry(name) is not None:
        step("provisioner", "remove", name, *remote)
print(f"{passed} as they should be, {failed} not")
