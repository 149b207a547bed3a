/* LAN station monitor: two lines per station. */
#include "stats/stations.h"
#include "ui/list_screen.h"

static unsigned stations_seen(void *engine)
{
	return stations_have_tags(engine) ? COLUMNS_TAGS : 0;
}

static const struct list_look look = {
	.list = { { &columns_stations, "entries" } },
	.seen = stations_seen,
	.time_x = 15,
	.drops_x = 49,
	.evicted_x = 27,
};

static int stations_open(void *self, const struct screen_env *env)
{
	((struct list_screen *)self)->mode = STATIONS_IP;
	return list_screen_open(self, env, &look);
}

static void stations_act(void *self, enum action act)
{
	struct list_screen *s = self;

	if (act != ACT_MORE) {
		list_screen_act(s, act);
		return;
	}
	s->mode ^= STATIONS_IP | STATIONS_VLAN;
	list_screen_layout(s, s->box);
}

enum { PANE_PLAIN = 1 << 0, PANE_TAGS = 1 << 1 };

/* M is named where it shows something. */
static unsigned stations_pane(const void *self)
{
	const struct list_screen *s = self;

	return s->seen ? PANE_TAGS : PANE_PLAIN;
}

static uint64_t stations_on(const void *self)
{
	const struct list_screen *s = self;

	return list_screen_on(s) | (s->mode == STATIONS_VLAN ? KEYS_ON(ACT_MORE) : 0);
}

static const struct keybind stations_keys[] = { LIST_SCREEN_SCROLL,
						LIST_SCREEN_SORT,
						{ .key = 'm',
						  .act = ACT_MORE,
						  .name = "M",
						  .hint = "VLANs",
						  .hint_on = "IP packets",
						  .panes = PANE_TAGS,
						  .spare = true },
						TABLEW_KEYS,
						{ .key = 'w', .act = ACT_WRITE },
						{ .key = 0 } };

const struct screen_ops scr_stations = {
	LIST_SCREEN_OPS,
	.size = sizeof(struct list_screen),
	.open = stations_open,
	.layout = list_screen_layout,
	.draw = list_screen_draw,
	.act = stations_act,
	.take_back = list_screen_take_back,
	.pane = stations_pane,
	.on = stations_on,
	.keys = stations_keys,
};
