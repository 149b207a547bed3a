/* LAN station monitor: two lines per station. */
#include <inttypes.h>
#include <stdio.h>

#include "ui/footer.h"
#include "ui/tablew.h"

struct stations_screen {
	const struct screen_env *env;
	struct rect box;
	struct tablew list;
};

static int stations_open(void *self, const struct screen_env *env)
{
	struct stations_screen *s = self;

	s->env = env;
	return tablew_init(&s->list, &columns_stations, env, false);
}

static void stations_close(void *self)
{
	tablew_fini(&((struct stations_screen *)self)->list);
}

static void stations_layout(void *self, struct rect area)
{
	struct stations_screen *s = self;

	s->box = area;
	tablew_layout(&s->list, area, 0);
}

static void stations_prepare(void *self, const struct run_status *st)
{
	tablew_prepare(&((struct stations_screen *)self)->list, st);
}

static void stations_draw(void *self, const struct run_status *st)
{
	struct stations_screen *s = self;
	char left[64];
	struct footer footer = { .left = left, .time_x = 15, .drops_x = 49 };
	uint64_t evicted = tablew_evicted(&s->list);

	tablew_draw(&s->list, st);
	snprintf(left, sizeof(left), " %zu entries ", tablew_rows(&s->list));
	if (tablew_rows(&s->list) == 0)
		footer.left = NULL;
	footer_draw(s->box, &footer, st);
	if (evicted)
		paint_textf(rect_line(s->box, s->box.h - 1, 0, 0), 0, 27, ROLE_MARK,
			    " %" PRIu64 " evicted ", evicted);
}

static void stations_act(void *self, enum action act)
{
	struct stations_screen *s = self;

	tablew_act(&s->list, act);
}

static const struct keybind stations_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Down/PgUp/PgDn", .hint = "scroll window" },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },
	{ .key = 'r', .act = ACT_KEEP_ORDER },
	{ .key = 0 },
};

const struct screen_ops scr_stations = {
	.size = sizeof(struct stations_screen),
	.open = stations_open,
	.close = stations_close,
	.prepare = stations_prepare,
	.layout = stations_layout,
	.draw = stations_draw,
	.act = stations_act,
	.keys = stations_keys,
};
