#include "ui/help.h"

#include "ui/linelist.h"
#include "ui/paint.h"

#define WIDTH	   72
#define KEYS_WIDTH 20

struct help {
	const struct keybind *own;
	enum action act[ACT_COUNT]; /* those that have keys */
	size_t count;
};

static size_t help_count(const void *ctx)
{
	return ((const struct help *)ctx)->count;
}

static void paint_row(struct rect line, const char *keys, const char *help)
{
	int help_x = line.w > 2 * KEYS_WIDTH ? KEYS_WIDTH + 2 : line.w / 2;
	struct rect left = line;

	left.w = help_x - 1;
	paint_text(left, 0, 1, ROLE_HIGH, keys);
	paint_text(line, 0, help_x, ROLE_TEXT, help);
}

static void help_paint(const void *ctx, size_t i, struct rect line)
{
	const struct help *h = ctx;
	char keys[128];
	struct strbuf sb;

	sb_init(&sb, keys, sizeof(keys));
	keys_of(h->own, h->act[i], &sb);
	paint_row(line, keys, keys_action_help(h->act[i]));
}

static void show_page(struct ui *ui, size_t lines, struct linelist *l)
{
	static const struct linelist_key hints[] = {
		{ .name = "Up/Dn/PgUp/PgDn", .hint = "scroll" },
		{ .name = "Any other key", .hint = "close" },
	};

	l->heads[0].x = 1;
	l->heads[0].text = "Keys";
	l->height = (int)lines + 2;
	l->width = WIDTH;
	l->margin = 1;
	l->keys = hints;
	l->n_keys = 2;
	l->is_page = true;
	linelist_show(ui, l);
}

void help_show(struct ui *ui, const struct keybind *own)
{
	struct help h = { .own = own };
	struct linelist l = { .count = help_count, .paint = help_paint, .ctx = &h };
	char keys[128];
	struct strbuf sb;

	for (enum action act = ACT_NONE + 1; act < ACT_COUNT; act++) {
		sb_init(&sb, keys, sizeof(keys));
		keys_of(own, act, &sb);
		if (sb.len)
			h.act[h.count++] = act;
	}
	show_page(ui, h.count, &l);
}

static const struct {
	const char *keys, *help;
} menu_keys[] = {
	{ "Up, Down", "move the bar" },
	{ "Enter", "run what the bar is on" },
	{ "highlighted letter", "run that item at once" },
	{ "Esc", "back to the menu before" },
	{ "Ctrl+L", "redraw the screen" },
	{ "Ctrl+Z", "suspend the program" },
};

static size_t menu_keys_count(const void *ctx)
{
	(void)ctx;
	return sizeof(menu_keys) / sizeof(menu_keys[0]);
}

static void menu_keys_paint(const void *ctx, size_t i, struct rect line)
{
	(void)ctx;
	paint_row(line, menu_keys[i].keys, menu_keys[i].help);
}

void help_show_menu(struct ui *ui)
{
	struct linelist l = { .count = menu_keys_count, .paint = menu_keys_paint };

	show_page(ui, menu_keys_count(NULL), &l);
}
