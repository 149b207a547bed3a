/* The TCP table through the engine's ops: accounting, reuse, flush, sort, time-out, cap, events. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config/settings.h"
#include "stats/conns.h"
#include "stats/tcpstate.h"

enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST };

struct rig {
	void *e;
	struct settings set;
	struct now now;
	struct event ev[256];
	int events;
};

static void on_event(void *ctx, const struct event *ev)
{
	struct rig *r = ctx;

	if (r->events < 256)
		r->ev[r->events] = *ev;
	r->events++;
}

static int setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));
	struct engine_env env = { .set = &r->set, .conns_max = 4, .emit = on_event, .emit_ctx = r };

	settings_default(&r->set);
	r->now.mono_ms = 1000000;
	r->e = calloc(1, engine_conns.size);
	*state = r;
	return engine_conns.init(r->e, &env);
}

static int teardown(void **state)
{
	struct rig *r = *state;

	engine_conns.fini(r->e);
	free(r->e);
	free(r);
	return 0;
}

static const struct frame frame = { .ifindex = 1 };
static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 1 }, mac2[6] = { 2, 0, 0, 0, 0, 2 };

static struct pkt tcp(uint8_t from, uint8_t to, uint8_t flags)
{
	struct pkt p = { .frame = &frame,
			 .segs = 1,
			 .verdict = PKT_OK,
			 .ipver = 4,
			 .ipproto = IPPROTO_TCP,
			 .tcpflags = flags,
			 .ports = true,
			 .iplen = 40,
			 .window = 512,
			 .smac = mac,
			 .dmac = mac,
			 .seq = 1,
			 .ack = 1 };
	uint8_t a[4] = { 10, 0, 0, from }, b[4] = { 10, 0, 0, to };

	addr_set_v4(&p.src.addr, a);
	addr_set_v4(&p.dst.addr, b);
	p.src.port = from < 100 ? 1000 : 80;
	p.dst.port = to < 100 ? 1000 : 80;
	return p;
}

static void feed(struct rig *r, struct pkt p)
{
	engine_conns.packets(r->e, &p, 1, &r->now);
}

static void say(struct rig *r, uint8_t from, uint8_t to, uint8_t flags)
{
	feed(r, tcp(from, to, flags));
}

static uint8_t last_byte(struct rig *r, size_t row)
{
	struct value v;

	conns_table.fields[0].get(r->e, conns_table.row(r->e, row), &v);
	return ((uint8_t *)&v.ep.addr.w[3])[3];
}

static uint64_t number(struct rig *r, const char *key, size_t row)
{
	struct value v;

	for (const struct field *f = conns_table.fields; f->key; f++) {
		if (strcmp(f->key, key) == 0) {
			f->get(r->e, conns_table.row(r->e, row), &v);
			return v.u;
		}
	}
	fail();
	return 0;
}

static const char *text(struct rig *r, const char *key, size_t row)
{
	static struct value v;

	for (const struct field *f = conns_table.fields; f->key; f++) {
		if (strcmp(f->key, key) == 0) {
			f->get(r->e, conns_table.row(r->e, row), &v);
			return v.s;
		}
	}
	fail();
	return NULL;
}

static void test_first_seen_is_on_top(void **state)
{
	struct rig *r = *state;

	say(r, 200, 2, A); /* the numerically higher endpoint comes first */
	say(r, 2, 200, S);
	say(r, 200, 2, A);
	assert_int_equal(conns_table.count(r->e), 2);
	assert_int_equal(last_byte(r, 0), 200);
	assert_int_equal(last_byte(r, 1), 2);
	assert_int_equal(number(r, "packets", 0), 2);
	assert_int_equal(number(r, "bytes", 0), 80);
	assert_int_equal(number(r, "packets", 1), 1);
	assert_string_equal(text(r, "mark", 0), ">");
	assert_string_equal(text(r, "mark", 1), "=");
}

static void test_fin_makes_no_entry(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, F | A);
	assert_int_equal(conns_table.count(r->e), 0);
	assert_int_equal(r->events, 0);
}

static void test_closed_line_is_reused_oldest_first(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 2, 200, S);
	say(r, 3, 200, S);
	say(r, 2, 200, R);
	say(r, 1, 200, R);
	assert_int_equal(conns_table.count(r->e), 6);
	say(r, 4, 200, S); /* onto the line of 2, closed first */
	assert_int_equal(conns_table.count(r->e), 6);
	assert_int_equal(last_byte(r, 0), 1);
	assert_int_equal(last_byte(r, 2), 4);
	assert_int_equal(number(r, "packets", 2), 1);
	say(r, 5, 200, S);
	assert_int_equal(last_byte(r, 0), 5);
	assert_int_equal(last_byte(r, 4), 3);
}

static void test_back_with_a_syn_is_new(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 200, 1, R);
	say(r, 1, 200, S);
	assert_int_equal(conns_table.count(r->e), 2);
	assert_int_equal(number(r, "packets", 0), 1);
	assert_string_equal(text(r, "flags", 0), "S---");
}

static void test_flush_and_sort(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 2, 200, S);
	say(r, 2, 200, A);
	say(r, 3, 200, S);
	say(r, 3, 200, R);
	conns_flush(r->e);
	assert_int_equal(conns_table.count(r->e), 4);
	for (const struct field *f = conns_table.fields; f->key; f++)
		if (f->sortkey == 'p')
			conns_table.sort(r->e, f);
	assert_int_equal(last_byte(r, 0), 2);
	assert_int_equal(last_byte(r, 2), 1);
	say(r, 4, 200, S); /* a flushed row is used again, its line is the last */
	assert_int_equal(last_byte(r, 4), 4);
}

static void test_idle_times_out_and_comes_back(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 200, 1, S | A);
	r->now.mono_ms += 15 * 60000;
	engine_conns.tick(r->e, &r->now);
	assert_string_equal(text(r, "flags", 0), "S---");
	r->now.mono_ms += 1;
	engine_conns.tick(r->e, &r->now);
	assert_string_equal(text(r, "flags", 0), "TMOU");
	assert_string_equal(text(r, "flags", 1), "TMOU");
	assert_int_equal(r->ev[r->events - 1].kind, EVENT_TIMEOUT);
	say(r, 1, 200, A);
	assert_string_equal(text(r, "flags", 0), "--A-");
	assert_int_equal(number(r, "packets", 0), 2);
	say(r, 2, 200, S); /* and its line is not taken for closed any more */
	assert_int_equal(conns_table.count(r->e), 4);
}

static void test_cap_evicts_the_longest_idle(void **state)
{
	struct rig *r = *state;
	struct conns_totals t;

	for (uint8_t i = 1; i <= 4; i++) {
		say(r, i, 200, S);
		r->now.mono_ms += 10;
	}
	say(r, 1, 200, A);
	r->now.mono_ms += 10;
	say(r, 2, 200, A);
	r->now.mono_ms += 10;
	say(r, 5, 200, S); /* 3 was idle for longest */
	assert_int_equal(conns_table.count(r->e), 8);
	assert_int_equal(last_byte(r, 4), 5);
	r->now.mono_ms += 10;
	say(r, 6, 200, S); /* then 4 */
	assert_int_equal(last_byte(r, 6), 6);
	conns_totals(r->e, &t);
	assert_int_equal(t.evicted, 2);
	say(r, 2, 200, R); /* a closed one goes before any idle one */
	say(r, 7, 200, S);
	assert_int_equal(last_byte(r, 2), 7);
	conns_totals(r->e, &t);
	assert_int_equal(t.evicted, 2);
}

static void test_icmp_unreachable_ends_what_it_quotes(void **state)
{
	struct rig *r = *state;
	struct pkt q = tcp(1, 200, S), p = { .frame = &frame,
					     .verdict = PKT_OK,
					     .ipver = 4,
					     .ipproto = IPPROTO_ICMP,
					     .icmp_type = 3 };

	feed(r, q);
	p.quoted = (struct quoted){
		.src = q.src, .dst = q.dst, .ipproto = IPPROTO_TCP, .valid = true
	};
	p.icmp_type = 11;
	feed(r, p); /* time exceeded says nothing of the connection */
	assert_string_equal(text(r, "flags", 0), "S---");
	p.icmp_type = 3;
	feed(r, p);
	assert_string_equal(text(r, "flags", 0), "RSET");
	assert_string_equal(text(r, "flags", 1), "RSET");
	assert_int_equal(conns_others_count(r->e), 2);
}

static void test_interfaces_are_kept_apart(void **state)
{
	static const struct frame other = { .ifindex = 2 };
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, S);

	feed(r, p);
	p.frame = &other;
	feed(r, p);
	assert_int_equal(conns_table.count(r->e), 4);
}

static void test_fragments_count_without_flags(void **state)
{
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, S);

	p.early_packets = 2;
	p.early_bytes = 200;
	feed(r, p);
	p = tcp(1, 200, R); /* whatever lies where flags would be */
	p.verdict = PKT_FRAGMENT;
	p.iplen = 100;
	feed(r, p);
	assert_int_equal(number(r, "packets", 0), 4);
	assert_int_equal(number(r, "bytes", 0), 340);
	assert_string_equal(text(r, "flags", 0), "S---");
}

static void test_events(void **state)
{
	static const uint8_t kinds[] = { EVENT_FIRST, EVENT_FIRST,     EVENT_FIN,   EVENT_FIN_ACKED,
					 EVENT_FIN,   EVENT_FIN_ACKED, EVENT_FIRST, EVENT_RESET };
	struct rig *r = *state;
	struct pkt p;

	say(r, 1, 200, S);
	say(r, 200, 1, S | A);
	say(r, 1, 200, F | A);
	say(r, 200, 1, A);
	say(r, 200, 1, F | A);
	say(r, 1, 200, A);
	p = tcp(1, 200, A);
	feed(r, p); /* over: a new connection */
	say(r, 1, 200, R);
	assert_int_equal(r->events, 8);
	for (int i = 0; i < r->events; i++)
		assert_int_equal(r->ev[i].kind, kinds[i]);
	assert_true(r->ev[0].conn.syn);
	assert_false(r->ev[6].conn.syn);
	assert_int_equal(r->ev[4].conn.own.packets, 3);
	assert_int_equal(r->ev[4].conn.own.bytes, 120);
}

static void test_new_mac(void **state)
{
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, A);

	say(r, 1, 200, S);
	p.smac = mac2;
	feed(r, p);
	assert_int_equal(r->events, 1); /* the setting is off */
	r->set.mac = true;
	p.smac = mac;
	feed(r, p);
	assert_int_equal(r->events, 2);
	assert_int_equal(r->ev[1].kind, EVENT_NEW_MAC);
	assert_memory_equal(r->ev[1].conn.old_mac, mac2, 6);
}

static void test_others_keep_the_last(void **state)
{
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, 0);

	p.ipproto = IPPROTO_UDP;
	for (uint32_t i = 0; i < CONNS_OTHERS + 10; i++) {
		p.iplen = i;
		feed(r, p);
	}
	assert_int_equal(conns_others_count(r->e), CONNS_OTHERS);
	assert_int_equal(conns_others_first(r->e), 10);
	assert_null(conns_other(r->e, 9));
	assert_int_equal(conns_other(r->e, 10)->len, 10);
	assert_null(conns_other(r->e, CONNS_OTHERS + 10));
}

static void test_non_ip_by_setting(void **state)
{
	struct rig *r = *state;
	struct pkt p = {
		.frame = &frame, .verdict = PKT_OK, .ethertype = 0x0806, .smac = mac, .dmac = mac
	};

	feed(r, p);
	assert_int_equal(conns_others_count(r->e), 0);
	r->set.arp = true;
	feed(r, p);
	p.ethertype = 0x8035;
	feed(r, p);
	assert_int_equal(conns_others_count(r->e), 1);
	r->set.rarp = r->set.nonip = true;
	feed(r, p);
	p.ethertype = 0x88cc;
	feed(r, p);
	assert_int_equal(conns_others_count(r->e), 3);
}

/*
 * A million SYNs against a small table, while a few connections go on: these stay, and stay
 * exact.
 */
static void test_flood_leaves_the_living_alone(void **state)
{
	struct rig *r = *state;
	struct engine_env env = { .set = &r->set, .conns_max = 20000 };
	struct conns_totals t;
	struct pkt p;
	int found = 0;

	engine_conns.fini(r->e);
	memset(r->e, 0, engine_conns.size);
	assert_int_equal(engine_conns.init(r->e, &env), 0);
	for (uint32_t i = 0; i < 1000000; i++) {
		if (i % 1000 == 0) {
			r->now.mono_ms += 2;
			for (uint8_t c = 1; c <= 10; c++)
				say(r, c, 200, A);
		}
		p = tcp(50, 201, S);
		p.src.addr.w[3] = htonl(0x0b000000 + i);
		feed(r, p);
	}
	conns_totals(r->e, &t);
	assert_int_equal(t.entries, 20000);
	assert_int_equal(t.evicted, 1000010 - 20000);
	for (size_t row = 0; row < conns_table.count(r->e); row += 2)
		if (number(r, "packets", row) == 1000)
			found++;
	assert_int_equal(found, 10);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_first_seen_is_on_top),
		T(test_fin_makes_no_entry),
		T(test_closed_line_is_reused_oldest_first),
		T(test_back_with_a_syn_is_new),
		T(test_flush_and_sort),
		T(test_idle_times_out_and_comes_back),
		T(test_cap_evicts_the_longest_idle),
		T(test_icmp_unreachable_ends_what_it_quotes),
		T(test_interfaces_are_kept_apart),
		T(test_fragments_count_without_flags),
		T(test_events),
		T(test_new_mac),
		T(test_others_keep_the_last),
		T(test_non_ip_by_setting),
		T(test_flood_leaves_the_living_alone),
	};

	return cmocka_run_group_tests_name("conns", tests, NULL, NULL);
}
