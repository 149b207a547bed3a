/*
 * The details of a TCP connection.
 *
 * How it works: the row is copied at every picture as long as it is in the table, so that what is
 * known of a connection stays on the screen when it has left.  Its rates are sampled here, from
 * second to second; the table keeps no more of them than the last five seconds.
 */
#include "ui/scr_conn.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmt.h"
#include "base/rate.h"
#include "config/settings.h"
#include "stats/conns.h"
#include "stats/history.h"
#include "ui/columns.h"
#include "ui/footer.h"
#include "ui/naming.h"
#include "ui/paint.h"
#include "ui/rate_graph.h"
#include "ui/sheet.h"

#define LABEL_WIDTH 15
#define WAY_WIDTH   31
#define TABLE_LINES 11
#define TABLE_TOP   4				  /* below the ends and the heads of the columns */
#define SHEET_LINES (TABLE_TOP + TABLE_LINES + 1) /* and one of the tunnel, if there is one */

struct picked {
	void *engine;
	uint32_t slot;
	bool tunnel; /* it is in one */
};

struct conn_screen {
	const struct screen_env *env;
	struct screen_env names; /* with the engine itself */
	uint32_t slot;
	void *data;	/* copy of the row */
	char flow[64];	/* its name */
	struct row row; /* on the copy */
	bool left;	/* it is not in the table any more */
	struct sheet sheet;
	struct rect graph;
	struct history history;
	uint64_t sampled_ms, first_ms; /* of the history; 0: nothing yet */
	uint64_t bytes[2];
};

/* --- reading --- */

static void value_of(const struct row *r, const char *key, unsigned way, struct value *out)
{
	struct row row = *r;

	row.way = way;
	columns_value(&conns_table, &row, key, out);
}

static uint64_t number_of(const struct row *r, const char *key, unsigned way)
{
	struct value v;

	value_of(r, key, way, &v);
	return v.type == V_NONE ? 0 : v.u;
}

static bool is_known(const struct row *r, const char *key, unsigned way)
{
	struct value v;

	value_of(r, key, way, &v);
	return v.type != V_NONE;
}

/* The row in the slot, if it is still the one that was picked.  Under the lock. */
static bool read_row(struct conn_screen *s, const struct run_status *st)
{
	const struct reading r = { .table = &conns_table,
				   .engine = s->names.engine,
				   .now_ms = st->now.mono_ms,
				   .run_ms = st->run_ms };
	struct value flow;
	struct row row;

	if (s->left || !table_read(&r, s->slot, &row))
		return false;
	value_of(&row, "flow", 0, &flow);
	if (*s->flow && strcmp(s->flow, flow.s) != 0)
		return false;
	snprintf(s->flow, sizeof(s->flow), "%s", flow.s);
	memcpy(s->data, row.data, conns_table.row_size);
	return true;
}

/* The graph begins with the seconds before it that are known. */
static void begin_history(struct conn_screen *s, uint64_t now_ms)
{
	uint32_t sec = (uint32_t)(now_ms / 1000),
		 first = sec > RATE_SECONDS ? sec - RATE_SECONDS : 0;
	struct row row = s->row;

	for (; first <= sec; first++)
		for (row.way = 0; row.way < 2; row.way++)
			history_add(&s->history, first, (enum history_way)row.way,
				    conns_bytes_in(&row, first));
	s->first_ms = now_ms;
}

/* What came since the last sample, spread over the seconds that it took. */
static void sample(struct conn_screen *s, uint64_t now_ms)
{
	uint64_t from = s->sampled_ms / 1000, to = now_ms / 1000;

	if (!s->sampled_ms)
		begin_history(s, now_ms);
	for (unsigned way = 0; way < 2; way++) {
		uint64_t bytes = number_of(&s->row, "bytes", way), n = bytes - s->bytes[way];
		uint64_t seconds = to > from ? to - from : 1;

		s->bytes[way] = bytes;
		if (!s->sampled_ms)
			continue;
		for (uint64_t i = 1; i <= seconds; i++)
			history_add(&s->history, (uint32_t)(to > from ? from + i : to),
				    (enum history_way)way, n * i / seconds - n * (i - 1) / seconds);
	}
	s->sampled_ms = now_ms;
}

static void take(struct conn_screen *s, const struct run_status *st)
{
	bool there = read_row(s, st);

	s->left = !there;
	s->row = (struct row){ .engine = s->names.engine,
			       .data = s->data,
			       .now_ms = there ? st->now.mono_ms : s->row.now_ms,
			       .run_ms = st->run_ms };
	sample(s, st->now.mono_ms);
}

/* --- text --- */

/* An end of the connection: its names, if it has any, and its numbers. */
static void end_name(struct conn_screen *s, unsigned way, struct strbuf *out)
{
	char names[160], numbers[ADDR_TEXT + 8], address[ADDR_TEXT];
	struct strbuf sb;
	struct value v;

	value_of(&s->row, "src", way, &v);
	sb_init(&sb, names, sizeof(names));
	naming_addr(&s->names, &v.ep.addr, &sb);
	sb_add(&sb, ":");
	naming_port(&s->names, v.ep.port, v.proto, &sb);
	snprintf(numbers, sizeof(numbers), "%s:%u", addr_text(&v.ep.addr, address, sizeof(address)),
		 v.ep.port);
	sb_add(out, numbers);
	if (strcmp(names, numbers) != 0)
		sb_printf(out, "  %s", names);
}

static void mac_value(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	char text[MAC_TEXT];
	struct value v;

	(void)s;
	value_of(r, "mac", way, &v);
	sb_add(out, v.type == V_NONE ? "" : mac_text(v.mac, text, sizeof(text)));
}

static void state_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	struct value state, flags;

	(void)s;
	value_of(r, "state", way, &state);
	value_of(r, "flags", way, &flags);
	if (!number_of(r, "packets", way))
		sb_add(out, "nothing seen");
	else
		sb_printf(out, "%s  %s", state.s, flags.s);
}

static void count(const struct row *r, const char *key, unsigned way, struct strbuf *out)
{
	sb_printf(out, "%" PRIu64, number_of(r, key, way));
}

static void sent_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	(void)s;
	count(r, "bytes", way, out);
	sb_add(out, " bytes, ");
	count(r, "packets", way, out);
	sb_add(out, " packets");
}

static void rate_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	char text[FMT_RATE];

	footer_rate(s->env, number_of(r, "rate", way), text, sizeof(text));
	sb_add(out, text + strspn(text, " "));
}

static void micros(const struct row *r, const char *key, unsigned way, struct strbuf *out)
{
	char text[FMT_MICROS];

	if (!is_known(r, key, way)) {
		sb_add(out, "not measured");
		return;
	}
	fmt_micros(text, sizeof(text), number_of(r, key, way));
	sb_add(out, text + strspn(text, " "));
}

static void rtt_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	(void)s;
	micros(r, "rtt_us", way, out);
}

/* With their share of the packets. */
static void lost_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	uint64_t n = number_of(r, "retransmitted", way), all = number_of(r, "packets", way);

	(void)s;
	sb_printf(out, "%" PRIu64, n);
	if (n && all)
		sb_printf(out, " (%.2f%% of packets)", 100.0 * (double)n / (double)all);
}

static void late_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	(void)s;
	count(r, "reordered", way, out);
}

static void dup_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	(void)s;
	count(r, "dup_acks", way, out);
}

/* RFC 7323, 2.2: scaled when both SYNs have the option. */
static void window_text(struct conn_screen *s, const struct row *r, unsigned way,
			struct strbuf *out)
{
	uint64_t window = number_of(r, "window", way), closed = number_of(r, "zero_windows", way);
	bool scaled = is_known(r, "window_scale", 0) && is_known(r, "window_scale", 1);

	(void)s;
	sb_printf(out, "%" PRIu64, window << (scaled ? number_of(r, "window_scale", way) : 0));
	if (closed)
		sb_printf(out, ", was closed %" PRIu64 " time%s", closed, closed > 1 ? "s" : "");
}

static void syn_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	(void)s;
	if (!is_known(r, "sack", way)) {
		sb_add(out, "not seen");
		return;
	}
	if (is_known(r, "mss", way))
		sb_printf(out, "MSS %" PRIu64 " ", number_of(r, "mss", way));
	if (is_known(r, "window_scale", way))
		sb_printf(out, "scale %" PRIu64 " ", number_of(r, "window_scale", way));
	sb_add(out, number_of(r, "sack", way) ? "SACK " : "no SACK ");
	sb_add(out, number_of(r, "ecn", way) ? "ECN" : "");
}

static void ttl_text(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out)
{
	(void)s;
	if (is_known(r, "ttl", way))
		count(r, "ttl", way, out);
	if (number_of(r, "congested", way))
		sb_add(out, ", has reported congestion");
}

/* What is there once for each direction. */
static const struct line {
	const char *label;
	void (*text)(struct conn_screen *s, const struct row *r, unsigned way, struct strbuf *out);
} lines[TABLE_LINES] = {
	{ "State", state_text },
	{ "Sent", sent_text },
	{ "Rate", rate_text },
	{ "RTT", rtt_text },
	{ "Retransmitted", lost_text },
	{ "Out of order", late_text },
	{ "Duplicate ACKs", dup_text },
	{ "Window", window_text },
	{ "SYN", syn_text },
	{ "TTL", ttl_text },
	{ "MAC address", mac_value },
};

/* --- drawing --- */

static int way_width(const struct conn_screen *s)
{
	int room = (s->sheet.box.w - 4 - LABEL_WIDTH) / 2;

	return room > WAY_WIDTH ? room : WAY_WIDTH;
}

static void draw_ends(struct conn_screen *s)
{
	static const char *const ends[] = { "First end", "Second end" };
	char text[256];
	struct strbuf sb;

	for (int way = 0; way < 2; way++) {
		sb_init(&sb, text, sizeof(text));
		end_name(s, (unsigned)way, &sb);
		sheet_text(&s->sheet, 1 + way, 2, ROLE_TEXT, ends[way]);
		sheet_text(&s->sheet, 1 + way, 2 + LABEL_WIDTH, ROLE_HIGH, text);
		sheet_text(&s->sheet, 3, 2 + LABEL_WIDTH + way * way_width(s), ROLE_TEXT,
			   ends[way]);
	}
}

static void draw_line(struct conn_screen *s, int i)
{
	char text[128];
	struct strbuf sb;

	sheet_text(&s->sheet, TABLE_TOP + i, 2, ROLE_TEXT, lines[i].label);
	for (int way = 0; way < 2; way++) {
		sb_init(&sb, text, sizeof(text));
		lines[i].text(s, &s->row, (unsigned)way, &sb);
		sheet_text(&s->sheet, TABLE_TOP + i, 2 + LABEL_WIDTH + way * way_width(s),
			   ROLE_HIGH, text);
	}
}

/* When and where. */
static void draw_times(struct conn_screen *s, const struct run_status *st, int y)
{
	uint64_t age = number_of(&s->row, "age", 0), idle = number_of(&s->row, "idle", 0);
	char date[FMT_DATE], ages[FMT_AGE], idles[FMT_AGE], where[64];
	struct value iface, vlan;

	value_of(&s->row, "iface", 0, &iface);
	value_of(&s->row, "vlan", 0, &vlan);
	snprintf(where, sizeof(where), "%s", iface.s);
	if (vlan.type != V_NONE)
		snprintf(where, sizeof(where), "%s VLAN %u", iface.s, (unsigned)vlan.u);
	fmt_date(date, sizeof(date), st->now.wall - (time_t)(age / 1000));
	fmt_age(ages, sizeof(ages), age);
	fmt_age(idles, sizeof(idles), idle);
	sheet_textf(&s->sheet, y, 2, ROLE_TEXT, "Since %.19s, for %s; idle %s; %s", date,
		    ages + strspn(ages, " "), idles + strspn(idles, " "), where);
}

static void end_text(struct conn_screen *s, struct strbuf *out)
{
	struct value how, by;

	value_of(&s->row, "ended", 0, &how);
	value_of(&s->row, "ended_by", 0, &by);
	if (how.type == V_NONE) {
		sb_add(out, s->left ? "evicted: table full" : "open");
		return;
	}
	sb_add(out, strcmp(how.s, "fin") == 0	    ? "closed"
		    : strcmp(how.s, "timeout") == 0 ? "timed out"
		    : strcmp(how.s, "reset") == 0   ? "reset"
						    : "ICMP: unreachable");
	if (by.type != V_NONE)
		sb_printf(out, " by the %s end", strcmp(by.s, "src") == 0 ? "first" : "second");
}

static void draw_path(struct conn_screen *s, int y)
{
	char handshake[32], path[32], end[64];
	struct strbuf sb;

	sb_init(&sb, handshake, sizeof(handshake));
	micros(&s->row, "handshake_us", 0, &sb);
	sb_init(&sb, path, sizeof(path));
	micros(&s->row, "path_rtt_us", 0, &sb);
	sb_init(&sb, end, sizeof(end));
	end_text(s, &sb);
	sheet_textf(&s->sheet, y, 2, ROLE_TEXT, "Handshake %s; round trip %s; %s", handshake, path,
		    end);
}

/* Its kind, VNI or key, and the outer addresses of the first packet. */
static void draw_tunnel(struct conn_screen *s, int y)
{
	static const char *const names[][2] = { { "gre", "GRE" },
						{ "vxlan", "VXLAN" },
						{ "geneve", "Geneve" },
						{ "ipip", "IP in IP" } };
	struct value kind, id, end[2];
	char text[32 + 2 * ADDR_TEXT], a[2][ADDR_TEXT];
	struct strbuf sb;

	value_of(&s->row, "tunnel", 0, &kind);
	value_of(&s->row, "tunnel_id", 0, &id);
	for (unsigned way = 0; way < 2; way++) {
		value_of(&s->row, "tunnel_src", way, &end[way]);
		if (end[way].type != V_NONE)
			addr_text(&end[way].ep.addr, a[way], sizeof(a[way]));
	}
	sb_init(&sb, text, sizeof(text));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(kind.s, names[i][0]) == 0)
			sb_add(&sb, names[i][1]);
	if (id.type != V_NONE)
		sb_printf(&sb, " %" PRIu64, id.u);
	if (end[0].type != V_NONE)
		sb_printf(&sb, ", %s > %s", a[0], a[1]);
	sheet_text(&s->sheet, y, 2, ROLE_TEXT, "Tunnel");
	sheet_text(&s->sheet, y, 2 + LABEL_WIDTH, ROLE_HIGH, text);
}

static void conn_draw(void *self, const struct run_status *st)
{
	static const char *const titles[] = { "First to second", "Second to first", "Both ways" };
	struct conn_screen *s = self;
	struct rate_graph graph = { .history = &s->history,
				    .span = HISTORY_SECONDS,
				    .kbytes = s->env->set->kbytes,
				    .titles = titles,
				    .or_sum = true };

	if (!st->paused || !s->sampled_ms)
		take(s, st);
	graph.now_ms = s->sampled_ms;
	graph.first_ms = s->first_ms;
	paint_box(s->sheet.box, ROLE_BOX, ROLE_TEXT);
	paint_text(s->sheet.box, 0, 1, ROLE_BOX, " TCP connection ");
	if (st->paused)
		paint_text(s->sheet.box, 0, 18, ROLE_MARK, " Paused ");
	draw_ends(s);
	for (int i = 0; i < TABLE_LINES; i++)
		draw_line(s, i);
	draw_times(s, st, TABLE_TOP + TABLE_LINES);
	draw_path(s, TABLE_TOP + TABLE_LINES + 1);
	if (s->sheet.lines > SHEET_LINES)
		draw_tunnel(s, TABLE_TOP + TABLE_LINES + 2);
	rate_graph_draw(s->graph, &graph);
	sheet_marks(&s->sheet);
}

/* --- the screen --- */

static int conn_open(void *self, const struct screen_env *env)
{
	const struct picked *picked = env->engine;
	struct conn_screen *s = self;

	s->env = env;
	s->names = *env;
	s->names.engine = picked->engine;
	s->slot = picked->slot;
	s->sheet.lines = SHEET_LINES + picked->tunnel;
	s->sheet.columns = LABEL_WIDTH + 2 * WAY_WIDTH;
	s->data = calloc(1, conns_table.row_size);
	return s->data ? 0 : -ENOMEM;
}

static void conn_close(void *self)
{
	free(((struct conn_screen *)self)->data);
}

/* The graph is below, inside the box, if the sheet leaves room for one. */
static void conn_layout(void *self, struct rect area)
{
	struct conn_screen *s = self;
	int top = s->sheet.lines + 1;

	sheet_fit(&s->sheet, area);
	s->graph = (struct rect){ area.y + top, area.x + 2, area.h - 1 - top, area.w - 4 };
}

static void conn_act(void *self, enum action act)
{
	sheet_act(&((struct conn_screen *)self)->sheet, act);
}

static const struct keybind conn_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Dn/Lft/Rt", .hint = "scroll" },
	SHEET_KEYS,
	{ .key = 0 },
};

static const struct screen_ops scr_conn = {
	.size = sizeof(struct conn_screen),
	.open = conn_open,
	.close = conn_close,
	.layout = conn_layout,
	.draw = conn_draw,
	.act = conn_act,
	.keys = conn_keys,
};

int scr_conn_run(const struct screen_env *env, uint32_t slot)
{
	struct picked picked = { .engine = env->engine, .slot = slot };
	const struct reading r = { .table = &conns_table, .engine = env->engine };
	struct screen_env own = *env;
	struct value tunnel;
	struct row row;
	bool there;

	table_lock(env->host->lock);
	there = table_read(&r, slot, &row);
	if (there)
		value_of(&row, "tunnel", 0, &tunnel);
	table_unlock(env->host->lock);
	if (!there)
		return 0;
	picked.tunnel = tunnel.type != V_NONE;
	own.engine = &picked;
	own.over = true;
	return screen_run(&scr_conn, &own);
}
