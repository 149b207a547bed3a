#include "ui/help.h"

#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/scroll.h"

#define WIDTH	   72
#define KEYS_WIDTH 20

struct help {
	const struct keybind *own;
	enum action act[ACT_COUNT]; /* those that have keys */
	struct scroll scroll;
};

static void help_draw(void *self, bool top)
{
	static const struct keyhint hints[] = {
		{ "Up/Dn/PgUp/PgDn", "scroll" },
		{ "Any other key", "close" },
	};
	struct help *h = self;
	struct scroll *s = &h->scroll;
	struct rect box = paint_place((LINES - (int)s->count - 2) / 2, (COLS - WIDTH) / 2,
				      (int)s->count + 2, WIDTH, 1);
	struct rect inside = rect_inside(box);
	int help_x = inside.w > 2 * KEYS_WIDTH ? KEYS_WIDTH + 2 : inside.w / 2;

	(void)top;
	scroll_fit(s, s->count, inside.h > 0 ? (size_t)inside.h : 0);
	paint_box(box, ROLE_BOX, ROLE_TEXT);
	paint_text(box, 0, 1, ROLE_BOX, " Keys ");
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++) {
		enum action act = h->act[s->top + i];
		struct rect line = rect_line(inside, (int)i, 0, 0), left = line;
		char keys[128];
		struct strbuf sb;

		sb_init(&sb, keys, sizeof(keys));
		keys_of(h->own, act, &sb);
		left.w = help_x - 1;
		paint_text(left, 0, 1, ROLE_HIGH, keys);
		paint_text(line, 0, help_x, ROLE_TEXT, keys_action_help(act));
	}
	keys_draw(hints, 2);
}

void help_show(struct ui *ui, const struct keybind *own)
{
	struct help h = { .own = own, .scroll = { .scrolled_back = true } };
	struct layer layer = { .draw = help_draw, .self = &h };
	char keys[128];
	struct strbuf sb;

	for (enum action act = ACT_NONE + 1; act < ACT_COUNT; act++) {
		sb_init(&sb, keys, sizeof(keys));
		keys_of(own, act, &sb);
		if (sb.len)
			h.act[h.scroll.count++] = act;
	}
	ui_push(ui, &layer);
	while (scroll_act(&h.scroll, keys_action(NULL, ui_next(ui))))
		;
	ui_pop(ui, &layer);
}
