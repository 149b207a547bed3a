/* The rates of the last hour: which second and minute they are of, whatever the clock does. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "stats/history.h"

static struct history h;
static uint64_t out[HISTORY_POINTS];

static int empty(void **state)
{
	(void)state;
	memset(&h, 0, sizeof(h));
	return 0;
}

static void read_at(enum history_span span, enum history_way way, uint32_t sec, uint32_t first)
{
	history_read(&h, span, way, (uint64_t)sec * 1000 + 999, (uint64_t)first * 1000, out);
}

static uint64_t sum(void)
{
	uint64_t s = 0;

	for (int i = 0; i < HISTORY_POINTS; i++)
		s += out[i];
	return s;
}

static void seconds_are_told_apart(void **state)
{
	(void)state;
	history_add(&h, 1000, HISTORY_IN, 10);
	history_add(&h, 1000, HISTORY_IN, 5);
	history_add(&h, 1001, HISTORY_OUT, 7);
	history_add(&h, 1002, HISTORY_IN, 100);
	read_at(HISTORY_SECONDS, HISTORY_IN, 1002, 900); /* which is not over */
	assert_int_equal(out[58], 15);
	assert_int_equal(out[59], 0);
	assert_int_equal(sum(), 15);
	read_at(HISTORY_SECONDS, HISTORY_OUT, 1002, 900);
	assert_int_equal(out[59], 7);
	read_at(HISTORY_SECONDS, HISTORY_BOTH, 1003, 900);
	assert_int_equal(out[57], 15);
	assert_int_equal(out[58], 7);
	assert_int_equal(out[59], 100);
}

static void sixty_seconds_and_no_more(void **state)
{
	(void)state;
	for (uint32_t s = 500; s < 600; s++)
		history_add(&h, s, HISTORY_IN, s);
	read_at(HISTORY_SECONDS, HISTORY_IN, 600, 500);
	for (uint32_t i = 0; i < HISTORY_POINTS; i++)
		assert_int_equal(out[i], 540 + i);
	read_at(HISTORY_SECONDS, HISTORY_IN, 658, 500); /* time goes on, packets do not */
	assert_int_equal(out[0], 598);
	assert_int_equal(out[1], 599);
	assert_int_equal(sum(), 598 + 599);
	read_at(HISTORY_SECONDS, HISTORY_IN, 660, 500);
	assert_int_equal(sum(), 0);
}

static void minutes_are_means(void **state)
{
	(void)state;
	for (uint32_t s = 6000; s < 6000 + 3 * 60; s++)
		history_add(&h, s, HISTORY_OUT, s < 6060 ? 10 : s < 6120 ? 20 : 30);
	read_at(HISTORY_MINUTES, HISTORY_OUT, 6180, 6000);
	assert_int_equal(out[56], 10);
	assert_int_equal(out[57], 20);
	assert_int_equal(out[58], 30);
	assert_int_equal(out[59], 30); /* of a minute that has just begun: the last second's */
	history_add(&h, 6190, HISTORY_OUT, 600);
	read_at(HISTORY_MINUTES, HISTORY_OUT, 6200, 6000); /* twenty seconds of it are over */
	assert_int_equal(out[58], 30);
	assert_int_equal(out[59], 30);
	read_at(HISTORY_MINUTES, HISTORY_OUT, 6190, 6000); /* the second at hand does not count */
	assert_int_equal(out[59], 0);
}

static void a_minute_that_was_not_seen_from_its_start(void **state)
{
	(void)state;
	for (uint32_t s = 6030; s < 6060; s++)
		history_add(&h, s, HISTORY_IN, 100);
	read_at(HISTORY_MINUTES, HISTORY_IN, 6065, 6030);
	assert_int_equal(out[58], 100);
	history_add(&h, 6065, HISTORY_IN, 1); /* its first second has no whole one before it */
	read_at(HISTORY_MINUTES, HISTORY_IN, 6065, 6065);
	assert_int_equal(out[59], 0);
}

/* One that was begun before its reader keeps its own start. */
static void a_start_of_its_own(void **state)
{
	(void)state;
	h.since = 6030;
	for (uint32_t s = 6030; s < 6060; s++)
		history_add(&h, s, HISTORY_IN, 100);
	read_at(HISTORY_MINUTES, HISTORY_IN, 6065, 6059);
	assert_int_equal(out[58], 100);
}

static void an_hour_and_no_more(void **state)
{
	(void)state;
	for (uint32_t m = 0; m < 100; m++)
		history_add(&h, m * 60 + 7, HISTORY_IN, m * 60);
	read_at(HISTORY_MINUTES, HISTORY_IN, 100 * 60 + 30, 0);
	for (uint32_t i = 0; i + 1 < HISTORY_POINTS; i++)
		assert_int_equal(out[i], 41 + i);
	assert_int_equal(out[59], 0);
}

/* A late second counts in the newest; a leap clears what it passes over, and nothing else. */
static void the_clock(void **state)
{
	(void)state;
	history_add(&h, 1000, HISTORY_IN, 1);
	history_add(&h, 900, HISTORY_IN, 2);
	read_at(HISTORY_SECONDS, HISTORY_IN, 1001, 1000);
	assert_int_equal(out[59], 3);
	history_add(&h, 1000 + 86400, HISTORY_IN, 5);
	read_at(HISTORY_SECONDS, HISTORY_IN, 1001 + 86400, 1000);
	assert_int_equal(sum(), 5);
	read_at(HISTORY_MINUTES, HISTORY_IN, 1060 + 86400, 1000);
	assert_int_equal(out[58], 5 / 60);
	assert_int_equal(sum(), 0);
	history_add(&h, UINT32_MAX, HISTORY_IN, 60);
	read_at(HISTORY_SECONDS, HISTORY_BOTH, UINT32_MAX, 0);
	assert_int_equal(sum(), 0);
	read_at(HISTORY_SECONDS, HISTORY_BOTH, 5, 0); /* and one that stepped back to its start */
	assert_int_equal(sum(), 0);
}

static void costs_no_memory(void **state)
{
	(void)state;
	assert_true(sizeof(h) <= 2048);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(seconds_are_told_apart, empty),
		cmocka_unit_test_setup(sixty_seconds_and_no_more, empty),
		cmocka_unit_test_setup(minutes_are_means, empty),
		cmocka_unit_test_setup(a_minute_that_was_not_seen_from_its_start, empty),
		cmocka_unit_test_setup(a_start_of_its_own, empty),
		cmocka_unit_test_setup(an_hour_and_no_more, empty),
		cmocka_unit_test_setup(the_clock, empty),
		cmocka_unit_test_setup(costs_no_memory, empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
