#ifndef SHOWN_H
#define SHOWN_H
/* A table widget over items, on a screen of the VT100 that nobody sees. */
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

static const struct columns plain = { .table = &items, .def = defs };

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
static inline struct shown *show(const struct columns *c, uint32_t cap, int lines, bool bar)
{
	struct shown *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	settings_default(&s->set);
	start(&s->r, cap);
	s->lock = plain_lock(&s->c);
	s->host = (struct screen_host){ .lock = &s->lock, .live = true };
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

static inline void hide(struct shown *s)
{
	assert_int_equal(s->c.locked, 0);
	tablew_fini(&s->w);
	stop(&s->r);
	free(s);
}

/* A row with its key as both numbers, and a text. */
static inline uint32_t add_item(struct shown *s, uint32_t key)
{
	uint32_t slot = add(&s->r, key);
	struct item *i = item_at(&s->r, slot);

	i->number[0] = i->number[1] = key;
	i->text = "text";
	addr_set_v4(&i->ep[0].addr, "\x0a\0\0\1");
	addr_set_v4(&i->ep[1].addr, "\x0a\0\0\2");
	return slot;
}

static inline void add_items(struct shown *s, uint32_t from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		add_item(s, from + i);
}

static inline void draw(struct shown *s)
{
	erase();
	tablew_prepare(&s->w, &s->st);
	while (tablew_work(&s->w, UINT64_MAX))
		;
	tablew_draw(&s->w, &s->st);
}

static inline void next_second(struct shown *s, uint64_t packets)
{
	s->st.now.mono_ms += 1000;
	s->st.captured += packets;
	draw(s);
}

/* n columns of a line; its border, line 0, in letters of the VT100 (lqkx). Until the next call. */
static inline const char *cells(int line, int x, int n)
{
	static char text[81];

	assert_true(mvinnstr(2 + line, x, text, n) != ERR);
	return text;
}

static inline void blank(int line)
{
	assert_int_equal(strspn(cells(line, 1, 78), " "), 78);
}

/* The key on a line: its first figures, whatever bracket is before them. */
static inline uint32_t key_on(int line)
{
	return (uint32_t)strtoul(cells(line, 2, 9), NULL, 10);
}

static inline bool has_bar(int line)
{
	return (mvinch(2 + line, 5) & A_REVERSE) != 0;
}

/* The keys on the first lines, UINT32_MAX ends them, and the line that has the bar. */
static inline void window_is(struct shown *s, int bar, const uint32_t *key)
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

static SCREEN *screen;

static inline int set_up_screen(void **state)
{
	FILE *null = fopen("/dev/null", "r+");

	(void)state;
	setenv("LINES", "24", 1);
	setenv("COLUMNS", "80", 1);
	screen = null ? newterm("vt100", null, null) : NULL;
	return screen ? 0 : -1;
}

static inline int tear_down_screen(void **state)
{
	(void)state;
	endwin();
	delscreen(screen);
	return 0;
}
#endif
