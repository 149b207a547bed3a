/* 802.1Q tags: whether the kernel stripped the outermost or not, it is the same packet. */
#include "unit.h"
#include "tables.h"

#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "config/settings.h"
#include "stats/ifdetail.h"
#include "stats/iftotals.h"
#include "stats/sizes.h"
#include "stats/stations.h"

/* 10.0.0.1:1234 to 10.0.0.2:53, UDP, behind tag 5 of priority 7 */
static const uint8_t tagged[] = {
	2,    0,    0,	  0,  0,    2,	  2, 0,	 0, 0, 0,  1,		   /* Ethernet */
	0x81, 0,    0xe0, 5,						   /* tag */
	8,    0,    0x45, 0,  0x0d, 0xc8, 0, 77, 0, 0, 64, 17, 0x58, 0xd6, /* IPv4 */
	10,   0,    0,	  1,  10,   0,	  0, 2,				   /* addresses */
	4,    0xd2, 0,	  53, 0,    8,	  0, 0,				   /* UDP */
};
static uint8_t bare[sizeof(tagged) - 4]; /* the same without its tag */
static struct frame in, off;

#define PAYLOAD 3500 /* beyond what was captured, in segments of 1000: a super-packet of 4 */
#define HEADERS 46   /* of each on the wire */

static int setup(void **state)
{
	(void)state;
	memcpy(bare, tagged, 12);
	memcpy(bare + 12, tagged + 16, sizeof(tagged) - 16);
	in = (struct frame){ .data = tagged,
			     .caplen = sizeof(tagged),
			     .wirelen = HEADERS + PAYLOAD,
			     .segsize = 1000,
			     .arphrd = ARPHRD_ETHER,
			     .ifindex = 1 };
	off = in;
	off.data = bare;
	off.caplen -= 4;
	off.wirelen -= 4;
	off.vlan_tpid = 0x8100;
	off.vlan_tci = 0xe005;
	return 0;
}

static struct pkt decode(const struct frame *f)
{
	struct pkt p;

	pkt_decode(f, 0, &p);
	return p;
}

static void test_decode(void **state)
{
	const struct frame *frame[] = { &in, &off };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct pkt p = decode(frame[i]);

		assert_int_equal(p.verdict, PKT_OK);
		assert_int_equal(p.src.port, 1234);
		assert_true(p.tagged);
		assert_int_equal(p.vlan, 5);
		assert_int_equal(frame_bytes(frame[i]), HEADERS + PAYLOAD);
		assert_int_equal(p.headers, HEADERS);
		assert_int_equal(p.l3len, 28 + PAYLOAD);
		assert_int_equal(p.segs, 4);
	}
}

/* The outermost counts, also a tag that has no VLAN, only a priority. */
static void test_outermost(void **state)
{
	struct frame f = in;
	struct pkt p;

	(void)state;
	f.vlan_tpid = 0x88a8;
	f.vlan_tci = 0x2000;
	p = decode(&f);
	assert_true(p.tagged);
	assert_int_equal(p.vlan, 0);
	f.vlan_tci = 0x2fff;
	assert_int_equal(decode(&f).vlan, 0xfff);
}

static void test_none(void **state)
{
	struct frame f = in;

	(void)state;
	f.caplen = 14; /* the tag is cut off */
	assert_false(decode(&f).tagged);
	f = off;
	f.vlan_tpid = 0;
	assert_false(decode(&f).tagged);
	assert_int_equal(decode(&f).vlan, 0);
}

static void *fed(const struct engine_ops *ops, const struct frame *f)
{
	static struct settings set;
	static const struct engine_env env = { .set = &set };
	const struct now now = { .mono_ms = 1000000 };
	struct pkt p = decode(f);
	void *e = calloc(1, ops->size);

	settings_default(&set);
	assert_non_null(e);
	assert_int_equal(ops->init(e, &env), 0);
	ops->packets(e, &p, 1, &now);
	return e;
}

static void end(const struct engine_ops *ops, void *e)
{
	ops->fini(e);
	free(e);
}

#define WIRE_BYTES (4 * HEADERS + PAYLOAD)
#define IP_BYTES   (4 * 28 + PAYLOAD)

static uint64_t number(const struct table *t, const void *e, uint32_t slot, const char *key)
{
	const struct reading r = { .table = t, .engine = e, .now_ms = 1000000, .run_ms = 1 };

	return table_number(&r, slot, key);
}

static void count(const struct frame *f)
{
	void *e = fed(&engine_ifdetail, f);

	assert_int_equal(number(&detail_table, e, DETAIL_TOTAL, "rx_bytes"), WIRE_BYTES);
	assert_int_equal(number(&detail_table, e, DETAIL_UDP, "rx_bytes"), IP_BYTES);
	end(&engine_ifdetail, e);
	e = fed(&engine_iftotals, f);
	assert_int_equal(number(&iftotals_table, e, 0, "bytes"), WIRE_BYTES);
	end(&engine_iftotals, e);
	e = fed(&engine_stations, f);
	assert_int_equal(number(&stations_table, e, 0, "bytes_out"), WIRE_BYTES);
	end(&engine_stations, e);
	/* a full packet is as large as the MTU, with a tag or without */
	e = fed(&engine_sizes, f);
	assert_int_equal(number(&sizes_sum_table, e, 0, "rx_largest"), 1028);
	end(&engine_sizes, e);
}

static void test_engines(void **state)
{
	(void)state;
	count(&in);
	count(&off);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_outermost),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_engines),
	};

	return cmocka_run_group_tests_name("vlan", tests, setup, NULL);
}
