/* Detailed interface statistics: a fixed sheet of figures. */
#include <inttypes.h>
#include <stdio.h>

#include "base/fmt.h"
#include "base/text.h"
#include "stats/ifdetail.h"
#include "ui/footer.h"
#include "ui/sheet.h"

#define FIGURES_LINES 20 /* from here on the last rate has to do with one line */
#define FIGURES_COLS  78

struct ifdetail_screen {
	const struct screen_env *env;
	struct rect box;
	struct sheet sheet;
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
static const int column_x[DETAIL_WAYS][2] = { { 12, 23 }, { 35, 46 }, { 58, 69 } };

static void ifdetail_open(void *self, const struct screen_env *env)
{
	struct ifdetail_screen *s = self;

	s->env = env;
	s->sheet.lines = FIGURES_LINES;
	s->sheet.columns = FIGURES_COLS;
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

static void draw_sheet(const struct sheet *in, const struct ifdetail_view *v)
{
	sheet_text(in, 2, 16, ROLE_BOX,
		   "Total      Total    Incoming   Incoming    Outgoing   Outgoing");
	sheet_text(in, 3, 14, ROLE_BOX,
		   "Packets      Bytes     Packets      Bytes     Packets      Bytes");
	for (int i = 0; i < SHEET_LINES; i++) {
		sheet_text(in, 4 + i, 2, ROLE_TEXT, sheet[i].label);
		for (int way = 0; way < DETAIL_WAYS; way++) {
			const struct tally *t = &v->line[sheet[i].line][way];

			draw_figure(in, 4 + i, column_x[way][0], t->packets);
			draw_figure(in, 4 + i, column_x[way][1], t->bytes);
		}
	}
}

/* Two lines, or one where the window ends. */
static void draw_rate(const struct ifdetail_screen *s, const struct sheet *in, int y, int x,
		      int figure_x, const char *label, const struct detail_rate *r)
{
	bool last = y == FIGURES_LINES && in->box.h - 2 <= FIGURES_LINES;
	char rate[FMT_RATE];

	sheet_text(in, y, x, ROLE_TEXT, label);
	sheet_text(in, y, figure_x, ROLE_HIGH, footer_rate(s->env, r->bytes, rate, sizeof(rate)));
	sheet_textf(in, last ? y : y + 1, last ? figure_x + 15 : figure_x, ROLE_HIGH,
		    "%9" PRIu64 " pps", r->packets);
}

static void draw_rates(const struct ifdetail_screen *s, const struct sheet *in,
		       const struct ifdetail_view *v)
{
	draw_rate(s, in, 14, 2, 19, "Total rates:", &v->rate[DETAIL_BOTH]);
	draw_rate(s, in, 14, 45, 64, "Broadcast rates:", &v->broadcast_rate);
	draw_rate(s, in, 17, 2, 19, "Incoming rates:", &v->rate[DETAIL_IN]);
	draw_rate(s, in, 20, 2, 19, "Outgoing rates:", &v->rate[DETAIL_OUT]);
	sheet_text(in, 19, 45, ROLE_TEXT, "IP checksum errors:");
	draw_figure(in, 19, 64, v->bad_checksums);
}

static void ifdetail_draw(void *self, const struct run_status *st)
{
	const struct footer footer = { .time_x = 1, .drops_x = 49 };
	struct ifdetail_screen *s = self;
	struct ifdetail_view v;
	char name[64];

	ifdetail_view(s->env->engine, &v);
	paint_box(s->box, ROLE_BOX, ROLE_BOX);
	paint_textf(rect_line(s->box, 0, 0, 1), 0, 1, ROLE_BOX, " Statistics for %s ",
		    text_clean(name, sizeof(name), v.iface ? v.iface : "all", paint_is_utf8()));
	sheet_fit(&s->sheet, s->box);
	draw_sheet(&s->sheet, &v);
	draw_rates(s, &s->sheet, &v);
	footer_draw(s->box, &footer, st);
}

static void ifdetail_act(void *self, enum action act)
{
	sheet_act(&((struct ifdetail_screen *)self)->sheet, act);
}

static const struct keybind ifdetail_keys[] = { SHEET_KEYS, { .key = 0 } };

const struct screen_ops scr_ifdetail = {
	.size = sizeof(struct ifdetail_screen),
	.open = ifdetail_open,
	.layout = ifdetail_layout,
	.draw = ifdetail_draw,
	.act = ifdetail_act,
	.keys = ifdetail_keys,
};
