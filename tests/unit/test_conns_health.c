/* Health and end of connections in the TCP table and its events. */
#include "conns_rig.h"

static bool is_none(struct rig *r, const char *key)
{
	struct value v;

	value(r, key, 0, &v);
	return v.type == V_NONE;
}

static const struct event *last_event(struct rig *r, enum event_kind kind)
{
	const struct event *ev = &r->ev[r->events - 1];

	assert_in_range(r->events, 1, 256);
	assert_int_equal(ev->kind, kind);
	return ev;
}

static void test_who_resets(void **state)
{
	struct rig *r = *state;
	const struct event *ev;

	say(r, 1, 200, S);
	assert_true(is_none(r, "ended"));
	assert_true(is_none(r, "ended_by"));
	say(r, 200, 1, R | A);
	assert_string_equal(text(r, "ended", 0), "reset");
	assert_string_equal(text(r, "ended_by", 0), "dst");
	ev = last_event(r, EVENT_RESET);
	assert_string_equal(ev->conn.ended, "reset");
	assert_int_equal(ev->conn.ended_by, 1); /* the sender of this packet */
}

static void test_who_closes(void **state)
{
	struct rig *r = *state;
	const struct event *ev;
	struct pkt p;

	say(r, 1, 200, S);
	say(r, 200, 1, S | A);
	say(r, 200, 1, F | A);
	assert_true(is_none(r, "ended")); /* half of it is open */
	p = tcp(1, 200, F | A);
	p.ack = 2;
	feed(r, p);
	assert_string_equal(text(r, "ended", 0), "fin");
	assert_string_equal(text(r, "ended_by", 0), "dst");
	p = tcp(200, 1, A);
	p.seq = p.ack = 2;
	feed(r, p);
	ev = last_event(r, EVENT_CLOSED);
	assert_string_equal(ev->conn.ended, "fin");
	assert_int_equal(ev->conn.ended_by, 1);
}

static void test_ends_by_nobody(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 200, 1, S | A);
	r->now.mono_ms += 16 * 60 * 1000;
	engine_conns.tick(r->e, &r->now);
	assert_string_equal(text(r, "ended", 0), "timeout");
	assert_true(is_none(r, "ended_by"));
	assert_string_equal(last_event(r, EVENT_TIMEOUT)->conn.ended, "timeout");
	assert_int_equal(last_event(r, EVENT_TIMEOUT)->conn.ended_by, -1);
}

static void test_health(void **state)
{
	struct frame f = { .ifindex = 1, .ts_ns = 1000000000 };
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, S);

	p.frame = &f;
	p.ttl = 63;
	feed(r, p);
	f.ts_ns += 20000000;
	p = tcp(200, 1, S | A);
	p.frame = &f;
	p.ack = 2;
	feed(r, p);
	f.ts_ns += 1000000;
	p = tcp(1, 200, A);
	p.frame = &f;
	p.ack = p.seq = 2;
	p.tcplen = 100;
	feed(r, p);
	assert_int_equal(number(r, "rtt_us", 0), 20000);
	assert_int_equal(number(r, "rtt_us_back", 0), 1000);
	assert_int_equal(number(r, "path_rtt_us", 0), 21000);
	assert_in_range(number(r, "handshake_us", 0), 20980, 21000);
	assert_int_equal(number(r, "ttl", 0), 63);
	assert_true(is_none(r, "vlan"));
	assert_int_equal(number(r, "retransmitted", 0), 0);
	feed(r, p);
	assert_int_equal(number(r, "retransmitted", 0), 1);
	assert_int_equal(number(r, "retransmitted_back", 0), 0);
	say(r, 200, 1, R);
	assert_int_equal(last_event(r, EVENT_RESET)->conn.retransmitted, 0);
	assert_int_equal(last_event(r, EVENT_RESET)->conn.retransmitted_back, 1);
	assert_int_equal(last_event(r, EVENT_RESET)->conn.rtt_us, 21000);
}

/* On a trunk next to a router each packet passes twice: once in each VLAN. */
static void test_vlans_of_a_trunk(void **state)
{
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, A);

	p.tcplen = 100;
	p.tagged = true;
	for (int i = 0; i < 10; i++, p.seq += 100) {
		p.vlan = 0;
		feed(r, p);
		p.vlan = 20;
		feed(r, p);
	}
	assert_false(is_none(r, "vlan"));
	assert_int_equal(number(r, "vlan", 0), 0);
	assert_int_equal(number(r, "packets", 0), 20);
	assert_int_equal(number(r, "retransmitted", 0), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_who_resets), T(test_who_closes),	      T(test_ends_by_nobody),
		T(test_health),	    T(test_vlans_of_a_trunk),
	};

	return cmocka_run_group_tests_name("conns_health", tests, NULL, NULL);
}
