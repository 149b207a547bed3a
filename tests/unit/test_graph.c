/* Samples as cells of text. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "ui/graph.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const uint64_t ramp[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
static char buf[512];

static void blocks_of_one_line(void **state)
{
	(void)state;
	assert_string_equal(graph_spark(ramp, COUNT(ramp), 9, true, buf, sizeof(buf)), " ▁▂▃▄▅▆▇█");
	assert_string_equal(graph_spark(ramp, COUNT(ramp), 12, true, buf, sizeof(buf)),
			    "    ▁▂▃▄▅▆▇█");
	/* the newest, and as high as the largest of those */
	assert_string_equal(graph_spark(ramp, 4, 2, true, buf, sizeof(buf)), "▅█");
	assert_string_equal(graph_spark(ramp, 4, 0, true, buf, sizeof(buf)), "");
	assert_string_equal(graph_spark(ramp, 0, 3, true, buf, sizeof(buf)), "   ");
	assert_string_equal(graph_spark(ramp, 1, 3, true, buf, sizeof(buf)), "   ");
}

static void ascii(void **state)
{
	static const uint64_t six[] = { 0, 1, 2, 3, 4, 5, 6 };

	(void)state;
	assert_string_equal(graph_spark(six, COUNT(six), 7, false, buf, sizeof(buf)), " _.-=*#");
}

static void several_lines(void **state)
{
	static const uint64_t s[] = { 0, 4, 8, 12, 16, 99 };
	const struct graph g = { .sample = s,
				 .n = COUNT(s),
				 .full = 16,
				 .lines = 2,
				 .columns = 6,
				 .style = GRAPH_BLOCKS };

	(void)state;
	assert_string_equal(graph_line(&g, 0, buf, sizeof(buf)), "   ▄██");
	assert_string_equal(graph_line(&g, 1, buf, sizeof(buf)), " ▄████");
}

static void braille_has_two_samples_a_cell(void **state)
{
	static const uint64_t s[] = { 0, 0, 1, 2, 3, 4 };
	const struct graph g = { .sample = s,
				 .n = COUNT(s),
				 .full = 4,
				 .lines = 1,
				 .columns = 3,
				 .style = GRAPH_BRAILLE };

	(void)state;
	assert_string_equal(graph_line(&g, 0, buf, sizeof(buf)), " ⣠⣾");
}

/* However small a sample is, it is shown. */
static void what_is_small_shows(void **state)
{
	static const uint64_t s[] = { 1, 0, UINT64_MAX };
	struct graph g = { .sample = s,
			   .n = COUNT(s),
			   .full = UINT64_MAX,
			   .lines = 3,
			   .columns = 3,
			   .style = GRAPH_BLOCKS };

	(void)state;
	assert_string_equal(graph_line(&g, 0, buf, sizeof(buf)), "  █");
	assert_string_equal(graph_line(&g, 2, buf, sizeof(buf)), "▁ █");
	g.full = 0; /* no scale: whatever is there is more */
	assert_string_equal(graph_line(&g, 0, buf, sizeof(buf)), "█ █");
}

static void no_more_than_the_buffer_holds(void **state)
{
	char small[10];

	(void)state;
	memset(small, 'x', sizeof(small));
	graph_spark(ramp, COUNT(ramp), 9, true, small, sizeof(small));
	assert_true(strlen(small) < sizeof(small));
	small[0] = 'x';
	graph_spark(ramp, COUNT(ramp), 9, true, small, 0);
	assert_int_equal(small[0], 'x');
}

static void style_by_locale_and_room(void **state)
{
	(void)state;
	assert_int_equal(graph_style(false, 60, 100), GRAPH_ASCII);
	assert_int_equal(graph_style(true, 60, 60), GRAPH_BLOCKS);
	assert_int_equal(graph_style(true, 60, 59), GRAPH_BRAILLE);
}

static const char *scale_of(uint64_t most, bool kbytes)
{
	const uint64_t s[] = { 0, most, most / 2 };
	uint64_t scale = graph_scale(s, COUNT(s), kbytes);

	assert_true(scale >= most);
	return graph_label(buf, sizeof(buf), scale, kbytes);
}

static void scales_are_round_and_large_enough(void **state)
{
	(void)state;
	assert_string_equal(scale_of(0, false), "1 kbps");
	assert_string_equal(scale_of(125, false), "1 kbps");
	assert_string_equal(scale_of(126, false), "2 kbps");
	assert_string_equal(scale_of(50000, false), "500 kbps");
	assert_string_equal(scale_of(70000, false), "1 Mbps");
	assert_string_equal(scale_of(124999999, false), "1 Gbps");
	assert_string_equal(scale_of(125000001, false), "2 Gbps");
	assert_string_equal(scale_of(1000, true), "1000 Bps");
	assert_string_equal(scale_of(1025, true), "2 kBps");
	assert_string_equal(scale_of(300ull << 20, true), "500 MBps");
	scale_of(UINT64_MAX, false);
	scale_of(UINT64_MAX, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_of_one_line),
		cmocka_unit_test(ascii),
		cmocka_unit_test(several_lines),
		cmocka_unit_test(braille_has_two_samples_a_cell),
		cmocka_unit_test(what_is_small_shows),
		cmocka_unit_test(no_more_than_the_buffer_holds),
		cmocka_unit_test(style_by_locale_and_room),
		cmocka_unit_test(scales_are_round_and_large_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
