#!/usr/bin/python3
"""Makes the captures of this directory that are not somebody else's: mkpcap.py DIRECTORY [SNAPLEN].
Needs scapy (Debian: python3-scapy).  The tests themselves only read what it made."""
import struct
import sys
from scapy.all import (ARP, Dot1AD, Dot1Q, Dot3, Ether, GRE, ICMP, IP, IPv6, IPv6ExtHdrDestOpt,
                       IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, LLC, Raw, STP,
                       TCP, UDP, fragment, raw)

OUT = sys.argv[1]
START = 1700000000  # Tue Nov 14 22:13:20 2023 UTC
SNAP = int(sys.argv[2]) if len(sys.argv) > 2 else 128
M1, M2, M3 = "02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:00:03"


class Capture:
    """Packets and their times; `step` passes before each."""

    def __init__(self, step=0.001):
        self.packets, self.now, self.step = [], float(START), step

    def add(self, *packets, iface=0):
        for p in packets:
            self.packets.append((self.now, raw(p), iface))
            self.now += self.step

    def wait(self, seconds):
        self.now += seconds

    def pcap(self, name, linktype=1, snap=SNAP, order="<"):
        with open(f"{OUT}/{name}.pcap", "wb") as f:
            f.write(struct.pack(order + "IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, linktype))
            for t, data, _ in self.packets:
                cut = data[:snap]
                us = round(t * 1e6)
                f.write(struct.pack(order + "IIII", us // 1000000, us % 1000000, len(cut), len(data)))
                f.write(cut)

    def pcapng(self, name, ifaces):
        def block(kind, body):
            body += bytes(-len(body) % 4)
            return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)

        def option(code, value):
            return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)

        with open(f"{OUT}/{name}.pcapng", "wb") as f:
            f.write(block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1)))
            for linktype, ifname in ifaces:
                opts = option(2, ifname) + option(9, b"\x09") + option(0, b"") if ifname else b""
                f.write(block(1, struct.pack("<HHI", linktype, 0, 65535) + opts))
            for t, data, iface in self.packets:
                ns = round(t * 1e6) * (1000 if ifaces[iface][1] else 1)
                cut = data[:SNAP]
                f.write(block(6, struct.pack("<IIIII", iface, ns >> 32, ns & 0xffffffff,
                                             len(cut), len(data)) + cut))


def eth(src=M1, dst=M2):
    return Ether(src=src, dst=dst)


class Conn:
    """A TCP connection: a() sends from one end, b() from the other."""

    def __init__(self, cap, a, b, sport, dport, ver=4, tag=None, iface=0):
        ip = IP if ver == 4 else IPv6
        self.cap, self.iface = cap, iface
        wrap = (lambda p: Dot1Q(vlan=tag) / p) if tag else (lambda p: p)
        self.head = [lambda: eth(M1, M2) / wrap(ip(src=a, dst=b)),
                     lambda: eth(M2, M1) / wrap(ip(src=b, dst=a))]
        self.port, self.seq, self.win = [sport, dport], [1000, 5000], [sport, 29200 + dport]

    def _send(self, side, flags, n=0, ack=None, mac=None):
        head = self.head[side]()
        if mac:
            head.src = mac
        self.cap.add(head / TCP(sport=self.port[side], dport=self.port[1 - side], flags=flags,
                                seq=self.seq[side], window=self.win[side],
                                ack=self.seq[1 - side] if ack is None else ack) / Raw(bytes(n)),
                     iface=self.iface)
        self.seq[side] += n + ("S" in flags) + ("F" in flags)

    def a(self, flags, n=0, **k):
        self._send(0, flags, n, **k)

    def b(self, flags, n=0, **k):
        self._send(1, flags, n, **k)

    def open(self):
        self.a("S", ack=0)
        self.b("SA")
        self.a("A")
        return self

    def talk(self, times, n, m):
        for _ in range(times):
            self.a("PA", n)
            self.b("A")
            self.b("PA", m)
            self.a("A")
        return self

    def close(self):
        self.a("FA")
        self.b("A")
        self.b("FA")
        self.a("A")
        return self


def v4(n):
    return f"10.1.1.{n}", f"10.1.2.{n}"


def v6(n):
    return f"fd00:1::{n:x}", f"fd00:2::{n:x}"


def tcp():
    """Every way in which a connection begins, goes on and ends."""
    c = Capture(0.01)
    n = iter(range(1, 250))

    def new(ver=4, **k):
        i = next(n)
        return Conn(c, *(v4(i) if ver == 4 else v6(i)), 1000 + i, 80, ver, **k)

    new().open().talk(3, 100, 1400).close()
    new(6).open().talk(3, 100, 1400).close()
    new().talk(2, 10, 20).close()                       # older than the monitor
    new().open().talk(1, 5, 5).b("RA")
    x = new().open(); x.b("R"); x.b("R")                # reset twice
    x = new().open(); x.b("R"); x.a("FA")               # FIN after reset
    x = new().open().close(); x.a("A")                  # ACK after the end
    x = new().open().close(); x.b("PA", 7)              # data after the end
    x = new().open().close(); x.a("S", ack=0)           # the same ends, a new connection
    x = new().open(); x.b("RA"); x.a("S", ack=0); x.b("SA")
    x = new(); x.a("FA")                                # a FIN opens nothing
    x = new(); x.a("S", ack=0); x.a("FA")               # nothing ever came back
    x = new(); x.a("R")                                 # a reset alone
    x = new(); x.a("S", ack=0); x.b("RA")               # refused
    x = new().open(); x.a("FA"); x.b("PA", 9); x.b("A") # half closed, data after it
    x = new().open(); x.a("FPA", 3); x.b("FA"); x.a("A")
    x = new().open(); x.a("FA"); x.a("FA"); x.b("FA"); x.a("A")
    x = new().open(); x.a("FRA")
    x = new().open(); x.a("")                           # no flag at all
    x = new().open(); x.a("SPAUEC")
    x = new(); x.a("SU", ack=0)
    x = new().open(); x.a("A", mac=M3); x.b("A")        # the sender's MAC changes
    new(tag=7).open().talk(1, 50, 60)
    # an unreachable that quotes a connection resets it, another ICMP does not
    for typ, code in ((3, 1), (3, 3), (11, 0)):
        i = next(n)
        a, b = v4(i)
        Conn(c, a, b, 1000 + i, 80).open()
        c.add(eth(M2, M1) / IP(src=b, dst=a) / ICMP(type=typ, code=code) /
              IP(src=a, dst=b) / TCP(sport=1000 + i, dport=80, seq=1001))
    i = next(n)
    a, b = v6(i)
    Conn(c, a, b, 1000 + i, 80, 6).open()
    c.add(eth(M2, M1) / IPv6(src=b, dst=a) / Raw(struct.pack("!BBHI", 1, 4, 0, 0)) /
          IPv6(src=a, dst=b) / TCP(sport=1000 + i, dport=80, seq=1001))
    c.packets[-1] = (c.packets[-1][0], icmp6(c.packets[-1][1]), 0)
    # idle for longer than 15 minutes: timed out
    new().open()
    c.wait(1000)
    new().open().talk(1, 1, 1)
    c.pcap("tcp")


def icmp6(frame):
    """Next header 58 in an IPv6 packet after Ethernet."""
    return frame[:20] + b"\x3a" + frame[21:]


def others():
    """All that is not TCP."""
    c = Capture()
    a, b = v4(1)
    a6, b6 = v6(1)
    ip, ip6 = eth() / IP(src=a, dst=b), eth() / IPv6(src=a6, dst=b6)
    c.add(ip / UDP(sport=4000, dport=53) / Raw(bytes(100)), ip6 / UDP(sport=4001, dport=53) / Raw(bytes(100)))
    for typ in range(0, 20):
        c.add(ip / ICMP(type=typ) / Raw(bytes(28)))
    for code in list(range(0, 17)) + [255]:
        c.add(ip / ICMP(type=3, code=code) / IP(src=b, dst=a) / UDP(sport=1, dport=2))
    for typ in (1, 2, 3, 4, 100, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 143):
        c.add(eth() / IPv6(src=a6, dst=b6, nh=58) / Raw(struct.pack("!BBHI", typ, 0, 0, 0) + bytes(24)))
    for code in range(0, 7):
        c.add(eth() / IPv6(src=a6, dst=b6, nh=58) / Raw(struct.pack("!BBHI", 1, code, 0, 0) + bytes(24)))
    for proto in (2, 3, 8, 9, 46, 47, 88, 103, 112, 115, 132, 253, 255):
        c.add(eth() / IP(src=a, dst=b, proto=proto) / Raw(bytes(60)))
    for typ in range(0, 7):
        c.add(eth() / IP(src=a, dst="224.0.0.5", proto=89) / Raw(
            struct.pack("!BBH4B4B", 2, typ, 44, 192, 0, 2, typ, 0, 0, 1, typ) + bytes(32)))
    c.add(eth() / IPv6(src=a6, dst="ff02::5", nh=89) / Raw(struct.pack("!BBH4B4B", 3, 1, 36, 192, 0, 2, 9, 0, 0, 0, 7) + bytes(24)))
    c.add(ip / GRE() / IP(src=b, dst=a) / UDP(sport=5, dport=6))
    c.add(ip / IPv6(src=a6, dst=b6) / UDP(sport=7, dport=8) / Raw(bytes(10)))
    c.add(ip / IPv6(src=a6, dst=b6) / ICMP() / Raw(bytes(10)))
    # tags, tunnels
    c.add(eth() / Dot1Q(vlan=3) / IP(src=a, dst=b) / UDP(sport=10, dport=11))
    c.add(eth() / Dot1AD(vlan=3) / Dot1Q(vlan=4) / IPv6(src=a6, dst=b6) / UDP(sport=12, dport=13))
    c.add(Ether(src=M1, dst=M2, type=0x9100) / Raw(struct.pack("!HH", 5, 0x0800)) / IP(src=a, dst=b) / UDP(sport=14, dport=15))
    c.add(Ether(src=M1, dst=M2, type=0x8864) / Raw(bytes.fromhex("110000010020" "0021")) / IP(src=a, dst=b) / UDP(sport=16, dport=17))
    c.add(Ether(src=M1, dst=M2, type=0x8864) / Raw(bytes.fromhex("110000010032" "0057")) / IPv6(src=a6, dst=b6) / UDP(sport=18, dport=19))
    c.add(Ether(src=M1, dst=M2, type=0x8847) / Raw(bytes.fromhex("0001004000020140")) / IP(src=a, dst=b) / UDP(sport=20, dport=21))
    # extension headers
    c.add(ip6.copy() / IPv6ExtHdrHopByHop() / UDP(sport=30, dport=31))
    c.add(ip6.copy() / IPv6ExtHdrDestOpt() / IPv6ExtHdrRouting() / UDP(sport=32, dport=33))
    c.add(eth() / IPv6(src=a6, dst=b6, nh=59))
    # fragments: in order, in reverse order, a first one missing, IPv6
    big = fragment(IP(src=a, dst=b, id=77) / UDP(sport=40, dport=41) / Raw(bytes(2900)), 1000)
    c.add(*(eth() / f for f in big))
    big = fragment(IP(src=a, dst=b, id=78) / UDP(sport=42, dport=43) / Raw(bytes(2900)), 1000)
    c.add(*(eth() / f for f in reversed(big)))
    c.add(eth() / IP(src=a, dst=b, id=79, frag=9, proto=17) / Raw(bytes(64)))
    c.add(eth() / IPv6(src=a6, dst=b6) / IPv6ExtHdrFragment(id=9, m=1) / UDP(sport=44, dport=45, len=72) / Raw(bytes(32)))
    c.add(eth() / IPv6(src=a6, dst=b6) / IPv6ExtHdrFragment(id=9, offset=5, nh=17) / Raw(bytes(32)))
    # short and wrong: not counted as what they claim to be
    c.add(eth() / IP(src=a, dst=b, chksum=0x1234) / UDP(sport=50, dport=51))
    c.add(eth() / IP(src=a, dst=b, proto=17) / Raw(b"abc"), eth() / IP(src=a, dst=b, proto=6) / Raw(b"abc"))
    c.add(eth() / IP(src=a, dst=b, len=20, proto=17), eth() / IP(src=a, dst=b, len=1000) / UDP(sport=52, dport=53))
    c.add(eth() / IP(src=a, dst=b, ihl=3) / UDP(sport=54, dport=55), Raw(raw(eth())[:9]))
    # broadcast, multicast
    c.add(eth(dst="ff:ff:ff:ff:ff:ff") / IP(src="0.0.0.0", dst="255.255.255.255") / UDP(sport=68, dport=67) / Raw(bytes(300)))
    # not IP
    for op in (1, 2, 3, 4, 8):
        c.add(eth(dst="ff:ff:ff:ff:ff:ff") / ARP(op=op, psrc=a, pdst=b, hwsrc=M1))
    for op in (3, 4):
        c.add(Ether(src=M1, dst="ff:ff:ff:ff:ff:ff", type=0x8035) / ARP(op=op, hwsrc=M1, hwdst=M2))
    for typ in (0x6000, 0x6001, 0x6002, 0x6003, 0x6004, 0x6005, 0x6006, 0x6007, 0x8137, 0x88cc, 0x9000):
        c.add(Ether(src=M1, dst=M2, type=typ) / Raw(bytes(46)))
    c.add(Dot3(src=M1, dst="01:80:c2:00:00:00") / LLC() / STP())
    c.pcap("others", snap=65535)


def mix():
    """A screen's worth: more connections and packets than fit."""
    c = Capture(0.005)
    conns = {}
    for i in range(1, 16):
        ver = 6 if i % 3 == 0 else 4
        x = Conn(c, *(v4(i) if ver == 4 else v6(i)), 40000 + i, (22, 25, 53, 80, 443)[i % 5], ver)
        conns[i] = x
        if i % 4:
            x.open()
        x.talk(i * 7 % 11 + 1, 40 * i, 1400 - 60 * i)
        if i in (1, 6, 12):
            x.close()
        if i == 4:
            x.b("RA")
    # these stay: nothing new comes to take their lines
    conns[3].close()
    conns[5].b("RA")
    conns[9].a("FA")
    for i in range(1, 41):
        a, b = v4(i) if i % 4 else v6(i)
        c.add(eth() / (IP if i % 4 else IPv6)(src=a, dst=b) / UDP(sport=5000 + i, dport=53) / Raw(bytes(i * 30)))
    a, b = v4(1)
    for typ in (8, 0, 3, 11):
        c.add(eth() / IP(src=a, dst=b) / ICMP(type=typ) / Raw(bytes(28)))
    c.add(eth() / IP(src=a, dst="224.0.0.5", proto=89) / Raw(struct.pack("!BBH4B4B", 2, 1, 44, 192, 0, 2, 1, 0, 0, 0, 5) + bytes(32)))
    for dport in (53, 123, 161, 514):
        a6, b6 = "fd00:1111:2222:3333:4444:5555:6666:7777", "fd00:aaaa:bbbb:cccc:dddd:eeee:ffff:1"
        c.add(eth() / IPv6(src=a6, dst=b6) / UDP(sport=65000, dport=dport) / Raw(bytes(200)))
    c.pcap("mix")


def crowd():
    """Twenty stations, low ports and high ones; who came last sends most.  Needs no scapy."""
    c = Capture(0.01)
    for n in range(8):
        for i in range(1, 21):
            size, dport = i * 50, 30000 + i if i % 2 else 400 + i
            head = struct.pack("!BBHHHBBH4B4B", 0x45, 0, 28 + size, n, 0, 64, 17, 0,
                               10, 2, 0, i, 10, 2, 1, i)
            words = sum(struct.unpack("!10H", head))
            words = (words & 0xffff) + (words >> 16)
            head = head[:10] + struct.pack("!H", ~words & 0xffff) + head[12:]
            udp = struct.pack("!HHHH", 20000 + i, dport, 8 + size, 0)
            mac = bytes((2, 0, 0, 0, 0, 2)) + bytes((2, 0, 0, 0, 1, i)) + b"\x08\0"
            c.add(mac + head + udp + bytes(size))
    c.pcap("crowd", snap=44)


def interfaces():
    """pcapng: two interfaces with names, one without, the same ends on both."""
    c = Capture()
    a, b = v4(1)
    for iface in (0, 1):
        Conn(c, a, b, 1234, 80, iface=iface).open().talk(1, 10 + iface, 20).close()
    c.add(eth() / IP(src=a, dst=b) / UDP(sport=1, dport=2), iface=0)
    c.add(eth() / IP(src=a, dst=b) / UDP(sport=3, dport=4), iface=1)
    c.add(eth() / IP(src=a, dst=b) / UDP(sport=5, dport=6), iface=2)
    c.pcapng("interfaces", [(1, b"eth0"), (1, b"wlan%0"), (1, None)])


def links():
    """The same two packets behind every link header that files come with."""
    a, b = v4(1)
    a6, b6 = v6(1)
    p4 = raw(IP(src=a, dst=b) / UDP(sport=1, dport=2) / Raw(bytes(5)))
    p6 = raw(IPv6(src=a6, dst=b6) / UDP(sport=3, dport=4) / Raw(bytes(5)))
    heads = {
        "null": (0, b"\x02\0\0\0", b"\x0a\0\0\0"),
        "ppp": (9, b"\xff\x03\0\x21", b"\xff\x03\0\x57"),
        "raw": (101, b"", b""),
        "fddi": (10, bytes.fromhex("50" "020000000002" "020000000001" "aaaa030000000800"),
                 bytes.fromhex("50" "020000000002" "020000000001" "aaaa0300000086dd")),
        "cooked": (113, struct.pack("!HHH8sH", 0, 1, 6, bytes.fromhex("020000000001"), 0x0800),
                   struct.pack("!HHH8sH", 0, 1, 6, bytes.fromhex("020000000001"), 0x86dd)),
        "cooked2": (276, struct.pack("!HHIHBB8s", 0x0800, 0, 1, 1, 0, 6, bytes.fromhex("020000000001")),
                    struct.pack("!HHIHBB8s", 0x86dd, 0, 1, 1, 0, 6, bytes.fromhex("020000000001"))),
    }
    for name, (linktype, head4, head6) in heads.items():
        c = Capture()
        c.add(Raw(head4 + p4), Raw(head6 + p6))
        c.pcap("link-" + name, linktype, order=">" if name == "raw" else "<")


for make in (tcp, others, mix, crowd, interfaces, links):
    make()
