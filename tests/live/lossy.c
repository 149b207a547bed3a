/*
 * A line with known delay and loss, and traffic whose losses its kernel counts; for test hosts.
 *
 *   lossy line IFACE1 IFACE2 DELAY_MS LOSS_PERCENT LATE_PERCENT
 *     joins two interfaces; each direction has the delay, and a late packet another fifth of it.
 *     Prints "ready"; ends by a signal.
 *   lossy serve ADDR PORT CONNECTIONS BYTES
 *   lossy meet ADDR PORT CONNECTIONS BYTES
 *     so many connections at once: first the one that meets sends its bytes, then the one that
 *     serves.  Both print for each connection, when all that they sent is acknowledged: the port of
 *     the one that met, packets sent again, and smoothed round trip in microseconds, as
 *     their kernel has them.  Connections stay open until a signal.
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FRAME_MAX (sizeof(struct virtio_net_hdr) + 14 + 65535)

static _Noreturn void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* --- the line --- */

struct packet {
	struct packet *next;
	uint64_t due_us;
	size_t len;
	uint8_t data[];
};

struct way {
	int in, out;
	struct packet *first; /* by the time they are due */
};

struct line {
	uint64_t delay_us;
	double loss, late; /* of a hundred */
	struct way way[2];
};

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* With super-packets as they are: they pass whole, and are lost whole. */
static int packet_socket(const char *iface)
{
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL)), one = 1;
	int room = 64 << 20;
	struct sockaddr_ll at = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(ETH_P_ALL),
				  .sll_ifindex = (int)if_nametoindex(iface) };

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof(one)) < 0 ||
	    bind(fd, (void *)&at, sizeof(at)) < 0)
		fail(iface);
	return fd;
}

static void queue(struct way *w, struct packet *p)
{
	struct packet **at = &w->first;

	while (*at && (*at)->due_us <= p->due_us)
		at = &(*at)->next;
	p->next = *at;
	*at = p;
}

static void take(const struct line *l, struct way *w)
{
	static uint8_t data[FRAME_MAX];
	ssize_t len;

	while ((len = recv(w->in, data, sizeof(data), 0)) > 0) {
		struct packet *p;

		if (drand48() * 100 < l->loss)
			continue;
		p = malloc(sizeof(*p) + (size_t)len);
		if (!p)
			fail("malloc");
		p->len = (size_t)len;
		p->due_us = now_us() + l->delay_us;
		if (drand48() * 100 < l->late)
			p->due_us += l->delay_us / 5;
		memcpy(p->data, data, p->len);
		queue(w, p);
	}
}

static void give(struct way *w)
{
	while (w->first && w->first->due_us <= now_us()) {
		struct packet *p = w->first;

		if (send(w->out, p->data, p->len, 0) < 0)
			perror("send");
		w->first = p->next;
		free(p);
	}
}

static void line(char **arg)
{
	int a = packet_socket(arg[0]), b = packet_socket(arg[1]);
	struct line l = { .delay_us = (uint64_t)(strtod(arg[2], NULL) * 1000),
			  .loss = strtod(arg[3], NULL),
			  .late = strtod(arg[4], NULL),
			  .way = { { .in = a, .out = b }, { .in = b, .out = a } } };
	struct pollfd p[2] = { { .fd = a, .events = POLLIN }, { .fd = b, .events = POLLIN } };

	srand48(1);
	puts("ready");
	fflush(stdout);
	for (;;) {
		struct timespec wait = { .tv_nsec = 200000 };

		ppoll(p, 2, l.way[0].first || l.way[1].first ? &wait : NULL, NULL);
		for (int i = 0; i < 2; i++) {
			take(&l, &l.way[i]);
			give(&l.way[i]);
		}
	}
}

/* --- the traffic --- */

static void send_all(int fd, long bytes)
{
	static const char zeros[65536];

	while (bytes > 0) {
		size_t most = bytes < 65536 ? (size_t)bytes : 65536;
		ssize_t n = send(fd, zeros, most, MSG_NOSIGNAL);

		if (n < 0)
			fail("send");
		bytes -= n;
	}
}

static void read_all(int fd, long bytes)
{
	static char buf[65536];

	while (bytes > 0) {
		ssize_t n = recv(fd, buf, sizeof(buf), 0);

		if (n <= 0)
			fail("recv");
		bytes -= n;
	}
}

/* When all is acknowledged. */
static _Noreturn void tell(int fd, int port)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	int left = 1;

	for (int i = 0; i < 6000 && (ioctl(fd, SIOCOUTQ, &left) < 0 || left > 0); i++)
		usleep(5000);
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) < 0)
		fail("TCP_INFO");
	printf("%d %u %u\n", port, info.tcpi_total_retrans, info.tcpi_rtt);
	fflush(stdout);
	pause();
	_exit(0);
}

static struct sockaddr_in address(char **arg)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons((uint16_t)strtol(arg[1], NULL, 10)) };

	if (inet_pton(AF_INET, arg[0], &a.sin_addr) != 1)
		exit(2);
	return a;
}

static void serve(char **arg)
{
	struct sockaddr_in at = address(arg), peer;
	long n = strtol(arg[2], NULL, 10), bytes = strtol(arg[3], NULL, 10);
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
	socklen_t len = sizeof(peer);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (void *)&at, sizeof(at)) < 0 || listen(fd, 64) < 0)
		fail("listen");
	for (long i = 0; i < n; i++) {
		int in = accept(fd, (void *)&peer, &len);

		if (in < 0)
			fail("accept");
		if (fork() == 0) {
			alarm(120);
			read_all(in, bytes);
			send_all(in, bytes);
			tell(in, ntohs(peer.sin_port));
		}
		close(in);
	}
	while (wait(NULL) > 0)
		;
}

static void meet(char **arg)
{
	struct sockaddr_in at = address(arg), own;
	long n = strtol(arg[2], NULL, 10), bytes = strtol(arg[3], NULL, 10);
	socklen_t len = sizeof(own);

	for (long i = 0; i < n; i++) {
		int fd;

		if (fork() != 0)
			continue;
		fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(fd, (void *)&at, sizeof(at)) < 0 ||
		    getsockname(fd, (void *)&own, &len) < 0)
			fail("connect");
		alarm(120);
		send_all(fd, bytes);
		read_all(fd, bytes);
		tell(fd, ntohs(own.sin_port));
	}
	while (wait(NULL) > 0)
		;
}

int main(int argc, char **argv)
{
	alarm(300);
	if (argc == 7 && strcmp(argv[1], "line") == 0)
		line(argv + 2);
	else if (argc == 6 && strcmp(argv[1], "serve") == 0)
		serve(argv + 2);
	else if (argc == 6 && strcmp(argv[1], "meet") == 0)
		meet(argv + 2);
	else
		return 2;
	return 0;
}
