/* General interface statistics: a line per interface, the sum of all in the border. */
#include <inttypes.h>

#include "base/fmt.h"
#include "stats/iftotals.h"
#include "ui/list_screen.h"
#include "ui/sheet.h"

static void draw_sum(const struct list_screen *s, const struct run_status *st)
{
	const struct sheet_table sum = { &iftotals_sum_table, s->env->engine, st };
	char rate[FMT_RATE];

	if (s->box.w < 80)
		return;
	paint_textf(rect_line(s->box, s->box.h - 1, 0, 0), 0, 19, ROLE_BOX,
		    " Total: %s / %9" PRIu64 " pps ",
		    footer_rate(s->env, sheet_number(&sum, 0, "rate"), rate, sizeof(rate)),
		    sheet_number(&sum, 0, "pps"));
}

static const struct list_look look = {
	.columns = &columns_iftotals,
	.time_x = 1,
	.drops_x = 61,
	.evicted_on_top = true,
	.evicted_x = 8,
	.on_border = draw_sum,
};

static int iftotals_open(void *self, const struct screen_env *env)
{
	return list_screen_open(self, env, &look);
}

static const struct keybind iftotals_keys[] = { LIST_SCREEN_SCROLL, { .key = 0 } };

const struct screen_ops scr_iftotals = {
	LIST_SCREEN_OPS,
	.open = iftotals_open,
	.keys = iftotals_keys,
};
