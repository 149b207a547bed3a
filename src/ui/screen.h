#ifndef UI_SCREEN_H
#define UI_SCREEN_H
/* A facility's screen: ops over an engine, run by screen_run(), the one key switch and redraw path of all. */
#include <stddef.h>
#include "base/clock.h"
#include "stats/field.h"
#include "ui/ui.h"

/* id, hint in the key line, what the key page and the manual say */
#define ACTIONS(_)                                                        \
	_(LEAVE, "exit", "leave the screen")                              \
	_(UP, "", "move the bar, or scroll, one line up")                 \
	_(DOWN, "", "move the bar, or scroll, one line down")             \
	_(PAGE_UP, "", "scroll a page up")                                \
	_(PAGE_DOWN, "", "scroll a page down")                            \
	_(HOME, "", "go to the first line")                               \
	_(END, "", "go to the last line")                                 \
	_(LEFT, "", "shift the text back")                                \
	_(RIGHT, "", "shift the text to see more of long lines")          \
	_(REDRAW, "", "draw the screen anew")                             \
	_(SORT, "sort", "choose a sort key, sort once")                   \
	_(NEXT_PANE, "chg actv win", "make the other window active")      \
	_(MORE, "more TCP info", "go on to the next set of columns")      \
	_(FLUSH, "flush", "take closed and timed-out entries off")

enum action {
	ACT_NONE,
#define ACT_ENUM(id, hint, help) ACT_##id,
	ACTIONS(ACT_ENUM)
#undef ACT_ENUM
	ACT_COUNT
};

/* A binding; letters are given in lower case and work in both. */
struct keybind {
	int key;
	enum action act;
};

enum reaction { UI_NONE = 0, UI_REDRAW = 1 << 0, UI_LAYOUT = 1 << 1, UI_LEAVE = 1 << 2 };

struct rect {
	int y, x, h, w;
};

/* How the run stands; filled by the host with its lock held. */
struct run_status {
	struct now now;
	uint64_t elapsed_s;
	uint64_t captured; /* frames seen */
	uint64_t dropped;  /* frames the kernel had no room for */
	char note[80];	   /* "eth0 is down", "end of the file": empty when all is well */
};

/* What a screen gets from whoever runs the capture. */
struct screen_host {
	void *ctx;
	void (*lock)(void *ctx);
	void (*unlock)(void *ctx);
	void (*status)(void *ctx, struct run_status *out); /* under the lock */
	uint64_t (*version)(void *ctx);			   /* goes up when there is something new; no lock needed */
};

struct screen_env {
	struct ui *ui;
	const struct options *opt;
	const struct screen_host *host;
	void *engine;
};

struct screen_ops {
	size_t size;
	void (*open)(void *self, const struct screen_env *env);
	void (*layout)(void *self, struct rect area);			/* first show and every resize */
	void (*draw)(void *self, const struct run_status *st);		/* under the lock; reads the engine */
	enum reaction (*act)(void *self, enum action act);		/* not under the lock */
	void (*close)(void *self);
	const struct keybind *keys;	/* its own, beside the common ones; ends with .key == 0 */
};

/* Shows a screen until it is left.  Returns 0, or UI_KEY_QUIT. */
int screen_run(const struct screen_ops *ops, const struct screen_env *env);

extern const struct screen_ops scr_conns;
#endif
