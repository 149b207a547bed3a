#include "ui/tablew.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmt.h"
#include "base/text.h"
#include "config/settings.h"
#include "ui/box.h"
#include "ui/naming.h"
#include "ui/paint.h"

void tablew_init(struct tablew *w, const struct table *t, const struct screen_env *env)
{
	w->table = t;
	w->env = env;
	w->scroll.has_bar = true;
}

void tablew_without_bar(struct tablew *w)
{
	w->scroll.has_bar = false;
	w->scroll.scrolled_back = true;
}

void tablew_layout(struct tablew *w, struct rect box, unsigned mode)
{
	w->box = box;
	w->mode = mode;
	w->columns = columns_fit(w->table, mode, box.w, w->column);
}

static bool find_bar(const struct tablew *w, size_t from, size_t *at)
{
	for (size_t i = from; i-- > 0;)
		if (w->table->id(w->env->engine, i) == w->bar_id) {
			*at = i;
			return true;
		}
	return false;
}

/*
 * Rows move up when others above them leave, and anywhere when they are sorted anew; a row that is
 * gone leaves the bar where it would have been.  A bar on the first line of a list that is kept in
 * order stays there: it marks whoever leads.
 */
static void follow_bar(struct tablew *w)
{
	const struct table *t = w->table;
	size_t bar = w->scroll.bar, count = w->scroll.count, at;

	if (!w->bar_id || (bar < count && t->id(w->env->engine, bar) == w->bar_id) ||
	    (w->kept && bar == 0))
		return;
	if (find_bar(w, w->kept || bar >= count ? count : bar, &at))
		scroll_to(&w->scroll, at);
}

/* Goes down by itself. */
static bool is_rate(const struct field *f)
{
	return f->type == V_RATE || f->type == V_SHORT_RATE || f->type == V_BRIEF_RATE;
}

static void keep_order(struct tablew *w, const struct run_status *st)
{
	uint64_t second = st->now.mono_ms / 1000;

	if (!w->kept || second == w->kept_s ||
	    (w->kept_s && st->captured == w->kept_packets && !is_rate(w->by)))
		return;
	w->kept_s = second;
	w->kept_packets = st->captured;
	w->table->sort(w->env->engine, w->by);
}

static void fit(struct tablew *w)
{
	int lines = rect_inside(w->box).h;

	scroll_fit(&w->scroll, w->table->count(w->env->engine), lines > 0 ? (size_t)lines : 0);
	follow_bar(w);
	w->bar_id = w->scroll.count ? w->table->id(w->env->engine, w->scroll.bar) : 0;
}

static void draw_titles(const struct tablew *w)
{
	for (size_t i = 0; i < w->columns; i++) {
		const struct column *c = &w->column[i];
		struct rect line = rect_line(w->box, 0, c->title_x, 1);

		if (!*c->field->title)
			continue;
		/* the next title's place is not to be painted over, nor the line between them */
		for (size_t k = i + 1; k < w->columns; k++)
			if (*w->column[k].field->title) {
				line.w = w->column[k].title_x - c->title_x;
				break;
			}
		paint_textf(line, 0, 0, ROLE_BOX, " %s ", c->field->title);
		if (w->kept && c->field == w->by)
			paint_glyph(line, 0, 0, ROLE_MARK,
				    w->by->ascending ? PAINT_UP : PAINT_DOWN);
	}
}

static void port_text(const struct tablew *w, const struct value *v, struct strbuf *out)
{
	switch (v->port) {
	case PORT_NUMBER:
		sb_add(out, ":");
		naming_port(w->env, v->ep.port, v->proto, out);
		break;
	case PORT_ECHO_ID:
		sb_printf(out, " id%u", v->ep.port);
		break;
	case PORT_ICMP_TYPE:
		sb_printf(out, " t%u", v->ep.port);
		break;
	default:
		break;
	}
}

/* An address gives way to its port; from 80 columns up as much as the original's does. */
static void endpoint_text(const struct tablew *w, const struct column *c, const struct value *v,
			  char *buf, size_t n)
{
	char addr[256], port[32];
	struct strbuf a, p;
	int room;
	bool cut;

	sb_init(&p, port, sizeof(port));
	port_text(w, v, &p);
	sb_init(&a, addr, sizeof(addr));
	naming_addr(w->env, &v->ep.addr, &a);
	room = c->w - 1 - (int)p.len;
	if (room > c->addr_w && c->addr_w > 0 && !c->field->cut_marked)
		room = c->addr_w;
	if (room < 0)
		room = 0;
	cut = (int)a.len > room && room > 0 && (c->field->cut_marked || c->narrow);
	snprintf(buf, n, "%.*s%s%s", room - cut, addr, cut ? "~" : "", port);
}

static void value_text(const struct tablew *w, const struct column *c, const struct value *v,
		       char *buf, size_t n)
{
	char num[32];

	switch (v->type) {
	case V_COUNT:
		/* a narrow column goes without the blanks before the figures */
		fmt_count(num, sizeof(num), v->u);
		snprintf(buf, n, "%*s", c->field->width, num + strspn(num, " "));
		break;
	case V_NUMBER:
		snprintf(buf, n, "%*" PRIu64, c->field->width, v->u);
		break;
	case V_RATE:
		fmt_rate(buf, n, v->u, w->env->set->kbytes ? RATE_KBYTES : RATE_KBITS);
		break;
	case V_SHORT_RATE:
		fmt_rate_short(buf, n, v->u, w->env->set->kbytes ? RATE_KBYTES : RATE_KBITS);
		break;
	case V_BRIEF:
		fmt_brief(buf, n, v->u);
		break;
	case V_BRIEF_RATE:
		fmt_brief(buf, n, w->env->set->kbytes ? v->u : v->u * 8);
		break;
	case V_AGE:
		fmt_age(buf, n, v->u);
		break;
	case V_ENDPOINT:
		endpoint_text(w, c, v, buf, n);
		break;
	case V_TEXT:
		text_clean(buf, n, v->s, paint_is_utf8());
		break;
	case V_NONE:
		buf[0] = '\0';
		break;
	}
}

static enum role role_of(enum field_look look, bool bar)
{
	if (look == LOOK_HIGHLIGHT)
		return bar ? ROLE_BAR_HIGH : ROLE_HIGH;
	return bar ? ROLE_BAR : ROLE_TEXT;
}

static void draw_heading(const struct tablew *w, const void *data, int y)
{
	char text[256], clean[256];

	w->table->heading(w->env->engine, data, text, sizeof(text));
	paint_text(rect_line(w->box, y, 2, 1), 0, 0, ROLE_TEXT,
		   text_clean(clean, sizeof(clean), text, paint_is_utf8()));
}

/* The bracket of a pair, or what ties a line to its heading; returns the column after it. */
static int draw_tie(const struct tablew *w, size_t row, int y)
{
	if (w->table->pairs) {
		paint_glyph(w->box, y, 1, ROLE_MARK, row & 1 ? PAINT_LOWER_LEFT : PAINT_UPPER_LEFT);
		return 2;
	}
	if (w->table->heading && (row & 1)) {
		paint_glyph(w->box, y, 2, ROLE_MARK, PAINT_LOWER_LEFT);
		return 3;
	}
	return 1;
}

static void draw_row(const struct tablew *w, size_t row, int y, bool bar)
{
	const void *data = w->table->row(w->env->engine, row);
	struct value v;
	char text[256];
	int x = draw_tie(w, row, y);

	paint_fill(rect_line(w->box, y, x, 1), bar ? ROLE_BAR : ROLE_TEXT);
	if (w->table->heading && !(row & 1)) {
		draw_heading(w, data, y);
		return;
	}
	for (size_t i = 0; i < w->columns; i++) {
		const struct column *c = &w->column[i];
		struct rect cell = rect_line(w->box, y, c->x, 0);

		cell.w = c->w;
		v.type = c->field->type;
		v.port = PORT_NUMBER;
		c->field->get(w->env->engine, data, &v);
		value_text(w, c, &v, text, sizeof(text));
		paint_text(cell, 0, 0, role_of(c->field->look, bar), text);
	}
}

void tablew_draw(struct tablew *w, const struct run_status *st)
{
	struct scroll *s = &w->scroll;

	keep_order(w, st);
	fit(w);
	paint_box(w->box, ROLE_BOX, ROLE_TEXT);
	draw_titles(w);
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++)
		draw_row(w, s->top + i, 1 + (int)i, s->has_bar && s->top + i == s->bar);
}

bool tablew_selected(const struct tablew *w, size_t *row)
{
	*row = w->scroll.bar;
	return w->scroll.count > 0;
}

/* --- sorting --- */

#define SORT_WIDTH 35
#define SORT_LINES 16
#define SORT_SHORT 9 /* lines of a box that stands a line lower */

static const struct field *field_by_sortkey(const struct table *t, int key)
{
	for (const struct field *f = t->fields; f->key; f++)
		if (f->sortkey && key < 128 && f->sortkey == tolower(key))
			return f;
	return NULL;
}

static int ask_sort_key(const struct tablew *w)
{
	static const char *const first[] = { "", "Select sort criterion", "" };
	char text[SORT_LINES][SORT_WIDTH + 4]; /* marks take no column */
	const char *lines[SORT_LINES];
	size_t n = 0;

	for (; n < 3; n++)
		lines[n] = first[n];
	for (const struct field *f = w->table->fields; f->key && n < SORT_LINES - 2; f++) {
		if (!f->sortkey)
			continue;
		snprintf(text[n], sizeof(text[n]), "^%c^ - %s", toupper((unsigned char)f->sortkey),
			 f->sortname);
		lines[n] = text[n];
		n++;
	}
	lines[n++] = "^Any other key^ - cancel sort";
	lines[n++] = "";
	return box_ask(w->env->ui, &(struct box){ .look = &box_dialog,
						  .lines = lines,
						  .n = n,
						  .width = SORT_WIDTH,
						  .rows = n > SORT_SHORT ? 10 : 8,
						  .from_right = 40 });
}

/* A list does not follow its end, not even when all of it was in view. */
static bool move_view(struct tablew *w, enum action act)
{
	if (!scroll_act(&w->scroll, act))
		return false;
	w->scroll.scrolled_back = true;
	w->bar_id = 0;
	return true;
}

static bool sort(struct tablew *w)
{
	const struct screen_host *host = w->env->host;
	const struct field *by = field_by_sortkey(w->table, ask_sort_key(w));

	if (!by)
		return false;
	table_lock(host->lock);
	if (w->table->tidy)
		w->table->tidy(w->env->engine);
	w->table->sort(w->env->engine, by);
	table_unlock(host->lock);
	move_view(w, ACT_HOME);
	w->by = by;
	return true;
}

/* Keeping an order asks for one when there is none yet. */
static void toggle_kept(struct tablew *w)
{
	if (w->kept)
		w->kept = false;
	else if (w->by || sort(w))
		w->kept = true;
	w->kept_s = 0;
}

bool tablew_act(struct tablew *w, enum action act)
{
	if (act == ACT_SORT || act == ACT_KEEP_ORDER) {
		if (!w->table->sort)
			return false;
		if (act == ACT_SORT)
			sort(w);
		else
			toggle_kept(w);
		return true;
	}
	return move_view(w, act);
}
