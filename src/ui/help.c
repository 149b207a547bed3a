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

static void help_paint(const void *ctx, size_t i, struct rect line)
{
	const struct help *h = ctx;
	int help_x = line.w > 2 * KEYS_WIDTH ? KEYS_WIDTH + 2 : line.w / 2;
	struct rect left = line;
	char keys[128];
	struct strbuf sb;

	sb_init(&sb, keys, sizeof(keys));
	keys_of(h->own, h->act[i], &sb);
	left.w = help_x - 1;
	paint_text(left, 0, 1, ROLE_HIGH, keys);
	paint_text(line, 0, help_x, ROLE_TEXT, keys_action_help(h->act[i]));
}

void help_show(struct ui *ui, const struct keybind *own)
{
	static const struct linelist_key hints[] = {
		{ .name = "Up/Dn/PgUp/PgDn", .hint = "scroll" },
		{ .name = "Any other key", .hint = "close" },
	};
	struct help h = { .own = own };
	struct linelist l = { .heads = { { 1, "Keys" } },
			      .width = WIDTH,
			      .margin = 1,
			      .keys = hints,
			      .n_keys = 2,
			      .is_page = true,
			      .count = help_count,
			      .paint = help_paint,
			      .ctx = &h };
	char keys[128];
	struct strbuf sb;

	for (enum action act = ACT_NONE + 1; act < ACT_COUNT; act++) {
		sb_init(&sb, keys, sizeof(keys));
		keys_of(own, act, &sb);
		if (sb.len)
			h.act[h.count++] = act;
	}
	l.height = (int)h.count + 2;
	linelist_show(ui, &l);
}
