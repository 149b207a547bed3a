/*
 * The IP traffic monitor: TCP connections above, all other packets below, the flow rate of the
 * connection under the bar in the status line.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/fmt.h"
#include "config/settings.h"
#include "stats/conns.h"
#include "ui/graph.h"
#include "ui/footer.h"
#include "ui/packets.h"
#include "ui/paint.h"
#include "ui/rate_graph.h"
#include "ui/scr_conn.h"
#include "ui/screen.h"
#include "ui/tablew.h"

#define SPARK_COLS	100 /* a narrower status line has no room for a graph */
#define FLOW_RATE_WIDTH 15  /* and a blank */
#define FLOWS_BOTH_ENDS 60  /* columns of a screen that has room for them */

enum pane { PANE_TCP = 1 << 0, PANE_OTHERS = 1 << 1, PANE_FLOWS = 1 << 2 };
#define PANE_CHOICE (1U << 3) /* beside the active one: the lower window can show either */

struct conns_screen {
	const struct screen_env *env;
	struct rect upper, lower, status;
	enum pane pane;
	unsigned set; /* of columns: which of `sets` */
	struct tablew tcp, flows;
	bool show_flows; /* in the lower window, instead of packets */
	bool all;	 /* interfaces are watched */
	unsigned seen;	 /* of COLUMNS_SEEN */
	struct packets packets;
	struct held_history history;
};

/* As M goes through them: those of the original, as it does, then what it does not have. */
static const uint8_t sets[] = { CONNS_COUNTS, CONNS_MAC,    CONNS_SIZES,
				CONNS_COUNTS, CONNS_HEALTH, CONNS_PATH };

static int conns_open(void *self, const struct screen_env *env)
{
	struct conns_screen *s = self;
	int rc;

	s->env = s->packets.env = env;
	s->history.live = conns_history(env->engine);
	s->pane = PANE_TCP;
	s->show_flows = env->only; /* packets are kept of all hosts, but flows can be told */
	rc = tablew_init(&s->tcp, &columns_conns, env, true);
	return rc < 0 ? rc : tablew_init(&s->flows, &columns_flows, env, false);
}

static void conns_close(void *self)
{
	struct conns_screen *s = self;

	tablew_fini(&s->tcp);
	tablew_fini(&s->flows);
}

static void layout_flows(struct conns_screen *s)
{
	s->flows.columns = s->lower.w < FLOWS_BOTH_ENDS ? &columns_flows_narrow : &columns_flows;
	tablew_layout(&s->flows, s->lower, (s->all ? FLOWS_ALL : FLOWS_ONE) | s->seen);
}

/* The upper window takes 60 % of all lines; the lower one keeps three whatever happens. */
static void conns_layout(void *self, struct rect area)
{
	struct conns_screen *s = self;
	int lines = area.h + 2, upper = lines * 60 / 100, rest = area.h - 1;

	if (upper > rest - 3)
		upper = rest - 3;
	s->upper = (struct rect){ area.y, area.x, upper, area.w };
	s->lower = (struct rect){ area.y + upper, area.x, rest - upper, area.w };
	s->packets.box = s->lower;
	s->status = (struct rect){ area.y + rest, area.x, 1, area.w };
	tablew_layout(&s->tcp, s->upper, sets[s->set]);
	layout_flows(s);
}

/* --- drawing --- */

static void draw_active(struct rect box)
{
	paint_text(box, box.h - 1, box.w - 10, ROLE_MARK, " Active ");
}

/* How many rows were evicted, on the border: in short where there is little room. */
static void draw_evicted(struct rect box, int x, uint64_t evicted, int right)
{
	char left[64];

	if (!evicted)
		return;
	snprintf(left, sizeof(left), " %" PRIu64 " evicted%s ", evicted,
		 box.w - x - right >= 40 ? ": table full" : "");
	paint_text(rect_line(box, box.h - 1, x, right), 0, 0, ROLE_MARK, left);
}

/* What is looked for and since when it is held take the room of the words of the count. */
static bool count_is_brief(const struct conns_screen *s, const struct run_status *st,
			   const char *note)
{
	int others = 11 + FOOTER_HELD + (int)sizeof(" TCP: 123456 entries ");

	if (s->upper.w < 60)
		return st->paused || note;
	return st->paused && note && paint_width(note) + others > s->upper.w;
}

static void draw_upper(struct conns_screen *s, const struct run_status *st)
{
	char held[32], buf[TABLEW_NOTE];
	const char *note;
	bool narrow = s->upper.w < 60;
	int x, right = 10;

	tablew_draw(&s->tcp, st);
	note = tablew_note(&s->tcp, buf);
	x = paint_textf(s->upper, s->upper.h - 1, 1, ROLE_BOX,
			count_is_brief(s, st, note) ? " %zu " : " TCP: %6zu entries ",
			tablew_rows(&s->tcp));
	if (!note)
		draw_evicted(s->upper, x, tablew_evicted(&s->tcp), 10);
	if (st->paused && !(narrow && note)) {
		paint_text(s->upper, s->upper.h - 1, s->upper.w - 11 - FOOTER_HELD, ROLE_MARK,
			   footer_held(st, held, sizeof(held)));
		right = narrow ? right : 11 + FOOTER_HELD;
	}
	if (note)
		paint_text(rect_line(s->upper, s->upper.h - 1, x, right), 0, 0, ROLE_MARK, note);
	if (s->pane == PANE_TCP)
		draw_active(s->upper);
}

static const char *position(const struct scroll *s)
{
	if (s->count == 0)
		return "";
	if (s->count >= s->height && scroll_at_end(s))
		return " Bottom ";
	return scroll_at_top(s) ? " Top " : "";
}

/* Where the border is too short for both, time gives way to drops. */
static void draw_lower_border(const struct conns_screen *s, const struct run_status *st,
			      const char *left)
{
	struct rect line = rect_line(s->lower, s->lower.h - 1, 0, 10);
	char hhmm[FMT_HHMM], drops[FMT_COUNT];
	bool both = line.w >= 49;

	paint_text(line, 0, 1, ROLE_BOX, left);
	fmt_hhmm(hhmm, sizeof(hhmm), st->elapsed_s);
	fmt_count(drops, sizeof(drops), st->dropped);
	if (both || !st->dropped)
		paint_textf(line, 0, 15, ROLE_BOX, " Time: %s ", hhmm);
	if (both || st->dropped)
		paint_textf(line, 0,
			    !both	  ? 11
			    : line.w < 59 ? line.w - 19
					  : 40,
			    footer_drops_role(st), " Drops: %s ", drops);
}

/* What is looked for takes the room of time and drops. */
static void draw_lower_note(const struct conns_screen *s, const char *left, const char *note)
{
	int x = paint_text(s->lower, s->lower.h - 1, 1, ROLE_BOX, left);

	paint_text(rect_line(s->lower, s->lower.h - 1, x, 10), 0, 0, ROLE_MARK, note);
}

static void draw_flows(struct conns_screen *s, const struct run_status *st)
{
	char left[32], buf[TABLEW_NOTE];
	const char *note;

	tablew_draw(&s->flows, st);
	note = tablew_note(&s->flows, buf);
	snprintf(left, sizeof(left), " %zu flows ", tablew_rows(&s->flows));
	if (note) {
		draw_lower_note(s, left, note);
		return;
	}
	draw_lower_border(s, st, left);
	draw_evicted(s->lower, s->lower.w >= 80 ? 29 : 20, tablew_evicted(&s->flows),
		     s->lower.w >= 80 ? s->lower.w - 41 : 10);
}

static void draw_packets(struct conns_screen *s, const struct run_status *st)
{
	char buf[FIND_NOTE];
	const char *note;

	s->packets.path = sets[s->set] == CONNS_PATH;
	packets_draw(&s->packets, st);
	note = packets_note(&s->packets, buf);
	if (note)
		draw_lower_note(s, "", note);
	else
		draw_lower_border(s, st, position(&s->packets.scroll));
}

static void draw_lower(struct conns_screen *s, const struct run_status *st)
{
	if (s->show_flows)
		draw_flows(s, st);
	else
		draw_packets(s, st);
	if (s->pane == PANE_OTHERS)
		draw_active(s->lower);
}

static void rate_text(const struct conns_screen *s, const struct run_status *st, char *buf,
		      size_t n)
{
	struct value v;
	struct row r;

	buf[0] = '\0';
	if (!tablew_selected(&s->tcp, st, &r))
		return;
	columns_value(s->tcp.columns->table, &r, "rate", &v);
	footer_rate(s->env, v.u, buf, n);
}

/* The rates of all packets in the last seconds, where the screen has room for some. */
static void draw_spark(const struct conns_screen *s, const struct run_status *st, int x)
{
	int columns = s->status.w - x - 1;
	uint64_t rate[HISTORY_POINTS];
	char text[HISTORY_POINTS * GRAPH_CELL + GRAPH_CELL + 1];

	if (s->status.w < SPARK_COLS)
		return;
	if (columns > HISTORY_POINTS)
		columns = HISTORY_POINTS;
	history_read(held_history(&s->history), HISTORY_SECONDS, HISTORY_BOTH, st->now.mono_ms,
		     st->now.mono_ms - st->run_ms, rate);
	paint_text(s->status, 0, x, ROLE_STATUS,
		   graph_spark(rate, HISTORY_POINTS, columns, paint_is_utf8(), text, sizeof(text)));
}

/* As wide as it gets: labels and figures at their places. */
static void draw_status_wide(const struct rect *line, const char *count, const char *rate)
{
	int c = line->w;

	paint_text(*line, 0, 0, ROLE_STATUS, " Packets captured:");
	paint_text(*line, 0, 35 * c / 80, ROLE_STATUS_FIGURE, count);
	paint_glyph(*line, 0, 45 * c / 80, ROLE_STATUS, PAINT_VERTICAL);
	if (*rate)
		paint_text(*line, 0, 47 * c / 80, ROLE_STATUS, "TCP flow rate:");
	else
		paint_text(*line, 0, 47 * c / 80, ROLE_STATUS_FIGURE, "No TCP entries");
	paint_text(*line, 0, 52 * c / 80 + 13, ROLE_STATUS_FIGURE, rate);
}

static void draw_status_narrow(const struct rect *line, const char *count, const char *rate)
{
	int x = paint_text(*line, 0, 0, ROLE_STATUS,
			   line->w >= 60 ? " Packets captured:" : " Packets:");

	x = paint_text(*line, 0, x, ROLE_STATUS_FIGURE, count);
	paint_glyph(*line, 0, x + 1, ROLE_STATUS, PAINT_VERTICAL);
	x += 3;
	if (!*rate)
		paint_text(*line, 0, x, ROLE_STATUS_FIGURE, "No TCP entries");
	else if (line->w >= 60)
		x = paint_text(*line, 0, x, ROLE_STATUS, "TCP flow rate:");
	paint_text(*line, 0, x, ROLE_STATUS_FIGURE, rate);
}

static void draw_status(const struct conns_screen *s, const struct run_status *st)
{
	char count[FMT_COUNT], rate[FMT_RATE];

	fmt_count(count, sizeof(count), st->captured);
	rate_text(s, st, rate, sizeof(rate));
	paint_fill(s->status, ROLE_STATUS);
	if (s->status.w >= 80)
		draw_status_wide(&s->status, count, rate);
	else
		draw_status_narrow(&s->status, count, rate);
	draw_spark(s, st, 52 * s->status.w / 80 + 13 + FLOW_RATE_WIDTH);
}

/* What is watched may be renamed, and tags and tunnels may come later. */
static void find_flow_columns(struct conns_screen *s, const struct run_status *st)
{
	bool all = !*st->iface;
	unsigned seen;

	table_lock(s->env->host->lock);
	seen = columns_conns_seen(s->env->engine);
	table_unlock(s->env->host->lock);
	if (s->all == all && s->seen == seen)
		return;
	s->all = all;
	s->seen = seen;
	layout_flows(s);
}

static void conns_prepare(void *self, const struct run_status *st)
{
	struct conns_screen *s = self;

	packets_prepare(&s->packets, st->paused);
	held_history_prepare(&s->history, s->env->host->lock, st->paused);
	tablew_prepare(&s->tcp, st);
	screen_hold(s->env, &s->flows.view, st);
	find_flow_columns(s, st);
	if (s->show_flows)
		tablew_prepare(&s->flows, st);
}

static bool conns_work(void *self, uint64_t until_us)
{
	struct conns_screen *s = self;

	return tablew_work(&s->tcp, until_us) ||
	       (s->show_flows ? tablew_work(&s->flows, until_us)
			      : screen_hold_work(s->env, &s->flows.view, until_us));
}

static void conns_draw(void *self, const struct run_status *st)
{
	struct conns_screen *s = self;

	draw_upper(s, st);
	draw_lower(s, st);
	draw_status(s, st);
}

/* --- keys --- */

static void next_set(struct conns_screen *s)
{
	do
		s->set = (s->set + 1) % (sizeof(sets) / sizeof(sets[0]));
	while (sets[s->set] == CONNS_MAC && !s->env->set->mac);
	tablew_layout(&s->tcp, s->upper, sets[s->set]);
}

/* Sorting may have brought another one up. */
static void take_set(struct conns_screen *s)
{
	unsigned i = 0;

	while (sets[i] != s->tcp.mode)
		i++;
	if (sets[i] != sets[s->set])
		s->set = i;
}

static void open_selected(struct conns_screen *s)
{
	uint32_t slot;

	if (s->pane == PANE_TCP && tablew_slot(&s->tcp, &slot))
		scr_conn_run(s->env, slot);
}

static unsigned conns_pane(const void *self)
{
	const struct conns_screen *s = self;

	return s->pane == PANE_OTHERS && s->show_flows ? PANE_FLOWS : s->pane;
}

static unsigned conns_hints(const void *self)
{
	return conns_pane(self) |
	       (((const struct conns_screen *)self)->env->only ? 0 : PANE_CHOICE);
}

static uint64_t conns_on(const void *self)
{
	const struct conns_screen *s = self;
	const struct tablew *active = s->pane == PANE_TCP ? &s->tcp : &s->flows;

	return (s->show_flows ? KEYS_ON(ACT_FLOWS) : 0) |
	       (active->kept ? KEYS_ON(ACT_KEEP_ORDER) : 0);
}

/* What is sorted, and searched unless it is packets. */
static struct tablew *active_table(struct conns_screen *s)
{
	return conns_pane(s) == PANE_FLOWS ? &s->flows : &s->tcp;
}

static void conns_act(void *self, enum action act)
{
	struct conns_screen *s = self;

	switch (act) {
	case ACT_NEXT_PANE:
		s->pane = s->pane == PANE_TCP ? PANE_OTHERS : PANE_TCP;
		break;
	case ACT_MORE: /* about the upper window, so only there */
		if (s->pane == PANE_TCP)
			next_set(s);
		break;
	case ACT_OPEN:
		open_selected(s);
		break;
	case ACT_FLUSH:
		tablew_drop_over(&s->tcp);
		break;
	case ACT_FLOWS:
		s->show_flows = !s->show_flows || s->env->only;
		if (s->show_flows)
			tablew_begin(&s->flows);
		break;
	default:
		if (conns_pane(s) != PANE_OTHERS || !packets_act(&s->packets, act))
			tablew_act(active_table(s), act);
		take_set(s);
	}
}

/* The window that is clicked on becomes the active one. */
static void conns_click(void *self, int y, int x)
{
	struct conns_screen *s = self;

	if (tablew_click(&s->tcp, y, x)) {
		s->pane = PANE_TCP;
		return;
	}
	if (y < s->lower.y + s->lower.h)
		s->pane = PANE_OTHERS;
	if (s->show_flows)
		tablew_click(&s->flows, y, x);
}

static bool conns_take_back(void *self)
{
	struct conns_screen *s = self;

	if (conns_pane(s) == PANE_OTHERS && packets_end_search(&s->packets))
		return true;
	return tablew_end_search(active_table(s)) || tablew_end_search(&s->tcp) ||
	       tablew_end_search(&s->flows) || packets_end_search(&s->packets);
}

static const struct keybind conns_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Dn/PgUp/PgDn", .hint = "scroll" },
	{ .key = 'm', .act = ACT_MORE, .name = "M", .hint = "more TCP info ", .panes = PANE_TCP },
	{ .key = KEY_LEFT,
	  .act = ACT_LEFT,
	  .name = "Lft/Rt",
	  .hint = "vtcl scrl",
	  .panes = PANE_OTHERS },
	{ .key = KEY_RIGHT, .act = ACT_RIGHT },
	{ .key = 'w', .act = ACT_NEXT_PANE, .name = "W", .hint = "chg actv win" },
	{ .key = '\t', .act = ACT_NEXT_PANE },
	{ .key = KEY_F(6), .act = ACT_NEXT_PANE },
	{ .key = 's',
	  .act = ACT_SORT,
	  .name = "S",
	  .hint = "sort TCP",
	  .panes = PANE_TCP | PANE_OTHERS },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort flows", .panes = PANE_FLOWS },
	{ .key = 'u',
	  .act = ACT_FLOWS,
	  .name = "U",
	  .hint = "flows",
	  .hint_on = "packets",
	  .panes = PANE_CHOICE,
	  .spare = true },
	{ .key = 'r',
	  .act = ACT_KEEP_ORDER,
	  .name = "R",
	  .hint = "keep sorted",
	  .hint_on = "stop sorting",
	  .panes = PANE_TCP | PANE_FLOWS,
	  .spare = true },
	{ .key = '\r',
	  .act = ACT_OPEN,
	  .name = "Enter",
	  .hint = "details",
	  .panes = PANE_TCP,
	  .spare = true },
	{ .key = 'f', .act = ACT_FLUSH },
	{ .key = 'c', .act = ACT_FLUSH },
	TABLEW_KEYS,
	{ .key = 0 },
};

const struct screen_ops scr_conns = {
	.size = sizeof(struct conns_screen),
	.open = conns_open,
	.close = conns_close,
	.prepare = conns_prepare,
	.work = conns_work,
	.layout = conns_layout,
	.draw = conns_draw,
	.act = conns_act,
	.take_back = conns_take_back,
	.click = conns_click,
	.pane = conns_hints,
	.on = conns_on,
	.keys = conns_keys,
};
