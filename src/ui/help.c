#include "ui/help.h"

#include <stdio.h>
#include <string.h>

#include "ui/linelist.h"
#include "ui/paint.h"

#define WIDTH	   72
#define KEYS_WIDTH 20

/* Rows of keys and what they do; what is too long for its line continues in the next one. */
struct page {
	size_t rows;
	/* The keys of a row, into buf, and what they do. */
	const char *(*row)(const struct page *p, size_t i, char *buf, size_t n);
	const struct keybind *own;
	enum action act[ACT_COUNT]; /* those that have keys */
	const struct key_row *given;
};

static int page_width(void)
{
	return (WIDTH < COLS ? WIDTH : COLS) - 2;
}

/* Where what the keys do begins, in a line of that width. */
static int help_column(int width)
{
	return width > 2 * KEYS_WIDTH ? KEYS_WIDTH + 2 : width / 2;
}

/* The part of a text that is on that line of it; NULL: it has fewer. */
static const char *part_of(const char *text, size_t line, int columns, size_t *len)
{
	while (*text) {
		*len = paint_break(text, columns);
		if (line-- == 0)
			return text;
		text += *len + (text[*len] == ' ');
	}
	return NULL;
}

/* The row that has a line, and which of its own it is. */
static const char *find_row(const struct page *p, size_t *line, int width, char *keys, size_t n)
{
	int columns = width - help_column(width);
	size_t len;

	for (size_t i = 0; i < p->rows; i++) {
		const char *help = p->row(p, i, keys, n);
		size_t lines = 0;

		while (part_of(help, lines, columns, &len))
			lines++;
		if (*line < lines)
			return help;
		*line -= lines;
	}
	return NULL;
}

static size_t page_count(const void *ctx)
{
	size_t left = SIZE_MAX;
	char keys[128];

	find_row(ctx, &left, page_width(), keys, sizeof(keys));
	return SIZE_MAX - left;
}

static void page_paint(const void *ctx, size_t i, struct rect line)
{
	int x = help_column(line.w);
	struct rect left = line;
	char keys[128], text[128];
	const char *help = find_row(ctx, &i, line.w, keys, sizeof(keys)), *part;
	size_t len;

	part = help ? part_of(help, i, line.w - x, &len) : NULL;
	if (!part)
		return;
	left.w = x - 1;
	if (i == 0)
		paint_text(left, 0, 1, ROLE_HIGH, keys);
	snprintf(text, sizeof(text), "%.*s", (int)len, part);
	paint_text(line, 0, x, ROLE_TEXT, text);
}

static void page_show(struct ui *ui, struct page *p)
{
	static const struct linelist_key hints[] = {
		{ .name = "Up/Dn", .hint = "scroll" },
		{ .name = "Any other key", .hint = "close" },
	};
	const struct linelist l = { .heads = { { 1, "Keys" } },
				    .height = (int)page_count(p) + 2,
				    .width = WIDTH,
				    .margin = 1,
				    .keys = hints,
				    .n_keys = 2,
				    .is_page = true,
				    .count = page_count,
				    .paint = page_paint,
				    .ctx = p };

	linelist_show(ui, &l);
}

static const char *action_row(const struct page *p, size_t i, char *buf, size_t n)
{
	struct strbuf sb;

	sb_init(&sb, buf, n);
	keys_of(p->own, p->act[i], &sb);
	return keys_action_help(p->act[i]);
}

void help_show(struct ui *ui, const struct keybind *own, uint64_t idle)
{
	struct page p = { .row = action_row, .own = own };
	char keys[128];
	struct strbuf sb;

	for (enum action act = ACT_NONE + 1; act < ACT_COUNT; act++) {
		sb_init(&sb, keys, sizeof(keys));
		keys_of(own, act, &sb);
		if (sb.len && !(idle & KEYS_ON(act)))
			p.act[p.rows++] = act;
	}
	page_show(ui, &p);
}

/* Rows that are the same for all. */
struct key_row {
	const char *keys, *help;
};

static const struct key_row menu_keys[] = {
	{ "Up, Down", "move the bar" },	       { "Home, End", "to the first item, to the last" },
	{ "Enter", "run what the bar is on" }, { "highlighted letter", "run that item at once" },
	{ "Esc", "back to the menu before" },  { "Ctrl+L", "redraw the screen" },
	{ "Ctrl+Z", "suspend the program" },
};

static const struct key_row list_keys[] = {
	{ "Up, Down", "move the bar" },
	{ "PgUp, PgDn", "move it by a page" },
	{ "Home, End", "to the first line, to the last" },
	{ "Enter", "choose what the bar is on" },
	{ "X, Q, Ctrl+X, Esc", "close the list" },
	{ "letters, figures", "move the bar to the first line that has them" },
	{ "Backspace", "delete the last of them" },
};

#define FIND_ROWS 2 /* of lists that are searched */

static const char *given_row(const struct page *p, size_t i, char *buf, size_t n)
{
	snprintf(buf, n, "%s", p->given[i].keys);
	return p->given[i].help;
}

void help_show_menu(struct ui *ui)
{
	struct page p = { .rows = sizeof(menu_keys) / sizeof(menu_keys[0]),
			  .row = given_row,
			  .given = menu_keys };

	page_show(ui, &p);
}

void help_show_list(struct ui *ui, bool finds)
{
	struct page p = { .rows = sizeof(list_keys) / sizeof(list_keys[0]),
			  .row = given_row,
			  .given = list_keys };

	p.rows -= finds ? 0 : FIND_ROWS;
	page_show(ui, &p);
}
