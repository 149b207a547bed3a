#include "ui/sheet.h"

#include <stdarg.h>
#include <stdio.h>

#define SHIFT 20 /* columns that Left and Right move by */

static int clamp(int v, int most)
{
	if (v > most)
		v = most;
	return v < 0 ? 0 : v;
}

void sheet_fit(struct sheet *s, struct rect box)
{
	s->box = box;
	s->top = clamp(s->top, s->lines - (box.h - 2));
	s->left = clamp(s->left, s->columns - (box.w - 2));
}

void sheet_text(const struct sheet *s, int y, int x, enum role role, const char *text)
{
	y -= s->top;
	x -= s->left;
	if (y < 1 || y > s->box.h - 2)
		return;
	if (x < 1) {
		text = paint_skip(text, 1 - x);
		x = 1;
	}
	if (*text)
		paint_text(rect_line(s->box, y, 1, 1), 0, x - 1, role, text);
}

void sheet_textf(const struct sheet *s, int y, int x, enum role role, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	sheet_text(s, y, x, role, text);
}

void sheet_marks(const struct sheet *s)
{
	paint_more(s->box, s->top > 0, s->top + s->box.h - 2 < s->lines);
	if (s->left > 0)
		paint_text(s->box, 0, 0, ROLE_MARK, "<");
	if (s->left + s->box.w - 2 < s->columns)
		paint_text(s->box, 0, s->box.w - 1, ROLE_MARK, ">");
}

void sheet_act(struct sheet *s, enum action act)
{
	int page = s->box.h > 3 ? s->box.h - 3 : 1;

	switch (act) {
	case ACT_UP:
		s->top--;
		break;
	case ACT_DOWN:
		s->top++;
		break;
	case ACT_PAGE_UP:
		s->top -= page;
		break;
	case ACT_PAGE_DOWN:
		s->top += page;
		break;
	case ACT_HOME:
		s->top = s->left = 0;
		break;
	case ACT_END:
		s->top = s->lines;
		break;
	case ACT_LEFT:
		s->left -= SHIFT;
		break;
	case ACT_RIGHT:
		s->left += SHIFT;
		break;
	default:
		break;
	}
	sheet_fit(s, s->box);
}

uint64_t sheet_number(const struct sheet_table *t, uint32_t row, const char *key)
{
	const struct field *f = field_find(t->view->table->fields, key, NULL);
	struct value v;
	struct row r;

	if (!f || !view_read_slot(t->view, row, t->st->now.mono_ms, t->st->run_ms, &r))
		return 0;
	field_get(f, &r, &v);
	return v.type == V_NONE ? 0 : v.u;
}
