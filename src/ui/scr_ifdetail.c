/* Detailed interface statistics: a fixed sheet of figures. */
#include <inttypes.h>
#include <stdio.h>

#include "base/fmt.h"
#include "base/text.h"
#include "stats/ifdetail.h"
#include "config/settings.h"
#include "ui/footer.h"
#include "ui/rate_graph.h"
#include "ui/sheet.h"

#define FIGURES_LINES 20 /* from here on the last rate has to do with one line */
#define FIGURES_COLS  78
#define GRAPHS_COLS   100 /* on a narrower screen there are none */

struct ifdetail_screen {
	const struct screen_env *env;
	struct rect box;
	struct sheet sheet;
	struct view figures;
	struct held_history history;
	enum history_span span; /* of the graphs */
};

/* One row per line of the sheet. */
static const struct {
	enum detail_line line;
	const char *label;
} sheet[] = {
	{ DETAIL_TOTAL, "Total:" },
	{ DETAIL_IPV4, "IPv4:" },
	{ DETAIL_IPV6, "IPv6:" },
	{ DETAIL_TCP, "TCP:" },
	{ DETAIL_UDP, "UDP:" },
	{ DETAIL_ICMP, "ICMP:" },
	{ DETAIL_OTHERIP, "Other IP:" },
	{ DETAIL_NONIP, "Non-IP:" },
	{ DETAIL_BROADCAST, "Broadcast:" },
};
#define SHEET_LINES ((int)(sizeof(sheet) / sizeof(sheet[0])))

/* Columns of packets and of bytes: total, incoming, outgoing. */
static const struct {
	int x;
	const char *key;
} columns[] = {
	{ 12, "packets" },  { 23, "bytes" },	  { 35, "rx_packets" },
	{ 46, "rx_bytes" }, { 58, "tx_packets" }, { 69, "tx_bytes" },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static int ifdetail_open(void *self, const struct screen_env *env)
{
	struct ifdetail_screen *s = self;

	s->env = env;
	s->history.live = ifdetail_history(env->engine);
	s->sheet.lines = FIGURES_LINES;
	s->sheet.columns = FIGURES_COLS;
	return screen_view(env, &s->figures, &detail_table);
}

static void ifdetail_close(void *self)
{
	view_fini(&((struct ifdetail_screen *)self)->figures);
}

static void ifdetail_prepare(void *self, const struct run_status *st)
{
	struct ifdetail_screen *s = self;

	screen_hold(s->env, &s->figures, st);
	held_history_prepare(&s->history, s->env->host->lock, st->paused);
}

static void ifdetail_layout(void *self, struct rect area)
{
	((struct ifdetail_screen *)self)->box = area;
}

static void draw_figure(const struct sheet *in, int y, int x, uint64_t v)
{
	char text[FMT_COUNT];

	sheet_text(in, y, x, ROLE_HIGH, fmt_count(text, sizeof(text), v));
}

static void draw_sheet(const struct sheet *in, const struct sheet_table *t)
{
	sheet_text(in, 2, 16, ROLE_BOX,
		   "Total      Total    Incoming   Incoming    Outgoing   Outgoing");
	sheet_text(in, 3, 14, ROLE_BOX,
		   "Packets      Bytes     Packets      Bytes     Packets      Bytes");
	for (int i = 0; i < SHEET_LINES; i++) {
		sheet_text(in, 4 + i, 2, ROLE_TEXT, sheet[i].label);
		for (size_t k = 0; k < COLUMNS; k++)
			draw_figure(in, 4 + i, columns[k].x,
				    sheet_number(t, sheet[i].line, columns[k].key));
	}
}

/* A rate and its packet rate on the sheet. */
struct place {
	int y, x, figure_x;
	const char *label;
	uint32_t line;
	const char *rate, *pps; /* fields */
};

/* Two lines, or one where the window ends. */
static void draw_rate(const struct ifdetail_screen *s, const struct sheet_table *t,
		      const struct place *p)
{
	const struct sheet *in = &s->sheet;
	bool last = p->y == FIGURES_LINES && in->box.h - 2 <= FIGURES_LINES;
	char rate[FMT_RATE];

	sheet_text(in, p->y, p->x, ROLE_TEXT, p->label);
	sheet_text(in, p->y, p->figure_x, ROLE_HIGH,
		   footer_rate(s->env, sheet_number(t, p->line, p->rate), rate, sizeof(rate)));
	sheet_textf(in, last ? p->y : p->y + 1, last ? p->figure_x + 15 : p->figure_x, ROLE_HIGH,
		    "%9" PRIu64 " pps", sheet_number(t, p->line, p->pps));
}

static void draw_rates(const struct ifdetail_screen *s, const struct sheet_table *t)
{
	static const struct place places[] = {
		{ 14, 2, 19, "Total rates:", DETAIL_TOTAL, "rate", "pps" },
		{ 14, 45, 64, "Broadcast rates:", DETAIL_BROADCAST, "rate", "pps" },
		{ 17, 2, 19, "Incoming rates:", DETAIL_TOTAL, "rx_rate", "rx_pps" },
		{ 20, 2, 19, "Outgoing rates:", DETAIL_TOTAL, "tx_rate", "tx_pps" },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		draw_rate(s, t, &places[i]);
	sheet_text(&s->sheet, 19, 45, ROLE_TEXT, "IP checksum errors:");
	draw_figure(&s->sheet, 19, 64, sheet_number(t, DETAIL_BADSUM, "packets"));
}

/* Below the figures, on a screen that is larger than they need. */
static void draw_graphs(const struct ifdetail_screen *s, const struct run_status *st)
{
	struct rect inside = rect_inside(s->box);
	const struct rate_graph g = {
		.history = held_history(&s->history),
		.span = s->span,
		.now_ms = st->now.mono_ms,
		.first_ms = st->now.mono_ms - st->run_ms,
		.kbytes = s->env->set->kbytes,
	};

	inside.y += FIGURES_LINES + 1;
	inside.h -= FIGURES_LINES + 1;
	inside.x++;
	inside.w -= 2;
	if (s->box.w >= GRAPHS_COLS)
		rate_graph_draw(inside, &g);
}

static void ifdetail_draw(void *self, const struct run_status *st)
{
	const struct footer footer = { .time_x = 1, .drops_x = 49 };
	struct ifdetail_screen *s = self;
	const struct sheet_table t = { &s->figures, st };
	char name[64];

	paint_box(s->box, ROLE_BOX, ROLE_BOX);
	paint_textf(
		rect_line(s->box, 0, 0, 1), 0, 1, ROLE_BOX, " Statistics for %s ",
		text_clean(name, sizeof(name), *st->iface ? st->iface : "all", paint_is_utf8()));
	sheet_fit(&s->sheet, s->box);
	draw_sheet(&s->sheet, &t);
	draw_rates(s, &t);
	draw_graphs(s, st);
	footer_draw(s->box, &footer, st);
	sheet_marks(&s->sheet);
}

static void ifdetail_act(void *self, enum action act)
{
	struct ifdetail_screen *s = self;

	if (act == ACT_SPAN)
		s->span = s->span == HISTORY_SECONDS ? HISTORY_MINUTES : HISTORY_SECONDS;
	else
		sheet_act(&s->sheet, act);
}

static const struct keybind ifdetail_keys[] = {
	SHEET_KEYS,
	{ .key = 'h', .act = ACT_SPAN },
	{ .key = 0 },
};

const struct screen_ops scr_ifdetail = {
	.size = sizeof(struct ifdetail_screen),
	.open = ifdetail_open,
	.close = ifdetail_close,
	.prepare = ifdetail_prepare,
	.layout = ifdetail_layout,
	.draw = ifdetail_draw,
	.act = ifdetail_act,
	.keys = ifdetail_keys,
};
