#include "ui/tablew.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fmt.h"
#include "base/text.h"
#include "config/names.h"
#include "config/settings.h"
#include "ui/naming.h"
#include "ui/paint.h"

#define ADDRESS_LEAST 22 /* "255.255.255.255:65535" and a blank */
#define ADDRESS_MOST  46 /* of IPv6 */

int tablew_init(struct tablew *w, const struct columns *c, const struct screen_env *env, bool bar)
{
	w->columns = c;
	w->env = env;
	w->scroll.has_bar = bar;
	w->scroll.scrolled_back = !bar;
	return screen_view(env, &w->view, c->table);
}

void tablew_fini(struct tablew *w)
{
	tablew_file_close(w);
	view_fini(&w->view);
}

void tablew_layout(struct tablew *w, struct rect box, unsigned mode)
{
	w->box = box;
	w->mode = mode;
	w->room = 0;
	w->shown = columns_fit(w->columns, mode, box.w, w->column);
}

/* Never 0, and of this row for as long as its slot is its own. */
static uint64_t line_id(const struct tablew *w, size_t line)
{
	return (uint64_t)w->view.line[line / tablew_height(w)] * 2 + line % tablew_height(w) + 1;
}

/*
 * Rows move up when others above them leave, and anywhere when they are sorted; a row that is gone
 * leaves the bar where it would have been.  A bar on the first line of a list that is kept in
 * order stays there: it marks the leader.
 */
static void follow_bar(struct tablew *w)
{
	size_t bar = w->scroll.bar, count = w->scroll.count;
	uint64_t id = w->bar_id - 1;
	uint32_t at;

	if (!w->bar_id || (bar < count && line_id(w, bar) == w->bar_id) || (w->kept && bar == 0))
		return;
	at = view_find(&w->view, (uint32_t)(id / 2));
	if (at < w->view.lines)
		scroll_to(&w->scroll, at * tablew_height(w) + id % 2);
}

void tablew_prepare(struct tablew *w, const struct run_status *st)
{
	uint64_t until_us = clock_mono_us() + TABLEW_FIRST_US;

	w->now_ms = st->now.mono_ms;
	w->run_ms = st->run_ms;
	w->wall = st->now.wall;
	screen_hold(w->env, &w->view, st);
	tablew_find_again(w);
	tablew_order_begin(w, st);
	tablew_work(w, until_us);
}

/* Rows are compared, sorted and written as they are held; and found in the order that they have. */
bool tablew_work(struct tablew *w, uint64_t until_us)
{
	if (screen_hold_work(w->env, &w->view, until_us) ||
	    !view_list_step(&w->view, w->env->host->lock, until_us) ||
	    tablew_find_scan(w, until_us) ||
	    !view_order_step(&w->view, w->env->host->lock, until_us) ||
	    tablew_find_seek(w, until_us))
		return true;
	tablew_copy_work(w);
	return tablew_file_work(w, until_us);
}

void tablew_fit(struct tablew *w)
{
	int lines = rect_inside(w->box).h;

	view_update(&w->view);
	scroll_fit(&w->scroll, w->view.lines * tablew_height(w), lines > 0 ? (size_t)lines : 0);
	follow_bar(w);
	/* until its line has the row that belongs there, the bar keeps to the line */
	w->bar_id = w->scroll.count && !tablew_is_sorting(w) ? line_id(w, w->scroll.bar) : 0;
}

void tablew_begin(struct tablew *w)
{
	const struct table_lock *lock = w->env->host->lock;

	table_lock(lock);
	tablew_fit(w);
	table_unlock(lock);
}

const char *tablew_title(const struct tablew *w, const struct column_def *d,
			 char title[TABLEW_TITLE])
{
	char *unit;

	snprintf(title, TABLEW_TITLE, "%s", d->title);
	unit = strchr(title, '$');
	if (unit)
		*unit = w->env->set->kbytes ? 'B' : 'b';
	return title;
}

bool tablew_is_sorted_by(const struct tablew *w, const struct column_def *d)
{
	return strcmp(d->key, w->by->key) == 0 || (d->sum && strcmp(d->sum, w->by->key) == 0);
}

static void draw_titles(const struct tablew *w)
{
	char title[TABLEW_TITLE];

	for (size_t i = 0; i < w->shown; i++) {
		const struct column *c = &w->column[i];
		struct rect line = rect_line(w->box, 0, c->title_x, 1);

		if (!*c->def->title)
			continue;
		/* the next title's place is not to be painted over, nor the line between them */
		for (size_t k = i + 1; k < w->shown; k++)
			if (*w->column[k].def->title) {
				line.w = w->column[k].title_x - c->title_x;
				break;
			}
		paint_textf(line, 0, 0, ROLE_BOX, " %s ", tablew_title(w, c->def, title));
		if (w->kept && tablew_is_sorted_by(w, c->def))
			paint_glyph(line, 0, 0, ROLE_MARK,
				    w->by->ascending ? PAINT_UP : PAINT_DOWN);
	}
}

static enum role role_of(enum column_look look, bool bar, bool found)
{
	if (look == LOOK_HIGHLIGHT)
		return bar ? ROLE_BAR_HIGH : ROLE_HIGH;
	return bar ? ROLE_BAR : found ? ROLE_MARK : ROLE_TEXT;
}

static void draw_heading(const struct tablew *w, const struct row *r, int y)
{
	char text[256], clean[256];

	w->columns->heading(w->columns->table, r, w->box.w - 3, text, sizeof(text));
	paint_text(rect_line(w->box, y, 2, 1), 0, 0, ROLE_TEXT,
		   text_clean(clean, sizeof(clean), text, paint_is_utf8()));
}

/* The bracket of a pair, or what ties a line to its heading; returns the column after it. */
static int draw_tie(const struct tablew *w, size_t line, int y)
{
	if (w->columns->pairs) {
		paint_glyph(w->box, y, 1, ROLE_MARK,
			    line & 1 ? PAINT_LOWER_LEFT : PAINT_UPPER_LEFT);
		return 2;
	}
	if (w->columns->heading && (line & 1)) {
		paint_glyph(w->box, y, 2, ROLE_MARK, PAINT_LOWER_LEFT);
		return 3;
	}
	return 1;
}

static bool has_text(const struct tablew *w,
		     bool (*text)(const struct table *, const struct row *, char *, size_t))
{
	for (size_t i = 0; i < w->shown; i++)
		if (w->column[i].def->text == text)
			return true;
	return false;
}

/* From column x of the cell on. */
static void draw_behind(const struct tablew *w, const struct column *c, const struct row *r,
			struct rect cell, int x, bool bar)
{
	char text[64];

	if (!c->def->behind || has_text(w, c->def->behind) ||
	    !c->def->behind(w->columns->table, r, text, sizeof(text)))
		return;
	if (x + 1 + paint_width(text) < cell.w)
		paint_text(cell, 0, x + 1, bar ? ROLE_BAR : ROLE_BOX, text);
}

static void draw_line(const struct tablew *w, const struct run_status *st, size_t line, int y,
		      bool bar)
{
	struct row r;
	char text[1024];
	bool found;
	int x;

	if (!view_read(&w->view, (uint32_t)(line / tablew_height(w)), st->now.mono_ms, st->run_ms,
		       &r))
		return;
	found = tablew_is_found(w, &r);
	x = draw_tie(w, line, y);
	paint_fill(rect_line(w->box, y, x, 1), bar ? ROLE_BAR : ROLE_TEXT);
	if (w->columns->heading && !(line & 1)) {
		draw_heading(w, &r, y);
		return;
	}
	if (w->columns->pairs)
		r.way = line & 1;
	for (size_t i = 0; i < w->shown; i++) {
		const struct column *c = &w->column[i];
		struct rect cell = rect_line(w->box, y, c->x, 0);

		cell.w = c->w;
		tablew_cell(w, c, &r, text, sizeof(text));
		x = paint_text(cell, 0, 0, role_of(c->def->look, bar, found), text);
		draw_behind(w, c, &r, cell, x, bar);
	}
}

/* What the addresses of a line would take, with a blank behind. */
static int addresses_width(const struct tablew *w, const struct row *r)
{
	int widest = 0;

	for (size_t i = 0; i < 2; i++) {
		struct column c = w->column[i];
		char text[256];

		c.w = sizeof(text);
		tablew_cell(w, &c, r, text, sizeof(text));
		if (paint_width(text) + 1 > widest)
			widest = paint_width(text) + 1;
	}
	return widest < ADDRESS_MOST ? widest : ADDRESS_MOST;
}

/* Columns move when a wider address comes into view than any before, not when it leaves. */
static void make_room(struct tablew *w, const struct run_status *st)
{
	const struct scroll *s = &w->scroll;
	int room = w->room ? w->room : ADDRESS_LEAST;
	struct row r;

	for (size_t i = 0; i < s->height && s->top + i < s->count; i++) {
		if (!view_read(&w->view, (uint32_t)(s->top + i), st->now.mono_ms, st->run_ms, &r))
			continue;
		if (addresses_width(w, &r) > room)
			room = addresses_width(w, &r);
	}
	if (room == w->room)
		return;
	w->room = room;
	w->shown = columns_fit_addresses(w->columns, w->mode, w->box.w, room, w->column);
}

void tablew_draw(struct tablew *w, const struct run_status *st)
{
	struct scroll *s = &w->scroll;

	tablew_fit(w);
	if (w->columns->addresses_first)
		make_room(w, st);
	paint_box(w->box, ROLE_BOX, ROLE_TEXT);
	draw_titles(w);
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++)
		draw_line(w, st, s->top + i, 1 + (int)i, s->has_bar && s->top + i == s->bar);
	if (s->count == 0)
		screen_draw_empty(w->env, w->box, st);
}

bool tablew_show_bar(struct tablew *w)
{
	if (w->scroll.has_bar)
		return false;
	w->scroll.has_bar = true;
	scroll_to(&w->scroll, w->scroll.top);
	return true;
}

bool tablew_slot(const struct tablew *w, uint32_t *slot)
{
	size_t line = w->scroll.bar / tablew_height(w);

	if (!w->scroll.has_bar || line >= w->view.lines)
		return false;
	*slot = w->view.line[line];
	return true;
}

bool tablew_selected(const struct tablew *w, const struct run_status *st, struct row *out)
{
	size_t line = w->scroll.bar;

	if (!w->scroll.count || !view_read(&w->view, (uint32_t)(line / tablew_height(w)),
					   st->now.mono_ms, st->run_ms, out))
		return false;
	if (w->columns->pairs)
		out->way = line & 1;
	return true;
}

size_t tablew_rows(const struct tablew *w)
{
	return w->view.lines;
}

uint64_t tablew_evicted(const struct tablew *w)
{
	return view_evicted(&w->view);
}

/* --- keys --- */

/* A list does not follow its end, not even when all of it was in view. */
bool tablew_move(struct tablew *w, enum action act)
{
	if (!scroll_act(&w->scroll, act))
		return false;
	w->scroll.scrolled_back = true;
	w->bar_id = 0;
	return true;
}

void tablew_take_time(struct tablew *w)
{
	struct run_status st;

	if (w->run_ms)
		return;
	screen_status(w->env, &st);
	w->now_ms = st.now.mono_ms;
	w->run_ms = st.run_ms;
}

/* What the head at column x of the border sorts by. */
static const struct column_def *head_at(const struct tablew *w, int x)
{
	for (size_t i = 0; i < w->shown; i++) {
		int from = w->column[i].title_x, width = paint_width(w->column[i].def->title);

		if (width && x >= from && x < from + width + 2)
			return tablew_sorting_by(w, w->column[i].def->key);
	}
	return NULL;
}

bool tablew_click(struct tablew *w, int y, int x)
{
	const struct column_def *head;
	size_t line;

	y -= w->box.y;
	x -= w->box.x;
	if (y < 0 || y >= w->box.h || x < 0 || x >= w->box.w)
		return false;
	head = y == 0 ? head_at(w, x) : NULL;
	line = w->scroll.top + (size_t)(y > 0 ? y - 1 : 0);
	if (head) {
		tablew_sort_by(w, head);
	} else if (y > 0 && y < w->box.h - 1 && line < w->scroll.count) {
		tablew_show_bar(w);
		scroll_to(&w->scroll, line);
		w->bar_id = 0;
	}
	return true;
}

bool tablew_act(struct tablew *w, enum action act)
{
	return tablew_order_act(w, act) || tablew_find_act(w, act) || tablew_write_act(w, act) ||
	       tablew_move(w, act);
}
