#include "ui/tablew.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fmt.h"
#include "base/text.h"
#include "config/names.h"
#include "config/settings.h"
#include "ui/box.h"
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

/* Goes down by itself. */
static bool is_rate(const struct tablew *w)
{
	const struct field *f = w->view.by;

	return f && (f->type == V_RATE || f->type == V_DURATION);
}

/* Rows from the first on that must be in order: those in view, and a page more. */
static uint32_t rows_needed(const struct tablew *w)
{
	int lines = rect_inside(w->box).h;
	size_t height = lines > 0 ? (size_t)lines : 0;

	return (uint32_t)((w->scroll.top + 2 * height) / tablew_height(w) + 1);
}

static void sort_by(struct tablew *w, uint32_t need)
{
	const struct screen_host *host = w->env->host;
	unsigned way = 0;
	const struct field *f = field_find(w->columns->table->fields, w->by->key, &way);

	w->view.by_way = way;
	w->view.then =
		w->by->then ? field_find(w->columns->table->fields, w->by->then, NULL) : NULL;
	view_sort(&w->view, host->lock, f, !w->by->ascending, need, w->now_ms, w->run_ms);
}

/* What came and went, for an order that has it in its place from the first picture on. */
static void take_news(struct tablew *w)
{
	table_lock(w->env->host->lock);
	view_update(&w->view);
	table_unlock(w->env->host->lock);
}

/* The clock of a file does not go on after its last packet. */
static bool is_behind(const struct tablew *w, const struct run_status *st)
{
	return !w->env->host->live && st->captured != w->kept_packets;
}

void tablew_prepare(struct tablew *w, const struct run_status *st)
{
	uint64_t second = st->now.mono_ms / 1000;
	bool enough;

	w->now_ms = st->now.mono_ms;
	w->run_ms = st->run_ms;
	screen_hold(w->env, &w->view, st);
	w->wall = st->now.wall;
	tablew_find_step(w);
	tablew_file_step(w);
	enough = !w->kept || w->view.sorted >= rows_needed(w) || w->view.sorted >= w->view.lines;
	if ((!w->kept && !w->view.front) || (enough && second == w->kept_s && !is_behind(w, st)))
		return;
	if (enough && w->kept_s && st->captured == w->kept_packets && !is_rate(w))
		return;
	w->kept_s = second;
	w->kept_packets = st->captured;
	if (w->kept) {
		take_news(w);
		sort_by(w, rows_needed(w));
	} else {
		view_sort_front(&w->view, w->env->host->lock, w->now_ms, w->run_ms);
	}
}

void tablew_fit(struct tablew *w)
{
	int lines = rect_inside(w->box).h;

	view_update(&w->view);
	scroll_fit(&w->scroll, w->view.lines * tablew_height(w), lines > 0 ? (size_t)lines : 0);
	follow_bar(w);
	w->bar_id = w->scroll.count ? line_id(w, w->scroll.bar) : 0;
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

/* By it, or by the sum that it is part of. */
static bool is_sorted_by(const struct tablew *w, const struct column_def *d)
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
		if (w->kept && is_sorted_by(w, c->def))
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

	w->columns->heading(w->columns->table, r, text, sizeof(text));
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
		paint_text(cell, 0, 0, role_of(c->def->look, bar, found), text);
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

/* --- sorting --- */

#define SORT_WIDTH 35
#define SORT_LINES 16
#define SORT_SHORT 9 /* lines of a box that is a line lower */

static const struct column_def *find_sortkey(const struct columns *c, int key)
{
	for (const struct column_def *d = c->def; d->key; d++)
		if (d->sortkey && key < 128 && d->sortkey == tolower(key))
			return d;
	return NULL;
}

/* What sorts by a field, in whatever set; NULL: nothing does. */
static const struct column_def *sorting_by(const struct tablew *w, const char *key)
{
	for (const struct column_def *d = w->columns->def; d->key; d++)
		if (d->sortkey && strcmp(d->key, key) == 0)
			return d;
	return NULL;
}

/* In the set of columns that M chose; those of every set do not count. */
static bool in_set(const struct tablew *w, const char *key)
{
	for (size_t i = 0; i < w->shown; i++)
		if (w->column[i].def->mode && strcmp(w->column[i].def->key, key) == 0)
			return true;
	return false;
}

/* The set on the screen is listed at any width: rate, retransmissions, round trip time, VLAN. */
static bool is_listed(const struct tablew *w, const struct column_def *d)
{
	return d->sortkey && (w->box.w >= d->listed_from || in_set(w, d->key));
}

static int ask_sort_key(const struct tablew *w)
{
	static const char *const first[] = { "", "Select sort criterion", "" };
	static const struct keyhint keys[] = { { .name = "Letter", .hint = "sort" },
					       { .name = "Any other key", .hint = "cancel" } };
	char text[SORT_LINES][SORT_WIDTH + 4]; /* marks take no column */
	const char *lines[SORT_LINES];
	size_t n = 0;

	for (; n < 3; n++)
		lines[n] = first[n];
	for (const struct column_def *f = w->columns->def; f->key && n < SORT_LINES - 2; f++) {
		if (!is_listed(w, f))
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
						  .from_right = 40,
						  .keys = keys,
						  .n_keys = 2 });
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

void tablew_keep(struct tablew *w, const char *key)
{
	const struct column_def *by = sorting_by(w, key);

	if (by)
		w->by = by;
	w->kept = w->by != NULL;
	w->kept_s = 0;
}

void tablew_front(struct tablew *w, const char *key)
{
	w->view.front = key ? field_find(w->columns->table->fields, key, NULL) : NULL;
	w->kept_s = 0;
	if (key)
		move_view(w, ACT_HOME);
}

void tablew_drop_over(struct tablew *w)
{
	const struct table_lock *lock = w->env->host->lock;

	table_lock(lock);
	view_drop_over(&w->view);
	table_unlock(lock);
}

void tablew_sort_again(struct tablew *w)
{
	w->kept_s = 0;
	if (w->by && !w->kept)
		sort_by(w, UINT32_MAX);
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

static bool has_order(const struct tablew *w, const struct column *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (*c[i].def->title && is_sorted_by(w, c[i].def))
			return true;
	return false;
}

/* So that one sees what rows are sorted by: the first set of columns that has it in view. */
static void show_order(struct tablew *w)
{
	struct column c[COLUMNS_MAX];

	if (w->by->set_stays || has_order(w, w->column, w->shown))
		return;
	for (const struct column_def *d = w->columns->def; d->key; d++) {
		unsigned set = d->mode & -(unsigned)d->mode;

		if (!set || !is_sorted_by(w, d))
			continue;
		set |= w->mode & COLUMNS_SEEN;
		if (!has_order(w, c, columns_fit(w->columns, set, w->box.w, c)))
			continue;
		tablew_layout(w, w->box, set);
		return;
	}
}

/* Once, by hand: all of it. */
static void sort_all(struct tablew *w, const struct column_def *by)
{
	w->by = by;
	show_order(w);
	tablew_take_time(w);
	tablew_drop_over(w);
	sort_by(w, UINT32_MAX);
	move_view(w, ACT_HOME);
}

static bool sort(struct tablew *w)
{
	const struct column_def *by = find_sortkey(w->columns, ask_sort_key(w));

	if (by)
		sort_all(w, by);
	return by != NULL;
}

/* What the head at column x of the border sorts by. */
static const struct column_def *head_at(const struct tablew *w, int x)
{
	for (size_t i = 0; i < w->shown; i++) {
		int from = w->column[i].title_x, width = paint_width(w->column[i].def->title);

		if (width && x >= from && x < from + width + 2)
			return sorting_by(w, w->column[i].def->key);
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
		sort_all(w, head);
	} else if (y > 0 && y < w->box.h - 1 && line < w->scroll.count) {
		tablew_show_bar(w);
		scroll_to(&w->scroll, line);
		w->bar_id = 0;
	}
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

static bool is_sortable(const struct columns *c)
{
	for (const struct column_def *d = c->def; d->key; d++)
		if (d->sortkey)
			return true;
	return false;
}

bool tablew_act(struct tablew *w, enum action act)
{
	w->said[0] = '\0';
	if (act == ACT_SORT || act == ACT_KEEP_ORDER) {
		if (!is_sortable(w->columns))
			return false;
		if (act == ACT_SORT)
			sort(w);
		else
			toggle_kept(w);
		return true;
	}
	return tablew_find_act(w, act) || tablew_write_act(w, act) || move_view(w, act);
}
