/*
 * How it works: libpcap reads the file through a stream of ours (fopencookie(3)), so that we see
 * each byte that it takes.  The bytes also go past pcapng_feed, which knows of interfaces what
 * libpcap keeps to itself; the stream gives out a block at a time, so that both are always at the
 * same packet.  Reading waits in poll(2) together with the wake-up, so that a pipe that brings
 * nothing blocks nothing else; what is not a plain file is not touched before the first wait for
 * the same reason.
 */
#include <errno.h>
#include <string.h>

#include "capture/source.h"

#ifdef HAVE_LIBPCAP
#include <fcntl.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "capture/ifnames.h"
#include "capture/libpcap.h"
#include "capture/links.h"
#include "capture/pcapng.h"

#define BLOCK_FRAMES 256
#define INPUT_BYTES  (64 << 10)

struct savefile {
	struct capture base;
	FILE *stream; /* libpcap's once pcap is set */
	pcap_t *pcap; /* NULL: not begun */
	const struct link_type *link;
	struct pcapng names;
	unsigned named; /* interfaces that ifnames knows */
	char *iface;	/* the one asked for, NULL: all */
	int end;	/* -errno once there is no more */
	char error[256];

	int fd;
	bool plain;  /* a file that never keeps a reader waiting */
	bool woken;  /* in the middle of a packet: the rest is of no use any more */
	off_t given; /* bytes, to the stream */
	uint32_t at, have;
	uint8_t input[INPUT_BYTES];

	unsigned ready;
	struct frame frame[BLOCK_FRAMES];
	uint8_t data[BLOCK_FRAMES][CAPTURE_BYTES];
};

static struct savefile *savefile_of(struct capture *c)
{
	return (struct savefile *)c;
}

/* --- bytes --- */

/* Waits till the file has something to read (its end, too); false: time over, or woken. */
static bool wait_readable(struct savefile *s, int timeout_ms)
{
	struct pollfd pfd[] = {
		{ .fd = s->fd, .events = POLLIN },
		{ .fd = s->base.wake_fd, .events = POLLIN },
	};
	int n;

	do
		n = poll(pfd, 2, timeout_ms);
	while (n < 0 && errno == EINTR);
	return n > 0 && !pfd[1].revents;
}

static ssize_t fill_input(struct savefile *s)
{
	ssize_t n;

	do {
		if (!s->plain && !wait_readable(s, -1)) {
			s->woken = true;
			errno = ECANCELED;
			return -1;
		}
		n = read(s->fd, s->input, sizeof(s->input));
	} while (n < 0 && (errno == EAGAIN || errno == EINTR));
	s->at = 0;
	s->have = n > 0 ? (uint32_t)n : 0;
	return n;
}

static ssize_t stream_read(void *cookie, char *buf, size_t n)
{
	struct savefile *s = cookie;

	if (s->at == s->have) {
		ssize_t got = fill_input(s);

		if (got <= 0)
			return got;
	}
	if (n > s->have - s->at)
		n = s->have - s->at;
	n = pcapng_feed(&s->names, s->input + s->at, n);
	memcpy(buf, s->input + s->at, n);
	s->at += (uint32_t)n;
	s->given += (off_t)n;
	return (ssize_t)n;
}

/* Only for ftello(3). */
static int stream_seek(void *cookie, off64_t *at, int whence)
{
	const struct savefile *s = cookie;

	if (whence != SEEK_CUR || *at != 0)
		return -1;
	*at = s->given;
	return 0;
}

/* Ours, or what the stream was given and libpcap has not taken yet; else as wait_readable. */
static bool has_input(struct savefile *s, int timeout_ms)
{
	return s->at < s->have || ftello(s->stream) < s->given || wait_readable(s, timeout_ms);
}

/* --- frames --- */

static uint8_t packet_type(uint8_t direction, const uint8_t *p, uint32_t n)
{
	static const uint8_t broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	switch (direction) {
	case DIR_ETHERNET:
		if (n < 6 || !(p[0] & 1))
			return PACKET_HOST;
		return memcmp(p, broadcast, 6) == 0 ? PACKET_BROADCAST : PACKET_MULTICAST;
	case DIR_FIRST_BYTE:
		return n > 0 && p[0] ? PACKET_OUTGOING : PACKET_HOST;
	case DIR_COOKED:
		return n > 1 && be16(p) <= PACKET_OUTGOING ? (uint8_t)be16(p) : PACKET_HOST;
	case DIR_COOKED2:
		return n > 10 && p[10] <= PACKET_OUTGOING ? p[10] : PACKET_HOST;
	default:
		return PACKET_HOST;
	}
}

static uint64_t stamp_ns(const struct timeval *ts)
{
	uint64_t max = UINT64_MAX / 1000000000 - 5; /* room for the nanoseconds, true or not */

	if (ts->tv_sec < 0 || ts->tv_usec < 0)
		return 0;
	/* The savefile was opened for nanoseconds. */
	return ((uint64_t)ts->tv_sec < max ? (uint64_t)ts->tv_sec : max) * 1000000000 +
	       ((uint64_t)ts->tv_usec & UINT32_MAX);
}

/* Copied, because libpcap's buffer is good for one packet only. */
static void add_frame(struct savefile *s, const struct pcap_pkthdr *h, const uint8_t *bytes)
{
	uint32_t wirelen = h->len > h->caplen ? h->len : h->caplen;
	uint32_t strip = s->link->strip < h->caplen ? s->link->strip : h->caplen;
	uint32_t keep = h->caplen - strip;

	if (keep > CAPTURE_BYTES)
		keep = CAPTURE_BYTES;
	memcpy(s->data[s->ready], bytes + strip, keep);
	s->frame[s->ready] = (struct frame){
		.data = s->data[s->ready],
		.caplen = keep,
		.wirelen = wirelen - strip,
		.arphrd = s->link->arphrd,
		.pkttype = packet_type(s->link->direction, bytes, h->caplen),
		.ifindex = 1 + (int)s->names.current,
		.ts_ns = stamp_ns(&h->ts),
	};
	s->ready++;
}

static void tell_names(struct savefile *s)
{
	for (; s->named < s->names.count; s->named++)
		ifnames_set(1 + (int)s->named, s->names.iface[s->named].name);
}

/* "no interface eth9 in the file; there are: eth0 eth1" */
static void say_no_iface(const struct pcapng *names, const char *iface, char *text, size_t n)
{
	char clean[2 * IFNAMSIZ];
	struct strbuf sb;

	sb_init(&sb, text, n);
	sb_printf(&sb, "no interface %s in the file",
		  text_clean(clean, sizeof(clean), iface, false));
	for (unsigned i = 0; i < names->count; i++)
		sb_printf(&sb, "%s %s", i ? "" : "; there are:",
			  text_clean(clean, sizeof(clean), names->iface[i].name, false));
}

static void on_end(struct savefile *s, int rc)
{
	s->end = -ENODATA;
	if (s->woken)
		return;
	if (rc == PCAP_ERROR_BREAK) { /* the end, where a packet could have begun */
		if (s->iface && !pcapng_has(&s->names, s->iface)) {
			s->end = -ENODEV;
			say_no_iface(&s->names, s->iface, s->error, sizeof(s->error));
		}
		return;
	}
	s->end = -EIO;
	snprintf(s->error, sizeof(s->error), "%s", libpcap.geterr(s->pcap));
}

static bool read_frame(struct savefile *s)
{
	struct pcap_pkthdr *h = NULL;
	const uint8_t *bytes = NULL;
	int rc = libpcap.next_ex(s->pcap, &h, &bytes);

	if (rc != 1) {
		on_end(s, rc);
		return false;
	}
	libpcap_wrote(h, sizeof(*h));
	libpcap_wrote(bytes, h->caplen);
	tell_names(s);
	if (!s->iface || pcapng_is_name(&s->names, s->names.current, s->iface))
		add_frame(s, h, bytes);
	return true;
}

/* Reads the file's header, and waits for it. */
static int begin(struct savefile *s)
{
	char text[PCAP_ERRBUF_SIZE] = "";

	s->pcap = libpcap.fopen_offline(s->stream, PCAP_TSTAMP_PRECISION_NANO, text);
	if (s->pcap) {
		s->link = link_of_dlt(libpcap.datalink(s->pcap));
		tell_names(s);
		return 0;
	}
	s->end = s->woken ? -ENODATA : -EIO;
	if (!s->woken)
		snprintf(s->error, sizeof(s->error), "%s", text);
	return s->end;
}

static int savefile_wait(struct capture *c, int timeout_ms)
{
	struct savefile *s = savefile_of(c);
	eventfd_t v;

	while (!s->end && s->ready < BLOCK_FRAMES && has_input(s, s->ready ? 0 : timeout_ms)) {
		if (!s->pcap)
			begin(s);
		else
			read_frame(s);
	}
	if (s->ready)
		return 1;
	eventfd_read(c->wake_fd, &v);
	return s->end;
}

static unsigned savefile_block(struct capture *c, frame_fn *fn, void *ctx)
{
	struct savefile *s = savefile_of(c);
	unsigned took = 0;

	for (unsigned i = 0; i < s->ready; i++)
		took += fn(ctx, &s->frame[i]);
	capture_took(c, took);
	return s->ready;
}

static void savefile_done(struct capture *c)
{
	savefile_of(c)->ready = 0;
}

/* --- opening and closing --- */

/* Looks for iface in a file that can be read twice. */
static int look_ahead(struct savefile *s)
{
	off_t start = lseek(s->fd, 0, SEEK_CUR);
	int rc = -ENODEV;
	ssize_t n;

	while (rc < 0 && (n = read(s->fd, s->input, sizeof(s->input))) > 0) {
		for (size_t at = 0; at < (size_t)n;)
			at += pcapng_feed(&s->names, s->input + at, (size_t)n - at);
		if (pcapng_has(&s->names, s->iface))
			rc = 0;
	}
	if (rc < 0)
		say_no_iface(&s->names, s->iface, s->error, sizeof(s->error));
	lseek(s->fd, start, SEEK_SET);
	pcapng_init(&s->names);
	return rc;
}

static int open_stream(struct savefile *s, const char *path)
{
	const cookie_io_functions_t io = { .read = stream_read, .seek = stream_seek };
	struct stat st;

	/* Without waiting for a pipe's other end. */
	s->fd = strcmp(path, "-") == 0 ? STDIN_FILENO
				       : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (s->fd < 0 || fstat(s->fd, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	s->plain = S_ISREG(st.st_mode);
	s->stream = fopencookie(s, "r", io);
	if (!s->stream)
		return -ENOMEM;
	return 0;
}

static void savefile_close(struct capture *c)
{
	struct savefile *s = savefile_of(c);

	if (s->pcap)
		libpcap.close(s->pcap);
	else if (s->stream)
		fclose(s->stream);
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	free(s->iface);
	free(s);
}

static int start(struct savefile *s, const char *path, const char *iface)
{
	int rc = open_stream(s, path);

	if (rc == 0 && iface) {
		s->iface = strdup(iface);
		rc = s->iface ? 0 : -ENOMEM;
	}
	if (rc == 0 && iface && s->plain)
		rc = look_ahead(s);
	if (rc == 0 && s->plain)
		rc = begin(s);
	return rc;
}

static const char *savefile_error(const struct capture *c)
{
	const struct savefile *s = (const struct savefile *)c;

	return s->error[0] ? s->error : NULL;
}

static const struct source_ops savefile_ops = {
	.live = false,
	.wait = savefile_wait,
	.block = savefile_block,
	.done = savefile_done,
	.error = savefile_error,
	.close = savefile_close,
};

int savefile_open(struct capture **cp, int wake_fd, const char *path, const char *iface,
		  struct diag *why)
{
	struct savefile *s;
	int rc = libpcap_load(why);

	if (rc < 0)
		return rc;
	s = calloc(1, sizeof(*s));
	rc = -ENOMEM;
	if (s) {
		s->base = (struct capture){ .ops = &savefile_ops, .wake_fd = wake_fd };
		pcapng_init(&s->names);
		rc = start(s, path, iface);
	}
	if (rc == 0) {
		*cp = &s->base;
		return 0;
	}
	diag_set(why, 0, "%s", s && s->error[0] ? s->error : strerror(-rc));
	if (s)
		savefile_close(&s->base);
	return rc;
}

#else
int savefile_open(struct capture **cp, int wake_fd, const char *path, const char *iface,
		  struct diag *why)
{
	(void)cp;
	(void)wake_fd;
	(void)path;
	(void)iface;
	diag_set(why, 0, "this program was built without libpcap and cannot read capture files");
	return -ENOSYS;
}
#endif
