#ifndef RUNLOG_H
#define RUNLOG_H
/*
 * The log of one run: where it goes, when reports are due, how it is rotated, and what is told of
 * it when it cannot be written.  All take NULL: a run without a log.
 */
#include "session.h"

struct runlog;

/*
 * A file if env wishes one, else standard output where there is no screen, else *rp is NULL.
 * Returns 0, or -errno with why set.
 */
int runlog_open(struct runlog **rp, const struct session_env *env, const struct facility *fac,
		const char *iface, struct diag *why);
/* What the engine emits goes to the log; before and after the engine is made. */
void runlog_set_emit(struct runlog *r, struct engine_env *ee);
void runlog_set_engine(struct runlog *r, void *engine);

/* --- for whoever feeds the engine; dropped: frames that the kernel has lost so far --- */

/* filter: what is in force, clean text; empty: nothing. */
void runlog_begin(struct runlog *r, const struct now *now, const char *filter);
/* Once a second: the report that is due. */
void runlog_tick(struct runlog *r, const struct now *now, uint64_t dropped);
/* The next step of a rotation; true when there is one more to do soon. */
bool runlog_rotate(struct runlog *r, const struct now *now);
/* The last lines: what was counted, and that it is over. */
void runlog_end(struct runlog *r, const struct now *now, uint64_t dropped);

/* --- for the main thread --- */

/* Asks for a rotation (a file's). False: there is nothing to rotate. */
bool runlog_ask_rotation(struct runlog *r);
int runlog_news_fd(const struct runlog *r);
/* Hears how writing goes, and tells those who should know; true when that may show. */
bool runlog_hear(struct runlog *r, const struct now *now);
/* What a screen should say; empty when all is well. */
const char *runlog_note(const struct runlog *r, const struct now *now);
/* It goes to standard output. */
bool runlog_is_text(const struct runlog *r);
bool runlog_is_broken(const struct runlog *r);
/* What is emitted so far is written. */
bool runlog_is_written(const struct runlog *r);
/* The end must come now. */
void runlog_hasten(struct runlog *r);
/* Writes what is left; tells of what was lost.  Returns what a replay could not write, or NULL. */
const char *runlog_finish(struct runlog *r);
void runlog_close(struct runlog *r);
#endif
