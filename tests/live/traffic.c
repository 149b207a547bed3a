/*
 * Traffic of known amount, for test hosts in network namespaces.
 *
 *   traffic flood IFACE PACKETS PPS KIND STEADY      frames of as many flows as there are packets;
 *                                                    every 100th is of one of STEADY flows; KIND:
 *                                                    udp, syn, mac (each from another station),
 *                                                    port (to all UDP ports in turn)
 *   traffic tagged IFACE PACKETS VID                 the same UDP frame with an 802.1Q tag
 *   traffic tunnel IFACE PACKETS KIND                the same from 10.77.0.1 to 10.77.0.2 in a
 *                                                    tunnel: gre (key 42), ipip, vxlan, geneve
 *                                                    (VNI 42)
 *   traffic udp ADDR PORT PACKETS BYTES              datagrams to one port
 *   traffic serve ADDR PORT CONNECTIONS              takes in what comes, then ends
 *   traffic send ADDR PORT BYTES                     one connection
 *   traffic hear NAME                                datagrams to a unix socket (@: abstract),
 *                                                    printed until it is killed
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define BATCH	     32
#define STEADY_EVERY 100

struct wire {
	struct ether_header eth;
	struct iphdr ip;
	union {
		struct udphdr udp;
		struct tcphdr tcp;
	};
	uint8_t pad[6];
} __attribute__((packed));

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "traffic: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long number(const char *text)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(text, &end, 10);
	if (errno || end == text || *end || v < 0) {
		errno = EINVAL;
		fail(text);
	}
	return v;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- frames from a packet socket --- */

/* bypass: other packet sockets of the host do not see what is sent. */
static int packet_socket(const char *iface, int bypass)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
				  .sll_ifindex = (int)if_nametoindex(iface) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	if (fd < 0 || !to.sll_ifindex || bind(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		fail(iface);
	setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &bypass, sizeof(bypass));
	return fd;
}

/* RFC 1071 */
static uint16_t checksum(const void *header)
{
	const uint8_t *p = header;
	uint32_t sum = 0;

	for (size_t i = 0; i < sizeof(struct iphdr); i += 2)
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static void build(struct wire *w, uint32_t src, uint16_t sport, bool syn)
{
	memset(w, 0, sizeof(*w));
	memcpy(w->eth.ether_dhost, "\2\0\0\0\0\2", 6);
	memcpy(w->eth.ether_shost, "\2\0\0\0\0\1", 6);
	w->eth.ether_type = htons(ETHERTYPE_IP);
	w->ip = (struct iphdr){ .version = 4,
				.ihl = 5,
				.ttl = 64,
				.protocol = syn ? IPPROTO_TCP : IPPROTO_UDP,
				.tot_len = htons(syn ? 40 : 28),
				.saddr = htonl(src),
				.daddr = htonl(0x0a630101) };
	w->ip.check = checksum((uint8_t *)w + sizeof(w->eth));
	if (syn) {
		w->tcp.source = htons(sport);
		w->tcp.dest = htons(80);
		w->tcp.doff = 5;
		w->tcp.syn = 1;
	} else {
		w->udp.source = htons(sport);
		w->udp.dest = htons(53);
		w->udp.len = htons(8);
	}
}

static void build_nth(struct wire *w, long n, long steady, const char *kind)
{
	bool syn = strcmp(kind, "syn") == 0;
	uint32_t number = (uint32_t)n;

	if (steady && n % STEADY_EVERY == 0)
		build(w, 0x0a4d0000 + (uint32_t)(n / STEADY_EVERY % steady) + 1, 7777, syn);
	else
		build(w, 0x0a640000 + (uint32_t)(n / 60000), (uint16_t)(1024 + n % 60000), syn);
	if (strcmp(kind, "mac") == 0)
		memcpy(w->eth.ether_shost + 2, &number, 4);
	if (strcmp(kind, "port") == 0) {
		w->udp.source = htons(65535);
		w->udp.dest = htons((uint16_t)n);
	}
}

static void send_batch(int fd, struct mmsghdr *msg, unsigned n)
{
	for (unsigned done = 0; done < n;) {
		int rc = sendmmsg(fd, msg + done, n - done, 0);

		if (rc > 0)
			done += (unsigned)rc;
		else if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR)
			fail("sendmmsg");
	}
}

static void keep_pace(double start, long sent, long pps)
{
	double ahead = start + (double)sent / (double)pps - seconds();

	if (ahead > 0)
		usleep((useconds_t)(ahead * 1e6));
}

static void flood(char **arg)
{
	static struct wire frame[BATCH];
	struct iovec iov[BATCH];
	struct mmsghdr msg[BATCH] = { 0 };
	long packets = number(arg[1]), pps = number(arg[2]), steady = number(arg[4]), sent = 0;
	int fd = packet_socket(arg[0], 1);
	double start = seconds();

	while (sent < packets) {
		unsigned n = packets - sent < BATCH ? (unsigned)(packets - sent) : BATCH;

		for (unsigned i = 0; i < n; i++) {
			build_nth(&frame[i], sent + i, steady, arg[3]);
			iov[i] = (struct iovec){ &frame[i], sizeof(frame[i]) };
			msg[i].msg_hdr = (struct msghdr){ .msg_iov = &iov[i], .msg_iovlen = 1 };
		}
		send_batch(fd, msg, n);
		sent += n;
		if (pps)
			keep_pace(start, sent, pps);
	}
	close(fd);
}

static void tagged(char **arg)
{
	uint8_t frame[sizeof(struct wire) + 4], *tag = frame + 12;
	int fd = packet_socket(arg[0], 0);
	long vid = number(arg[2]);
	struct wire w;

	build(&w, 0x0a640001, 1024, false);
	memcpy(frame, &w, 12);
	memcpy(tag, (const uint8_t[]){ 0x81, 0, (uint8_t)(vid >> 8), (uint8_t)vid }, 4);
	memcpy(tag + 4, &w.eth.ether_type, sizeof(w) - 12);
	for (long i = number(arg[1]); i > 0; i--)
		if (send(fd, frame, sizeof(frame), 0) < 0)
			fail("send");
	close(fd);
}

/* A tunnel: the protocol of its outer packet, and what is between that and the inner one. */
static const struct {
	const char *kind;
	uint8_t protocol;
	size_t bytes;
	uint8_t header[30];
} tunnels[] = {
	{ "gre", IPPROTO_GRE, 8, { 0x20, 0, 0x08, 0, 0, 0, 0, 42 } },
	{ "ipip", IPPROTO_IPIP, 0, { 0 } },
	{ "vxlan",
	  IPPROTO_UDP,
	  30,
	  { 0xc3, 0x50, 0x12, 0xb5, 0, 58, 0, 0, /* from 50000 to 4789 */
	    0x08, 0,	0,    0,    0, 0,  42, 0, 2, 0, 0, 0, 0, 4, 2, 0, 0, 0, 0, 3, 0x08, 0 } },
	{ "geneve",
	  IPPROTO_UDP,
	  16,
	  { 0xc3, 0x50, 0x17, 0xc1, 0, 44, 0, 0, /* from 50000 to 6081 */
	    0,	  0,	0x08, 0,    0, 0,  42, 0 } },
};

#define INNER (sizeof(struct iphdr) + sizeof(struct udphdr))

static void tunnel(char **arg)
{
	uint8_t frame[sizeof(struct wire) + 30 + INNER];
	int fd = packet_socket(arg[0], 0);
	struct wire inner, outer;
	size_t t = 0, head = offsetof(struct wire, udp);

	while (t < sizeof(tunnels) / sizeof(tunnels[0]) && strcmp(tunnels[t].kind, arg[2]) != 0)
		t++;
	if (t == sizeof(tunnels) / sizeof(tunnels[0])) {
		errno = EINVAL;
		fail(arg[2]);
	}
	build(&inner, 0x0a640001, 1024, false);
	build(&outer, 0x0a4d0001, 0, false);
	outer.ip.protocol = tunnels[t].protocol;
	outer.ip.daddr = htonl(0x0a4d0002);
	outer.ip.tot_len = htons((uint16_t)(sizeof(struct iphdr) + tunnels[t].bytes + INNER));
	outer.ip.check = 0;
	outer.ip.check = checksum((uint8_t *)&outer + sizeof(outer.eth));
	memcpy(frame, &outer, head);
	memcpy(frame + head, tunnels[t].header, tunnels[t].bytes);
	memcpy(frame + head + tunnels[t].bytes, (uint8_t *)&inner + sizeof(inner.eth), INNER);
	for (long i = number(arg[1]); i > 0; i--)
		if (send(fd, frame, head + tunnels[t].bytes + INNER, 0) < 0)
			fail("send");
	close(fd);
}

/* --- by way of the kernel --- */

static struct sockaddr_in address(char **arg)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons((uint16_t)number(arg[1])) };

	if (inet_pton(AF_INET, arg[0], &a.sin_addr) != 1)
		fail(arg[0]);
	return a;
}

static void send_all(int fd, long bytes)
{
	static const char zeros[65536];

	while (bytes > 0) {
		ssize_t n = write(fd, zeros,
				  bytes < (long)sizeof(zeros) ? (size_t)bytes : sizeof(zeros));

		if (n < 0)
			fail("write");
		bytes -= n;
	}
}

static long take_in(int fd)
{
	static char buf[65536];
	long sum = 0;
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		sum += n;
	return sum;
}

static void udp(char **arg)
{
	struct sockaddr_in to = address(arg);
	long packets = number(arg[2]), bytes = number(arg[3]);
	static const char zeros[65536];
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	double start = seconds();

	if (fd < 0 || bytes > (long)sizeof(zeros))
		fail("udp");
	for (long i = 0; i < packets; i++) {
		/* not connected: a refusal by ICMP is no error here */
		if (sendto(fd, zeros, (size_t)bytes, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			fail("sendto");
		keep_pace(start, i + 1, 20000);
	}
	close(fd);
}

static void serve(char **arg)
{
	struct sockaddr_in a = address(arg);
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(fd, 16) < 0)
		fail("serve");
	for (long i = number(arg[2]); i > 0; i--) {
		int conn = accept(fd, NULL, NULL);

		if (conn < 0)
			fail("accept");
		printf("%ld\n", take_in(conn));
		close(conn);
	}
	close(fd);
}

static void send_one(char **arg)
{
	struct sockaddr_in to = address(arg);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		fail("connect");
	send_all(fd, number(arg[2]));
	shutdown(fd, SHUT_WR);
	take_in(fd);
	close(fd);
}

static void hear(char **arg)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	size_t n = strlen(arg[0]);
	char text[512];
	ssize_t len;

	if (n >= sizeof(to.sun_path))
		n = sizeof(to.sun_path) - 1;
	memcpy(to.sun_path, arg[0], n);
	if (arg[0][0] == '@')
		to.sun_path[0] = '\0';
	n += offsetof(struct sockaddr_un, sun_path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&to, (socklen_t)n) < 0)
		fail("bind");
	while ((len = recv(fd, text, sizeof(text) - 1, 0)) >= 0) {
		text[len] = '\0';
		puts(text);
		fflush(stdout);
	}
	fail("recv");
}

static const struct command {
	const char *name;
	int args;
	void (*run)(char **arg);
} commands[] = {
	{ "flood", 5, flood }, { "tagged", 3, tagged }, { "tunnel", 3, tunnel }, { "udp", 4, udp },
	{ "serve", 3, serve }, { "send", 3, send_one }, { "hear", 1, hear },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const struct command *c = &commands[i];

		if (argc == c->args + 2 && strcmp(argv[1], c->name) == 0) {
			c->run(argv + 2);
			return 0;
		}
	}
	fprintf(stderr, "usage: see the head of traffic.c\n");
	return 2;
}
