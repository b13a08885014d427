"""Makes a command test of the tour in README.md: what follows a command there must be what it prints. Arguments: the
README, the port that stands for 9000."""
import re, sys

text = open(sys.argv[1]).read()
tour = text[text.index("## A tour of five minutes"):text.index("## Where to read on")].replace("localhost:9000", "localhost:" + sys.argv[2])
steps = []
for block in re.findall(r"```\n(.*?)```", tour, re.S):
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line.replace("…", "[...]"))
for command, shown in steps:
    if command.startswith(("export PATH", "step ca init", "step-ca ")):
        continue  # the path is the runner's; the last two have tests of their own, and one asks, the other serves
    print("$ " + command.replace("$(pidof step-ca)", "$ca_pid"))
    print("\n".join(shown + ["[*]"]))
    if any(line.startswith("The request lacked") for line in shown):
        print("? 1")
