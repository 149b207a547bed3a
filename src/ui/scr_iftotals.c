/* General interface statistics: a line per interface, the sum of all in the border. */
#include <inttypes.h>
#include <stdio.h>

#include "base/fmt.h"
#include "stats/iftotals.h"
#include "ui/footer.h"
#include "ui/sheet.h"
#include "ui/tablew.h"

struct iftotals_screen {
	const struct screen_env *env;
	struct rect box;
	struct tablew list;
};

static int iftotals_open(void *self, const struct screen_env *env)
{
	struct iftotals_screen *s = self;

	s->env = env;
	return tablew_init(&s->list, &columns_iftotals, env, false);
}

static void iftotals_close(void *self)
{
	tablew_fini(&((struct iftotals_screen *)self)->list);
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
	const struct sheet_table sum = { &iftotals_sum_table, s->env->engine, st };
	uint64_t evicted = tablew_evicted(&s->list);
	char rate[FMT_RATE];

	tablew_draw(&s->list, st);
	if (evicted)
		paint_textf(s->box, 0, 8, ROLE_MARK, " %" PRIu64 " evicted ", evicted);
	footer_draw(s->box, &footer, st);
	if (s->box.w >= 80)
		paint_textf(rect_line(s->box, s->box.h - 1, 0, 0), 0, 19, ROLE_BOX,
			    " Total: %s / %9" PRIu64 " pps ",
			    footer_rate(s->env, sheet_number(&sum, 0, "rate"), rate, sizeof(rate)),
			    sheet_number(&sum, 0, "pps"));
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
	.close = iftotals_close,
	.layout = iftotals_layout,
	.draw = iftotals_draw,
	.act = iftotals_act,
	.keys = iftotals_keys,
};
