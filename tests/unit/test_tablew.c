/* The table widget: what it draws, and where its bar is. */
#include "shown.h"

static void heading(const struct table *t, const struct row *r, int room, char *buf, size_t n)
{
	struct value v;

	assert_int_equal(room, 80 - 3);
	columns_value(t, r, "key", &v);
	snprintf(buf, n, "Item %u", (unsigned)v.u);
}

static const struct columns pairs = { .table = &items, .def = defs, .pairs = true };

/* Behind what ties the line to its heading. */
static const struct column_def headed_defs[] = {
	{ .key = "text", .title = "", .title_x = 1, .dx = 2 },
	{ .key = "number", .title = "Number", .width = 9, .title_x = 20 },
	{ .key = NULL },
};
static const struct columns headed = { .table = &items, .def = headed_defs, .heading = heading };

/* --- what is drawn --- */

static void test_cells(void **state)
{
	struct shown *s = show(&plain, 100, 5, true);
	struct item *i;

	(void)state;
	draw(s);
	assert_string_equal(cells(0, 0, 7), "l Key q");
	assert_string_equal(cells(0, 19, 10), "q Number q");
	for (int line = 1; line <= 5; line++)
		blank(line);
	i = item_at(&s->r, add_item(s, 42));
	i->number[0] = 123456789;
	i->ep[0].port = 443;
	draw(s);
	assert_string_equal(cells(1, 0, 12), "x        42 ");
	assert_string_equal(cells(1, 19, 11), "   123456k ");
	assert_string_equal(cells(1, 39, 6), " text ");
	assert_string_equal(cells(1, 54, 15), " 10.0.0.1:443  ");
	i->number[0] = 0; /* unknown */
	draw(s);
	assert_string_equal(cells(1, 19, 11), "           ");
	hide(s);
}

/* Text from outside neither leaves its cell nor reaches the terminal as it is. */
static void test_hostile_text(void **state)
{
	struct shown *s = show(&plain, 100, 5, true);
	struct item *i = item_at(&s->r, add_item(s, 1));

	(void)state;
	i->text = "a\033[2J\nlonger than the cell is wide";
	memcpy(&i->ep[0].addr, "\xfd\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe\xf", 16);
	i->ep[0].port = 65535;
	draw(s);
	assert_string_equal(cells(1, 40, 15), "a?[2J?longer th");
	assert_string_equal(cells(1, 55, 25), "[fd01:20~c0d:e0f]:65535 x");
	hide(s);
}

/* An address gives way to its port in its middle, and not before it must. */
static void test_long_addresses(void **state)
{
	static const struct column_def unmarked[] = {
		{ .key = "key", .title = "Key", .width = 9, .title_x = 1 },
		{ .key = "src", .title = "Address", .width = 18, .title_x = 20 },
		{ .key = "text", .title = "Text", .width = 18, .title_x = 60 },
		{ .key = NULL }
	};
	static const struct columns c = { .table = &items, .def = unmarked };
	struct shown *s = show(&c, 100, 5, true);
	struct item *i = item_at(&s->r, add_item(s, 1));

	(void)state;
	memset(&i->ep[0].addr, 0xee, 16);
	draw(s);
	assert_string_equal(cells(1, 20, 40), "eeee:eeee:eeee:eee~eee:eeee:eeee:eeee:0 ");
	hide(s);
}

static void test_pairs(void **state)
{
	struct shown *s = show(&pairs, 100, 6, true);
	struct row row;
	struct item *i;

	(void)state;
	add_items(s, 1, 2);
	i = item_at(&s->r, 0);
	i->number[0] = 70;
	i->number[1] = 80;
	draw(s);
	assert_int_equal(tablew_rows(&s->w), 2);
	assert_string_equal(cells(1, 0, 3), "xl ");
	assert_string_equal(cells(2, 0, 3), "xm ");
	assert_string_equal(cells(1, 20, 9), "       70");
	assert_string_equal(cells(2, 20, 9), "       80");
	assert_string_equal(cells(1, 55, 8), "10.0.0.1");
	assert_string_equal(cells(2, 55, 8), "10.0.0.2");
	assert_int_equal(key_on(3), 2);
	blank(5);
	for (unsigned line = 0; line < 6; line++) {
		draw(s);
		assert_true(tablew_selected(&s->w, &s->st, &row));
		assert_int_equal(item_of(&row)->key, line < 2 ? 1 : 2);
		assert_int_equal(row.way, line < 3 ? line % 2 : 1);
		assert_true(tablew_act(&s->w, ACT_DOWN));
	}
	hide(s);
}

static void test_headings(void **state)
{
	struct shown *s = show(&headed, 100, 6, false);

	(void)state;
	add_items(s, 7, 2);
	draw(s);
	assert_string_equal(cells(1, 0, 10), "x Item 7  ");
	assert_string_equal(cells(2, 0, 8), "x mtext ");
	assert_string_equal(cells(2, 20, 9), "        7");
	assert_string_equal(cells(3, 0, 10), "x Item 8  ");
	blank(5);
	hide(s);
}

/* No window is too small. */
static void test_tiny(void **state)
{
	struct shown *s = show(&pairs, 100, 3, true);
	struct row row;

	(void)state;
	add_items(s, 1, 10);
	for (int h = 0; h < 4; h++)
		for (int w = 0; w < 50; w++) {
			tablew_layout(&s->w, (struct rect){ .y = 2, .h = h, .w = w }, 0);
			draw(s);
			tablew_act(&s->w, ACT_PAGE_DOWN);
			tablew_act(&s->w, ACT_END);
			draw(s);
			blank(h < 1 ? 1 : h);
			assert_true(tablew_selected(&s->w, &s->st, &row));
		}
	hide(s);
}

/* --- the bar --- */

static void test_bar_follows_its_row(void **state)
{
	struct shown *s = show(&plain, 10, 4, true);

	(void)state;
	add_items(s, 0, 8);
	WINDOW(s, 1, 0, 1, 2, 3);
	for (int i = 0; i < 5; i++)
		tablew_act(&s->w, ACT_DOWN);
	WINDOW(s, 4, 2, 3, 4, 5);
	/* rows above leave */
	capped_remove(&s->r.t, 1);
	capped_remove(&s->r.t, 3);
	draw(s);
	assert_int_equal(s->w.scroll.bar, 3);
	assert_int_equal(key_on(1 + (int)(s->w.scroll.bar - s->w.scroll.top)), 5);
	/* its own: the bar is where it would have been */
	capped_remove(&s->r.t, 5);
	draw(s);
	assert_int_equal(s->w.scroll.bar, 3);
	assert_int_equal(key_on(1 + (int)(s->w.scroll.bar - s->w.scroll.top)), 6);
	/* another row in its slot */
	replace(&s->r, 6, 60);
	item_at(&s->r, 6)->text = "";
	draw(s);
	assert_int_equal(s->w.scroll.bar, 3);
	assert_int_equal(key_on(1 + (int)(s->w.scroll.bar - s->w.scroll.top)), 60);
	/* all of them */
	for (uint32_t i = 0; i < 8; i++)
		if (slots_live(&s->r.t.slots, i))
			capped_remove(&s->r.t, i);
	draw(s);
	blank(1);
	add_item(s, 9);
	WINDOW(s, 1, 9);
	hide(s);
}

/* New rows come below the view, it does not move. */
static void test_new_rows_move_nothing(void **state)
{
	struct shown *s = show(&plain, 100, 4, false);

	(void)state;
	add_items(s, 0, 2);
	WINDOW(s, 0, 0, 1);
	add_items(s, 2, 6);
	WINDOW(s, 0, 0, 1, 2, 3);
	tablew_act(&s->w, ACT_END);
	WINDOW(s, 0, 4, 5, 6, 7);
	add_items(s, 8, 6);
	WINDOW(s, 0, 4, 5, 6, 7);
	tablew_act(&s->w, ACT_HOME);
	WINDOW(s, 0, 0, 1, 2, 3);
	hide(s);
}

static void test_selected(void **state)
{
	struct shown *s = show(&plain, 100, 4, true);
	struct row row;

	(void)state;
	draw(s);
	assert_false(tablew_selected(&s->w, &s->st, &row));
	add_items(s, 0, 3);
	draw(s);
	tablew_act(&s->w, ACT_END);
	draw(s);
	assert_true(tablew_selected(&s->w, &s->st, &row));
	assert_int_equal(item_of(&row)->key, 2);
	assert_ptr_equal(row.engine, &s->r.t);
	assert_int_equal(row.now_ms, 1000000);
	capped_remove(&s->r.t, 2); /* and not drawn since */
	assert_false(tablew_selected(&s->w, &s->st, &row));
	draw(s);
	assert_true(tablew_selected(&s->w, &s->st, &row));
	assert_int_equal(item_of(&row)->key, 1);
	hide(s);
}

static void test_rows_that_are_over(void **state)
{
	struct shown *s = show(&plain, 100, 4, true);

	(void)state;
	add_items(s, 0, 5);
	tablew_act(&s->w, ACT_DOWN);
	WINDOW(s, 1, 0, 1, 2, 3); /* there was no line to go to */
	tablew_act(&s->w, ACT_DOWN);
	tablew_act(&s->w, ACT_DOWN);
	WINDOW(s, 3, 0, 1, 2, 3);
	item_at(&s->r, 0)->over = item_at(&s->r, 3)->over = true;
	tablew_drop_over(&s->w);
	assert_int_equal(s->c.times, 1);
	WINDOW(s, 2, 1, 2, 4);
	assert_int_equal(tablew_rows(&s->w), 3);
	assert_int_equal(table_count(&items, &s->r.t), 5);
	hide(s);
}

static void test_evicted(void **state)
{
	struct shown *s = show(&plain, 4, 4, true);

	(void)state;
	add_items(s, 0, 4);
	draw(s);
	assert_int_equal(tablew_evicted(&s->w), 0);
	add_items(s, 4, 3);
	draw(s);
	assert_int_equal(tablew_evicted(&s->w), 3);
	assert_int_equal(tablew_rows(&s->w), 4);
	hide(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_hostile_text),
		cmocka_unit_test(test_long_addresses),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_tiny),
		cmocka_unit_test(test_bar_follows_its_row),
		cmocka_unit_test(test_new_rows_move_nothing),
		cmocka_unit_test(test_selected),
		cmocka_unit_test(test_rows_that_are_over),
		cmocka_unit_test(test_evicted),
	};

	return cmocka_run_group_tests_name("tablew", tests, set_up_screen, tear_down_screen);
}
