/* The health of TCP connections, packet by packet, and the options it is read from. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "capture/tcpopt.h"
#include "stats/tcphealth.h"

enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST, P = TCP_PSH };

/* A connection as it is watched; time in microseconds, windows as the engine keeps them. */
struct line {
	struct tcp_half half[2];
	struct tcp_more more[2];
	uint64_t us;
	uint32_t took; /* what the last packet returned */
	bool whole;    /* each packet goes the long way */
	uint32_t next; /* packets that did not */
};

static struct tcp_dir dir_of(struct line *l, int side)
{
	return (struct tcp_dir){ &l->half[side], &l->more[side] };
}

struct seg {
	int from;
	uint32_t us; /* since the one before */
	uint8_t flags;
	uint32_t seq, ack, len;
	uint16_t window, segs, size;
};

static void put_with(struct line *l, const struct seg *s, const uint8_t *options, size_t n)
{
	uint8_t data[60] = { 0 };
	struct frame f = { .data = data, .caplen = sizeof(data), .segsize = s->size };
	struct pkt p = { .frame = &f,
			 .ipver = 4,
			 .ttl = (uint8_t)(60 + s->from),
			 .tcpflags = s->flags,
			 .seq = s->seq,
			 .ack = s->ack,
			 .tcplen = s->len,
			 .window = s->window == 0xffff ? 0
				   : s->window	       ? s->window
						       : 1000,
			 .segs = s->segs ? s->segs : 1,
			 .headers = (uint32_t)(20 + n),
			 .tcpopt_len = (uint8_t)n };
	int me = s->from;

	memcpy(data + 20, options, n);
	l->us += s->us;
	f.ts_ns = l->us * 1000;
	l->took = 0;
	if (!l->whole && tcp_next_data(&l->half[me], &p)) {
		l->next++;
		return;
	}
	l->took = tcp_health_packet(dir_of(l, me), dir_of(l, !me), &p);
	if (l->took)
		l->more[!me].syn_rtt = tcp_rtt_pack(l->took);
	if (s->flags & S)
		tcp_health_syn(&l->more[me], &p);
	l->half[me].flags = p.tcpflags;
	l->half[me].window = p.window;
}

static void put(struct line *l, const struct seg *s)
{
	put_with(l, s, (const uint8_t *)"", 0);
}

#define OF(from_, us_, flags_, seq_, ack_, len_, ...)                                              \
	&(const struct seg)                                                                        \
	{                                                                                          \
		.from = from_, .us = us_, .flags = flags_, .seq = seq_, .ack = ack_, .len = len_,  \
		__VA_ARGS__                                                                        \
	}
/* A packet: who sends it, microseconds after the one before, flags, seq, ack, bytes; what else. */
#define SEG(l, ...) put(l, OF(__VA_ARGS__, ))

static void begin(struct line *l)
{
	memset(l, 0, sizeof(*l));
	l->us = 1700000000ull * 1000000;
}

/* A handshake as seen from the client: 40 ms there and back, and 100 us here. */
static void shake(struct line *l, uint32_t isn)
{
	begin(l);
	SEG(l, 0, 0, S, isn, 0, 0);
	SEG(l, 1, 40000, S | A, 9000, isn + 1, 0);
	SEG(l, 0, 100, A, isn + 1, 9001, 0);
}

static void counts_are(const struct line *l, int side, uint32_t retransmitted, uint32_t reordered,
		       uint32_t dup_acks)
{
	assert_int_equal(l->more[side].retransmitted, retransmitted);
	assert_int_equal(l->more[side].reordered, reordered);
	assert_int_equal(l->more[side].dup_acks, dup_acks);
}

static void test_handshake(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	assert_int_equal(l.took, 100);
	assert_int_equal(l.more[0].srtt_us, 40000);
	assert_int_equal(l.more[1].srtt_us, 100);
	assert_in_range(tcp_rtt_us(l.more[0].syn_rtt), 39960, 40000);
	assert_int_equal(tcp_rtt_us(l.more[1].syn_rtt), 100);
	assert_int_equal(l.more[0].ttl, 60);
	assert_int_equal(l.more[1].ttl, 61);
	counts_are(&l, 0, 0, 0, 0);
	counts_are(&l, 1, 0, 0, 0);
}

/* Karn: a SYN that was sent twice measures nothing, and was sent again once. */
static void test_syn_again(void **state)
{
	struct line l;

	(void)state;
	begin(&l);
	SEG(&l, 0, 0, S, 100, 0, 0);
	SEG(&l, 0, 1000000, S, 100, 0, 0);
	SEG(&l, 1, 40000, S | A, 9000, 101, 0);
	assert_int_equal(l.took, 0);
	assert_int_equal(l.more[0].srtt_us, 0);
	counts_are(&l, 0, 1, 0, 0);
}

static void test_in_order(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	for (uint32_t i = 0; i < 100; i++) {
		SEG(&l, 0, 0, A, 101 + 2000 * i, 9001, 1000);
		SEG(&l, 0, 0, A | P, 1101 + 2000 * i, 9001, 1000);
		SEG(&l, 1, 20000, A, 9001, 2101 + 2000 * i, 0);
	}
	SEG(&l, 0, 0, F | A, 200101, 9001, 0);
	SEG(&l, 1, 20000, F | A, 9001, 200102, 0);
	SEG(&l, 0, 0, A, 200102, 9002, 0);
	counts_are(&l, 0, 0, 0, 0);
	counts_are(&l, 1, 0, 0, 0);
	/* from 40 to 20 ms by an eighth at a time */
	assert_in_range(l.more[0].srtt_us, 20000, 20100);
}

static void test_retransmission(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	SEG(&l, 0, 0, A, 101, 9001, 1000);
	SEG(&l, 0, 0, A, 1101, 9001, 1000);
	SEG(&l, 0, 300000, A, 101, 9001, 1000); /* the first again, after a time-out */
	SEG(&l, 1, 500, A, 9001, 2101, 0);	/* to which of the two is this the answer? */
	counts_are(&l, 0, 1, 0, 0);
	assert_int_equal(l.more[0].srtt_us, 40000);
	SEG(&l, 0, 0, A, 2101, 9001, 1000); /* the next is measured again */
	SEG(&l, 1, 48000, A, 9001, 3101, 0);
	assert_int_equal(l.more[0].srtt_us, 41000);
	SEG(&l, 0, 0, F | A, 3101, 9001, 500);
	SEG(&l, 0, 400000, F | A, 3101, 9001, 500); /* the same with FIN */
	SEG(&l, 0, 400000, F | A, 3601, 9001, 0);   /* FIN alone */
	counts_are(&l, 0, 3, 0, 0);
}

/* Part of it is new: the rest was sent again. */
static void test_overlap(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	SEG(&l, 0, 0, A, 101, 9001, 1000);
	SEG(&l, 0, 0, A, 601, 9001, 1000);
	counts_are(&l, 0, 1, 0, 0);
	SEG(&l, 0, 0, A, 1601, 9001, 1000);
	counts_are(&l, 0, 1, 0, 0);
}

/* Three late packets behind a gap that is younger than a round trip. */
static void test_reordering(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	SEG(&l, 0, 0, A, 101, 9001, 1000);
	SEG(&l, 0, 0, A, 2101, 9001, 1000);
	SEG(&l, 0, 100, A, 4101, 9001, 1000);
	SEG(&l, 0, 0, A, 6101, 9001, 1000);
	SEG(&l, 0, 4000, A, 1101, 9001, 1000);
	SEG(&l, 0, 0, A, 3101, 9001, 1000);
	SEG(&l, 0, 0, A, 5101, 9001, 1000);
	counts_are(&l, 0, 0, 3, 0);
	SEG(&l, 1, 0, A, 9001, 7101, 0);
	SEG(&l, 0, 0, A, 7101, 9001, 1000);
	counts_are(&l, 0, 0, 3, 0);
}

/* A gap that is filled a round trip later: lost before it came here, and sent again. */
static void test_lost_before(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	SEG(&l, 0, 0, A, 101, 9001, 1000);
	SEG(&l, 0, 0, A, 2101, 9001, 1000);
	SEG(&l, 1, 100, A, 9001, 1101, 0);
	SEG(&l, 1, 100, A, 9001, 1101, 0);
	SEG(&l, 0, 40000, A, 1101, 9001, 1000);
	counts_are(&l, 0, 1, 0, 0);
	counts_are(&l, 1, 0, 0, 1);
	SEG(&l, 1, 100, A, 9001, 3101, 0); /* nothing is measured across a gap */
	assert_int_equal(l.more[0].srtt_us, 40000);
}

static void test_wraparound(void **state)
{
	struct line l;

	(void)state;
	shake(&l, UINT32_MAX - 1500);
	SEG(&l, 0, 0, A, UINT32_MAX - 1499, 9001, 1000);
	SEG(&l, 0, 0, A, UINT32_MAX - 499, 9001, 1000); /* ends at 500 */
	SEG(&l, 0, 0, A, 500, 9001, 1000);
	SEG(&l, 1, 40000, A, 9001, 1500, 0);
	counts_are(&l, 0, 0, 0, 0);
	SEG(&l, 0, 0, A, UINT32_MAX - 499, 9001, 1000);
	counts_are(&l, 0, 1, 0, 0);
}

static void test_keepalive(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	SEG(&l, 0, 0, A, 101, 9001, 1000);
	SEG(&l, 1, 40000, A, 9001, 1101, 0);
	for (int i = 0; i < 3; i++) {
		SEG(&l, 0, 60000000, A, 1100, 9001,
		    (uint32_t)(i & 1)); /* without and with a byte */
		SEG(&l, 1, 40000, A, 9001, 1101, 0);
	}
	counts_are(&l, 0, 0, 0, 0);
	counts_are(&l, 1, 0, 0, 0);
	assert_int_equal(l.more[0].srtt_us, 40000);
	/* a byte that was not acknowledged, as of a key that is pressed, is no probe */
	SEG(&l, 0, 0, A | P, 1101, 9001, 1);
	SEG(&l, 0, 300000, A | P, 1101, 9001, 1);
	counts_are(&l, 0, 1, 0, 0);
}

static void test_zero_window(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	for (int i = 0; i < 2; i++) {
		uint32_t seq = 101 + 1000 * (uint32_t)i;

		SEG(&l, 0, 0, A, seq, 9001, 1000);
		SEG(&l, 1, 100, A, 9001, seq + 1000, 0, .window = 0xffff); /* closed */
		SEG(&l, 0, 200000, A, seq + 999, 9001, 0);		   /* a probe */
		SEG(&l, 1, 100, A, 9001, seq + 1000, 0, .window = 0xffff); /* closed still */
		SEG(&l, 1, 100, A, 9001, seq + 1000, 0);		   /* open */
	}
	assert_int_equal(l.more[1].zero_windows, 2);
	assert_int_equal(l.more[0].zero_windows, 0);
	counts_are(&l, 0, 0, 0, 0);
	counts_are(&l, 1, 0, 0, 0);
	SEG(&l, 1, 0, R, 9001, 0, 0, .window = 0xffff);
	assert_int_equal(l.more[1].zero_windows, 2);
}

static void test_duplicate_acks(void **state)
{
	static const uint8_t sack[] = { 1, 1, 5, 10, 0, 0, 4, 0x4d, 0, 0, 8, 0x35 };
	struct line l;

	(void)state;
	shake(&l, 100);
	SEG(&l, 0, 0, A, 101, 9001, 1000);
	SEG(&l, 0, 0, A, 1101, 9001, 1000);
	SEG(&l, 1, 40000, A, 9001, 1101, 0);
	SEG(&l, 1, 0, A, 9001, 1101, 0);
	counts_are(&l, 1, 0, 0, 1);
	SEG(&l, 1, 0, A, 9001, 1101, 0, .window = 900);	 /* says a window */
	SEG(&l, 1, 0, A, 9001, 1101, 10, .window = 900); /* brings data */
	counts_are(&l, 1, 0, 0, 1);
	put_with(&l, OF(1, 0, A, 9011, 1101, 0, .window = 800, ), sack, sizeof(sack));
	counts_are(&l, 1, 0, 0, 2); /* says which came, whatever the window */
	SEG(&l, 1, 0, A, 9011, 2101, 0, .window = 800);
	SEG(&l, 1, 0, A, 9011, 2101, 0, .window = 800); /* all has come: nothing is asked for */
	counts_are(&l, 1, 0, 0, 2);
}

static void test_syn_options(void **state)
{
	static const uint8_t first[] = { 2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0,
					 0, 1, 0, 0,	0, 0, 1, 3,  3, 7 };
	static const uint8_t second[] = { 2, 4, 5, 0x50 };
	struct line l;

	(void)state;
	begin(&l);
	put_with(&l, OF(0, 0, S | TCP_ECE | TCP_CWR, 100, 0, 0, ), first, sizeof(first));
	put_with(&l, OF(1, 0, S | A | TCP_ECE, 9000, 101, 0, ), second, sizeof(second));
	assert_int_equal(l.more[0].mss, 1460);
	assert_int_equal(l.more[0].scale, 8); /* 1 + 7 */
	assert_true(l.more[0].sack);
	assert_true(l.more[0].ecn);
	assert_int_equal(l.more[1].mss, 1360);
	assert_int_equal(l.more[1].scale, 0);
	assert_false(l.more[1].sack);
	assert_true(l.more[1].ecn);
	assert_false(l.more[1].ece);
	SEG(&l, 1, 0, A | TCP_ECE, 9001, 101, 0);
	assert_true(l.more[1].ece);
	assert_false(l.more[0].ece);
}

static void test_one_direction(void **state)
{
	struct line l;

	(void)state;
	begin(&l);
	SEG(&l, 0, 0, S, 100, 0, 0);
	SEG(&l, 0, 40000, A, 101, 9001, 0);
	for (uint32_t i = 0; i < 10; i++)
		SEG(&l, 0, 1000, A, 101 + 1000 * i, 9001 + i, 1000);
	SEG(&l, 0, 300000, A, 5101, 9011, 1000);
	counts_are(&l, 0, 1, 0, 0);
	assert_int_equal(l.more[0].srtt_us, 0);
	assert_int_equal(l.more[1].srtt_us, 0);
	SEG(&l, 0, 0, A, 10100, 9011, 1); /* may be a probe */
	counts_are(&l, 0, 1, 0, 0);
}

static void test_from_the_middle(void **state)
{
	struct line l;

	(void)state;
	begin(&l);
	SEG(&l, 1, 0, A, 7000000, 4000000, 0, .window = 500);
	SEG(&l, 0, 0, A, 4000000, 7000000, 1000); /* may itself be sent again: not measured */
	SEG(&l, 1, 10, A, 7000000, 4001000, 0);
	assert_int_equal(l.more[0].srtt_us, 0);
	SEG(&l, 0, 0, A, 4001000, 7000000, 1000);
	SEG(&l, 1, 30000, A, 7000000, 4002000, 0);
	assert_int_equal(l.more[0].srtt_us, 30000);
	counts_are(&l, 0, 0, 0, 0);
	counts_are(&l, 1, 0, 0, 0);
	assert_int_equal(l.more[0].ttl, 60);
	assert_int_equal(l.more[1].ttl, 61);
}

/* Ten segments in one packet (TSO): three of them again, all again, two that are new. */
static void test_super_packets(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	SEG(&l, 0, 0, A, 101, 9001, 10000, .segs = 10, .size = 1000);
	counts_are(&l, 0, 0, 0, 0);
	SEG(&l, 0, 300000, A, 1101, 9001, 2500, .segs = 3, .size = 1000);
	counts_are(&l, 0, 3, 0, 0);
	SEG(&l, 0, 300000, A, 101, 9001, 10000, .segs = 10, .size = 1000);
	counts_are(&l, 0, 13, 0, 0);
	SEG(&l, 0, 300000, A, 8101, 9001, 4000, .segs = 4, .size = 1000);
	counts_are(&l, 0, 15, 0, 0);
	SEG(&l, 0, 0, A, 12101, 9001, 1000);
	counts_are(&l, 0, 15, 0, 0);
}

/* The same endpoints again, and numbers that cannot be: what comes after counts, nothing else. */
static void test_new_numbers(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 3000000000u);
	SEG(&l, 0, 0, A, 3000000001u, 9001, 1000);
	SEG(&l, 0, 0, S, 50, 0, 0);
	SEG(&l, 0, 0, A, 51, 9001, 1000);
	SEG(&l, 0, 0, R, 7777, 0, 0);
	SEG(&l, 0, 0, A, 1051, 9001, 1000);
	SEG(&l, 0, 0, A, 2000000000u, 9001, 1000); /* as far ahead as no window is */
	SEG(&l, 0, 0, A, 2000001000u, 9001, 1000);
	counts_are(&l, 0, 0, 0, 0);
	SEG(&l, 0, 0, A, 2000001000u, 9001, 1000);
	counts_are(&l, 0, 1, 0, 0);
}

/* A clock that is set makes no round trip. */
static void test_clock_steps(void **state)
{
	static const int64_t steps[] = { -7200, -86400, 86400, 7200, -3600 };
	struct line l;
	uint32_t seq = 101;

	(void)state;
	shake(&l, 100);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++, seq += 1000) {
		SEG(&l, 0, 0, A, seq, 9001, 1000);
		l.us += (uint64_t)(steps[i] * 1000000);
		SEG(&l, 1, 40000, A, 9001, seq + 1000, 0);
		assert_int_equal(l.more[0].srtt_us, 40000);
	}
}

/* Full counters stay full. */
static void test_full_counters(void **state)
{
	struct line l;

	(void)state;
	shake(&l, 100);
	l.more[0].retransmitted = (1u << 24) - 3;
	l.more[0].reordered = (1u << 14) - 1;
	l.more[1].dup_acks = (1u << 18) - 1;
	l.more[1].zero_windows = UINT8_MAX;
	SEG(&l, 0, 0, A, 101, 9001, 10000, .segs = 10, .size = 1000);
	SEG(&l, 0, 0, A, 101, 9001, 10000, .segs = 10, .size = 1000);
	SEG(&l, 1, 0, A, 9001, 101, 0);
	SEG(&l, 1, 0, A, 9001, 101, 0);
	SEG(&l, 1, 0, A, 9001, 101, 0, .window = 0xffff);
	counts_are(&l, 0, (1u << 24) - 1, (1u << 14) - 1, 0);
	counts_are(&l, 1, 0, 0, (1u << 18) - 1);
	assert_int_equal(l.more[1].zero_windows, UINT8_MAX);
}

static void test_packed_times(void **state)
{
	static const uint32_t us[] = { 0, 1, 2047, 2048, 40000, 250000, 16777215, UINT32_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(us) / sizeof(us[0]); i++)
		assert_in_range(tcp_rtt_us(tcp_rtt_pack(us[i])), us[i] - us[i] / 1000, us[i]);
}

/* In memory of its exact size, so that a sanitizer sees one byte too far. */
static struct tcp_options read_exactly(const uint8_t *options, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	struct tcp_options o;

	memcpy(copy, options, n);
	tcp_options_read(copy, n, &o);
	free(copy);
	return o;
}

static void test_options(void **state)
{
	static const uint8_t all[] = { 2, 4, 5, 0xb4, 1, 3, 3, 200, 4, 2, 5, 10,
				       0, 0, 0, 1,    0, 0, 0, 2,   2, 4, 0, 1 };
	static const uint8_t ended[] = { 0, 2, 4, 5, 0xb4 }, no_length[] = { 1, 2 },
			     zero[] = { 3, 0, 2, 4, 5, 0xb4 }, long_[] = { 2, 5, 5, 0xb4 },
			     odd[] = { 2, 3, 9, 3, 3, 7 }, half_sack[] = { 5, 6, 0, 0, 0, 1 };
	struct tcp_options o;

	(void)state;
	for (size_t n = 0; n <= sizeof(all); n++) {
		o = read_exactly(all, n);
		assert_int_equal(o.mss, n < 4 ? 0 : n < sizeof(all) ? 1460 : 1);
		assert_int_equal(o.scaled, n >= 8);
		assert_int_equal(o.scale, n >= 8 ? TCPOPT_SCALE_MAX : 0);
		assert_int_equal(o.sack_allowed, n >= 10);
		assert_int_equal(o.sack, n >= 20);
	}
	assert_int_equal(read_exactly(ended, sizeof(ended)).mss, 0);
	assert_int_equal(read_exactly(no_length, sizeof(no_length)).mss, 0);
	assert_int_equal(read_exactly(zero, sizeof(zero)).mss, 0);
	assert_int_equal(read_exactly(long_, sizeof(long_)).mss, 0);
	o = read_exactly(odd, sizeof(odd));
	assert_int_equal(o.mss, 0);
	assert_int_equal(o.scale, 7);
	assert_false(read_exactly(half_sack, sizeof(half_sack)).sack);
}

/* Options of a frame that was cut short, and of one whose tag the kernel stripped. */
static void test_options_of_packet(void **state)
{
	uint8_t data[58] = { [54] = 2, 4, 5, 0xb4 };
	struct frame f = { .data = data, .caplen = sizeof(data) };
	struct pkt p = { .frame = &f, .headers = 58, .tcpopt_len = 4 };
	struct tcp_options o;

	(void)state;
	tcp_options_of(&p, &o);
	assert_int_equal(o.mss, 1460);
	f.vlan_tpid = 0x8100;
	p.headers += FRAME_TAG;
	tcp_options_of(&p, &o);
	assert_int_equal(o.mss, 1460);
	for (f.caplen = 57; f.caplen >= 54; f.caplen--) {
		tcp_options_of(&p, &o);
		assert_int_equal(o.mss, 0);
	}
}

/* What is the next data of a stream is left with the same state on the short way as on the long. */
static void test_next_data(void **state)
{
	static const uint8_t flags[] = {
		A, A, A | P, A | P, A | P, A | TCP_ECE, A | F, S, S | A, R
	};
	struct line l[2] = { { .whole = false }, { .whole = true } };

	(void)state;
	srandom(17);
	for (int i = 0; i < 300000; i++) {
		int from = random() & 1;
		struct seg s = { .from = from, .us = (uint32_t)random() % 5000 };

		s.flags = flags[(size_t)random() % (random() % 8 ? 5 : 10)];
		s.seq = l[1].half[from].end + (random() % 4 ? 0 : (uint32_t)random() % 300 - 150);
		s.ack = random() % 2 ? l[1].half[from].acked : l[1].half[!from].end;
		s.ack -= random() % 8 ? 0 : (uint32_t)random() % 300;
		s.len = random() % 4 ? 100 : 0;
		s.window = random() % 16 ? 1000 : 0xffff;
		for (int j = 0; j < 2; j++)
			put(&l[j], &s);
		assert_int_equal(l[0].took, l[1].took);
		assert_memory_equal(l[0].half, l[1].half, sizeof(l[0].half));
		assert_memory_equal(l[0].more, l[1].more, sizeof(l[0].more));
	}
	assert_in_range(l[0].next, 10000, 290000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handshake),	  cmocka_unit_test(test_syn_again),
		cmocka_unit_test(test_in_order),	  cmocka_unit_test(test_retransmission),
		cmocka_unit_test(test_overlap),		  cmocka_unit_test(test_reordering),
		cmocka_unit_test(test_lost_before),	  cmocka_unit_test(test_wraparound),
		cmocka_unit_test(test_keepalive),	  cmocka_unit_test(test_zero_window),
		cmocka_unit_test(test_duplicate_acks),	  cmocka_unit_test(test_syn_options),
		cmocka_unit_test(test_one_direction),	  cmocka_unit_test(test_from_the_middle),
		cmocka_unit_test(test_super_packets),	  cmocka_unit_test(test_new_numbers),
		cmocka_unit_test(test_clock_steps),	  cmocka_unit_test(test_full_counters),
		cmocka_unit_test(test_packed_times),	  cmocka_unit_test(test_options),
		cmocka_unit_test(test_options_of_packet), cmocka_unit_test(test_next_data),
	};

	return cmocka_run_group_tests_name("tcphealth", tests, NULL, NULL);
}
