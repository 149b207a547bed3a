#include "ui/screen.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "config/settings.h"
#include "stats/view.h"
#include "ui/help.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/term.h"

#define WHEEL_LINES    3  /* that a turn of the mouse's wheel scrolls */
#define TURNS_A_SECOND 20 /* how often a layer is asked for news */

struct screen {
	const struct screen_ops *ops;
	const struct screen_env *env;
	void *self;
	uint64_t version; /* what was drawn */
	long turns;	  /* since then */
	int lines, cols;  /* laid out for */
	bool paused;
	bool held;		   /* since a draw that came after that */
	struct run_status held_st; /* as it was then */
	char host[65];		   /* this machine's name; empty: not known */
};

#define NARROW	    60 /* columns */
#define TITLE_WIDTH 22 /* of the program's name and version, and a gap */

/* Returns where it begins: what is before that is free. */
static int draw_note(const char *note)
{
	struct rect line = { .h = 1, .w = COLS };
	int x = COLS - 2;
	char clean[256];

	if (!*note)
		return COLS;
	text_clean(clean, sizeof(clean), note, paint_is_utf8());
	x -= paint_width(clean);
	if (x < TITLE_WIDTH) /* rather its end than the title's */
		x = TITLE_WIDTH < COLS / 2 ? TITLE_WIDTH : 0;
	paint_textf(line, 0, x, ROLE_NOTE, " %s ", clean);
	return x;
}

/* What a list is about; on a narrow screen the program's name gives way to it. */
static int draw_set(const struct rect *line, const char *filter)
{
	char text[128];

	snprintf(text, sizeof(text), " filter: %s ", filter);
	if (paint_width(text) > line->w)
		snprintf(text, sizeof(text), " %s ", filter);
	return paint_textf(*line, 0, 0, ROLE_NOTE, "%-*s", TITLE_WIDTH, text);
}

static int draw_filter(const struct screen_env *env, int right)
{
	const char *filter = env->filter;
	struct rect line = { .h = 1, .w = right - 1 };

	if (env->only && COLS < NARROW)
		return draw_set(&line, filter);
	if (!*filter || right <= TITLE_WIDTH + 12)
		return TITLE_WIDTH;
	return paint_textf(line, 0, TITLE_WIDTH, ROLE_NOTE, " filter: %s ", filter);
}

/* What is watched, and where: as much of it as there is room for. */
static void draw_title(const struct screen *s, const struct run_status *st, int left, int right)
{
	struct rect line = { .h = 1, .w = COLS };
	char title[128], clean[64];
	struct strbuf sb;
	int room = right - left - 3;
	size_t short_len;

	sb_init(&sb, title, sizeof(title));
	sb_printf(&sb, "%c%s", toupper((unsigned char)s->env->title[0]), s->env->title + 1);
	if (*st->iface)
		sb_printf(&sb, " on %s",
			  text_clean(clean, sizeof(clean), st->iface, paint_is_utf8()));
	short_len = sb.len;
	if (*s->host)
		sb_printf(&sb, ", %s", text_clean(clean, sizeof(clean), s->host, false));
	if (paint_width(title) > room)
		title[short_len] = '\0';
	if (paint_width(title) <= room)
		paint_text(line, 0, right - 1 - paint_width(title), ROLE_TEXT, title);
}

/* Beside the program's name: the filter in force, the title and, on the right, the run's state. */
static void draw_title_line(const struct screen *s, const struct run_status *st)
{
	struct rect line = { .x = TITLE_WIDTH, .h = 1, .w = COLS - TITLE_WIDTH };
	int left, right;

	paint_fill(line, ROLE_TEXT); /* it may be that of a screen below */
	right = draw_note(st->note);
	left = draw_filter(s->env, right);
	draw_title(s, st, left, right);
}

void screen_status(const struct screen_env *env, struct run_status *out)
{
	const struct screen_host *host = env->host;

	*out = (struct run_status){ .note = "" };
	table_lock(host->lock);
	host->status(host->ctx, out);
	table_unlock(host->lock);
	if (env->iface)
		snprintf(out->iface, sizeof(out->iface), "%s", env->iface);
}

int screen_view(const struct screen_env *env, struct view *v, const struct table *t)
{
	int rc;

	table_lock(env->host->lock);
	rc = view_init(v, t, env->engine);
	table_unlock(env->host->lock);
	v->only = t->is_of ? env->only : NULL;
	return rc;
}

void screen_hold(const struct screen_env *env, struct view *v, const struct run_status *st)
{
	if (st->paused && !view_is_held(v) && view_hold(v, env->host->lock) == 0)
		view_hold_step(v, env->host->lock, 0);
	else if (!st->paused && view_is_held(v))
		view_release(v);
}

bool screen_hold_work(const struct screen_env *env, struct view *v, uint64_t until_us)
{
	return view_is_held(v) && !view_hold_step(v, env->host->lock, until_us);
}

void screen_draw_empty(const struct screen_env *env, struct rect box, const struct run_status *st)
{
	char text[256];

	if (!*env->filter || st->captured)
		return;
	snprintf(text, sizeof(text), "No packet matches filter '%s'", env->filter);
	paint_text(rect_line(box, 1, 1, 1), 0, 1, ROLE_TEXT, text);
}

/* What a held picture says is of its time; what befalls the run is not. */
static void take_status(struct screen *s, struct run_status *st)
{
	screen_status(s->env, st);
	if (s->paused && !s->held)
		s->held_st = *st;
	s->held = s->paused;
	if (!s->held)
		return;
	memcpy(s->held_st.iface, st->iface, sizeof(st->iface));
	memcpy(s->held_st.note, st->note, sizeof(st->note));
	*st = s->held_st;
	st->paused = true;
}

static struct keys_state keys_state(const struct screen *s)
{
	return (struct keys_state){
		.pane = s->ops->pane ? s->ops->pane(s->self) : 0,
		.on = (s->ops->on ? s->ops->on(s->self) : 0) | (s->paused ? KEYS_ON(ACT_PAUSE) : 0),
	};
}

/* How the last key ended, in place of the keys. */
static void draw_said(const struct screen *s)
{
	struct rect line = { .y = LINES - 1, .h = 1, .w = COLS };

	if (!*ui_said(s->env->ui))
		return;
	paint_fill(line, ROLE_TEXT);
	paint_text(line, 0, 1, ROLE_MARK, ui_said(s->env->ui));
}

static void screen_draw(void *self, bool top)
{
	struct screen *s = self;
	const struct screen_host *host = s->env->host;
	struct keys_state state;
	struct run_status st;

	(void)top;
	if (s->lines != LINES || s->cols != COLS) {
		s->lines = LINES;
		s->cols = COLS;
		s->ops->layout(s->self, (struct rect){ .y = 1, .h = LINES - 2, .w = COLS });
	}
	s->turns = 0;
	s->version = host->version(host->ctx);
	take_status(s, &st);
	if (s->ops->prepare)
		s->ops->prepare(s->self, &st);
	table_lock(host->lock);
	s->ops->draw(s->self, &st);
	table_unlock(host->lock);
	draw_title_line(s, &st);
	state = keys_state(s);
	keys_draw_bindings(s->ops->keys, &state);
	draw_said(s);
}

static bool screen_changed(void *self)
{
	struct screen *s = self;
	long wait = s->paused ? 1 : s->env->set->redraw;

	if (++s->turns < wait * TURNS_A_SECOND)
		return false;
	return s->env->host->version(s->env->host->ctx) != s->version;
}

static bool screen_work(void *self, uint64_t until_us)
{
	struct screen *s = self;

	return s->lines && s->ops->work && s->ops->work(s->self, until_us);
}

static void act_on(struct screen *s, enum action act)
{
	switch (act) {
	case ACT_NONE:
		break;
	case ACT_REDRAW:
		ui_repaint(s->env->ui);
		break;
	case ACT_PAUSE:
		s->paused = !s->paused;
		break;
	case ACT_LEAVE: /* not after all */
		break;
	case ACT_NAMES:
	case ACT_SERVICES:
	case ACT_UNITS:
	case ACT_PROMISC:
		s->env->host->toggle(s->env->host->ctx, act);
		break;
	case ACT_HELP:
		help_show(s->env->ui, s->ops->keys, s->ops->idle ? s->ops->idle(s->self) : 0);
		break;
	default:
		s->ops->act(s->self, act);
	}
}

static void turn_wheel(struct screen *s, enum action act)
{
	for (int i = 0; i < WHEEL_LINES; i++)
		s->ops->act(s->self, act);
}

/* A click on a hint is its key; all else is done here. */
static int key_of_mouse(struct screen *s)
{
	struct keys_state state = keys_state(s);
	struct term_mouse m;

	if (!term_mouse(&m))
		return 0;
	if (m.button == TERM_WHEEL_UP)
		turn_wheel(s, ACT_UP);
	else if (m.button == TERM_WHEEL_DOWN)
		turn_wheel(s, ACT_DOWN);
	else if (m.y == LINES - 1)
		return keys_at(s->ops->keys, &state, m.x);
	else if (s->ops->click)
		s->ops->click(s->self, m.y, m.x);
	return 0;
}

bool screen_must_ask(const struct screen_env *env, uint64_t elapsed_s)
{
	return env->set->confirm_exit && env->host->live && !env->over &&
	       elapsed_s > SCREEN_CONFIRM_S;
}

static bool may_leave(const struct screen *s)
{
	struct run_status st;
	char question[80];

	screen_status(s->env, &st);
	snprintf(question, sizeof(question), "Leave, and lose the counts of %u minutes?",
		 (unsigned)(st.elapsed_s / 60));
	return !screen_must_ask(s->env, st.elapsed_s) || confirm_ask(s->env->ui, question);
}

static int take_keys(struct screen *s)
{
	int key;

	while ((key = ui_next(s->env->ui)) != UI_KEY_QUIT) {
		enum action act;

		if (key == KEY_MOUSE)
			key = key_of_mouse(s);
		act = keys_action(s->ops->keys, key);
		if (key == KEY_ESCAPE && s->ops->take_back && s->ops->take_back(s->self))
			continue;
		if (act == ACT_LEAVE && may_leave(s))
			return 0;
		act_on(s, act);
	}
	return key;
}

int screen_run(const struct screen_ops *ops, const struct screen_env *env)
{
	struct screen s = { .ops = ops, .env = env, .self = calloc(1, ops->size) };
	struct layer layer = { .draw = screen_draw,
			       .changed = screen_changed,
			       .work = screen_work,
			       .mouse = true,
			       .self = &s };
	int rc;

	if (!s.self)
		return -ENOMEM;
	if (gethostname(s.host, sizeof(s.host) - 1) < 0)
		s.host[0] = '\0';
	rc = ops->open(s.self, env);
	if (rc == 0) {
		ui_push(env->ui, &layer);
		rc = take_keys(&s);
		ui_pop(env->ui, &layer);
	}
	if (ops->close)
		ops->close(s.self);
	free(s.self);
	return rc;
}
