/* Fragments follow their datagram, in any order, within bounds. */
#include "unit.h"

#include <string.h>

#include "capture/fragments.h"

static const struct frame frame = { .ifindex = 1 };

static struct pkt fragment(uint32_t id, bool first)
{
	struct pkt p = {
		.frame = &frame, .ipver = 4, .ipproto = IPPROTO_UDP, .fragid = id, .iplen = 100
	};

	addr_set_v4(&p.src.addr, "\x0a\x00\x00\x01");
	addr_set_v4(&p.dst.addr, "\x0a\x00\x00\x02");
	p.verdict = first ? PKT_OK : PKT_FRAGMENT;
	p.first_fragment = p.ports = first;
	if (first) {
		p.src.port = 1000;
		p.dst.port = 53;
	}
	return p;
}

static int setup(void **state)
{
	*state = fragments_new();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	fragments_free(*state);
	return 0;
}

static void assert_followed(struct fragments *ft, struct pkt p, uint64_t ms, bool followed)
{
	fragments_follow(ft, &p, ms);
	assert_int_equal(p.ports, followed);
	assert_int_equal(p.dst.port, followed ? 53 : 0);
	assert_int_equal(p.verdict, PKT_FRAGMENT);
}

static void test_in_order(void **state)
{
	struct pkt p = fragment(1, true);

	fragments_follow(*state, &p, 0);
	assert_int_equal(p.early_packets, 0);
	assert_followed(*state, fragment(1, false), 10, true);
	assert_followed(*state, fragment(2, false), 10, false); /* another datagram's */
}

static void test_reversed(void **state)
{
	struct pkt p = fragment(1, true);

	assert_followed(*state, fragment(1, false), 0, false);
	assert_followed(*state, fragment(1, false), 0, false);
	fragments_follow(*state, &p, 0);
	assert_int_equal(p.early_packets, 2);
	assert_int_equal(p.early_bytes, 200);
	assert_followed(*state, fragment(1, false), 0, true);
	p = fragment(1, true); /* once more: nothing is counted twice */
	fragments_follow(*state, &p, 0);
	assert_int_equal(p.early_packets, 0);
}

static void test_keys(void **state)
{
	static const struct frame elsewhere = { .ifindex = 2 };
	struct pkt p = fragment(1, true), q;

	fragments_follow(*state, &p, 0);
	q = fragment(1, false);
	q.frame = &elsewhere;
	assert_followed(*state, q, 0, false);
	q = fragment(1, false);
	q.ipproto = IPPROTO_TCP;
	assert_followed(*state, q, 0, false);
	q = fragment(1, false);
	addr_set_v4(&q.src.addr, "\x0a\x00\x00\x09");
	assert_followed(*state, q, 0, false);
	q = fragment(1, false);
	q.ipproto = IPPROTO_ICMP; /* has no ports to follow */
	fragments_follow(*state, &q, 0);
	assert_false(q.ports);
}

static void test_age(void **state)
{
	struct pkt p = fragment(1, true);

	fragments_follow(*state, &p, 1000);
	assert_followed(*state, fragment(1, false), 1000 + FRAGMENTS_AGE_MS, true);
	assert_followed(*state, fragment(1, false), 1001 + FRAGMENTS_AGE_MS, false);
}

/* Far more datagrams than there is room for: the newest are followed, nothing grows. */
static void test_flood(void **state)
{
	unsigned followed = 0;

	for (uint32_t id = 0; id < 300000; id++) {
		struct pkt p = fragment(id, true);

		fragments_follow(*state, &p, id / 100);
	}
	for (uint32_t id = 299900; id < 300000; id++) {
		struct pkt p = fragment(id, false);

		fragments_follow(*state, &p, 3000);
		followed += p.ports;
	}
	assert_true(followed > 95);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_in_order), T(test_reversed), T(test_keys), T(test_age), T(test_flood),
	};

	return cmocka_run_group_tests_name("fragments", tests, NULL, NULL);
}
