/* TCP/UDP service monitor: a line per port, the rates of the one under the bar below. */
#include <stdio.h>
#include <string.h>

#include "base/fmt.h"
#include "config/settings.h"
#include "stats/services.h"
#include "ui/list_screen.h"
#include "ui/sheet.h"

struct services_screen {
	struct list_screen list;
	struct rect status;
};

static void services_layout(void *self, struct rect area)
{
	struct services_screen *s = self;

	s->status = (struct rect){ area.y + area.h - 1, area.x, 1, area.w };
	area.h--;
	list_screen_layout(&s->list, area);
}

static void draw_rates(const struct services_screen *s, const struct row *r)
{
	static const struct {
		const char *key, *unit;
	} rates[] = { { "rate", " total " }, { "rate_to", " in  " }, { "rate_from", " out" } };
	char rate[FMT_RATE];
	int x = paint_text(s->status, 0, 0, ROLE_STATUS,
			   s->status.w >= 80 ? " Protocol data rates:" : " ");

	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		struct value v;

		columns_value(s->list.list->columns->table, r, rates[i].key, &v);
		x = paint_text(s->status, 0, x, ROLE_STATUS_FIGURE,
			       footer_rate(s->list.env, v.u, rate, sizeof(rate)));
		x = paint_text(s->status, 0, x, ROLE_STATUS, rates[i].unit);
	}
}

/* Of ports that A lists: between time and drops or, on a wide screen, behind them. */
static void draw_unlisted(const struct list_screen *s, const struct run_status *st)
{
	const struct sheet_table t = { &s->also, st };
	uint64_t bytes = sheet_number(&t, 0, "bytes");
	char brief[16];

	fmt_brief(brief, sizeof(brief), bytes);
	if (list_screen_shown(s) > 0 || !bytes || s->box.w < 80)
		return;
	if (s->box.w >= 120)
		paint_textf(s->box, s->box.h - 1, 69, ROLE_MARK,
			    " %s bytes on other ports not shown (A) ", brief + strspn(brief, " "));
	else if (!st->paused)
		paint_textf(s->box, s->box.h - 1, 34, ROLE_MARK, "A: +%s bytes ",
			    brief + strspn(brief, " "));
}

static const struct list_look look = {
	.list = { { &columns_services, "entries" }, { &columns_all_ports, "entries, all" } },
	.bar = true,
	.time_x = 20,
	.drops_x = 49,
	.also = &unlisted_ports_table,
	.on_border = draw_unlisted,
};

static int services_open(void *self, const struct screen_env *env)
{
	struct list_screen *s = self;
	int rc = list_screen_open(s, env, &look);

	if (env->set->all_ports)
		s->list = &s->lists[1];
	return rc;
}

static void services_draw(void *self, const struct run_status *st)
{
	struct services_screen *s = self;
	struct row r;

	list_screen_draw(&s->list, st);
	paint_fill(s->status, ROLE_STATUS);
	if (tablew_selected(s->list.list, st, &r))
		draw_rates(s, &r);
	else
		paint_text(s->status, 0, 0, ROLE_STATUS_FIGURE, " No entries");
}

static void services_act(void *self, enum action act)
{
	struct list_screen *s = self;

	if (act == ACT_ALL_PORTS) {
		list_screen_switch(s);
		act = ACT_HOME;
	}
	list_screen_act(s, act);
}

static const struct keybind services_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Down/PgUp/PgDn", .hint = "scroll window" },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },
	{ .key = 'a',
	  .act = ACT_ALL_PORTS,
	  .name = "A",
	  .hint = "all ports",
	  .hint_on = "usual ports",
	  .spare = true },
	{ .key = 'r',
	  .act = ACT_KEEP_ORDER,
	  .name = "R",
	  .hint = "keep sorted",
	  .hint_on = "stop sorting",
	  .spare = true },
	TABLEW_KEYS,
	{ .key = 'w', .act = ACT_WRITE },
	{ .key = 0 },
};

const struct screen_ops scr_services = {
	LIST_SCREEN_OPS,
	.size = sizeof(struct services_screen),
	.open = services_open,
	.layout = services_layout,
	.draw = services_draw,
	.act = services_act,
	.take_back = list_screen_take_back,
	.on = list_screen_on,
	.keys = services_keys,
};
