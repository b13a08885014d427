"""A service manager in small: starts step-ca with a listening socket and a notification socket, as systemd does, and
prints what it is told. Arguments: the port to listen on, then the command."""
import os, signal, socket, sys, time

def told(count):
    for _ in range(count):
        lines = notifications.recv(4096).decode().split("\n")
        print(" ".join(line.split("=")[0] if line.startswith("MONOTONIC") else line for line in lines), flush=True)

listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
notifications = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notifications.bind("notify")
notifications.settimeout(20)
child = os.fork()
if child == 0:
    os.dup2(listener.fileno(), 3)
    os.set_inheritable(3, True)
    os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), NOTIFY_SOCKET=os.path.abspath("notify"))
    os.execvp(sys.argv[2], sys.argv[2:])
listener.close()
told(1)
os.kill(child, signal.SIGHUP)
told(2)
open("ready", "w").close()
while os.path.exists("ready"):
    time.sleep(0.02)
os.kill(child, signal.SIGTERM)
told(1)
print("exit", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
