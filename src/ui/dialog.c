#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/box.h"
#include "ui/help.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/linelist.h"
#include "ui/paint.h"

const struct box_look box_plain = { ROLE_BOX, ROLE_TEXT, ROLE_HIGH, false };
const struct box_look box_dialog = { ROLE_DIALOG_BOX, ROLE_DIALOG, ROLE_DIALOG_KEY, true };
const struct box_look box_error = { ROLE_ERROR, ROLE_ERROR_TEXT, ROLE_ERROR, false };

/* Paints the lines from y on (or, with no rect, only counts them); returns how many there are. */
static int flow(const struct box *b, const struct rect *inside, int width)
{
	char piece[256];
	int y = 0;

	for (size_t i = 0; i < b->n; i++) {
		const char *s = b->lines[i];

		do {
			size_t len = paint_break(s, width);

			memcpy(piece, s, len < sizeof(piece) ? len : sizeof(piece) - 1);
			piece[len < sizeof(piece) ? len : sizeof(piece) - 1] = '\0';
			if (inside && b->look->marks)
				paint_marked(*inside, y, 1, b->look->text, b->look->marked, piece);
			else if (inside)
				paint_text(*inside, y, 1, b->look->text, piece);
			y++;
			s += len + (s[len] == ' ');
		} while (*s);
	}
	return y;
}

static const struct keyhint any_key[] = { { .name = "Any key", .hint = "continue" } };

static void box_draw(void *self, bool top)
{
	const struct box *b = self;
	int width = b->width < COLS ? b->width : COLS, text = width - 4 > 0 ? width - 4 : 1;
	int foot = b->foot ? 1 : 0, h = flow(b, NULL, text) + foot + 2;
	struct rect r, inside;

	(void)top;
	r = paint_place((LINES - (b->rows ? b->rows : h)) / 2,
			b->from_right ? COLS - b->from_right : (COLS - width) / 2, h, width, 1);
	inside = rect_inside(r);
	paint_box(r, b->look->border, b->look->text);
	inside.h -= foot;
	flow(b, &inside, text);
	inside.h += foot;
	if (foot)
		paint_text(inside, inside.h - 1, 1, b->look->marked, b->foot);
	keys_draw(b->keys ? b->keys : any_key, b->keys ? b->n_keys : 1);
}

int box_ask(struct ui *ui, const struct box *b)
{
	struct box copy = *b;
	struct layer layer = { .draw = box_draw, .self = &copy };
	int key;

	ui_push(ui, &layer);
	key = ui_next(ui);
	ui_pop(ui, &layer);
	return key;
}

static int show_text(struct ui *ui, const struct box_look *look, const char *text, const char *foot,
		     const struct keyhint keys[2])
{
	char clean[512];
	const char *lines[] = { text_clean(clean, sizeof(clean), text, paint_is_utf8()), "" };
	const struct box b = { .look = look,
			       .lines = lines,
			       .n = 2,
			       .foot = foot,
			       .width = 62,
			       .keys = keys,
			       .n_keys = 2 };

	return box_ask(ui, &b);
}

void error_show(struct ui *ui, const char *text)
{
	show_text(ui, &box_error, text, "Press a key to continue", NULL);
}

void message_show(struct ui *ui, const char *text)
{
	show_text(ui, &box_plain, text, "Press a key to continue", NULL);
}

bool confirm_ask(struct ui *ui, const char *question)
{
	static const struct keyhint keys[2] = { { .name = "Y", .hint = "yes" },
						{ .name = "Any other key", .hint = "no" } };
	int key = show_text(ui, &box_plain, question, "Y-yes  any other key-no", keys);

	return key == 'y' || key == 'Y';
}

void about_show(struct ui *ui)
{
	static const char *const lines[] = {
		"iptraf-ng",
		"An IP traffic monitor for the console",
		("Version " VERSION),
		"",
		"A rewrite from scratch of the program of that name, begun",
		"by Gerard Paul Java and continued by others.",
		"",
		"Free software: you may use, change and redistribute it",
		"under the GNU General Public License, version 2 or any",
		"later version. There is no warranty. The full terms are",
		"in the file LICENSE.",
		"",
		"Manual page: man iptraf-ng",
		"",
	};
	const struct box b = {
		.look = &box_plain,
		.lines = lines,
		.n = sizeof(lines) / sizeof(lines[0]),
		.foot = "Press a key to continue",
		.width = 62,
	};

	box_ask(ui, &b);
}

/* --- a list to pick from --- */

struct items {
	const char *const *item;
	size_t n;
	const struct listbox_look *look;
};

static size_t items_count(const void *ctx)
{
	return ((const struct items *)ctx)->n;
}

static void items_text(const void *ctx, size_t i, char *buf, size_t n)
{
	snprintf(buf, n, "%s", ((const struct items *)ctx)->item[i]);
}

static void items_value(const void *ctx, size_t i, char *buf, size_t n)
{
	const struct listbox_look *look = ((const struct items *)ctx)->look;

	look->value(look->ctx, i, buf, n);
}

static bool items_pick(void *ctx, size_t at)
{
	return at < items_count(ctx);
}

static const struct linelist_key items_keys[] = {
	{ .name = "Up/Down", .hint = "move pointer" },
	{ '\n', "Enter", "select", items_pick },
	{ .name = "X/Ctrl+X", .hint = "close list" },
};

#define ITEMS_KEYS (sizeof(items_keys) / sizeof(items_keys[0]))

void listbox_keys_print(FILE *out)
{
	linelist_keys_print(out, "list", items_keys, ITEMS_KEYS);
}

static void items_help(struct ui *ui, const struct linelist *l)
{
	help_show_list(ui, l->finds);
}

int listbox_ask(struct ui *ui, const struct listbox_look *look, const char *const *items, size_t n)
{
	struct items all = { items, n, look };
	const struct linelist l = {
		.heads = { { 1, look->title }, { look->second_x, look->second } },
		.empty = look->empty,
		.height = look->height,
		.width = look->width,
		.rows = look->rows,
		.cols = look->cols,
		.margin = look->height > LISTBOX_HEIGHT ? 1 : 2,
		.grows = look->grows,
		.finds = look->finds,
		.help = items_help,
		.keys = items_keys,
		.n_keys = ITEMS_KEYS,
		.count = items_count,
		.text = items_text,
		.value = look->value ? items_value : NULL,
		.ctx = &all,
	};

	return linelist_show(ui, &l);
}
