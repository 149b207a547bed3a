/* The TCP state machine, packet by packet. */
#include "unit.h"

#include <string.h>

#include "stats/tcpstate.h"

enum { NONE = 0, S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST, P = TCP_PSH, U = TCP_URG };

/* One packet: who sends (0 or 1), and what comes of it. */
struct step {
	int from;
	uint8_t flags;
	uint32_t seq, ack;
	unsigned came;
	const char *own, *other; /* flags after it; the state when that is not open */
};

static void is(const struct tcp_half *h, const char *expected)
{
	char flags[5];

	tcp_flags_text(h, flags);
	assert_string_equal(strcmp(tcp_state_name(h), "open") == 0 ? flags : tcp_state_name(h),
			    expected);
}

static void run(const struct step *t, size_t n)
{
	struct tcp_half h[2];
	struct tcp_more more[2] = { 0 };
	bool seen[2] = { false, false };

	memset(h, 0, sizeof(h));
	for (size_t i = 0; i < n; i++) {
		int me = t[i].from;

		assert_int_equal(tcp_half_packet((struct tcp_dir){ &h[me], &more[me] },
						 (struct tcp_dir){ &h[!me], &more[!me] }, seen[!me],
						 t[i].flags, t[i].seq, t[i].ack),
				 t[i].came);
		seen[me] = true;
		is(&h[me], t[i].own);
		is(&h[!me], t[i].other);
	}
}
#define RUN(t) run(t, sizeof(t) / sizeof((t)[0]))

#define FIN    TCP_CAME_FIN
#define ACKED  TCP_CAME_FIN_ACKED
#define RESET  TCP_CAME_RESET
#define CLOSED TCP_CAME_CLOSED

static void test_open_and_close(void **state)
{
	static const struct step t[] = {
		{ 0, S, 1, 0, 0, "S---", "----" },
		{ 1, S | A, 1, 2, 0, "S-A-", "S---" },
		{ 0, A, 2, 2, 0, "--A-", "S-A-" },
		{ 0, P | A | U, 2, 2, 0, "-PAU", "S-A-" },
		{ 0, F | A, 2, 2, FIN, "done", "S-A-" },
		{ 1, A, 2, 3, ACKED, "--A-", "closed" },
		{ 1, F | A, 2, 3, FIN | CLOSED, "done", "closed" },
		{ 0, A, 3, 3, ACKED, "closed", "closed" },
	};

	(void)state;
	RUN(t);
}

static void test_fin_with_ack_of_fin(void **state)
{
	static const struct step t[] = {
		{ 0, A, 2, 2, 0, "--A-", "----" },
		{ 1, A, 2, 2, 0, "--A-", "--A-" },
		{ 0, F | P | A, 2, 2, FIN, "done", "--A-" },
		{ 1, F | A, 2, 3, FIN | ACKED | CLOSED, "done", "closed" },
		{ 0, A, 3, 3, ACKED, "closed", "closed" },
	};

	(void)state;
	RUN(t);
}

static void test_half_closed_goes_on(void **state)
{
	static const struct step t[] = {
		{ 0, A, 2, 2, 0, "--A-", "----" },
		{ 1, A, 2, 2, 0, "--A-", "--A-" },
		{ 0, F | A, 2, 2, FIN, "done", "--A-" },
		{ 1, P | A, 9, 3, 0, "-PA-",
		  "done" }, /* sequence number is not the FIN's acknowledgement */
		{ 1, A, 2, 3, ACKED, "--A-", "closed" },
		{ 1, P | A, 9, 3, 0, "-PA-", "closed" },
	};

	(void)state;
	RUN(t);
}

static void test_repeated_fin(void **state)
{
	static const struct step t[] = {
		{ 0, A, 2, 2, 0, "--A-", "----" },
		{ 1, A, 2, 2, 0, "--A-", "--A-" },
		{ 0, F | A, 2, 2, FIN, "done", "--A-" },
		{ 0, F | A, 2, 2, FIN, "done", "--A-" },
		{ 1, A, 2, 3, ACKED, "--A-", "closed" },
		{ 0, F | A, 2, 2, FIN, "closed", "--A-" }, /* acknowledged is acknowledged */
	};

	(void)state;
	RUN(t);
}

static void test_fin_alone(void **state)
{
	static const struct step t[] = {
		{ 0, S, 1, 0, 0, "S---", "----" },
		{ 0, F | A, 2, 1, FIN | CLOSED, "done", "----" },
	};

	(void)state;
	RUN(t);
}

static void test_reset(void **state)
{
	static const struct step first[] = { { 0, R, 1, 0, RESET | CLOSED, "reset", "reset" } };
	static const struct step other[] = {
		{ 0, S, 1, 0, 0, "S---", "----" },
		{ 1, R | A, 0, 2, RESET | CLOSED, "reset", "reset" },
	};
	static const struct step with_fin[] = {
		{ 0, A, 1, 0, 0, "--A-", "----" },
		{ 1, A, 1, 0, 0, "--A-", "--A-" },
		{ 0, F | R | A, 2, 2, FIN | RESET | CLOSED, "reset", "reset" },
	};

	(void)state;
	RUN(first);
	RUN(other);
	RUN(with_fin);
}

static void test_begins(void **state)
{
	(void)state;
	assert_true(tcp_begins(S));
	assert_true(tcp_begins(A));
	assert_true(tcp_begins(R));
	assert_false(tcp_begins(F | A));
	assert_true(tcp_from_start(S));
	assert_true(tcp_from_start(R | A));
	assert_false(tcp_from_start(P | A));
}

static void test_all_flags_at_once(void **state)
{
	struct tcp_half h = { .flags = 0xff & ~F & ~R };
	char text[5];

	(void)state;
	tcp_flags_text(&h, text);
	assert_string_equal(text, "SPAU");
	assert_string_equal(tcp_state_name(&h), "open");
	h.state = TCP_TMOU; /* the last packet had them still */
	tcp_flags_text(&h, text);
	assert_string_equal(text, "SPAU");
	assert_string_equal(tcp_state_name(&h), "timeout");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open_and_close),
		cmocka_unit_test(test_fin_with_ack_of_fin),
		cmocka_unit_test(test_half_closed_goes_on),
		cmocka_unit_test(test_repeated_fin),
		cmocka_unit_test(test_fin_alone),
		cmocka_unit_test(test_reset),
		cmocka_unit_test(test_begins),
		cmocka_unit_test(test_all_flags_at_once),
	};

	return cmocka_run_group_tests_name("tcpstate", tests, NULL, NULL);
}
