/* Finding rows of a list, and showing only those. */
#include <stdio.h>
#include <string.h>

#include "ui/find.h"
#include "ui/layer.h"
#include "ui/tablew.h"

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

static void ask(struct tablew *w, bool only)
{
	struct asked a = { .w = w, .only = only };
	const struct find_prompt prompt = {
		.ui = w->env->ui, .only = only, .look = look, .note = note_of, .list = &a
	};

	tablew_show_bar(w);
	tablew_end_search(w);
	a.origin = row_of_bar(w);
	if (!find_ask(&prompt) || !*w->find.pattern)
		give_up(&a);
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

	if (!*w->find.pattern) {
		ask(w, false);
		return;
	}
	tablew_find_finish(w);
	row = row_of_bar(w);
	lines = w->view.lines;
	if (lines)
		seek_from(w, (row + (back ? lines - 1 : 1)) % lines, back);
}

bool tablew_find_act(struct tablew *w, enum action act)
{
	switch (act) {
	case ACT_FIND:
		ask(w, false);
		return true;
	case ACT_FIND_NEXT:
	case ACT_FIND_BACK:
		seek_next(w, act == ACT_FIND_BACK);
		return true;
	case ACT_ONLY:
		toggle_only(w);
		return true;
	default:
		return false;
	}
}

/* --- on the way to each picture --- */

/* Held rows are compared once, others every second. */
static void scan(struct tablew *w)
{
	struct tablew_find *f = &w->find;
	uint64_t second = w->now_ms / 1000;

	if (f->passed && (view_is_held(&w->view) || f->pass_s == second))
		return;
	if (!view_scan(&w->view, w->env->host->lock, w->now_ms, w->run_ms)) {
		ui_again(w->env->ui);
		return;
	}
	if (!f->passed)
		tablew_sort_again(w);
	f->passed = true;
	f->pass_s = second;
}

static void seek(struct tablew *w)
{
	struct tablew_find *f = &w->find;
	uint32_t row =
		view_seek(&w->view, w->env->host->lock, &f->search, &f->walk, w->now_ms, w->run_ms);

	f->seeking = row == w->view.lines && f->walk.left > 0;
	f->missing = row == w->view.lines && !f->seeking;
	if (f->seeking)
		ui_again(w->env->ui);
	else if (!f->missing)
		go_to(w, row);
}

void tablew_find_step(struct tablew *w)
{
	if (w->find.only)
		scan(w);
	else if (w->find.seeking)
		seek(w);
}

void tablew_find_finish(struct tablew *w)
{
	tablew_take_time(w);
	while (w->find.seeking || (w->find.only && !w->find.passed))
		tablew_find_step(w);
	tablew_begin(w);
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

	if (*w->said)
		return w->said;
	return *f->pattern ? find_note(&r, buf) : NULL;
}
