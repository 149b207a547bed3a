/* The table widget: what it keeps in order. */
#include "shown.h"

/* As if its letter had been typed into the box once. */
static void keep_by(struct shown *s, size_t column)
{
	s->w.by = &defs[column];
	assert_true(tablew_act(&s->w, ACT_KEEP_ORDER));
}

static void test_kept_order(void **state)
{
	struct shown *s = show(&plain, 100, 4, true);

	(void)state;
	for (uint32_t i = 0; i < 6; i++)
		add_item(s, i * 5 % 6 + 1);
	WINDOW(s, 1, 1, 6, 5, 4);
	keep_by(s, 1);
	WINDOW(s, 1, 6, 5, 4, 3);
	assert_string_equal(cells(0, 20, 8), "vNumber ");
	/* once a second, when something was captured */
	item_at(&s->r, 0)->number[0] = 100;
	WINDOW(s, 1, 6, 5, 4, 3);
	next_second(s, 0);
	assert_int_equal(key_on(1), 6);
	s->st.captured++;
	WINDOW(s, 1, 1, 6, 5, 4);
	item_at(&s->r, 1)->number[0] = 200;
	s->st.captured++;
	WINDOW(s, 1, 1, 6, 5, 4);
	item_at(&s->r, 1)->number[0] = 6;
	/* a new one is last until then */
	add_item(s, 50);
	draw(s);
	assert_int_equal(s->w.view.line[6], 6);
	next_second(s, 1);
	WINDOW(s, 1, 1, 50, 6, 5);
	assert_true(tablew_act(&s->w, ACT_KEEP_ORDER)); /* and no longer */
	item_at(&s->r, 1)->number[0] = 1000;
	next_second(s, 1);
	WINDOW(s, 1, 1, 50, 6, 5);
	assert_string_equal(cells(0, 20, 8), " Number ");
	hide(s);
}

/* The bar goes with its row; on the first line it marks the leader. */
static void test_bar_in_a_kept_order(void **state)
{
	struct shown *s = show(&plain, 100, 4, true);

	(void)state;
	add_items(s, 1, 4);
	draw(s);
	keep_by(s, 1);
	WINDOW(s, 1, 4, 3, 2, 1);
	item_at(&s->r, 0)->number[0] = 10;
	next_second(s, 1);
	WINDOW(s, 1, 1, 4, 3, 2);
	tablew_act(&s->w, ACT_DOWN);
	tablew_act(&s->w, ACT_DOWN);
	WINDOW(s, 3, 1, 4, 3, 2);
	item_at(&s->r, 1)->number[0] = 20;
	next_second(s, 1);
	WINDOW(s, 4, 2, 1, 4, 3);
	item_at(&s->r, 2)->number[1] = 30; /* either direction */
	next_second(s, 1);
	WINDOW(s, 1, 3, 2, 1, 4);
	hide(s);
}

/* Of a long list only what is needed is in order: more when it is scrolled. */
static void test_kept_order_of_a_long_list(void **state)
{
	struct shown *s = show(&plain, 1000, 4, false);

	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		add_item(s, i * 617 % 1000);
	draw(s);
	keep_by(s, 0);
	WINDOW(s, 0, 999, 998, 997, 996);
	assert_true(s->w.view.sorted >= 8 && s->w.view.sorted < 50);
	for (uint32_t i = 1; i <= 100; i++) {
		tablew_act(&s->w, ACT_PAGE_DOWN);
		WINDOW(s, 0, 999 - 4 * i, 998 - 4 * i, 997 - 4 * i, 996 - 4 * i);
	}
	assert_true(s->w.view.sorted >= 404 && s->w.view.sorted < 450);
	tablew_act(&s->w, ACT_END);
	draw(s); /* the end is known when it has been drawn */
	WINDOW(s, 0, 3, 2, 1, 0);
	tablew_act(&s->w, ACT_HOME);
	next_second(s, 1);
	WINDOW(s, 0, 999, 998, 997, 996);
	hide(s);
}

/* Kept from the first picture on, and marked at the columns that the order is the sum of. */
static void test_kept_from_the_start(void **state)
{
	static const struct column_def defs_of[] = {
		{ .key = "key",
		  .title = "Key",
		  .width = 9,
		  .title_x = 1,
		  .dx = 1,
		  .sum = "number" },
		{ .key = "number",
		  .title = "",
		  .title_x = 20,
		  .sortkey = 'n',
		  .sortname = "number" },
		{ .key = NULL },
	};
	static const struct columns c = { .table = &items, .def = defs_of };
	struct shown *s = show(&c, 100, 4, true);

	(void)state;
	tablew_keep(&s->w, "text"); /* not to be sorted by */
	assert_false(s->w.kept);
	tablew_keep(&s->w, "number");
	add_items(s, 1, 6);
	WINDOW(s, 1, 6, 5, 4, 3);
	assert_string_equal(cells(0, 1, 5), "vKey ");
	assert_true(tablew_act(&s->w, ACT_KEEP_ORDER)); /* no longer */
	draw(s);
	assert_string_equal(cells(0, 1, 5), " Key ");
	hide(s);
}

/* The last packets of a file may come in the second of the last picture. */
static void test_kept_order_of_a_file(void **state)
{
	struct shown *s = show(&plain, 100, 4, true);

	(void)state;
	s->host.live = false;
	add_items(s, 1, 4);
	draw(s);
	keep_by(s, 1);
	WINDOW(s, 1, 4, 3, 2, 1);
	item_at(&s->r, 0)->number[0] = 10;
	s->st.captured++;
	WINDOW(s, 1, 1, 4, 3, 2);
	hide(s);
}

/* Equal ones by another field, those equal there, too, as they were. */
static void test_equal_ones(void **state)
{
	struct column_def by_then[] = { defs[0], defs[1], { .key = NULL } };
	const struct columns c = { .table = &items, .def = by_then };
	struct shown *s;

	(void)state;
	by_then[1].then = "key";
	s = show(&c, 100, 4, true);
	add_items(s, 1, 4);
	for (uint32_t i = 0; i < 3; i++)
		item_at(&s->r, i)->number[0] = item_at(&s->r, i)->number[1] = 7;
	tablew_keep(&s->w, "number");
	WINDOW(s, 1, 3, 2, 1, 4);
	hide(s);
}

/* Durations and rates change without a packet. */
static void get_waned(const struct row *r, struct value *out)
{
	uint64_t n = item_of(r)->number[0];

	out->u = r->now_ms > 1000000 && n > 5 ? 0 : n;
}

static void test_rates_wane(void **state)
{
	static const struct field wane[] = { FIELD("key", "Key", "key", V_NUMBER, get_key),
					     FIELD("number", "Number", "number", V_RATE, get_waned),
					     { .key = NULL } };
	struct table t = items;
	const struct columns c = { .table = &t, .def = defs };
	struct shown *s;

	(void)state;
	t.fields = wane;
	s = show(&c, 100, 4, true);
	add_item(s, 2);
	add_item(s, 9);
	add_item(s, 4);
	draw(s);
	keep_by(s, 1);
	WINDOW(s, 1, 9, 4, 2);
	next_second(s, 0);
	WINDOW(s, 1, 4, 2, 9);
	hide(s);
}

/* A long list: it is shown as it is until it is in order, and the border says so. */
static void test_sorted_on_the_way(void **state)
{
	struct shown *s = show(&plain, 20000, 4, true);
	char note[TABLEW_NOTE];

	(void)state;
	add_items(s, 1, 20000);
	WINDOW(s, 1, 1, 2, 3, 4);
	s->w.by = &defs[0];
	tablew_sort_again(&s->w);
	assert_true(tablew_is_sorting(&s->w));
	assert_string_equal(tablew_note(&s->w, note), " sorting... ");
	assert_true(tablew_work(&s->w, 0));
	tablew_act(&s->w, ACT_DOWN);
	erase();
	tablew_draw(&s->w, &s->st);
	assert_int_equal(key_on(1), 1);
	assert_true(has_bar(2));
	WINDOW(s, 2, 20000, 19999, 19998, 19997); /* the bar has kept to its line */
	assert_false(tablew_is_sorting(&s->w));
	assert_null(tablew_note(&s->w, note));
	assert_false(tablew_work(&s->w, 0));
	hide(s);
}

/* The end of a list that is kept in order: the bar is on its last line, whichever row that is. */
static void test_end_of_a_kept_order(void **state)
{
	struct shown *s = show(&plain, 20000, 4, true);

	(void)state;
	add_items(s, 1, 20000);
	draw(s);
	keep_by(s, 1);
	WINDOW(s, 1, 20000, 19999, 19998, 19997);
	tablew_act(&s->w, ACT_END);
	erase();
	tablew_prepare(&s->w, &s->st);
	tablew_draw(&s->w, &s->st); /* it may not be sorted as far as that yet */
	assert_true(has_bar(4));
	WINDOW(s, 4, 4, 3, 2, 1);
	hide(s);
}

static void test_nothing_to_sort_by(void **state)
{
	static const struct column_def none[] = {
		{ .key = "key", .title = "Key", .width = 9, .title_x = 1 }, { .key = NULL }
	};
	static const struct columns c = { .table = &items, .def = none };
	struct shown *s = show(&c, 100, 4, true);

	(void)state;
	draw(s);
	assert_false(tablew_act(&s->w, ACT_SORT));
	assert_false(tablew_act(&s->w, ACT_KEEP_ORDER));
	assert_false(tablew_act(&s->w, ACT_FLUSH)); /* not mine */
	assert_true(tablew_act(&s->w, ACT_DOWN));
	hide(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept_order),
		cmocka_unit_test(test_bar_in_a_kept_order),
		cmocka_unit_test(test_kept_order_of_a_long_list),
		cmocka_unit_test(test_kept_from_the_start),
		cmocka_unit_test(test_kept_order_of_a_file),
		cmocka_unit_test(test_equal_ones),
		cmocka_unit_test(test_rates_wane),
		cmocka_unit_test(test_sorted_on_the_way),
		cmocka_unit_test(test_end_of_a_kept_order),
		cmocka_unit_test(test_nothing_to_sort_by),
	};

	return cmocka_run_group_tests_name("tablew_order", tests, set_up_screen, tear_down_screen);
}
