#include "ui/list_screen.h"

#include <inttypes.h>
#include <stdio.h>

int list_screen_open(void *self, const struct screen_env *env, const struct list_look *look)
{
	struct list_screen *s = self;
	int rc = 0;

	s->env = env;
	s->look = look;
	s->list = s->lists;
	for (size_t i = 0; i < LIST_SCREEN_LISTS && look->list[i].columns && rc == 0; i++) {
		rc = tablew_init(&s->lists[i], look->list[i].columns, env, look->bar);
		if (look->kept_by)
			tablew_keep(&s->lists[i], look->kept_by);
	}
	return rc < 0 || !look->also ? rc : screen_view(env, &s->also, look->also);
}

void list_screen_close(void *self)
{
	struct list_screen *s = self;

	for (size_t i = 0; i < LIST_SCREEN_LISTS; i++)
		tablew_fini(&s->lists[i]);
	view_fini(&s->also);
}

void list_screen_layout(void *self, struct rect area)
{
	struct list_screen *s = self;

	s->box = area;
	for (size_t i = 0; i < LIST_SCREEN_LISTS && s->lists[i].columns; i++)
		tablew_layout(&s->lists[i], area, s->mode | s->seen);
}

/* There are more columns from when on tags or tunnels come. */
static void find_columns(struct list_screen *s)
{
	const struct table_lock *lock = s->env->host->lock;
	unsigned seen;

	if (!s->look->seen)
		return;
	table_lock(lock);
	seen = s->look->seen(s->env->engine);
	table_unlock(lock);
	if (seen == s->seen)
		return;
	s->seen = seen;
	list_screen_layout(s, s->box);
}

/* What is not shown is held as well. */
void list_screen_prepare(void *self, const struct run_status *st)
{
	struct list_screen *s = self;

	find_columns(s);
	for (size_t i = 0; i < LIST_SCREEN_LISTS && s->lists[i].columns; i++)
		screen_hold(s->env, &s->lists[i].view, st);
	if (s->look->also)
		screen_hold(s->env, &s->also, st);
	tablew_prepare(s->list, st);
}

bool list_screen_work(void *self, uint64_t until_us)
{
	struct list_screen *s = self;
	bool more = tablew_work(s->list, until_us);

	for (size_t i = 0; i < LIST_SCREEN_LISTS && s->lists[i].columns && !more; i++)
		more = screen_hold_work(s->env, &s->lists[i].view, until_us);
	return more || (s->look->also && screen_hold_work(s->env, &s->also, until_us));
}

static void draw_evicted(const struct list_screen *s)
{
	uint64_t evicted = tablew_evicted(s->list);
	int y = s->look->evicted_on_top ? 0 : s->box.h - 1;

	if (evicted)
		paint_textf(rect_line(s->box, y, 0, 0), 0, s->look->evicted_x, ROLE_MARK,
			    " %" PRIu64 " evicted ", evicted);
}

/* What is searched for takes the room of all else on the lower border. */
void list_screen_draw(void *self, const struct run_status *st)
{
	struct list_screen *s = self;
	const char *called = s->look->list[list_screen_shown(s)].rows;
	struct footer footer = { .time_x = s->look->time_x, .drops_x = s->look->drops_x };
	char left[64], note[TABLEW_NOTE];

	tablew_draw(s->list, st);
	snprintf(left, sizeof(left), " %zu %s ", tablew_rows(s->list), called ? called : "");
	if (called && (tablew_rows(s->list) > 0 || s->look->counts_none))
		footer.left = left;
	footer.note = tablew_note(s->list, note);
	footer_draw(s->box, &footer, st);
	if (s->look->on_border && !footer.note)
		s->look->on_border(s, st);
	if (s->look->evicted_on_top || !footer.note)
		draw_evicted(s);
}

size_t list_screen_shown(const struct list_screen *s)
{
	return (size_t)(s->list - s->lists);
}

void list_screen_show(struct list_screen *s, size_t which)
{
	s->list = &s->lists[which];
	tablew_begin(s->list);
}

void list_screen_switch(struct list_screen *s)
{
	list_screen_show(s, list_screen_shown(s) == 1 ? 0 : 1);
}

void list_screen_click(void *self, int y, int x)
{
	tablew_click(((struct list_screen *)self)->list, y, x);
}

/* Sorting may have brought another set of columns up. */
static void take_mode(struct list_screen *s)
{
	unsigned set = s->list->mode & ~COLUMNS_SEEN;

	if (set == s->mode)
		return;
	s->mode = set;
	list_screen_layout(s, s->box);
}

uint64_t list_screen_on(const void *self)
{
	const struct list_screen *s = self;
	uint64_t second = KEYS_ON(ACT_GROUP) | KEYS_ON(ACT_ALL_PORTS);

	return (s->list->kept ? KEYS_ON(ACT_KEEP_ORDER) : 0) |
	       (list_screen_shown(s) == 1 ? second : 0);
}

bool list_screen_take_back(void *self)
{
	return tablew_end_search(((struct list_screen *)self)->list);
}

void list_screen_act(void *self, enum action act)
{
	struct list_screen *s = self;

	tablew_act(s->list, act);
	take_mode(s);
}
