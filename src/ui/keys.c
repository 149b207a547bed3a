#include "ui/keys.h"

#include <string.h>

#include "ui/paint.h"

#define HINTS_MAX 16

/* The last one with a name stands last in the key line: how to leave. */
static const struct keybind common[] = {
	{ .key = KEY_UP, .act = ACT_UP },
	{ .key = KEY_DOWN, .act = ACT_DOWN },
	{ .key = KEY_PPAGE, .act = ACT_PAGE_UP },
	{ .key = '-', .act = ACT_PAGE_UP },
	{ .key = KEY_NPAGE, .act = ACT_PAGE_DOWN },
	{ .key = ' ', .act = ACT_PAGE_DOWN },
	{ .key = KEY_HOME, .act = ACT_HOME },
	{ .key = KEY_FIND, .act = ACT_HOME },
	{ .key = KEY_END, .act = ACT_END },
	{ .key = KEY_SELECT, .act = ACT_END },
	{ .key = KEY_LEFT, .act = ACT_LEFT },
	{ .key = KEY_RIGHT, .act = ACT_RIGHT },
	{ .key = 'l', .act = ACT_REDRAW },
	{ .key = 'x', .act = ACT_LEAVE, .name = "X", .hint = "exit" },
	{ .key = 'q', .act = ACT_LEAVE },
	{ .key = KEY_CTRL('x'), .act = ACT_LEAVE },
	{ .key = KEY_ESCAPE, .act = ACT_LEAVE },
	{ .key = 0 },
};

static int lower(int key)
{
	return key >= 'A' && key <= 'Z' ? key - 'A' + 'a' : key;
}

static enum action find(const struct keybind *k, int key)
{
	for (; k && k->key; k++)
		if (k->key == lower(key))
			return k->act;
	return ACT_NONE;
}

enum action keys_action(const struct keybind *own, int key)
{
	enum action act = find(own, key);

	return act != ACT_NONE ? act : find(common, key);
}

bool keys_is_enter(int key)
{
	return key == '\n' || key == '\r' || key == KEY_ENTER;
}

static int hint_width(const struct keyhint *h)
{
	return paint_width(h->name) + paint_width(h->hint) + 3;
}

void keys_draw(const struct keyhint *hints, size_t n)
{
	struct rect line = { .y = LINES - 1, .h = 1, .w = COLS };
	int x = 1, room;

	paint_fill(line, ROLE_TEXT);
	if (n == 0)
		return;
	room = COLS - 1 - hint_width(&hints[n - 1]);
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && (room -= hint_width(&hints[i])) < 0)
			continue;
		x = paint_text(line, 0, x, ROLE_HIGH, hints[i].name);
		x = paint_textf(line, 0, x, ROLE_TEXT, "-%s  ", hints[i].hint);
	}
}

static size_t gather(struct keyhint *out, size_t n, const struct keybind *k, unsigned pane)
{
	for (; k && k->key && n < HINTS_MAX; k++)
		if (k->name && (!k->panes || (k->panes & pane)))
			out[n++] = (struct keyhint){ k->name, k->hint };
	return n;
}

void keys_draw_bindings(const struct keybind *own, unsigned pane)
{
	struct keyhint hints[HINTS_MAX];
	size_t n = gather(hints, 0, own, pane);

	keys_draw(hints, gather(hints, n, common, pane));
}
