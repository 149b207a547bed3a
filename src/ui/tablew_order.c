/* The order of a list: sorted once, or kept so. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "ui/box.h"
#include "ui/tablew.h"

#define SORT_WIDTH 35
#define SORT_LINES 16
#define SORT_HINTS 12
#define SORT_SHORT 9 /* lines of a box that is a line lower */

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
	unsigned way = 0;
	const struct field *f = field_find(w->columns->table->fields, w->by->key, &way);

	w->view.by_way = way;
	w->view.then =
		w->by->then ? field_find(w->columns->table->fields, w->by->then, NULL) : NULL;
	view_sort_begin(&w->view, f, !w->by->ascending, need, w->now_ms, w->run_ms);
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

/* Of the rows in view. */
static bool enough_sorted(const struct tablew *w)
{
	return w->view.sorted >= rows_needed(w) || w->view.sorted >= w->view.lines;
}

bool tablew_is_sorting(const struct tablew *w)
{
	return w->view.order.begun && w->view.order.sorts && !enough_sorted(w);
}

/* Once a second, when there is something new; or at once, when what is in order is not enough. */
static bool is_due(const struct tablew *w, const struct run_status *st)
{
	const struct view_order *o = &w->view.order;
	bool enough = !w->kept || enough_sorted(w);

	if ((!w->kept && !w->view.front) ||
	    (enough && st->now.mono_ms / 1000 == w->kept_s && !is_behind(w, st)))
		return false;
	if (o->begun && (!w->kept || (o->sorts && o->need >= rows_needed(w))))
		return false;
	return !enough || !w->kept_s || st->captured != w->kept_packets || is_rate(w);
}

void tablew_order_begin(struct tablew *w, const struct run_status *st)
{
	if (!is_due(w, st))
		return;
	w->kept_s = st->now.mono_ms / 1000;
	w->kept_packets = st->captured;
	if (w->kept) {
		take_news(w);
		sort_by(w, rows_needed(w));
	} else {
		view_front_begin(&w->view, w->now_ms, w->run_ms);
	}
}

/* --- by which column --- */

static const struct column_def *find_sortkey(const struct columns *c, int key)
{
	for (const struct column_def *d = c->def; d->key; d++)
		if (d->sortkey && key < 128 && d->sortkey == tolower(key))
			return d;
	return NULL;
}

const struct column_def *tablew_sorting_by(const struct tablew *w, const char *key)
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

/* Letters that sort and are not in the box: on the key line, each with what it sorts by. */
struct sort_hints {
	struct keyhint hint[SORT_HINTS];
	char letter[SORT_HINTS][2];
	size_t n;
};

static void add_hint(struct sort_hints *h, const struct column_def *d)
{
	static const char lead[] = "sort by ";
	bool has_lead = strncmp(d->sortname, lead, sizeof(lead) - 1) == 0;

	if (h->n + 1 >= SORT_HINTS)
		return;
	snprintf(h->letter[h->n], sizeof(h->letter[0]), "%c", toupper((unsigned char)d->sortkey));
	h->hint[h->n] = (struct keyhint){ .name = h->letter[h->n],
					  .hint = d->sortname + (has_lead ? sizeof(lead) - 1 : 0) };
	h->n++;
}

static void end_hints(struct sort_hints *h)
{
	if (h->n == 0)
		h->hint[h->n++] = (struct keyhint){ .name = "Letter", .hint = "sort" };
	h->hint[h->n++] = (struct keyhint){ .name = "Any other key", .hint = "cancel" };
}

static int ask_sort_key(const struct tablew *w)
{
	static const char *const first[] = { "", "Select sort criterion", "" };
	struct sort_hints hints = { .n = 0 };
	char text[SORT_LINES][SORT_WIDTH + 4]; /* marks take no column */
	const char *lines[SORT_LINES];
	size_t n = 0;

	for (; n < 3; n++)
		lines[n] = first[n];
	for (const struct column_def *f = w->columns->def; f->key; f++) {
		if (!is_listed(w, f) || n >= SORT_LINES - 2) {
			if (f->sortkey)
				add_hint(&hints, f);
			continue;
		}
		snprintf(text[n], sizeof(text[n]), "^%c^ - %s", toupper((unsigned char)f->sortkey),
			 f->sortname);
		lines[n] = text[n];
		n++;
	}
	end_hints(&hints);
	lines[n++] = "^Any other key^ - cancel sort";
	lines[n++] = "";
	return box_ask(w->env->ui, &(struct box){ .look = &box_dialog,
						  .lines = lines,
						  .n = n,
						  .width = SORT_WIDTH,
						  .rows = n > SORT_SHORT ? 10 : 8,
						  .from_right = 40,
						  .keys = hints.hint,
						  .n_keys = hints.n });
}

void tablew_keep(struct tablew *w, const char *key)
{
	const struct column_def *by = tablew_sorting_by(w, key);

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
		tablew_move(w, ACT_HOME);
}

void tablew_drop_over(struct tablew *w)
{
	take_news(w);
	view_drop_over_begin(&w->view);
}

void tablew_sort_again(struct tablew *w)
{
	w->kept_s = 0;
	if (w->by && !w->kept)
		sort_by(w, UINT32_MAX);
}

static bool has_order(const struct tablew *w, const struct column *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (*c[i].def->title && tablew_is_sorted_by(w, c[i].def))
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

		if (!set || !tablew_is_sorted_by(w, d))
			continue;
		set |= w->mode & COLUMNS_SEEN;
		if (!has_order(w, c, columns_fit(w->columns, set, w->box.w, c)))
			continue;
		tablew_layout(w, w->box, set);
		return;
	}
}

void tablew_sort_by(struct tablew *w, const struct column_def *by)
{
	w->by = by;
	show_order(w);
	tablew_take_time(w);
	tablew_drop_over(w);
	w->view.sorted = 0;
	sort_by(w, UINT32_MAX);
	tablew_move(w, ACT_HOME);
	tablew_work(w, clock_mono_us() + TABLEW_FIRST_US);
}

static bool sort(struct tablew *w)
{
	const struct column_def *by = find_sortkey(w->columns, ask_sort_key(w));

	if (by)
		tablew_sort_by(w, by);
	return by != NULL;
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

bool tablew_order_act(struct tablew *w, enum action act)
{
	if ((act != ACT_SORT && act != ACT_KEEP_ORDER) || !is_sortable(w->columns))
		return false;
	if (act == ACT_SORT)
		sort(w);
	else
		toggle_kept(w);
	return true;
}
