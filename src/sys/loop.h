#ifndef SYS_LOOP_H
#define SYS_LOOP_H
/*
 * The one place where the main thread sleeps: keyboard, signals (signalfd(2)) and whatever
 * descriptors are watched.  loop_open blocks the signals it reads in the whole process,
 * lets all others through, and ignores PIPE; call it before threads start.  A HUP that was ignored
 * from the start, as under nohup(1), stays ignored.
 */
#include <stdbool.h>
#include <stdio.h>

struct loop;

enum wake {
	WAKE_KEY = 1 << 0,    /* the keyboard has something (or its end) */
	WAKE_QUIT = 1 << 1,   /* INT, TERM, HUP, QUIT, USR2: end in order; stays set from then on */
	WAKE_RESIZE = 1 << 2, /* WINCH */
	WAKE_REOPEN = 1 << 3, /* USR1 */
	WAKE_CHANGED = 1 << 4,	 /* a watch has work that may show */
	WAKE_STOP = 1 << 5,	 /* TSTP, after loop_take_stops */
	WAKE_CONTINUED = 1 << 6, /* CONT, after loop_take_stops */
};

/* Prints a row for each signal: signal, name, what it does; tabs between. */
void loop_signals_print(FILE *out);

/* Returns 0 or -errno. */
int loop_open(struct loop **lp);
void loop_close(struct loop *l);
/*
 * TSTP and CONT are reported, not left to their usual course: a terminal is to be given back first.
 * A TSTP that was ignored from the start stays ignored.
 */
void loop_take_stops(struct loop *l);
/*
 * Stop as TSTP does, the process or its group as Ctrl+Z does; return when it is continued, or at
 * once where no shell could do that.
 */
void loop_stop_self(void);
void loop_stop_group(void);
/* keyboard: descriptor to report as WAKE_KEY, -1 for none. */
void loop_keyboard(struct loop *l, int fd);
/*
 * Calls fn when fd is readable or its other end is gone; fn returns true when what is shown may
 * have changed. Returns 0, or -ENOSPC: at most 8 watches.
 */
int loop_watch(struct loop *l, int fd, bool (*fn)(void *ctx), void *ctx);
/* As loop_watch, for its other end's going alone: a pipe's reader, a terminal.  A file never goes.
 */
int loop_watch_hangup(struct loop *l, int fd, bool (*fn)(void *ctx), void *ctx);
void loop_unwatch(struct loop *l, int fd);
/* Sleeps until something happens or timeout_ms (-1: no limit) is over; returns WAKE_* bits, 0 for
 * time over. */
unsigned loop_wait(struct loop *l, int timeout_ms);
/* Calls fn at each WAKE_REOPEN; fn NULL: no more. */
void loop_on_reopen(struct loop *l, void (*fn)(void *ctx), void *ctx);
/* True once a WAKE_QUIT was seen, or loop_quit called. */
bool loop_quitting(const struct loop *l);
void loop_quit(struct loop *l);
#endif
