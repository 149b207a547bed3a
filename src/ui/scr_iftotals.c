/* General interface statistics: a line per interface, the sum of all in the border. */
#include <inttypes.h>
#include <stdio.h>

#include "base/fmt.h"
#include "stats/iftotals.h"
#include "ui/footer.h"
#include "ui/tablew.h"

struct iftotals_screen {
	const struct screen_env *env;
	struct rect box;
	struct tablew list;
};

static void iftotals_open(void *self, const struct screen_env *env)
{
	struct iftotals_screen *s = self;

	s->env = env;
	tablew_init(&s->list, &iftotals_table, env);
	tablew_without_bar(&s->list);
}

static void iftotals_layout(void *self, struct rect area)
{
	struct iftotals_screen *s = self;

	s->box = area;
	tablew_layout(&s->list, area, 0);
}

static void iftotals_draw(void *self, const struct run_status *st)
{
	const struct footer footer = { .time_x = 1, .drops_x = 61 };
	struct iftotals_screen *s = self;
	struct iftotals_sum sum;
	char rate[FMT_RATE];

	tablew_draw(&s->list, st);
	iftotals_sum(s->env->engine, &sum);
	if (iftotals_evicted(s->env->engine))
		paint_textf(s->box, 0, 8, ROLE_MARK, " %" PRIu64 " left ",
			    iftotals_evicted(s->env->engine));
	footer_draw(s->box, &footer, st);
	if (s->box.w >= 80)
		paint_textf(rect_line(s->box, s->box.h - 1, 0, 0), 0, 19, ROLE_BOX,
			    " Total: %s / %9" PRIu64 " pps ",
			    footer_rate(s->env, sum.byte_rate, rate, sizeof(rate)),
			    sum.packet_rate);
}

static void iftotals_act(void *self, enum action act)
{
	struct iftotals_screen *s = self;

	tablew_act(&s->list, act);
}

static const struct keybind iftotals_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Down/PgUp/PgDn", .hint = "scroll window" },
	{ .key = 0 },
};

const struct screen_ops scr_iftotals = {
	.size = sizeof(struct iftotals_screen),
	.open = iftotals_open,
	.layout = iftotals_layout,
	.draw = iftotals_draw,
	.act = iftotals_act,
	.keys = iftotals_keys,
};
