/* TCP/UDP service monitor: a line per port, the rates of the one under the bar below. */
#include <stdio.h>

#include "base/fmt.h"
#include "stats/services.h"
#include "ui/footer.h"
#include "ui/tablew.h"

struct services_screen {
	const struct screen_env *env;
	struct rect box, status;
	struct tablew list;
};

static void services_open(void *self, const struct screen_env *env)
{
	struct services_screen *s = self;

	s->env = env;
	tablew_init(&s->list, &services_table, env);
}

static void services_layout(void *self, struct rect area)
{
	struct services_screen *s = self;

	s->box = (struct rect){ area.y, area.x, area.h - 1, area.w };
	s->status = (struct rect){ area.y + area.h - 1, area.x, 1, area.w };
	tablew_layout(&s->list, s->box, 0);
}

static void draw_rates(const struct services_screen *s, size_t row)
{
	static const char *const units[SERVICE_WAYS] = { " total ", " in  ", " out" };
	char rate[FMT_RATE];
	int x = paint_text(s->status, 0, 0, ROLE_STATUS,
			   s->status.w >= 80 ? " Protocol data rates:" : " ");

	for (int way = 0; way < SERVICE_WAYS; way++) {
		uint64_t v = services_rate(s->env->engine, row, way);

		x = paint_text(s->status, 0, x, ROLE_STATUS_FIGURE,
			       footer_rate(s->env, v, rate, sizeof(rate)));
		x = paint_text(s->status, 0, x, ROLE_STATUS, units[way]);
	}
}

static void services_draw(void *self, const struct run_status *st)
{
	struct services_screen *s = self;
	char left[48];
	struct footer footer = { .left = left, .time_x = 20, .drops_x = 49 };
	size_t row;

	snprintf(left, sizeof(left), " %zu entries%s ", services_count(s->env->engine),
		 services_all(s->env->engine) ? ", all" : "");
	if (s->list.table->count(s->env->engine) == 0)
		footer.left = NULL;
	tablew_draw(&s->list, st);
	footer_draw(s->box, &footer, st);
	paint_fill(s->status, ROLE_STATUS);
	if (tablew_selected(&s->list, &row))
		draw_rates(s, row);
	else
		paint_text(s->status, 0, 0, ROLE_STATUS_FIGURE, " No entries");
}

static void change_ports(struct services_screen *s)
{
	const struct screen_host *host = s->env->host;

	table_lock(host->lock);
	services_set_all(s->env->engine, !services_all(s->env->engine));
	table_unlock(host->lock);
	tablew_act(&s->list, ACT_HOME);
}

static void services_act(void *self, enum action act)
{
	struct services_screen *s = self;

	if (act == ACT_ALL_PORTS)
		change_ports(s);
	else
		tablew_act(&s->list, act);
}

static const struct keybind services_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Down/PgUp/PgDn", .hint = "scroll window" },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },
	{ .key = 'r', .act = ACT_KEEP_ORDER },
	{ .key = 'a', .act = ACT_ALL_PORTS },
	{ .key = 0 },
};

const struct screen_ops scr_services = {
	.size = sizeof(struct services_screen),
	.open = services_open,
	.layout = services_layout,
	.draw = services_draw,
	.act = services_act,
	.keys = services_keys,
};
