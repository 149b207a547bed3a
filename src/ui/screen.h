#ifndef UI_SCREEN_H
#define UI_SCREEN_H
/* A screen: ops over an engine; screen_run() is the key switch and redraw path of all of them. */
#include <stdbool.h>
#include <stddef.h>
#include "base/clock.h"
#include "stats/table.h"
#include "stats/table_lock.h"
#include "ui/keys.h"
#include "ui/rect.h"
#include "ui/ui.h"

struct resolver;
struct settings;
struct view;

/* The state of the run; filled by the host with its lock held. */
struct run_status {
	struct now now;
	uint64_t elapsed_s;
	uint64_t run_ms;   /* since the start, at least 1 */
	uint64_t captured; /* frames seen */
	uint64_t dropped;  /* frames the kernel had no room for */
	bool paused;	   /* all but iface and note is as it was when the display was paused */
	char iface[16];	   /* the one watched, as it is called now; empty: all */
	char note[80];	   /* "eth0 is down", "end of the file": empty when all is well */
};

/* What a screen gets from the session that runs it. */
struct screen_host {
	void *ctx;
	bool live;					   /* what is counted is gone with it */
	const struct table_lock *lock;			   /* over the engine */
	void (*status)(void *ctx, struct run_status *out); /* under the lock */
	/* Changes a setting for this run alone. */
	void (*toggle)(void *ctx, enum action act);
	uint64_t (*version)(void *ctx); /* goes up when there is something new; no lock needed */
};

struct screen_env {
	struct ui *ui;
	const struct settings *set;
	const struct screen_host *host;
	void *engine;
	const char *title;	    /* of the facility */
	const char *filter;	    /* what is in force, clean text; empty: nothing */
	struct resolver *resolver;  /* names of addresses; NULL: addresses stay numbers */
	const char *iface;	    /* the one interface it is about; NULL: those watched */
	bool over;		    /* it is over another screen: leaving it loses no counts */
	const struct row_set *only; /* what the lists of a screen are about; NULL: everything */
};

struct screen_ops {
	size_t size;
	/* Not under the lock; self is zeroed.  0 or -ENOMEM. */
	int (*open)(void *self, const struct screen_env *env);
	void (*close)(void *self); /* after open, also when that failed; NULL: nothing to free */
	/* First show and every resize; the area lies between the title line and the key line. */
	void (*layout)(void *self, struct rect area);
	/* Before each draw, not under the lock; NULL: nothing to do. */
	void (*prepare)(void *self, const struct run_status *st);
	/* As struct layer has it; not under the lock, and not before the first draw. */
	bool (*work)(void *self, uint64_t until_us);
	/* Under the lock; reads the engine's tables. */
	void (*draw)(void *self, const struct run_status *st);
	/* Not under the lock. */
	void (*act)(void *self, enum action act);
	/* Esc: takes back a search or a list; false: there is nothing to.  NULL: there never is. */
	bool (*take_back)(void *self);
	/* A click on a cell of the screen; not under the lock.  NULL: clicks do nothing. */
	void (*click)(void *self, int y, int x);
	unsigned (*pane)(const void *self); /* for the key line; NULL: one pane */
	uint64_t (*on)(const void *self);   /* as in struct keys_state; NULL: nothing is */
	/* A KEYS_ON of each action that does nothing now: not on the key page.  NULL: none. */
	uint64_t (*idle)(const void *self);
	const struct keybind *keys; /* its own, beside the common ones; ends with .key == 0 */
};

/* Asks the host; with the interface of env, if it is about one.  Not under the lock. */
void screen_status(const struct screen_env *env, struct run_status *out);

/* Makes a view of a table of the engine.  0 or -ENOMEM.  Not under the lock. */
int screen_view(const struct screen_env *env, struct view *v, const struct table *t);
/*
 * Before each draw: holds the view while the display is paused.  What is more than a piece of it is
 * left to screen_hold_work().  Not under the lock.
 */
void screen_hold(const struct screen_env *env, struct view *v, const struct run_status *st);
/* More of that; true: there is more to do.  Not under the lock. */
bool screen_hold_work(const struct screen_env *env, struct view *v, uint64_t until_us);

/*
 * In a box without rows: that no packet has matched the filter in force, if that is why.
 */
void screen_draw_empty(const struct screen_env *env, struct rect box, const struct run_status *st);

#define SCREEN_CONFIRM_S 600
/* Whether to ask before a screen is left. */
bool screen_must_ask(const struct screen_env *env, uint64_t elapsed_s);

/* Shows a screen until it is left.  Returns 0, UI_KEY_QUIT, or -ENOMEM. */
int screen_run(const struct screen_ops *ops, const struct screen_env *env);

extern const struct screen_ops scr_conns, scr_iftotals, scr_ifdetail, scr_sizes, scr_services,
	scr_stations, scr_hosts;
#endif
