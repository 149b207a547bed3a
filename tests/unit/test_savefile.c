#include "capfile.h"

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

#include "capture/links.h"
#include "capture/ifnames.h"
#include "capture/capture.h"

/* --- the program under test --- */

struct seen {
	unsigned n;
	struct frame frame[512];
	uint8_t first[512]; /* byte of each */
};

static struct seen seen;
static struct diag why;

static bool see(void *ctx, const struct frame *f)
{
	struct seen *s = ctx;

	assert_true(s->n < 512);
	s->first[s->n] = f->caplen ? f->data[0] : 0;
	s->frame[s->n++] = *f;
	return s->n % 2; /* as a filter that drops every second one */
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
	struct capture_status is;
	struct capture_stats st;
	struct capture *c;

	assert_int_equal(open_image(&c, iface), 0);
	assert_false(capture_is_live(c));
	assert_int_equal(capture_follow(c, NULL, &is), 0);
	assert_int_equal(is.state, CAPTURE_RUNNING);
	assert_string_equal(is.iface, "");
	assert_int_equal(read_all(c), -ENODATA);
	capture_stats(c, &st);
	assert_int_equal(st.captured, (seen.n + 1) / 2);
	assert_int_equal(st.dropped, 0);
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
	uint8_t p[600] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

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
	assert_int_equal(seen.frame[0].segsize, 0);
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
		{ 0, LINK_NULL, 0, 2, 4, PACKET_HOST },
		{ 108, LINK_NULL, 3, 24, 4, PACKET_HOST },
		{ 101, ARPHRD_NONE, 0, 0x45, 0, PACKET_HOST },
		{ 228, ARPHRD_NONE, 0, 0x45, 0, PACKET_HOST },
		{ 229, ARPHRD_NONE, 0, 0x60, 0, PACKET_HOST },
		{ 9, ARPHRD_PPP, 0, 0xff, 0, PACKET_HOST },
		{ 50, ARPHRD_PPP, 0, 0xff, 0, PACKET_HOST },
		{ 204, LINK_PPP_DIR, 0, 1, 1, PACKET_OUTGOING },
		{ 8, LINK_SLIP, 0, 1, 16, PACKET_OUTGOING },
		{ 8, LINK_SLIP, 0, 0, 16, PACKET_HOST },
		{ 10, ARPHRD_FDDI, 0, 0, 0, PACKET_HOST },
		{ 113, LINK_COOKED, 1, 4, 0, PACKET_OUTGOING },
		{ 113, LINK_COOKED, 0, 4, 0, PACKET_HOST },
		{ 276, LINK_COOKED2, 10, 1, 0, PACKET_BROADCAST },
		{ 242, LINK_IPOIB, 40, 8, 20, PACKET_HOST },
		{ 127, LINK_UNKNOWN, 0, 0, 0, PACKET_HOST },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint8_t p[60] = { 0 };

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
		uint8_t p[20] = { (uint8_t)i };

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
	uint8_t p[60] = { 0 };
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
	static const char *const names[] = { "eth0", "pcap1", "a-name-longer-t",
					     "eth0", "eth0",  "wlan0" };

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
	uint8_t p[60] = { 0 };
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
	uint8_t p[60] = { 0 };

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ethernet),      cmocka_unit_test(test_link_types),
		cmocka_unit_test(test_blocks),	      cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_not_a_capture), cmocka_unit_test(test_names),
		cmocka_unit_test(test_pick),	      cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_slow_pipe),     cmocka_unit_test(test_stuck_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
