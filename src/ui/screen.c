#include "ui/screen.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "options.h"
#include "ui/layer.h"
#include "ui/paint.h"

#define TURNS_A_SECOND 20 /* how often a layer is asked for news */

struct screen {
	const struct screen_ops *ops;
	const struct screen_env *env;
	void *self;
	uint64_t version; /* what was drawn */
	long turns;	  /* since then */
	int lines, cols;  /* laid out for */
};

/* Right on the title line, where nothing else stands. */
static void draw_note(const char *note)
{
	struct rect line = { .h = 1, .w = COLS };
	char clean[256];

	if (!*note)
		return;
	text_clean(clean, sizeof(clean), note, paint_is_utf8());
	line.x = COLS - paint_width(clean) - 2;
	if (line.x < 0)
		line.x = 0;
	paint_textf(line, 0, 0, ROLE_NOTE, " %s ", clean);
}

static void screen_draw(void *self, bool top)
{
	struct screen *s = self;
	const struct screen_host *host = s->env->host;
	struct run_status st = { .note = "" };

	(void)top;
	if (s->lines != LINES || s->cols != COLS) {
		s->lines = LINES;
		s->cols = COLS;
		s->ops->layout(s->self, (struct rect){ .y = 1, .h = LINES - 2, .w = COLS });
	}
	s->turns = 0;
	s->version = host->version(host->ctx);
	host->lock(host->ctx);
	host->status(host->ctx, &st);
	s->ops->draw(s->self, &st);
	host->unlock(host->ctx);
	draw_note(st.note);
	keys_draw_bindings(s->ops->keys, s->ops->pane ? s->ops->pane(s->self) : 0);
}

static bool screen_changed(void *self)
{
	struct screen *s = self;

	if (++s->turns < s->env->opt->redraw * TURNS_A_SECOND)
		return false;
	return s->env->host->version(s->env->host->ctx) != s->version;
}

static int take_keys(struct screen *s)
{
	int key;

	while ((key = ui_next(s->env->ui)) != UI_KEY_QUIT) {
		enum action act = keys_action(s->ops->keys, key);

		if (act == ACT_LEAVE)
			return 0;
		if (act == ACT_REDRAW)
			ui_repaint(s->env->ui);
		else if (act != ACT_NONE)
			s->ops->act(s->self, act);
	}
	return key;
}

int screen_run(const struct screen_ops *ops, const struct screen_env *env)
{
	struct screen s = { .ops = ops, .env = env, .self = calloc(1, ops->size) };
	struct layer layer = { .draw = screen_draw, .changed = screen_changed, .self = &s };
	int rc;

	if (!s.self)
		return -ENOMEM;
	ops->open(s.self, env);
	ui_push(env->ui, &layer);
	rc = take_keys(&s);
	ui_pop(env->ui, &layer);
	free(s.self);
	return rc;
}
