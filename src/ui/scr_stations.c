/* LAN station monitor: two lines per station. */
#include "ui/list_screen.h"

static const struct list_look look = {
	.list = { { &columns_stations, "entries" } },
	.time_x = 15,
	.drops_x = 49,
	.evicted_x = 27,
};

static int stations_open(void *self, const struct screen_env *env)
{
	return list_screen_open(self, env, &look);
}

static const struct keybind stations_keys[] = { LIST_SCREEN_SCROLL,
						LIST_SCREEN_SORT,
						TABLEW_KEYS,
						{ .key = 'w', .act = ACT_WRITE },
						{ .key = 0 } };

const struct screen_ops scr_stations = {
	LIST_SCREEN_OPS,	  .size = sizeof(struct list_screen),
	.open = stations_open,	  .layout = list_screen_layout,
	.draw = list_screen_draw, .act = list_screen_act,
	.keys = stations_keys,
};
