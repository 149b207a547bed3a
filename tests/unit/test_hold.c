/* Views that are held: rows as they were, whatever happens to the table. */
#include "unit.h"
#include "items.h"

static void hold(struct rig *r)
{
	struct counted c;
	const struct table_lock lock = plain_lock(&c);

	assert_int_equal(view_hold(&r->v, &lock), 0);
	view_hold_step(&r->v, &lock, VIEW_WHOLE);
	assert_int_equal(c.locked, 0);
	assert_true(view_is_held(&r->v));
}

static uint32_t number_on(struct rig *r, uint32_t line)
{
	struct row row;

	assert_true(view_read(&r->v, line, 1000, 1, &row));
	return item_of(&row)->number[0];
}

static void test_rows_are_as_they_were(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 5);
	for (uint32_t i = 0; i < 5; i++)
		item_at(&r, i)->number[0] = 10 + i;
	hold(&r); /* the view has not even been updated before */
	item_at(&r, 2)->number[0] = 99;
	capped_remove(&r.t, 1);
	replace(&r, 3, 30);
	add(&r, 6);
	LINES(&r, 0, 1, 2, 3, 4);
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(number_on(&r, i), 10 + i);
	view_release(&r.v);
	assert_false(view_is_held(&r.v));
	LINES(&r, 0, 2, 30, 4, 6);
	assert_int_equal(number_on(&r, 1), 99);
	stop(&r);
}

static void test_order_and_over(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 6);
	item_at(&r, 1)->over = item_at(&r, 4)->over = true;
	hold(&r);
	item_at(&r, 2)->over = true; /* too late */
	for (uint32_t i = 0; i < 6; i++)
		item_at(&r, i)->key = 50 - i;
	sort_by(&r.v, "key", true, UINT32_MAX);
	LINES(&r, 5, 4, 3, 2, 1, 0);
	drop_over(&r.v);
	LINES(&r, 5, 3, 2, 0);
	assert_int_equal(view_find(&r.v, 2), 2);
	/* order and what was taken off stay */
	view_release(&r.v);
	LINES(&r, 45, 47, 48, 50);
	stop(&r);
}

/* Rows leave while they are being copied, and come to their slots. */
static void test_changes_while_copying(void **state)
{
	struct counted c;
	struct rig r;
	struct table_lock lock;
	struct row row;

	(void)state;
	start(&r, 100000);
	add_many(&r, 0, 20000);
	view_update(&r.v);
	lock = plain_lock(&c);
	c.change = &r;
	assert_int_equal(view_hold(&r.v, &lock), 0);
	view_hold_step(&r.v, &lock, VIEW_WHOLE);
	assert_true(c.times > 5);
	assert_true(r.v.lines > 15000 && r.v.lines < 20000);
	for (uint32_t i = 0; i < r.v.lines; i++)
		assert_true(view_read(&r.v, i, 1000, 1, &row));
	view_release(&r.v);
	all_shown_once(&r);
	stop(&r);
}

/* What is read is held at once, of the others each when its turn comes. */
static void test_in_pieces(void **state)
{
	enum { ROWS = 20000 };
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	struct rig r;
	unsigned steps = 1;

	(void)state;
	start(&r, ROWS);
	add_many(&r, 0, ROWS);
	view_update(&r.v);
	for (uint32_t i = 0; i < ROWS; i++)
		item_at(&r, i)->number[0] = 1;
	assert_int_equal(view_hold(&r.v, &lock), 0);
	assert_int_equal(number_on(&r, ROWS - 1), 1);
	for (uint32_t i = 0; i < ROWS; i++)
		item_at(&r, i)->number[0] = 2;
	assert_int_equal(number_on(&r, ROWS - 1), 1);
	assert_int_equal(number_on(&r, ROWS - 2), 2);
	assert_false(view_hold_step(&r.v, &lock, 0));
	for (uint32_t i = 0; i < ROWS; i++)
		item_at(&r, i)->number[0] = 3;
	capped_remove(&r.t, ROWS - 3);
	for (c.times = 0; !view_hold_step(&r.v, &lock, 0); steps++)
		assert_int_equal(c.times, steps);
	assert_true(steps > 2);
	assert_int_equal(r.v.lines, ROWS - 1); /* without the one that was gone by then */
	assert_int_equal(number_on(&r, 0), 2);
	assert_int_equal(number_on(&r, ROWS - 4), 3);
	assert_int_equal(number_on(&r, ROWS - 3), 2);
	assert_int_equal(number_on(&r, ROWS - 2), 1);
	for (uint32_t i = 0; i < ROWS - 3; i++)
		item_at(&r, i)->number[0] = 4;
	assert_int_equal(number_on(&r, ROWS - 4), 3);
	assert_true(view_hold_step(&r.v, &lock, 0));
	view_release(&r.v);
	assert_int_equal(number_on(&r, 0), 4);
	stop(&r);
}

/* Ended, and searched, while it is being made. */
static void test_on_the_way(void **state)
{
	enum { ROWS = 20000 };
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	struct search s;
	struct diag why;
	struct rig r;

	(void)state;
	start(&r, ROWS + 1);
	add_many(&r, 0, ROWS);
	view_update(&r.v);
	assert_int_equal(view_hold(&r.v, &lock), 0);
	assert_false(view_hold_step(&r.v, &lock, 0));
	add(&r, ROWS);
	view_update(&r.v);
	assert_int_equal(r.v.lines, ROWS);
	view_release(&r.v);
	view_update(&r.v);
	assert_int_equal(r.v.lines, ROWS + 1);
	assert_int_equal(view_hold(&r.v, &lock), 0);
	assert_int_equal(search_parse(&s, &items, NULL, "key:5-7", &why), 0);
	assert_false(view_hold_step(&r.v, &lock, 0));
	view_search(&r.v, &s);
	assert_true(view_hold_step(&r.v, &lock, VIEW_WHOLE));
	assert_true(view_scan(&r.v, &lock, VIEW_WHOLE, 1000, 1));
	LINES(&r, 5, 6, 7);
	view_search(&r.v, NULL);
	view_update(&r.v);
	assert_int_equal(r.v.lines, ROWS + 1); /* all of them were copied */
	stop(&r);
}

/* More rows than there is room for: those on the first lines, and all of them afterwards. */
static void test_bounded(void **state)
{
	struct table large = items;
	struct hold *h;
	struct counted c;
	struct table_lock lock;
	struct rig r;

	(void)state;
	start(&r, 1000);
	add_many(&r, 0, 6);
	view_update(&r.v);
	sort_by(&r.v, "key", true, UINT32_MAX);
	large.row_size = HOLD_BYTES / 4;
	h = hold_make(&large, &(struct rows){ .cap = 1000, .count = 6 });
	assert_non_null(h);
	assert_int_equal(h->room, 4);
	hold_free(h);
	/* no room for two of them */
	lock = plain_lock(&c);
	assert_int_equal(view_hold(&r.v, &lock), 0);
	r.v.hold->room = 4;
	assert_true(view_hold_step(&r.v, &lock, 0));
	LINES(&r, 5, 4, 3, 2);
	view_release(&r.v);
	LINES(&r, 5, 4, 3, 2, 0, 1);
	stop(&r);
}

static void test_evicted(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 3);
	add_many(&r, 0, 4);
	assert_int_equal(view_evicted(&r.v), 1);
	hold(&r);
	add(&r, 9);
	assert_int_equal(view_evicted(&r.v), 1);
	view_release(&r.v);
	assert_int_equal(view_evicted(&r.v), 2);
	stop(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_as_they_were),
		cmocka_unit_test(test_order_and_over),
		cmocka_unit_test(test_changes_while_copying),
		cmocka_unit_test(test_in_pieces),
		cmocka_unit_test(test_on_the_way),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_evicted),
	};

	return cmocka_run_group_tests_name("hold", tests, NULL, NULL);
}
