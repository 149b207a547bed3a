/* Views that are searched: only the rows that match, and walks from one to the next. */
#include "unit.h"
#include "items.h"

#include <stdio.h>

static struct counted counted;

static void look_for(struct search *s, const char *pattern)
{
	struct diag why;

	assert_int_equal(search_parse(s, &items, NULL, pattern, &why), 0);
}

/* A whole pass. */
static void pass(struct rig *r)
{
	const struct table_lock lock = plain_lock(&counted);

	while (!view_scan(&r->v, &lock, 0, 1000, 1))
		assert_int_equal(counted.locked, 0);
	assert_int_equal(counted.locked, 0);
}

static void test_only_what_matches(void **state)
{
	struct search s;
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 6);
	LINES(&r, 0, 1, 2, 3, 4, 5);
	look_for(&s, "key:2-4");
	view_search(&r.v, &s);
	LINES(&r); /* until it is looked for */
	pass(&r);
	LINES(&r, 2, 3, 4);
	/* rows leave, come, and change */
	capped_remove(&r.t, 3);
	LINES(&r, 2, 4);
	item_at(&r, 4)->key = 40;
	item_at(&r, 0)->key = 3;
	add(&r, 9);
	LINES(&r, 2, 40);
	pass(&r);
	LINES(&r, 2, 3);
	/* all again, in the order of first sight */
	view_search(&r.v, NULL);
	LINES(&r, 3, 1, 2, 40, 5, 9);
	stop(&r);
}

static void test_sorted_and_over(void **state)
{
	struct search s;
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 8);
	item_at(&r, 5)->over = true;
	view_update(&r.v);
	drop_over(&r.v);
	look_for(&s, "key:>3");
	view_search(&r.v, &s);
	pass(&r);
	LINES(&r, 4, 6, 7); /* what was taken off stays off */
	sort_by(&r.v, "key", true, UINT32_MAX);
	LINES(&r, 7, 6, 4);
	reopen(&r, 5);
	pass(&r);
	LINES(&r, 7, 6, 4, 5);
	view_search(&r.v, NULL);
	LINES(&r, 0, 1, 2, 3, 4, 5, 6, 7);
	stop(&r);
}

static void test_of_a_hold(void **state)
{
	const struct table_lock lock = plain_lock(&counted);
	struct search s;
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 6);
	view_update(&r.v);
	look_for(&s, "key:>2");
	/* held with a search, and the search taken back: all are there */
	view_search(&r.v, &s);
	pass(&r);
	assert_int_equal(view_hold(&r.v, &lock), 0);
	view_hold_step(&r.v, &lock, VIEW_WHOLE);
	capped_remove(&r.t, 4);
	add(&r, 7);
	LINES(&r, 3, 4, 5);
	view_search(&r.v, NULL);
	LINES(&r, 0, 1, 2, 3, 4, 5);
	view_search(&r.v, &s);
	pass(&r);
	LINES(&r, 3, 4, 5);
	/* and when it ends, the search is of the table */
	view_release(&r.v);
	LINES(&r, 3, 5);
	pass(&r);
	LINES(&r, 3, 5, 7);
	view_search(&r.v, NULL);
	LINES(&r, 0, 1, 2, 3, 5, 7);
	stop(&r);
}

/* Many rows, in pieces, while others come and go. */
static void test_while_rows_change(void **state)
{
	const struct table_lock lock = plain_lock(&counted);
	struct search s;
	struct rig r;
	struct row row;
	unsigned steps = 1;

	(void)state;
	start(&r, 600000);
	add_many(&r, 0, 300000);
	view_update(&r.v);
	look_for(&s, "key:100000-100999");
	view_search(&r.v, &s);
	counted.change = &r;
	while (!view_scan(&r.v, &lock, 0, 1000, 1))
		steps++;
	counted.change = NULL;
	assert_true(steps > 2);
	view_update(&r.v);
	assert_in_range(r.v.lines, 800, 1000);
	for (uint32_t i = 0; i < r.v.lines; i++) {
		assert_true(view_read(&r.v, i, 1000, 1, &row));
		assert_in_range(item_of(&row)->key, 100000, 100999);
	}
	view_search(&r.v, NULL);
	all_shown_once(&r);
	stop(&r);
}

static uint32_t seek(struct rig *r, const struct search *s, struct view_walk *w)
{
	const struct table_lock lock = plain_lock(&counted);

	return view_seek(&r->v, &lock, s, w, 0, 1000, 1);
}

static void test_walks(void **state)
{
	struct view_walk w = { .at = 3, .left = 10 };
	struct search s;
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 10);
	view_update(&r.v);
	look_for(&s, "!key:3-8"); /* 0, 1, 2, 9 */
	assert_int_equal(seek(&r, &s, &w), 9);
	assert_int_equal(seek(&r, &s, &w), 0); /* round the end */
	assert_int_equal(seek(&r, &s, &w), 1);
	w = (struct view_walk){ .at = 1, .left = 10, .back = true };
	assert_int_equal(seek(&r, &s, &w), 1);
	assert_int_equal(seek(&r, &s, &w), 0);
	assert_int_equal(seek(&r, &s, &w), 9);
	look_for(&s, "key:77");
	w = (struct view_walk){ .at = 4, .left = 10 };
	assert_int_equal(seek(&r, &s, &w), 10);
	assert_int_equal(w.left, 0);
	/* most lines leave on the way, and none is left */
	for (uint32_t i = 2; i < 10; i++)
		capped_remove(&r.t, i);
	view_update(&r.v);
	look_for(&s, "key:1");
	w = (struct view_walk){ .at = 8, .left = 9 };
	assert_int_equal(seek(&r, &s, &w), 1);
	capped_remove(&r.t, 0);
	capped_remove(&r.t, 1);
	view_update(&r.v);
	w = (struct view_walk){ .at = 1, .left = 2, .back = true };
	assert_int_equal(seek(&r, &s, &w), 0);
	assert_int_equal(w.left, 0);
	stop(&r);
}

/* No more than a piece of a large table at once. */
static void test_walks_in_pieces(void **state)
{
	const uint32_t rows = 2 * VIEW_SCAN + 10;
	const struct table_lock lock = plain_lock(&counted);
	struct view_walk w = { .at = 0, .left = rows };
	char pattern[32];
	struct search s;
	struct rig r;

	(void)state;
	start(&r, rows);
	add_many(&r, 0, rows);
	view_update(&r.v);
	snprintf(pattern, sizeof(pattern), "key:%u", rows - 1);
	look_for(&s, pattern);
	assert_int_equal(seek(&r, &s, &w), rows);
	assert_int_equal(w.left, rows - VIEW_SCAN);
	assert_int_equal(counted.times, 1);
	assert_int_equal(seek(&r, &s, &w), rows);
	assert_int_equal(seek(&r, &s, &w), rows - 1);
	/* or as many as there is time for */
	counted.times = 0;
	w = (struct view_walk){ .at = 0, .left = rows };
	assert_int_equal(view_seek(&r.v, &lock, &s, &w, VIEW_WHOLE, 1000, 1), rows - 1);
	assert_int_equal(counted.times, 3);
	assert_int_equal(counted.locked, 0);
	stop(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_what_matches),
		cmocka_unit_test(test_sorted_and_over),
		cmocka_unit_test(test_of_a_hold),
		cmocka_unit_test(test_while_rows_change),
		cmocka_unit_test(test_walks),
		cmocka_unit_test(test_walks_in_pieces),
	};

	return cmocka_run_group_tests_name("view_search", tests, NULL, NULL);
}
