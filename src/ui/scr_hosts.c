/* Host monitor: a line per address, or per network. */
#include <inttypes.h>
#include <stdio.h>

#include "ui/footer.h"
#include "ui/tablew.h"

struct hosts_screen {
	const struct screen_env *env;
	struct rect box;
	struct tablew hosts, networks;
	struct tablew *list; /* the one shown */
	unsigned mode;	     /* HOSTS_* */
};

static int hosts_open(void *self, const struct screen_env *env)
{
	struct hosts_screen *s = self;
	int rc = tablew_init(&s->hosts, &columns_hosts, env, true);

	s->env = env;
	s->list = &s->hosts;
	s->mode = HOSTS_RATES;
	return rc < 0 ? rc : tablew_init(&s->networks, &columns_networks, env, true);
}

static void hosts_close(void *self)
{
	struct hosts_screen *s = self;

	tablew_fini(&s->hosts);
	tablew_fini(&s->networks);
}

static void hosts_layout(void *self, struct rect area)
{
	struct hosts_screen *s = self;

	s->box = area;
	tablew_layout(&s->hosts, area, s->mode);
	tablew_layout(&s->networks, area, s->mode);
}

static void hosts_prepare(void *self, const struct run_status *st)
{
	tablew_prepare(((struct hosts_screen *)self)->list, st);
}

static void hosts_draw(void *self, const struct run_status *st)
{
	struct hosts_screen *s = self;
	uint64_t evicted = tablew_evicted(s->list);
	char left[48];
	struct footer footer = { .left = left, .time_x = 20, .drops_x = 49 };

	tablew_draw(s->list, st);
	snprintf(left, sizeof(left), " %zu %s ", tablew_rows(s->list),
		 s->list == &s->networks ? "networks" : "hosts");
	footer_draw(s->box, &footer, st);
	if (evicted)
		paint_textf(rect_line(s->box, s->box.h - 1, 0, 0), 0, 32, ROLE_MARK,
			    " %" PRIu64 " evicted ", evicted);
}

static void next_mode(struct hosts_screen *s)
{
	s->mode = s->mode == HOSTS_CARDS ? HOSTS_RATES : s->mode << 1;
	hosts_layout(s, s->box);
}

static void hosts_act(void *self, enum action act)
{
	struct hosts_screen *s = self;

	if (act == ACT_GROUP)
		s->list = s->list == &s->hosts ? &s->networks : &s->hosts;
	else if (act == ACT_MORE)
		next_mode(s);
	else
		tablew_act(s->list, act);
}

static const struct keybind hosts_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Dn/PgUp/PgDn", .hint = "scroll" },
	{ .key = 'm', .act = ACT_MORE, .name = "M", .hint = "more" },
	{ .key = 'g', .act = ACT_GROUP, .name = "G", .hint = "networks" },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },
	{ .key = 'r', .act = ACT_KEEP_ORDER },
	{ .key = 0 },
};

const struct screen_ops scr_hosts = {
	.size = sizeof(struct hosts_screen),
	.open = hosts_open,
	.close = hosts_close,
	.prepare = hosts_prepare,
	.layout = hosts_layout,
	.draw = hosts_draw,
	.act = hosts_act,
	.keys = hosts_keys,
};
