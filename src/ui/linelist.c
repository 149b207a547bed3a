#include "ui/linelist.h"

#include <ctype.h>

#include "base/text.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/scroll.h"

#define HINTS_MAX 8

struct view {
	const struct linelist *list;
	struct scroll scroll;
};

static void draw_hints(const struct linelist *l)
{
	struct keyhint hints[HINTS_MAX];
	size_t n = 0;

	for (; n < l->n_hints && n < HINTS_MAX; n++)
		hints[n] = (struct keyhint){ l->hints[n].name, l->hints[n].hint };
	keys_draw_close(hints, n);
}

static void view_draw(void *self, bool top)
{
	struct view *v = self;
	const struct linelist *l = v->list;
	struct scroll *s = &v->scroll;
	struct rect box =
		paint_place((LINES - l->height) / 2, (COLS - l->width) / 2, l->height, l->width, 1);
	struct rect inside = rect_inside(box);
	char text[1024], clean[1024];

	(void)top;
	scroll_fit(s, l->count(l->ctx), inside.h > 0 ? (size_t)inside.h : 0);
	paint_box(box, ROLE_BOX, ROLE_TEXT);
	for (size_t i = 0; i < LINELIST_HEADS && l->heads[i].text; i++)
		paint_textf(box, 0, l->heads[i].x, ROLE_BOX, " %s ", l->heads[i].text);
	paint_textf(box, box.h - 1, 1, ROLE_BOX, " %s ", l->foot);
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++) {
		enum role role = s->top + i == s->bar ? ROLE_BAR : ROLE_TEXT;
		struct rect line = rect_line(inside, (int)i, 0, 0);

		l->text(l->ctx, s->top + i, text, sizeof(text));
		paint_fill(line, role);
		paint_text(line, 0, 1, role,
			   text_clean(clean, sizeof(clean), text, paint_is_utf8()));
	}
	draw_hints(l);
}

void linelist_show(struct ui *ui, const struct linelist *l)
{
	struct view v = { .list = l, .scroll = { .has_bar = true } };
	struct layer layer = { .draw = view_draw, .self = &v };
	int key;

	ui_push(ui, &layer);
	while ((key = ui_next(ui)) != UI_KEY_QUIT) {
		enum action act = keys_action(NULL, key);

		if (keys_is_enter(key))
			key = '\n';
		else if (key < 128 && isupper(key))
			key = tolower(key);
		if (l->key(l->ctx, key, v.scroll.bar))
			continue;
		if (act == ACT_LEAVE)
			break;
		scroll_act(&v.scroll, act);
	}
	ui_pop(ui, &layer);
}
