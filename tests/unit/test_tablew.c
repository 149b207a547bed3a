/* The table widget: what it draws, where its bar is, what it keeps in order. */
#include "unit.h"
#include "items.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/settings.h"
#include "ui/tablew.h"

/* At 80 columns key is at 2 .. 10, number at 20 .. 28, text at 40, the endpoint at 55. */
static const struct column_def defs[] = {
	{ .key = "key",
	  .title = "Key",
	  .width = 9,
	  .title_x = 1,
	  .dx = 1,
	  .sortkey = 'k',
	  .sortname = "key" },
	{ .key = "number",
	  .title = "Number",
	  .width = 9,
	  .title_x = 20,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'n',
	  .sortname = "number" },
	{ .key = "text", .title = "Text", .width = 10, .title_x = 40 },
	{ .key = "src", .title = "Address", .width = 18, .title_x = 55, .brackets = true },
	{ .key = NULL },
};

static void heading(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value v;

	columns_value(t, r, "key", &v);
	snprintf(buf, n, "Item %u", (unsigned)v.u);
}

static const struct columns plain = { .table = &items, .def = defs };
static const struct columns pairs = { .table = &items, .def = defs, .pairs = true };

/* Behind what ties the line to its heading. */
static const struct column_def headed_defs[] = {
	{ .key = "text", .title = "", .title_x = 1, .dx = 2 },
	{ .key = "number", .title = "Number", .width = 9, .title_x = 20 },
	{ .key = NULL },
};
static const struct columns headed = { .table = &items, .def = headed_defs, .heading = heading };

struct shown {
	struct rig r;
	struct tablew w;
	struct settings set;
	struct counted c;
	struct table_lock lock;
	struct screen_host host;
	struct screen_env env;
	struct run_status st;
};

/* A window of so many lines inside, at line 2 of the screen. */
static struct shown *show(const struct columns *c, uint32_t cap, int lines, bool bar)
{
	struct shown *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	settings_default(&s->set);
	start(&s->r, cap);
	s->lock = plain_lock(&s->c);
	s->host = (struct screen_host){ .lock = &s->lock };
	s->env = (struct screen_env){ .set = &s->set, .host = &s->host, .engine = &s->r.t };
	s->env.filter = "";
	s->st.now.mono_ms = 1000000;
	s->st.run_ms = 1;
	assert_int_equal(tablew_init(&s->w, c, &s->env, bar), 0);
	assert_int_equal(s->c.times, 1); /* the table may be counted into already */
	s->c.times = 0;
	tablew_layout(&s->w, (struct rect){ .y = 2, .h = lines + 2, .w = 80 }, 0);
	return s;
}

static void hide(struct shown *s)
{
	assert_int_equal(s->c.locked, 0);
	tablew_fini(&s->w);
	stop(&s->r);
	free(s);
}

/* A row with its key as both numbers, and a text. */
static uint32_t add_item(struct shown *s, uint32_t key)
{
	uint32_t slot = add(&s->r, key);
	struct item *i = item_at(&s->r, slot);

	i->number[0] = i->number[1] = key;
	i->text = "text";
	addr_set_v4(&i->ep[0].addr, "\x0a\0\0\1");
	addr_set_v4(&i->ep[1].addr, "\x0a\0\0\2");
	return slot;
}

static void add_items(struct shown *s, uint32_t from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		add_item(s, from + i);
}

static void draw(struct shown *s)
{
	erase();
	tablew_prepare(&s->w, &s->st);
	tablew_draw(&s->w, &s->st);
}

static void next_second(struct shown *s, uint64_t packets)
{
	s->st.now.mono_ms += 1000;
	s->st.captured += packets;
	draw(s);
}

/* n columns of a line; its border, line 0, in letters of the VT100 (lqkx). Until the next call. */
static const char *cells(int line, int x, int n)
{
	static char text[81];

	assert_true(mvinnstr(2 + line, x, text, n) != ERR);
	return text;
}

static void blank(int line)
{
	assert_int_equal(strspn(cells(line, 1, 78), " "), 78);
}

/* The key on a line: its first figures, whatever bracket is before them. */
static uint32_t key_on(int line)
{
	return (uint32_t)strtoul(cells(line, 2, 9), NULL, 10);
}

static bool has_bar(int line)
{
	return (mvinch(2 + line, 5) & A_REVERSE) != 0;
}

/* The keys on the first lines, UINT32_MAX ends them, and the line that has the bar. */
static void window_is(struct shown *s, int bar, const uint32_t *key)
{
	int n = 0;

	draw(s);
	for (; key[n] != UINT32_MAX; n++)
		assert_int_equal(key_on(1 + n), key[n]);
	for (int i = 1; i < s->w.box.h - 1; i++)
		assert_int_equal(has_bar(i), i == bar);
	if (n < s->w.box.h - 2)
		blank(1 + n);
}
#define WINDOW(s, bar, ...) window_is(s, bar, (const uint32_t[]){ __VA_ARGS__, UINT32_MAX })

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

/* --- order --- */

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

static SCREEN *screen;

static int setup(void **state)
{
	FILE *null = fopen("/dev/null", "r+");

	(void)state;
	setenv("LINES", "24", 1);
	setenv("COLUMNS", "80", 1);
	screen = null ? newterm("vt100", null, null) : NULL;
	return screen ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	endwin();
	delscreen(screen);
	return 0;
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
		cmocka_unit_test(test_kept_order),
		cmocka_unit_test(test_bar_in_a_kept_order),
		cmocka_unit_test(test_kept_order_of_a_long_list),
		cmocka_unit_test(test_rates_wane),
		cmocka_unit_test(test_nothing_to_sort_by),
	};

	return cmocka_run_group_tests_name("tablew", tests, setup, teardown);
}
