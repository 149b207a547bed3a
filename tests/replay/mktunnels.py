#!/usr/bin/python3
"""Makes tunnels.pcap: mktunnels.py DIRECTORY.  A connection and a flow in each kind of tunnel, in
tunnels within tunnels, and what only looks like one; frames with tags and without."""
import socket
import struct
import sys

START = 1700000000  # Tue Nov 14 22:13:20 2023 UTC
M1, M2, M3, M4 = (bytes([2, 0, 0, 0, 0, n]) for n in (1, 2, 3, 4))
TCP, UDP, GRE, IPIP, IPV6 = 6, 17, 47, 4, 41
frames = []


def add(frame):
    frames.append(frame)


def ones_sum(data):
    s = sum(struct.unpack(f">{len(data) // 2}H", data))
    while s >> 16:
        s = (s & 0xffff) + (s >> 16)
    return s


def ether(payload, kind=0x0800, src=M1, dst=M2, vlan=None):
    tag = b"" if vlan is None else struct.pack(">HH", 0x8100, vlan)
    return dst + src + tag + struct.pack(">H", kind) + payload


def ip(src, dst, proto, payload, flags=0):
    if ":" in src:
        return (struct.pack(">IHBB", 6 << 28, len(payload), proto, 64)
                + socket.inet_pton(socket.AF_INET6, src) + socket.inet_pton(socket.AF_INET6, dst)
                + payload)
    h = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, flags, 64, proto, 0,
                    socket.inet_aton(src), socket.inet_aton(dst))
    return h[:10] + struct.pack(">H", 0xffff - ones_sum(h)) + h[12:] + payload


def tcp(sport, dport, seq, ack, flags, data=b""):
    return struct.pack(">HHIIBBHHH", sport, dport, seq, ack, 0x50, flags, 8192, 0, 0) + data


def udp(sport, dport, data):
    return struct.pack(">HHHH", sport, dport, 8 + len(data), 0) + data


def gre(payload, kind=0x0800, key=None, seq=None, csum=False):
    flags = 0x8000 * csum | 0x2000 * (key is not None) | 0x1000 * (seq is not None)
    h = struct.pack(">HH", flags, kind)
    h += b"\x12\x34\0\0" if csum else b""
    h += b"" if key is None else struct.pack(">I", key)
    h += b"" if seq is None else struct.pack(">I", seq)
    return h + payload


def vxlan(vni, frame, port=4789):
    return udp(50000, port, struct.pack(">II", 0x08000000, vni << 8) + frame)


def geneve(vni, payload, kind=0x6558, options=b""):
    return udp(50001, 6081, struct.pack(">BBHI", len(options) // 4, 0, kind, vni << 8)
               + options + payload)


def conversation(a, b, sport, wrap):
    """A handshake, data both ways and the end; wrap(packet, back) puts a packet into its tunnel."""
    def send(back, *segment):
        src, dst, sp, dp = (b, a, 80, sport) if back else (a, b, sport, 80)
        add(wrap(ip(src, dst, TCP, tcp(sp, dp, *segment)), back))

    send(False, 100, 0, 2)
    send(True, 500, 101, 18)
    send(False, 101, 501, 16)
    send(False, 101, 501, 24, b"x" * 50)
    send(True, 501, 151, 24, b"y" * 1000)
    send(False, 151, 1501, 17)
    send(True, 1501, 152, 17)
    send(False, 152, 1502, 16)


def around(proto, tunnel, ends=("10.9.0.1", "10.9.0.2"), vlan=None):
    """A wrapper: the packet in tunnel(packet), between the ends, in a frame."""
    def wrap(packet, back):
        src, dst = ends[::-1] if back else ends
        kind = 0x86dd if ":" in src else 0x0800
        macs = {"src": M2, "dst": M1} if back else {"src": M1, "dst": M2}
        return ether(ip(src, dst, proto, tunnel(packet)), kind, vlan=vlan, **macs)
    return wrap


def inside(packet):
    """A frame as it is in a tunnel: from the third station to the fourth."""
    return ether(packet, 0x86dd if packet[0] >> 4 == 6 else 0x0800, M3, M4)


six = ("fd09::1", "fd09::2")
conversation("10.1.0.1", "10.1.0.2", 1001, around(GRE, gre))
conversation("10.1.0.1", "10.1.0.2", 1002, around(GRE, lambda p: gre(p, key=77, seq=1, csum=True)))
conversation("fd01::1", "fd01::2", 1003, around(GRE, lambda p: gre(p, 0x86dd), six))
conversation("10.1.0.1", "10.1.0.2", 1004,
             around(GRE, lambda p: gre(inside(p), 0x6558, key=0x100005)))
# the same addresses and ports in two networks
conversation("10.1.0.1", "10.1.0.2", 1005, around(UDP, lambda p: vxlan(42, inside(p)), vlan=10))
conversation("10.1.0.1", "10.1.0.2", 1005, around(UDP, lambda p: vxlan(43, inside(p)), vlan=10))
conversation("fd01::1", "fd01::2", 1006, around(UDP, lambda p: vxlan(44, inside(p), 8472), six))
conversation("10.1.0.1", "10.1.0.2", 1007, around(UDP, lambda p: geneve(45, inside(p))))
conversation("10.1.0.1", "10.1.0.2", 1008,
             around(UDP, lambda p: geneve(46, p, 0x0800, b"\1\2\3\1\0\0\0\1")))
conversation("10.1.0.1", "10.1.0.2", 1009, around(IPIP, lambda p: p, vlan=20))
conversation("fd01::1", "fd01::2", 1010, around(IPV6, lambda p: p))
conversation("10.1.0.1", "10.1.0.2", 1011, around(IPIP, lambda p: p, six))
conversation("fd01::1", "fd01::2", 1012, around(IPV6, lambda p: p, six))
# requests come in a tunnel, answers go their own way
conversation("10.1.0.1", "10.1.0.2", 1013,
             lambda p, back: ether(p, src=M2, dst=M1) if back
             else around(IPIP, lambda q: q)(p, back))
# a tunnel in a tunnel
conversation("10.1.0.1", "10.1.0.2", 1014,
             around(UDP, lambda p: vxlan(47, inside(ip("10.8.0.1", "10.8.0.2", IPIP, p)))))
wrap = around(UDP, lambda p: vxlan(42, inside(p)), vlan=10)
for n in range(3):
    add(wrap(ip("10.1.0.3", "10.1.0.4", UDP, udp(5000, 53, b"q" * 30)), False))
    add(wrap(ip("10.1.0.4", "10.1.0.3", UDP, udp(53, 5000, b"a" * 100)), True))
arp = struct.pack(">HHBBH6s4s6s4s", 1, 0x800, 6, 4, 1, M3, bytes([10, 1, 0, 3]), bytes(6),
                  bytes([10, 1, 0, 4]))
add(ether(ip("10.9.0.1", "10.9.0.2", UDP, vxlan(42, ether(arp, 0x0806, M3, b"\xff" * 6)))))
# what is not looked into: a fragment, another version of GRE, no VXLAN on its port
packet = ip("10.1.0.5", "10.1.0.6", UDP, udp(5000, 5001, b"z" * 64))
add(ether(ip("10.9.0.1", "10.9.0.2", IPIP, packet, 0x2000)))
add(ether(ip("10.9.0.1", "10.9.0.2", GRE, struct.pack(">HHHHI", 0x3001, 0x880b, 4, 1, 1) + b"data")))
add(ether(ip("10.9.0.1", "10.9.0.2", UDP, udp(50000, 4789, b"\x08" + b"?" * 60))))

with open(f"{sys.argv[1]}/tunnels.pcap", "wb") as f:
    f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for i, frame in enumerate(frames):
        f.write(struct.pack("<IIII", START + i // 100, i % 100 * 10000, min(len(frame), 256),
                            len(frame)))
        f.write(frame[:256])
if len(sys.argv) > 2:  # seeds for the decoder's fuzzer: link type Ethernet, DECODE_TUNNELS
    for i, frame in enumerate(frames[::8]):
        with open(f"{sys.argv[2]}/tunnel-{i:02}", "wb") as f:
            f.write(b"\0\x20" + frame[:256])
