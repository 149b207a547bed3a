#include "unit.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <net/if_arp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/ifnames.h"
#include "capture/capture.h"
#include "capture/pcapng.h"

/* --- a file made in memory --- */

static uint8_t image[1 << 20];
static size_t image_len;

static void put(const void *bytes, size_t n)
{
	assert_true(image_len + n <= sizeof(image));
	memcpy(image + image_len, bytes, n);
	image_len += n;
}

static void put16(uint16_t v)
{
	put(&v, sizeof(v));
}

static void put32(uint32_t v)
{
	put(&v, sizeof(v));
}

static void put_zeros(size_t n)
{
	assert_true(image_len + n <= sizeof(image));
	memset(image + image_len, 0, n);
	image_len += n;
}

static void pcap_begin(uint32_t linktype)
{
	image_len = 0;
	put32(0xa1b2c3d4);
	put16(2);
	put16(4);
	put_zeros(8);
	put32(65535);
	put32(linktype);
}

static void pcap_packet(uint32_t sec, uint32_t usec, const void *bytes, uint32_t n, uint32_t wire)
{
	put32(sec);
	put32(usec);
	put32(n);
	put32(wire);
	put(bytes, n);
}

/* The length is filled in by end_block. */
static size_t begin_block(uint32_t type)
{
	put32(type);
	put32(0);
	return image_len - 8;
}

static void end_block(size_t at)
{
	uint32_t length;

	put_zeros(-image_len & 3);
	length = (uint32_t)(image_len - at + 4);
	memcpy(image + at + 4, &length, 4);
	put32(length);
}

static void ng_section(void)
{
	size_t b = begin_block(0x0a0d0d0a);

	put32(0x1a2b3c4d);
	put16(1);
	put16(0);
	put32(UINT32_MAX);
	put32(UINT32_MAX);
	end_block(b);
}

static void put_option(uint16_t code, const char *text)
{
	put16(code);
	put16((uint16_t)strlen(text));
	put(text, strlen(text));
	put_zeros(-image_len & 3);
}

static void ng_iface(const char *name)
{
	size_t b = begin_block(1);

	put16(1);
	put16(0);
	put32(65535);
	if (name) {
		put_option(1, "a comment in front");
		put_option(2, name);
		put_option(0, "");
	}
	end_block(b);
}

static void ng_packet(uint32_t iface, uint32_t n)
{
	size_t b = begin_block(6);

	put32(iface);
	put_zeros(8);
	put32(n);
	put32(n);
	put_zeros(n);
	end_block(b);
}

/* Two sections; the length of each packet tells which it is. */
static void ng_example(void)
{
	size_t b;

	image_len = 0;
	ng_section();
	ng_iface("eth0");
	ng_iface(NULL);
	ng_packet(0, 20);
	ng_packet(1, 21);
	ng_iface("a-name-longer-than-most");
	ng_packet(2, 22);
	b = begin_block(3);
	put32(23);
	put_zeros(23);
	end_block(b);
	b = begin_block(5); /* statistics: passed over */
	put_zeros(12);
	end_block(b);
	ng_section();
	ng_iface("wlan0");
	ng_iface("eth0");
	ng_packet(1, 24);
	ng_packet(0, 25);
}

/* --- the program under test --- */

struct seen {
	unsigned n;
	struct frame frame[512];
	uint8_t first[512]; /* byte of each */
};

static struct seen seen;
static struct diag why;

static void see(void *ctx, const struct frame *f)
{
	struct seen *s = ctx;

	assert_true(s->n < 512);
	s->first[s->n] = f->caplen ? f->data[0] : 0;
	s->frame[s->n++] = *f;
}

static const char *image_path(int *fd)
{
	static char path[64];

	*fd = memfd_create("image", MFD_CLOEXEC);
	assert_true(*fd >= 0);
	assert_int_equal(write(*fd, image, image_len), image_len);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", *fd);
	return path;
}

static int read_all(struct capture *c)
{
	int rc;

	seen.n = 0;
	while ((rc = capture_wait(c, -1)) == 1) {
		assert_in_range(capture_block(c, see, &seen), 1, 256);
		capture_done(c);
	}
	return rc;
}

/* Built without it, the program reads no files. */
static void need_libpcap(void)
{
#ifndef HAVE_LIBPCAP
	struct capture *c = NULL;

	assert_int_equal(capture_open_file(&c, "/", NULL, &why), -ENOSYS);
	skip();
#endif
}

static int open_image(struct capture **c, const char *iface)
{
	int fd, rc;
	const char *path = image_path(&fd);

	need_libpcap();
	why.msg[0] = '\0';
	rc = capture_open_file(c, path, iface, &why);
	close(fd);
	return rc;
}

/* Reads the image to its regular end. */
static void read_image(const char *iface)
{
	struct capture *c;

	assert_int_equal(open_image(&c, iface), 0);
	assert_false(capture_is_live(c));
	assert_int_equal(capture_follow(c, NULL), CAPTURE_RUNNING);
	assert_int_equal(read_all(c), -ENODATA);
	assert_int_equal(capture_wait(c, -1), -ENODATA);
	assert_null(capture_error(c));
	capture_close(c);
}

static void expect_name(unsigned i, const char *name)
{
	char buf[IFNAMSIZ];

	assert_string_equal(ifnames_get(seen.frame[i].ifindex, buf, sizeof(buf)), name);
}

static void test_ethernet(void **state)
{
	uint8_t p[600] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

	(void)state;
	pcap_begin(1);
	pcap_packet(1700000000, 123456, p, 600, 1500);
	p[5] = 0;
	pcap_packet(1700000001, 0, p, 60, 60);
	p[0] = 0xfe;
	pcap_packet(1700000001, 1, p, 5, 60);
	read_image(NULL);
	assert_int_equal(seen.n, 3);
	assert_int_equal(seen.frame[0].ts_ns, 1700000000123456000);
	assert_int_equal(seen.frame[0].wirelen, 1500);
	assert_in_range(seen.frame[0].caplen, 128, 599); /* as much as the wire would give */
	assert_int_equal(seen.frame[0].arphrd, ARPHRD_ETHER);
	assert_int_equal(seen.frame[0].segs, 1);
	assert_int_equal(seen.frame[0].pkttype, PACKET_BROADCAST);
	assert_int_equal(seen.frame[1].pkttype, PACKET_MULTICAST);
	assert_int_equal(seen.frame[2].pkttype, PACKET_HOST);
	assert_int_equal(seen.frame[2].caplen, 5);
	expect_name(0, "pcap0");
}

static void test_link_types(void **state)
{
	static const struct {
		uint32_t linktype;
		uint16_t arphrd;
		uint8_t at, value; /* a byte to set */
		uint8_t strip, pkttype;
	} cases[] = {
		{0, ARPHRD_NONE, 0, 2, 4, PACKET_HOST},
		{108, ARPHRD_NONE, 3, 24, 4, PACKET_HOST},
		{101, ARPHRD_NONE, 0, 0x45, 0, PACKET_HOST},
		{228, ARPHRD_NONE, 0, 0x45, 0, PACKET_HOST},
		{229, ARPHRD_NONE, 0, 0x60, 0, PACKET_HOST},
		{9, ARPHRD_PPP, 0, 0xff, 0, PACKET_HOST},
		{204, ARPHRD_PPP, 0, 1, 1, PACKET_OUTGOING},
		{8, ARPHRD_SLIP, 0, 1, 16, PACKET_OUTGOING},
		{8, ARPHRD_SLIP, 0, 0, 16, PACKET_HOST},
		{10, ARPHRD_FDDI, 0, 0, 0, PACKET_HOST},
		{113, FRAME_COOKED, 1, 4, 0, PACKET_OUTGOING},
		{113, FRAME_COOKED, 0, 4, 0, PACKET_HOST},
		{276, FRAME_COOKED2, 10, 1, 0, PACKET_BROADCAST},
		{242, ARPHRD_INFINIBAND, 40, 8, 20, PACKET_HOST},
		{127, FRAME_UNKNOWN, 0, 0, 0, PACKET_HOST},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint8_t p[60] = {0};

		p[cases[i].at] = cases[i].value;
		pcap_begin(cases[i].linktype);
		pcap_packet(1, 0, p, 60, 100);
		pcap_packet(1, 0, p, 3, 3);
		pcap_packet(1, 0, p, 0, 60);
		read_image("pcap0");
		assert_int_equal(seen.n, 3);
		assert_int_equal(seen.frame[0].arphrd, cases[i].arphrd);
		assert_int_equal(seen.frame[0].pkttype, cases[i].pkttype);
		assert_int_equal(seen.frame[0].caplen, 60 - cases[i].strip);
		assert_int_equal(seen.frame[0].wirelen, 100 - cases[i].strip);
		assert_true(seen.frame[1].caplen <= 3 && seen.frame[1].wirelen <= 3);
		assert_int_equal(seen.frame[2].caplen, 0);
	}
}

static void test_blocks(void **state)
{
	struct capture *c;

	(void)state;
	pcap_begin(1);
	for (unsigned i = 0; i < 300; i++) {
		uint8_t p[20] = {(uint8_t)i};

		pcap_packet(i, 0, p, sizeof(p), sizeof(p));
	}
	assert_int_equal(open_image(&c, NULL), 0);
	seen.n = 0;
	assert_int_equal(capture_wait(c, -1), 1);
	assert_int_equal(capture_wait(c, -1), 1);
	assert_int_equal(capture_block(c, see, &seen), 256);
	for (unsigned i = 0; i < 256; i++)
		assert_int_equal(seen.frame[i].data[0], i); /* all of them, until it is done */
	capture_done(c);
	assert_int_equal(capture_wait(c, -1), 1);
	assert_int_equal(capture_block(c, see, &seen), 44);
	capture_done(c);
	assert_int_equal(capture_wait(c, -1), -ENODATA);
	assert_int_equal(seen.first[299], 299 & 0xff);
	capture_close(c);
}

static void test_truncated(void **state)
{
	uint8_t p[60] = {0};
	struct capture *c;

	(void)state;
	pcap_begin(1);
	pcap_packet(1, 0, p, 60, 60);
	pcap_packet(2, 0, p, 60, 60);
	image_len -= 10;
	assert_int_equal(open_image(&c, NULL), 0);
	assert_null(capture_error(c));
	assert_int_equal(read_all(c), -EIO);
	assert_int_equal(seen.n, 1);
	assert_non_null(capture_error(c));
	capture_close(c);
}

static void test_not_a_capture(void **state)
{
	struct capture *c = NULL;

	(void)state;
	image_len = 0;
	assert_int_equal(open_image(&c, NULL), -EIO);
	assert_true(why.msg[0]);
	put("#!/bin/sh\nexit 0\n", 17);
	assert_int_equal(open_image(&c, NULL), -EIO);
	assert_int_equal(capture_open_file(&c, "/", NULL, &why), -EISDIR);
	assert_int_equal(capture_open_file(&c, "/nonexistent", NULL, &why), -ENOENT);
	assert_string_equal(why.msg, strerror(ENOENT));
	pcap_begin(1);
	read_image(NULL);
	assert_int_equal(seen.n, 0);
}

static void test_names(void **state)
{
	static const char *const names[] = {"eth0", "pcap1", "a-name-longer-t",
					    "eth0", "eth0",  "wlan0"};

	(void)state;
	ng_example();
	read_image(NULL);
	assert_int_equal(seen.n, 6);
	for (unsigned i = 0; i < 6; i++) {
		assert_int_equal(seen.frame[i].wirelen, 20 + i);
		expect_name(i, names[i]);
	}
	assert_int_equal(seen.frame[0].ifindex, seen.frame[4].ifindex);
}

static void test_pick(void **state)
{
	struct capture *c = NULL;

	(void)state;
	ng_example();
	read_image("eth0");
	assert_int_equal(seen.n, 3);
	assert_int_equal(seen.frame[2].wirelen, 24);
	read_image("wlan0");
	assert_int_equal(seen.n, 1);
	read_image("a-name-longer-than-most");
	assert_int_equal(seen.n, 1);
	assert_int_equal(open_image(&c, "eth1"), -ENODEV);
	assert_string_equal(why.msg, "no interface eth1 in the file; there are: "
				     "eth0 pcap1 a-name-longer-t wlan0");
	pcap_begin(1);
	assert_int_equal(open_image(&c, "eth\n"), -ENODEV);
	assert_string_equal(why.msg, "no interface eth? in the file; there are: pcap0");
}

/* --- what cannot be read ahead --- */

static struct capture *open_pipe(int *in, const char *iface)
{
	struct capture *c = NULL;
	char path[64];
	int p[2];

	need_libpcap();
	assert_int_equal(pipe(p), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	assert_int_equal(capture_open_file(&c, path, iface, &why), 0);
	close(p[0]);
	*in = p[1];
	return c;
}

static void test_pipe(void **state)
{
	struct capture *c;
	int in;

	(void)state;
	ng_example();
	c = open_pipe(&in, "wlan0");
	assert_int_equal(capture_wait(c, 1), 0);
	assert_int_equal(write(in, image, image_len), image_len);
	close(in);
	assert_int_equal(read_all(c), -ENODATA);
	assert_int_equal(seen.n, 1);
	capture_close(c);

	c = open_pipe(&in, "eth1");
	assert_int_equal(write(in, image, image_len), image_len);
	close(in);
	assert_int_equal(read_all(c), -ENODEV);
	assert_int_equal(seen.n, 0);
	assert_non_null(strstr(capture_error(c), "eth1"));
	capture_close(c);

	c = open_pipe(&in, NULL);
	assert_int_equal(write(in, "no capture at all", 17), 17);
	close(in);
	assert_int_equal(read_all(c), -EIO);
	assert_non_null(capture_error(c));
	capture_close(c);
}

/* What is there is handed over; nobody waits for a block to be full. */
static void test_slow_pipe(void **state)
{
	uint8_t p[60] = {0};
	struct capture *c;
	int in;

	(void)state;
	c = open_pipe(&in, NULL);
	pcap_begin(1);
	pcap_packet(1, 0, p, 60, 60);
	assert_int_equal(write(in, image, image_len), image_len);
	seen.n = 0;
	assert_int_equal(capture_wait(c, -1), 1);
	assert_int_equal(capture_block(c, see, &seen), 1);
	capture_done(c);
	assert_int_equal(capture_wait(c, 0), 0);
	capture_wake(c);
	assert_int_equal(capture_wait(c, -1), 0);
	assert_int_equal(write(in, image + 24, 16 + 60), 76);
	assert_int_equal(capture_wait(c, -1), 1);
	assert_int_equal(capture_block(c, see, &seen), 1);
	capture_done(c);
	capture_close(c);
	close(in);
}

static void *wake_soon(void *c)
{
	usleep(20000);
	capture_wake(c);
	return NULL;
}

/* A wake-up in the middle of a packet, or of the file's header, ends the file. */
static void test_stuck_pipe(void **state)
{
	uint8_t p[60] = {0};

	(void)state;
	for (size_t part = 10; part < 90; part += 30) {
		struct capture *c;
		pthread_t t;
		int in;

		c = open_pipe(&in, NULL);
		pcap_begin(1);
		pcap_packet(1, 0, p, 60, 60);
		assert_int_equal(write(in, image, part), part);
		assert_int_equal(pthread_create(&t, NULL, wake_soon, c), 0);
		assert_int_equal(capture_wait(c, -1), -ENODATA);
		assert_null(capture_error(c));
		pthread_join(t, NULL);
		capture_close(c);
		close(in);
	}
}

/* --- the walk through pcapng alone --- */

static void test_any_pieces(void **state)
{
	static struct pcapng whole, bytes;

	(void)state;
	ng_example();
	pcapng_init(&whole);
	pcapng_feed(&whole, image, image_len);
	pcapng_init(&bytes);
	for (size_t i = 0; i < image_len; i++)
		pcapng_feed(&bytes, image + i, 1);
	assert_int_equal(whole.count, 4);
	assert_memory_equal(&whole, &bytes, sizeof(whole));
}

/* Any bytes: only memory checkers and the bounds can fail here. */
static void test_any_bytes(void **state)
{
	static struct pcapng p;
	static uint8_t bad[4096];

	(void)state;
	srand(1);
	ng_example();
	assert_true(image_len < sizeof(bad));
	for (int turn = 0; turn < 20000; turn++) {
		memcpy(bad, image, image_len);
		for (int i = rand() % 8; i >= 0; i--)
			bad[(size_t)rand() % image_len] =
				(uint8_t)(rand() % 4 ? rand() % 16 : rand());
		pcapng_init(&p);
		pcapng_feed(&p, bad, image_len);
		assert_true(p.count <= PCAPNG_IFACES && p.current <= PCAPNG_IFACES - 1);
		for (unsigned i = 0; i < p.count; i++)
			assert_true(strlen(p.iface[i].name) < IFNAMSIZ);
	}
}

static void test_many_interfaces(void **state)
{
	static struct pcapng p;
	char name[IFNAMSIZ];

	(void)state;
	image_len = 0;
	ng_section();
	for (int i = 0; i < PCAPNG_IFACES + 50; i++) {
		snprintf(name, sizeof(name), "v%d", i);
		ng_iface(name);
	}
	ng_packet(PCAPNG_IFACES + 20, 60);
	pcapng_init(&p);
	pcapng_feed(&p, image, image_len);
	assert_int_equal(p.count, PCAPNG_IFACES);
	assert_int_equal(p.current, PCAPNG_IFACES - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ethernet),
		cmocka_unit_test(test_link_types),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_not_a_capture),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_pick),
		cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_slow_pipe),
		cmocka_unit_test(test_stuck_pipe),
		cmocka_unit_test(test_any_pieces),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_many_interfaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
