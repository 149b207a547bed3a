/* Finding rows of a list, and showing only those. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "ui/find.h"
#include "ui/layer.h"
#include "ui/tablew.h"

#define AGAIN_US 5000 /* of comparing again, before a picture */

static uint32_t row_of_bar(const struct tablew *w)
{
	return (uint32_t)(w->scroll.bar / tablew_height(w));
}

static void go_to(struct tablew *w, uint32_t row)
{
	/* all of its lines in view */
	scroll_to(&w->scroll, (row + 1) * tablew_height(w) - 1);
	scroll_to(&w->scroll, row * tablew_height(w));
	w->scroll.scrolled_back = true;
	w->bar_id = 0;
}

/* All rows again, in the order that they had. */
static void show_all(struct tablew *w)
{
	const struct table_lock *lock = w->env->host->lock;

	w->find.only = false;
	view_search(&w->view, NULL);
	table_lock(lock);
	view_update(&w->view);
	table_unlock(lock);
	tablew_sort_again(w);
}

static void show_matches(struct tablew *w)
{
	w->find.only = true;
	w->find.passed = w->find.seeking = false;
	w->find.more = 0;
	view_search(&w->view, &w->find.search);
	go_to(w, 0);
}

static void seek_from(struct tablew *w, uint32_t row, bool back)
{
	w->find.walk = (struct view_walk){ .at = row, .left = w->view.lines, .back = back };
	w->find.seeking = true;
	w->find.missing = false;
}

/* false, with why set: it stays as it was. */
static bool set_pattern(struct tablew *w, const char *pattern, struct diag *why)
{
	const struct search_names names = find_names(w->env);
	struct tablew_find *f = &w->find;
	struct search s;

	if (search_parse(&s, w->columns->table, &names, pattern, why) < 0)
		return false;
	f->search = s;
	f->missing = f->seeking = false;
	f->more = 0;
	snprintf(f->pattern, sizeof(f->pattern), "%s", s.terms ? pattern : "");
	return true;
}

bool tablew_end_search(struct tablew *w)
{
	struct tablew_find *f = &w->find;
	bool was = *f->pattern;

	if (f->only)
		show_all(w);
	*f = (struct tablew_find){ .only = false };
	return was;
}

/* --- the prompt --- */

struct asked {
	struct tablew *w;
	bool only;
	uint32_t origin; /* the row from which it looks, and to which it returns */
	char note[64];
};

static void give_up(const struct asked *a)
{
	tablew_end_search(a->w);
	go_to(a->w, a->origin);
}

static bool look(void *list, const char *text, struct diag *why)
{
	struct asked *a = list;

	if (!set_pattern(a->w, text, why))
		return false;
	if (!*a->w->find.pattern)
		give_up(a);
	else if (a->only)
		show_matches(a->w);
	else
		seek_from(a->w, a->origin, false);
	return true;
}

static const char *note_of(void *list)
{
	struct asked *a = list;
	const struct tablew_find *f = &a->w->find;

	if (!*f->pattern)
		return NULL;
	if (!f->only)
		return f->missing ? "not found" : NULL;
	snprintf(a->note, sizeof(a->note), "%u%s", a->w->view.lines, f->passed ? "" : "...");
	return a->note;
}

/* For what was looked for before, with the bar on the row that it was on. */
static void look_again(struct tablew *w, const struct tablew_find *was, uint64_t bar_id)
{
	w->find = *was;
	w->find.seeking = false;
	w->find.more = 0;
	if (was->only)
		show_matches(w);
	w->bar_id = bar_id;
}

static void ask(struct tablew *w, bool only)
{
	const struct tablew_find was = w->find;
	uint64_t bar_id = w->bar_id;
	bool accepted;
	struct asked a = { .w = w, .only = only };
	const struct find_prompt prompt = {
		.ui = w->env->ui, .only = only, .look = look, .note = note_of, .list = &a
	};

	tablew_show_bar(w);
	tablew_end_search(w);
	a.origin = row_of_bar(w);
	accepted = find_ask(&prompt);
	if (!accepted || !*w->find.pattern)
		give_up(&a);
	if (!accepted && *was.pattern)
		look_again(w, &was, bar_id);
}

static void toggle_only(struct tablew *w)
{
	if (!*w->find.pattern)
		ask(w, true);
	else if (w->find.only)
		show_all(w);
	else
		show_matches(w);
}

/* The first row of the walk is the next one, this one the last. */
static void seek_next(struct tablew *w, bool back)
{
	uint32_t row, lines;

	tablew_take_time(w);
	tablew_begin(w);
	row = row_of_bar(w);
	lines = w->view.lines;
	if (lines)
		seek_from(w, (row + (back ? lines - 1 : 1)) % lines, back);
}

/* A key that comes before what it starts from is known waits for that. */
static void press_next(struct tablew *w, bool back)
{
	if (!*w->find.pattern)
		ask(w, false);
	else if (tablew_is_finding(w) || tablew_is_sorting(w))
		w->find.more += back ? -1 : 1;
	else
		seek_next(w, back);
}

bool tablew_find_act(struct tablew *w, enum action act)
{
	switch (act) {
	case ACT_FIND:
		ask(w, false);
		return true;
	case ACT_FIND_NEXT:
	case ACT_FIND_BACK:
		press_next(w, act == ACT_FIND_BACK);
		return true;
	case ACT_ONLY:
		toggle_only(w);
		return true;
	default:
		return false;
	}
}

/* --- what takes long --- */

/* Of rows that change: every second, a bit in each picture. */
void tablew_find_again(struct tablew *w)
{
	struct tablew_find *f = &w->find;
	uint64_t second = w->now_ms / 1000;

	if (!f->only || !f->passed || view_is_held(&w->view) || f->pass_s == second)
		return;
	if (view_scan(&w->view, w->env->host->lock, clock_mono_us() + AGAIN_US, w->now_ms,
		      w->run_ms))
		f->pass_s = second;
	else
		ui_again(w->env->ui);
}

/* The first time, without a pause. */
bool tablew_find_scan(struct tablew *w, uint64_t until_us)
{
	struct tablew_find *f = &w->find;

	if (!f->only || f->passed)
		return false;
	if (!view_scan(&w->view, w->env->host->lock, until_us, w->now_ms, w->run_ms))
		return true;
	f->passed = true;
	f->pass_s = w->now_ms / 1000;
	tablew_sort_again(w);
	return false;
}

static void seek(struct tablew *w, uint64_t until_us)
{
	struct tablew_find *f = &w->find;
	uint32_t row = view_seek(&w->view, w->env->host->lock, &f->search, &f->walk, until_us,
				 w->now_ms, w->run_ms);

	f->seeking = row == w->view.lines && f->walk.left > 0;
	f->missing = row == w->view.lines && !f->seeking;
	if (!f->seeking && !f->missing)
		go_to(w, row);
}

bool tablew_find_seek(struct tablew *w, uint64_t until_us)
{
	struct tablew_find *f = &w->find;
	bool back = f->more < 0;

	if (f->seeking) {
		seek(w, until_us);
	} else if (f->more) {
		f->more += back ? 1 : -1;
		seek_next(w, back);
	}
	return f->seeking || f->more;
}

bool tablew_is_found(const struct tablew *w, const struct row *r)
{
	return *w->find.pattern && !w->find.only && search_match(&w->find.search, r);
}

const char *tablew_note(const struct tablew *w, char buf[TABLEW_NOTE])
{
	const struct tablew_find *f = &w->find;
	const struct scroll *s = &w->scroll;
	size_t h = tablew_height(w),
	       last = s->top + s->height < s->count ? s->top + s->height : s->count;
	const struct find_result r = { .pattern = f->pattern,
				       .only = f->only,
				       .done = f->only ? f->passed : !f->seeking,
				       .missing = f->missing,
				       .first = s->top / h + 1,
				       .last = (last + h - 1) / h,
				       .count = s->count / h };

	if (*f->pattern)
		return find_note(&r, buf);
	return tablew_is_sorting(w) ? " sorting... " : NULL;
}
