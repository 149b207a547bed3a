#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ui/help.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/scroll.h"

#define PANEL_COLS    80 /* room for a menu and a panel */
#define CLASSIC_LINES 24

struct menu_view {
	struct ui *ui;
	const struct menu *menu;
	size_t at;	      /* item under the bar */
	struct scroll scroll; /* of the lines, when the screen is too low for all */
	struct layer layer;
};

bool menu_has_room(void)
{
	return LINES > CLASSIC_LINES;
}

bool menu_has_panel(void)
{
	return COLS >= PANEL_COLS;
}

static bool has_line(const struct menu_item *item)
{
	return !item->roomy || menu_has_room();
}

/* How many lines come before an item; before the end, all. */
static size_t lines_before(const struct menu *m, size_t item)
{
	size_t n = 0;

	for (size_t i = 0; i < item && !m->items[i].end; i++)
		n += has_line(&m->items[i]);
	return n;
}

static size_t item_on(const struct menu *m, size_t line)
{
	size_t i = 0;

	while (!m->items[i].end && (!has_line(&m->items[i]) || line-- > 0))
		i++;
	return i;
}

#define LABEL_X 2 /* from the menu's border, and as much behind a label or state */

/* Columns of the menu that an item needs, its state beside its label. */
static int width_of(const struct menu_item *item)
{
	/* without the two marks of the hot letter */
	return paint_width(item->label) - 2 + paint_width(item->state) + 3 * LABEL_X;
}

/* Wider than usual where states are on its lines. */
static int menu_width(const struct menu *m)
{
	int width = m->width;

	for (size_t i = 0; !menu_has_panel() && !m->items[i].end; i++)
		if (m->items[i].state && width_of(&m->items[i]) > width)
			width = width_of(&m->items[i]);
	return width < COLS ? width : COLS;
}

static struct rect place(const struct menu *m, size_t items)
{
	return paint_place((LINES - m->rows) / 2, (COLS - m->cols) / (m->part ? m->part : 2),
			   (int)items + 2, menu_width(m), 2);
}

static int hot_letter(const struct menu_item *item)
{
	const char *mark = item->label ? strchr(item->label, '^') : NULL;

	return mark ? tolower((unsigned char)mark[1]) : 0;
}

/* The description of an item, and how to choose the one after it, if that has no line. */
static void draw_hint(const struct menu_item *item)
{
	struct rect line = { .y = LINES - 2, .h = 1, .w = COLS };
	int x;

	paint_fill(line, ROLE_HINT);
	x = paint_text(line, 0, 1, ROLE_HINT, item->hint);
	if (!item[1].end && !has_line(&item[1]) && menu_has_panel())
		paint_textf(line, 0, x, ROLE_HINT, " (%c: %s)", toupper(hot_letter(&item[1])),
			    item[1].hint);
	if (item->state && !menu_has_panel() && width_of(item) > COLS)
		paint_textf(line, 0, COLS - paint_width(item->state) - 3, ROLE_HINT, ": %s ",
			    item->state);
}

/* In place of the description. */
static void draw_said(const char *text)
{
	struct rect line = { .y = LINES - 2, .h = 1, .w = COLS };

	paint_fill(line, ROLE_HINT);
	paint_text(line, 0, 1, ROLE_HINT, text);
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
	if (item->state && !menu_has_panel() && width_of(item) <= box.w)
		paint_text(line, 0, line.w - 1 - paint_width(item->state),
			   bar ? ROLE_BAR_HIGH : ROLE_HIGH, item->state);
}

static void menu_draw(void *self, bool top)
{
	static const struct keyhint hints[] = { { .name = "Up/Down", .hint = "Move selector" },
						{ .name = "Enter", .hint = "execute" },
						{ .name = "?", .hint = "keys", .spare = true },
						{ .name = "Esc", .hint = "back", .spare = true } };
	struct menu_view *v = self;
	struct scroll *s = &v->scroll;
	size_t count = lines_before(v->menu, SIZE_MAX);
	struct rect box = place(v->menu, count);
	int lines = rect_inside(box).h;

	scroll_fit(s, count, lines > 0 ? (size_t)lines : 0);
	scroll_to(s, lines_before(v->menu, v->at));
	v->at = item_on(v->menu, s->bar);
	paint_box(box, ROLE_BOX, ROLE_TEXT);
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++)
		draw_item(box, 1 + (int)i, &v->menu->items[item_on(v->menu, s->top + i)],
			  s->top + i == s->bar);
	if (top && *ui_said(v->ui))
		draw_said(ui_said(v->ui));
	else if (top)
		draw_hint(&v->menu->items[v->at]);
	keys_draw(hints, v->layer.below ? 4 : 3);
	paint_more(box, s->top > 0, s->top + s->height < s->count);
}

struct menu_view *menu_open(struct ui *ui, const struct menu *m, int sel)
{
	struct menu_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->ui = ui;
	v->menu = m;
	v->scroll.has_bar = true;
	v->at = (size_t)sel;
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

/* Up or down to the next line that is no rule, around the ends. */
static void step(struct menu_view *v, bool down)
{
	size_t count = lines_before(v->menu, SIZE_MAX), line = lines_before(v->menu, v->at);

	do {
		line = (line + (down ? 1 : count - 1)) % count;
		v->at = item_on(v->menu, line);
	} while (v->menu->items[v->at].rule);
}

/* To the first or last line; neither is a rule. */
static void jump(struct menu_view *v, bool last)
{
	v->at = item_on(v->menu, last ? lines_before(v->menu, SIZE_MAX) - 1 : 0);
}

/* By the keys that are no letters. */
static void move_bar(struct menu_view *v, int key)
{
	switch (key) {
	case KEY_UP:
	case KEY_DOWN:
		step(v, key == KEY_DOWN);
		break;
	case KEY_HOME:
	case KEY_FIND:
	case KEY_PPAGE:
	case KEY_END:
	case KEY_SELECT:
	case KEY_NPAGE:
		jump(v, key == KEY_END || key == KEY_SELECT || key == KEY_NPAGE);
		break;
	default:
		break;
	}
}

/* The item of a letter; -1: there is none. */
static int find_letter(const struct menu *m, int key)
{
	if (key <= 0 || key > 127 || !isalnum(key))
		return -1;
	for (int i = 0; !m->items[i].end; i++)
		if (hot_letter(&m->items[i]) == tolower(key))
			return i;
	return -1;
}

/* What a key chooses; -1: nothing.  The bar goes there, if that has a line. */
static int take_key(struct menu_view *v, int key)
{
	int item = keys_is_enter(key) ? (int)v->at : find_letter(v->menu, key);

	if (item >= 0 && has_line(&v->menu->items[item]))
		v->at = (size_t)item;
	return item;
}

int menu_choose(struct menu_view *v)
{
	int key, item;

	while ((key = ui_next(v->ui)) != UI_KEY_QUIT) {
		item = take_key(v, key);
		if (item >= 0)
			return item;
		if (key == KEY_ESCAPE && v->layer.below)
			return -1;
		if (key == '?')
			help_show_menu(v->ui);
		move_bar(v, key);
	}
	return -1;
}
