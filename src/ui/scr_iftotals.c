/* General interface statistics: a line per interface, the sum of all in the border. */
#include <inttypes.h>
#include <stdio.h>

#include "base/fmt.h"
#include "stats/iftotals.h"
#include "ui/list_screen.h"
#include "ui/sheet.h"

static void draw_sum(const struct list_screen *s, const struct run_status *st)
{
	const struct sheet_table sum = { &s->also, st };
	char rate[FMT_RATE];

	if (s->box.w < 80)
		return;
	paint_textf(rect_line(s->box, s->box.h - 1, 0, 0), 0, st->paused ? 22 : 19, ROLE_BOX,
		    " Total: %s / %9" PRIu64 " pps ",
		    footer_rate(s->env, sheet_number(&sum, 0, "rate"), rate, sizeof(rate)),
		    sheet_number(&sum, 0, "pps"));
}

static const struct list_look look = {
	.list = { { &columns_iftotals, NULL } },
	.time_x = 1,
	.drops_x = 61,
	.evicted_on_top = true,
	.evicted_x = 8,
	.also = &iftotals_sum_table,
	.on_border = draw_sum,
};

static int iftotals_open(void *self, const struct screen_env *env)
{
	((struct list_screen *)self)->mode = IFTOTALS_COUNTS;
	return list_screen_open(self, env, &look);
}

/* --- an interface, opened over the list --- */

/* The row under the bar, and what it is called; NULL: there is none. */
static void *read_selected(const struct list_screen *s, char *iface, size_t n)
{
	const struct screen_host *host = s->env->host;
	struct run_status st = { .note = "" };
	void *detail = NULL;
	struct value name;
	struct row r;

	table_lock(host->lock);
	host->status(host->ctx, &st);
	if (tablew_selected(s->list, &st, &r)) {
		detail = iftotals_detail(s->env->engine, &r);
		columns_value(&iftotals_table, &r, "iface", &name);
		snprintf(iface, n, "%s", name.s);
	}
	table_unlock(host->lock);
	return detail;
}

static void open_selected(struct list_screen *s)
{
	struct screen_env env = *s->env;
	char iface[16];

	env.engine = read_selected(s, iface, sizeof(iface));
	env.iface = iface;
	env.over = true;
	if (env.engine)
		screen_run(&scr_ifdetail, &env);
}

/* The first of the keys that need a bar brings it. */
static void iftotals_act(void *self, enum action act)
{
	struct list_screen *s = self;
	unsigned set = s->mode;

	switch (act) {
	case ACT_MORE:
		s->mode ^= IFTOTALS_COUNTS | IFTOTALS_RATES;
		list_screen_layout(s, s->box);
		tablew_show_bar(s->list);
		break;
	case ACT_OPEN:
		if (!tablew_show_bar(s->list))
			open_selected(s);
		break;
	default:
		list_screen_act(s, act);
		if (s->mode != set) /* sorted by a rate: M is to be known of */
			tablew_show_bar(s->list);
	}
}

enum { PANE_PLAIN = 1 << 0, PANE_BAR = 1 << 1 };

static unsigned iftotals_pane(const void *self)
{
	const struct list_screen *s = self;

	return s->list->scroll.has_bar ? PANE_BAR : PANE_PLAIN;
}

static const struct keybind iftotals_keys[] = {
	{ .key = KEY_UP,
	  .act = ACT_UP,
	  .name = "Up/Down/PgUp/PgDn",
	  .hint = "scroll window",
	  .panes = PANE_PLAIN },
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Down", .hint = "move", .panes = PANE_BAR },
	{ .key = '\r', .act = ACT_OPEN, .name = "Enter", .hint = "details", .panes = PANE_BAR },
	{ .key = 'm', .act = ACT_MORE, .name = "M", .hint = "counts or rates", .panes = PANE_BAR },
	{ .key = 'm',
	  .act = ACT_MORE,
	  .name = "M",
	  .hint = "rates",
	  .panes = PANE_PLAIN,
	  .spare = true },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort", .panes = PANE_BAR },
	{ .key = 's',
	  .act = ACT_SORT,
	  .name = "S",
	  .hint = "sort",
	  .panes = PANE_PLAIN,
	  .spare = true },
	{ .key = 'r',
	  .act = ACT_KEEP_ORDER,
	  .name = "R",
	  .hint = "keep sorted",
	  .hint_on = "stop sorting",
	  .panes = PANE_BAR },
	TABLEW_KEYS,
	{ .key = 'w', .act = ACT_WRITE },
	{ .key = 0 },
};

const struct screen_ops scr_iftotals = {
	LIST_SCREEN_OPS,
	.size = sizeof(struct list_screen),
	.open = iftotals_open,
	.layout = list_screen_layout,
	.draw = list_screen_draw,
	.act = iftotals_act,
	.take_back = list_screen_take_back,
	.pane = iftotals_pane,
	.on = list_screen_on,
	.keys = iftotals_keys,
};
