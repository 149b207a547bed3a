#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/scroll.h"

#define PANEL_COLS 80 /* room for a menu and a panel */

struct menu_view {
	struct ui *ui;
	const struct menu *menu;
	struct scroll scroll; /* of the items, when the screen is too low for all */
	struct layer layer;
};

static size_t count_items(const struct menu *m)
{
	size_t n = 0;

	while (!m->items[n].end)
		n++;
	return n;
}

static struct rect place(const struct menu *m, size_t items)
{
	return paint_place((LINES - m->rows) / 2, (COLS - m->cols) / (m->part ? m->part : 2),
			   (int)items + 2, m->width, 2);
}

static void draw_hint(const struct menu_item *item)
{
	struct rect line = { .y = LINES - 2, .h = 1, .w = COLS };

	paint_fill(line, ROLE_HINT);
	paint_text(line, 0, 1, ROLE_HINT, item->hint);
	if (item->state && COLS < PANEL_COLS)
		paint_textf(line, 0, COLS - paint_width(item->state) - 3, ROLE_HINT, ": %s ",
			    item->state);
}

static void draw_item(struct rect box, int y, const struct menu_item *item, bool bar)
{
	struct rect line = rect_line(box, y, 1, 1);

	if (item->rule) {
		paint_rule(box, y, ROLE_BOX);
		return;
	}
	paint_fill(line, bar ? ROLE_BAR : ROLE_TEXT);
	paint_marked(line, 0, 1, bar ? ROLE_BAR : ROLE_TEXT, bar ? ROLE_BAR_HIGH : ROLE_HIGH,
		     item->label);
}

static void menu_draw(void *self, bool top)
{
	static const struct keyhint hints[] = { { "Up/Down", "Move selector" },
						{ "Enter", "execute" } };
	struct menu_view *v = self;
	struct scroll *s = &v->scroll;
	struct rect box = place(v->menu, s->count);
	int lines = rect_inside(box).h;

	scroll_fit(s, s->count, lines > 0 ? (size_t)lines : 0);
	paint_box(box, ROLE_BOX, ROLE_TEXT);
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++)
		draw_item(box, 1 + (int)i, &v->menu->items[s->top + i], s->top + i == s->bar);
	if (top)
		draw_hint(&v->menu->items[s->bar]);
	keys_draw(hints, 2);
}

struct menu_view *menu_open(struct ui *ui, const struct menu *m, int sel)
{
	struct menu_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->ui = ui;
	v->menu = m;
	v->scroll.has_bar = true;
	v->scroll.count = count_items(m);
	v->scroll.bar = (size_t)sel;
	v->layer = (struct layer){ .draw = menu_draw, .self = v };
	ui_push(ui, &v->layer);
	return v;
}

void menu_close(struct menu_view *v)
{
	if (!v)
		return;
	ui_pop(v->ui, &v->layer);
	free(v);
}

/* To the next item that is no rule, around the ends. */
static void step(struct menu_view *v, size_t by)
{
	size_t at = v->scroll.bar;

	do
		at = (at + by) % v->scroll.count;
	while (v->menu->items[at].rule);
	scroll_to(&v->scroll, at);
}

static int hot_letter(const struct menu_item *item)
{
	const char *mark = item->label ? strchr(item->label, '^') : NULL;

	return mark ? tolower((unsigned char)mark[1]) : 0;
}

static bool take_hot_letter(struct menu_view *v, int key)
{
	if (key <= 0 || key > 127 || !isalnum(key))
		return false;
	for (size_t i = 0; i < v->scroll.count; i++)
		if (hot_letter(&v->menu->items[i]) == tolower(key)) {
			scroll_to(&v->scroll, i);
			return true;
		}
	return false;
}

int menu_choose(struct menu_view *v)
{
	int key;

	while ((key = ui_next(v->ui)) != UI_KEY_QUIT) {
		if (keys_is_enter(key) || take_hot_letter(v, key))
			return (int)v->scroll.bar;
		if (key == KEY_UP)
			step(v, v->scroll.count - 1);
		else if (key == KEY_DOWN)
			step(v, 1);
	}
	return -1;
}
