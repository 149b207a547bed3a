#include "unit.h"

#include "ui/scroll.h"

/* 26 lines in a window of 12, as two dozen lines on a standard terminal. */
static struct scroll with_bar(void)
{
	struct scroll s = { .has_bar = true };

	scroll_fit(&s, 26, 12);
	return s;
}

static void expect(const struct scroll *s, size_t top, size_t bar)
{
	assert_int_equal(s->top, top);
	assert_int_equal(s->bar, bar);
}

static void bar_moves_then_view(void **state)
{
	struct scroll s = with_bar();

	(void)state;
	expect(&s, 0, 0);
	assert_true(scroll_act(&s, ACT_UP));
	expect(&s, 0, 0);
	for (int i = 0; i < 11; i++)
		scroll_act(&s, ACT_DOWN);
	expect(&s, 0, 11);
	scroll_act(&s, ACT_DOWN);
	expect(&s, 1, 12);
	for (int i = 0; i < 40; i++)
		scroll_act(&s, ACT_DOWN);
	expect(&s, 14, 25);
	scroll_act(&s, ACT_UP);
	expect(&s, 14, 24);
	assert_false(scroll_act(&s, ACT_SORT));
}

static void pages(void **state)
{
	struct scroll s = with_bar();

	(void)state;
	scroll_act(&s, ACT_DOWN);
	scroll_act(&s, ACT_PAGE_DOWN); /* a whole page: bar on the first line */
	expect(&s, 12, 12);
	scroll_act(&s, ACT_PAGE_DOWN); /* what is left of one: bar on the last */
	expect(&s, 14, 25);
	scroll_act(&s, ACT_PAGE_UP);
	expect(&s, 2, 2);
	scroll_act(&s, ACT_PAGE_UP);
	expect(&s, 0, 0);
	scroll_act(&s, ACT_END);
	expect(&s, 14, 25);
	scroll_act(&s, ACT_HOME);
	expect(&s, 0, 0);
}

static void exactly_two_pages(void **state)
{
	struct scroll s = { .has_bar = true };

	(void)state;
	scroll_fit(&s, 24, 12);
	scroll_act(&s, ACT_PAGE_DOWN);
	expect(&s, 12, 12);
	scroll_act(&s, ACT_PAGE_DOWN);
	expect(&s, 12, 23);
}

static void fewer_lines_than_room(void **state)
{
	struct scroll s = { .has_bar = true };

	(void)state;
	scroll_fit(&s, 0, 12);
	for (enum action a = ACT_NONE; a < ACT_COUNT; a++) {
		scroll_act(&s, a);
		expect(&s, 0, 0);
	}
	scroll_fit(&s, 3, 12);
	scroll_act(&s, ACT_PAGE_DOWN);
	expect(&s, 0, 2);
	scroll_fit(&s, 1, 12);
	expect(&s, 0, 0);
	scroll_fit(&s, 1, 0); /* no room at all */
	scroll_act(&s, ACT_DOWN);
	expect(&s, 0, 0);
}

static void follows_until_scrolled_back(void **state)
{
	struct scroll s = { 0 };

	(void)state;
	scroll_fit(&s, 3, 5);
	assert_int_equal(s.top, 0);
	scroll_fit(&s, 8, 5);
	assert_int_equal(s.top, 3);
	assert_true(scroll_at_end(&s));
	scroll_act(&s, ACT_UP);
	assert_int_equal(s.top, 2);
	scroll_fit(&s, 20, 5);
	assert_int_equal(s.top, 2);
	assert_false(scroll_at_end(&s));
	assert_false(scroll_at_top(&s));
	scroll_act(&s, ACT_PAGE_UP);
	assert_true(scroll_at_top(&s));
	scroll_act(&s, ACT_END);
	scroll_fit(&s, 21, 5);
	assert_int_equal(s.top, 16);
}

static void lower_and_higher_again(void **state)
{
	struct scroll s = with_bar();

	(void)state;
	for (int i = 0; i < 3; i++)
		scroll_act(&s, ACT_DOWN);
	scroll_fit(&s, 26, 2);
	expect(&s, 2, 3);
	scroll_fit(&s, 26, 50);
	expect(&s, 0, 3);
	scroll_fit(&s, 26, 12);
	expect(&s, 0, 3);
}

static void lines_leave(void **state)
{
	struct scroll s = with_bar();

	(void)state;
	scroll_act(&s, ACT_END);
	scroll_fit(&s, 13, 12);
	expect(&s, 1, 12);
	scroll_fit(&s, 26, 12); /* and do not drag the view along when others come */
	expect(&s, 1, 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bar_moves_then_view),
		cmocka_unit_test(pages),
		cmocka_unit_test(exactly_two_pages),
		cmocka_unit_test(fewer_lines_than_room),
		cmocka_unit_test(follows_until_scrolled_back),
		cmocka_unit_test(lower_and_higher_again),
		cmocka_unit_test(lines_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
