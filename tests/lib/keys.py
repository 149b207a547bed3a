# keys.py SECONDS KEYS PROGRAM [ARGUMENT...]: runs it on a terminal whose keys never end, and sends it
# TERM after a second; it must end within so many seconds of that.
import os, pty, select, signal, sys, time

patience = float(sys.argv[1])
keys = sys.argv[2].encode().decode("unicode_escape").encode() * 64
seen = b""
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execv(sys.argv[3], sys.argv[3:])
os.set_blocking(fd, False)
began, told = time.monotonic(), None
while os.waitpid(pid, os.WNOHANG)[0] == 0:
    readable, writable, _ = select.select([fd], [fd] if b"iptraf-ng" in seen else [], [], 0.1)
    try:
        if readable:
            seen += os.read(fd, 65536)
        if writable:
            os.write(fd, keys)
    except OSError:
        pass
    now = time.monotonic()
    if told is None and now - began > 1:
        os.kill(pid, signal.SIGTERM)
        told = now
    if told is not None and now - told > patience:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        sys.exit("it still runs")
if told is None:
    sys.exit("it ended before TERM")
