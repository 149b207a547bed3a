#include "ui/ui.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "config/settings.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/term.h"

#define TURN_US	    50000 /* between two updates */
#define KEY_TURN_US 20000 /* that is for a key */
#define WORK_US	    5000  /* of long work before keys are looked at */
#define KEYS_MOST   8	  /* taken before signals and the rest are looked at */

struct ui {
	struct loop *loop;
	struct layer *top;
	int pace_fd; /* one-shot timer: when it has run out, it is time for a turn */
	bool turn;   /* the display may be updated now */
	bool dirty;  /* it should be */
	bool repaint;
	uint64_t drawn_us; /* the last update */
	bool pressed;	   /* a key waits to be seen in an update */
	bool works;	   /* there is long work to do */
	unsigned keys;	   /* since the loop was served */
	bool again;	   /* whatever happens, in the next turn */
	char said[256];
};

static bool on_pace(void *ctx)
{
	struct ui *ui = ctx;
	uint64_t expired;

	if (read(ui->pace_fd, &expired, sizeof(expired)) == (ssize_t)sizeof(expired))
		ui->turn = true;
	return false;
}

static void set_pace(struct ui *ui, uint64_t us)
{
	const struct itimerspec turn = { .it_value = { .tv_nsec = (long)us * 1000 } };

	ui->turn = us == 0 || timerfd_settime(ui->pace_fd, 0, &turn, NULL) < 0;
}

static void pace(struct ui *ui)
{
	ui->drawn_us = clock_mono_us();
	set_pace(ui, TURN_US);
}

/* Whoever has pressed a key is waiting. */
static void hasten(struct ui *ui)
{
	uint64_t since = clock_mono_us() - ui->drawn_us;

	ui->pressed = false;
	if (!ui->turn)
		set_pace(ui, since < KEY_TURN_US ? KEY_TURN_US - since : 0);
}

const char *ui_obstacle(void)
{
	return term_obstacle();
}

bool ui_is_of_another_job(void)
{
	return term_is_of_another_job();
}

static enum theme theme_of(const struct settings *set)
{
	return set->color ? (enum theme)set->theme : THEME_MONO;
}

int ui_open(struct ui **up, struct loop *loop, const struct settings *set, struct diag *why)
{
	struct ui *ui = calloc(1, sizeof(*ui));
	int rc;

	if (!ui)
		return -ENOMEM;
	ui->pace_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	rc = ui->pace_fd < 0 ? -errno : loop_watch(loop, ui->pace_fd, on_pace, ui);
	if (rc < 0)
		diag_set(why, 0, "cannot start a timer");
	else
		rc = term_open(why);
	if (rc < 0) {
		loop_unwatch(loop, ui->pace_fd);
		close(ui->pace_fd);
		free(ui);
		return rc;
	}
	theme_init(theme_of(set));
	loop_keyboard(loop, STDIN_FILENO);
	loop_take_stops(loop);
	ui->loop = loop;
	ui->turn = ui->dirty = true;
	if (set->mouse)
		term_take_mouse(true);
	*up = ui;
	return 0;
}

void ui_close(struct ui *ui)
{
	if (!ui)
		return;
	term_close();
	loop_keyboard(ui->loop, -1);
	loop_unwatch(ui->loop, ui->pace_fd);
	close(ui->pace_fd);
	free(ui);
}

void ui_theme(struct ui *ui, const struct settings *set)
{
	theme_init(theme_of(set));
	ui_repaint(ui);
}

void ui_push(struct ui *ui, struct layer *l)
{
	l->below = ui->top;
	ui->top = l;
	ui->dirty = true;
}

void ui_pop(struct ui *ui, struct layer *l)
{
	ui->top = l->below;
	ui->dirty = true;
}

void ui_again(struct ui *ui)
{
	if (ui)
		ui->again = true;
}

void ui_say(struct ui *ui, const char *text)
{
	snprintf(ui->said, sizeof(ui->said), "%s", text);
	ui->dirty = true;
}

const char *ui_said(const struct ui *ui)
{
	return ui->said;
}

void ui_repaint(struct ui *ui)
{
	ui->repaint = ui->dirty = true;
}

static bool too_small(void)
{
	return LINES < UI_MIN_ROWS || COLS < UI_MIN_COLS;
}

static void draw_desktop(void)
{
	struct rect line = { .h = 1, .w = COLS };

	paint_fill(paint_screen(), ROLE_DESKTOP);
	paint_fill(line, ROLE_TEXT);
	paint_text(line, 0, 1, ROLE_TEXT, "iptraf-ng " VERSION);
	line.y = LINES - 1;
	paint_fill(line, ROLE_TEXT);
}

static void draw_too_small(void)
{
	paint_fill(paint_screen(), ROLE_TEXT);
	paint_textf(paint_screen(), 0, 0, ROLE_TEXT, "%dx%d: at least %dx%d needed", COLS, LINES,
		    UI_MIN_COLS, UI_MIN_ROWS);
}

static void draw_upwards(struct layer *l, bool top)
{
	if (!l)
		return;
	draw_upwards(l->below, false);
	l->draw(l->self, top);
}

static void update(struct ui *ui)
{
	erase();
	if (too_small()) {
		draw_too_small();
	} else {
		draw_desktop();
		draw_upwards(ui->top, true);
	}
	if (ui->repaint)
		clearok(curscr, TRUE);
	ui->repaint = ui->dirty = false;
	wnoutrefresh(stdscr);
	if (!term_update())
		loop_quit(ui->loop);
}

/* Every layer is asked: one that reads what is new must not miss its turn. */
static bool has_news(const struct ui *ui, bool *live)
{
	bool news = false;

	*live = false;
	for (struct layer *l = ui->top; l; l = l->below) {
		if (!l->changed)
			continue;
		*live = true;
		news |= l->changed(l->self);
	}
	return news;
}

/*
 * A terminal that takes nothing is asked again in the next turn: waiting for it would hold up
 * everything else.
 */
static void take_turn(struct ui *ui)
{
	bool live;

	ui->dirty |= has_news(ui, &live) | ui->again;
	ui->again = false;
	if (ui->dirty && term_takes_output())
		update(ui);
	else if (!live && !ui->dirty)
		return;
	pace(ui);
}

/* A bit of long work, and what has come of it is to be shown; true: there is more. */
static bool work(struct ui *ui)
{
	bool more = false;

	for (struct layer *l = ui->top; l; l = l->below)
		if (l->work)
			more |= l->work(l->self, clock_mono_us() + WORK_US);
	ui->dirty |= more || ui->works;
	ui->works = more;
	return more;
}

static void resume(struct ui *ui)
{
	term_resume();
	ui_repaint(ui);
}

static void suspend(struct ui *ui, void (*stop)(void))
{
	term_release();
	stop();
	resume(ui);
}

/* Keys that mean the same everywhere; true when that was all. */
static bool take_global(struct ui *ui, int key)
{
	struct term_mouse unwanted;

	switch (key) {
	case KEY_MOUSE:
		return !(ui->top && ui->top->mouse) && (term_mouse(&unwanted) || true);
	case KEY_CTRL('l'):
		ui_repaint(ui);
		return true;
	case KEY_CTRL('z'):
		suspend(ui, loop_stop_group);
		return true;
	default:
		return too_small() && keys_action(NULL, key) != ACT_LEAVE;
	}
}

static void heed(struct ui *ui, unsigned wake)
{
	if (wake & WAKE_RESIZE) {
		term_resize();
		ui_repaint(ui);
	}
	if (wake & WAKE_STOP)
		suspend(ui, loop_stop_self);
	else if (wake & WAKE_CONTINUED)
		resume(ui);
	if (wake & WAKE_CHANGED)
		ui->dirty = true;
	if ((wake & WAKE_KEY) && term_is_dead())
		loop_quit(ui->loop);
}

/* Timeout as of loop_wait. */
static void serve(struct ui *ui, int timeout_ms)
{
	ui->keys = 0;
	heed(ui, loop_wait(ui->loop, timeout_ms));
}

int ui_next(struct ui *ui)
{
	int key;

	while (!loop_quitting(ui->loop)) {
		if (ui->pressed)
			hasten(ui);
		if (ui->turn)
			take_turn(ui);
		/* keys that never end hold up nothing else */
		if (ui->keys++ >= KEYS_MOST) {
			serve(ui, 0);
			continue;
		}
		key = term_key();
		if (key == ERR) {
			serve(ui, work(ui) ? 0 : -1);
		} else if (key != TERM_NO_KEY && !take_global(ui, key)) {
			ui->dirty = ui->pressed = true;
			ui->said[0] = '\0';
			return key;
		}
	}
	return UI_KEY_QUIT;
}
