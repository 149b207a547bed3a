# dns.py LISTEN ANSWER: a name server.  ANSWER: an address, for every name; "silent": none at all;
# "odd": names of addresses, each wrong in its own way, by their last byte (see below).
import os, socket, struct, sys, threading

A, PTR = 1, 12
POINTER = b"\xc0\x0c"  # to the question's name


def label(text):
    return bytes([len(text)]) + text


def name(*labels):
    return b"".join(label(l) for l in labels) + b"\0"


def record(kind, data):
    return POINTER + struct.pack("!HHIH", kind, 1, 5, len(data)) + data


def reply(query, records, ident=None, flags=b"\x81\x80"):
    end = query.index(b"\0", 12) + 5
    head = (ident or query[:2]) + flags + b"\0\1" + struct.pack("!H", len(records)) + b"\0\0\0\0"
    return head + query[12:end] + b"".join(records)


def named(*labels):
    return lambda q: [reply(q, [record(PTR, name(*labels))])]


def wrong_id(query):
    guess = bytes([query[0] ^ 255, query[1]])
    return [reply(query, [record(PTR, name(b"forged", b"example", b"org"))], guess)] * 20


def endless(query):
    at = 0xC000 + query.index(b"\0", 12) + 5 + 12  # of the record's data: it points to itself
    return [reply(query, [record(PTR, struct.pack("!H", at))])]


odd = {
    b"11": named(b"good", b"example", b"org"),
    b"12": named(b"\x1b[31mred\x1b]0;title\7", b"example", b"org"),
    b"13": named(b"8", b"8", b"8", b"8"),
    b"14": named(*[b"a" * 61] * 3, b"b" * 60, b"org"),
    b"15": lambda q: [os.urandom(n) for n in (1, 12, 500, 4000)] + [q[:2] + os.urandom(200)],
    b"16": wrong_id,
    b"17": named(b"late", b"example", b"org"),
    b"18": lambda q: [],
    b"19": named(b"two\nlines", b"example", b"org"),
    b"20": named(b"\xff\xfe\x80", b"example", b"org"),
    b"21": endless,
    b"22": lambda q: [reply(q, [record(PTR, name(b"many%d" % i, b"org")) for i in range(300)])],
    b"23": lambda q: [reply(q, [], flags=b"\x83\x80")],  # cut: ask by TCP, where no one answers
    b"24": lambda q: [reply(q, [record(PTR, b"\x3fshort")])],
}
late = {b"17": 1.5}


def answer(query):
    end = query.index(b"\0", 12) + 5
    if sys.argv[2] == "odd":
        return odd.get(query[13:13 + query[12]], lambda q: [reply(q, [])])(query)
    is_a = query[end - 4:end - 2] == b"\0\1"
    return [reply(query, [record(A, socket.inet_aton(sys.argv[2]))] if is_a else [])]


s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((sys.argv[1], 53))
print("listens", flush=True)
while True:
    query, peer = s.recvfrom(4096)
    if sys.argv[2] == "silent":
        continue
    for packet in answer(query):
        wait = late.get(query[13:13 + query[12]], 0)
        threading.Timer(wait, s.sendto, (packet, peer)).start()
