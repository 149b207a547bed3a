/* TCP/UDP service monitor: a line per port, the rates of the one under the bar below. */
#include <stdio.h>
#include <string.h>

#include "base/fmt.h"
#include "config/settings.h"
#include "stats/services.h"
#include "ui/footer.h"
#include "ui/sheet.h"
#include "ui/tablew.h"

struct services_screen {
	const struct screen_env *env;
	struct rect box, status;
	struct tablew known, all;
	struct tablew *list;  /* the one shown */
	struct view unlisted; /* what `known` does not show */
};

static int services_open(void *self, const struct screen_env *env)
{
	struct services_screen *s = self;
	int rc = tablew_init(&s->known, &columns_services, env, true);

	s->env = env;
	s->list = env->set->all_ports ? &s->all : &s->known;
	if (rc == 0)
		rc = screen_view(env, &s->unlisted, &unlisted_ports_table);
	return rc < 0 ? rc : tablew_init(&s->all, &columns_all_ports, env, true);
}

static void services_close(void *self)
{
	struct services_screen *s = self;

	tablew_fini(&s->known);
	tablew_fini(&s->all);
	view_fini(&s->unlisted);
}

static void services_layout(void *self, struct rect area)
{
	struct services_screen *s = self;

	s->box = (struct rect){ area.y, area.x, area.h - 1, area.w };
	s->status = (struct rect){ area.y + area.h - 1, area.x, 1, area.w };
	tablew_layout(&s->known, s->box, 0);
	tablew_layout(&s->all, s->box, 0);
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

		columns_value(s->list->columns->table, r, rates[i].key, &v);
		x = paint_text(s->status, 0, x, ROLE_STATUS_FIGURE,
			       footer_rate(s->env, v.u, rate, sizeof(rate)));
		x = paint_text(s->status, 0, x, ROLE_STATUS, rates[i].unit);
	}
}

static void services_prepare(void *self, const struct run_status *st)
{
	struct services_screen *s = self;

	screen_hold(s->env, &s->known.view, st);
	screen_hold(s->env, &s->all.view, st);
	screen_hold(s->env, &s->unlisted, st);
	tablew_prepare(s->list, st);
}

/* Between time and drops or, on a wide screen, behind them. */
static void draw_unlisted(const struct services_screen *s, const struct run_status *st)
{
	const struct sheet_table t = { &s->unlisted, st };
	uint64_t bytes = sheet_number(&t, 0, "bytes");
	char brief[16];

	fmt_brief(brief, sizeof(brief), bytes);
	if (!bytes || s->box.w < 80)
		return;
	if (s->box.w >= 120)
		paint_textf(s->box, s->box.h - 1, 69, ROLE_MARK,
			    " %s bytes on other ports not shown (A) ", brief + strspn(brief, " "));
	else if (!st->paused)
		paint_textf(s->box, s->box.h - 1, 35, ROLE_MARK, "%s not shown ", brief);
}

static void services_draw(void *self, const struct run_status *st)
{
	struct services_screen *s = self;
	char left[48], note[TABLEW_NOTE];
	struct footer footer = { .left = left, .time_x = 20, .drops_x = 49 };
	struct row r;

	tablew_draw(s->list, st);
	snprintf(left, sizeof(left), " %zu entries%s ", tablew_rows(s->list),
		 s->list == &s->all ? ", all" : "");
	if (tablew_rows(s->list) == 0)
		footer.left = NULL;
	footer.note = tablew_note(s->list, note, sizeof(note));
	footer_draw(s->box, &footer, st);
	if (s->list == &s->known)
		draw_unlisted(s, st);
	paint_fill(s->status, ROLE_STATUS);
	if (tablew_selected(s->list, st, &r))
		draw_rates(s, &r);
	else
		paint_text(s->status, 0, 0, ROLE_STATUS_FIGURE, " No entries");
}

static void services_act(void *self, enum action act)
{
	struct services_screen *s = self;

	if (act == ACT_ALL_PORTS) {
		s->list = s->list == &s->all ? &s->known : &s->all;
		tablew_act(s->list, ACT_HOME);
	} else {
		tablew_act(s->list, act);
	}
}

static void services_click(void *self, int y, int x)
{
	tablew_click(((struct services_screen *)self)->list, y, x);
}

static bool services_take_back(void *self)
{
	return tablew_end_search(((struct services_screen *)self)->list);
}

static const struct keybind services_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Down/PgUp/PgDn", .hint = "scroll window" },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },
	{ .key = 'a', .act = ACT_ALL_PORTS, .name = "A", .hint = "all ports", .spare = true },
	{ .key = 'r', .act = ACT_KEEP_ORDER, .name = "R", .hint = "keep sorted", .spare = true },
	TABLEW_KEYS,
	{ .key = 'w', .act = ACT_WRITE },
	{ .key = 0 },
};

const struct screen_ops scr_services = {
	.size = sizeof(struct services_screen),
	.open = services_open,
	.close = services_close,
	.prepare = services_prepare,
	.layout = services_layout,
	.draw = services_draw,
	.act = services_act,
	.take_back = services_take_back,
	.click = services_click,
	.keys = services_keys,
};
