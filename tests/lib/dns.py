# dns.py LISTEN ANSWER: a name server with this address for every name; "silent" never answers.
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((sys.argv[1], 53))
print("listens", flush=True)
while True:
    q, peer = s.recvfrom(4096)
    if sys.argv[2] == "silent":
        continue
    end = q.index(b"\0", 12) + 5
    a = q[end - 4:end - 2] == b"\0\1"
    rr = b"\xc0\x0c\0\1\0\1\0\0\0\5\0\4" + socket.inet_aton(sys.argv[2]) if a else b""
    s.sendto(q[:2] + b"\x81\x80\0\1\0" + bytes([1 if a else 0]) + b"\0\0\0\0" + q[12:end] + rr, peer)
