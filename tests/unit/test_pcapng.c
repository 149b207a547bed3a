#include "capfile.h"

#include <stdio.h>
#include <stdlib.h>

#include "capture/pcapng.h"

static void feed_all(struct pcapng *p)
{
	for (size_t at = 0; at < image_len;)
		at += pcapng_feed(p, image + at, image_len - at);
}

static void test_one_block_at_a_time(void **state)
{
	static struct pcapng p;
	size_t at = 0;
	unsigned blocks = 0;

	(void)state;
	image_len = 0;
	ng_section();
	ng_iface("eth0");
	ng_iface("eth1");
	for (unsigned i = 0; i < 8; i++)
		ng_packet(i % 2, 20 + i);
	for (pcapng_init(&p); at < image_len; blocks++) {
		at += pcapng_feed(&p, image + at, image_len - at);
		if (blocks >= 3)
			assert_int_equal(p.current, (blocks - 3) % 2);
	}
	assert_int_equal(blocks, 11);
	assert_int_equal(at, image_len);
}

static void test_any_pieces(void **state)
{
	static struct pcapng whole, bytes;

	(void)state;
	ng_example();
	pcapng_init(&whole);
	feed_all(&whole);
	pcapng_init(&bytes);
	for (size_t i = 0; i < image_len; i++)
		assert_int_equal(pcapng_feed(&bytes, image + i, 1), 1);
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
		size_t at = 0;

		memcpy(bad, image, image_len);
		for (int i = rand() % 8; i >= 0; i--)
			bad[(size_t)rand() % image_len] =
				(uint8_t)(rand() % 4 ? rand() % 16 : rand());
		pcapng_init(&p);
		while (at < image_len)
			at += pcapng_feed(&p, bad + at, image_len - at);
		assert_int_equal(at, image_len);
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
	feed_all(&p);
	assert_int_equal(p.count, PCAPNG_IFACES);
	assert_int_equal(p.current, PCAPNG_IFACES - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_block_at_a_time),
		cmocka_unit_test(test_any_pieces),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_many_interfaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
