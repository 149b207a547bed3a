#include "ui/list_screen.h"

#include <inttypes.h>
#include <stdio.h>

int list_screen_open(void *self, const struct screen_env *env, const struct list_look *look)
{
	struct list_screen *s = self;
	int rc = tablew_init(&s->list, look->columns, env, false);

	s->env = env;
	s->look = look;
	return rc < 0 || !look->also ? rc : screen_view(env, &s->also, look->also);
}

void list_screen_close(void *self)
{
	struct list_screen *s = self;

	tablew_fini(&s->list);
	view_fini(&s->also);
}

void list_screen_layout(void *self, struct rect area)
{
	struct list_screen *s = self;

	s->box = area;
	tablew_layout(&s->list, area, s->mode);
}

void list_screen_prepare(void *self, const struct run_status *st)
{
	struct list_screen *s = self;

	tablew_prepare(&s->list, st);
	if (s->look->also)
		screen_hold(s->env, &s->also, st);
}

static void draw_evicted(const struct list_screen *s)
{
	uint64_t evicted = tablew_evicted(&s->list);
	int y = s->look->evicted_on_top ? 0 : s->box.h - 1;

	if (evicted)
		paint_textf(rect_line(s->box, y, 0, 0), 0, s->look->evicted_x, ROLE_MARK,
			    " %" PRIu64 " evicted ", evicted);
}

void list_screen_draw(void *self, const struct run_status *st)
{
	struct list_screen *s = self;
	struct footer footer = { .time_x = s->look->time_x, .drops_x = s->look->drops_x };
	char left[64], note[TABLEW_NOTE];

	tablew_draw(&s->list, st);
	snprintf(left, sizeof(left), " %zu entries ", tablew_rows(&s->list));
	if (s->look->entries && tablew_rows(&s->list) > 0)
		footer.left = left;
	footer.note = tablew_note(&s->list, note, sizeof(note));
	footer_draw(s->box, &footer, st);
	if (s->look->on_border && !footer.note)
		s->look->on_border(s, st);
	draw_evicted(s);
}

void list_screen_click(void *self, int y, int x)
{
	tablew_click(&((struct list_screen *)self)->list, y, x);
}

bool list_screen_take_back(void *self)
{
	return tablew_end_search(&((struct list_screen *)self)->list);
}

void list_screen_act(void *self, enum action act)
{
	tablew_act(&((struct list_screen *)self)->list, act);
}
