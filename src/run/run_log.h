#ifndef RUN_RUN_LOG_H
#define RUN_RUN_LOG_H
/*
 * The log of one run: where it goes, when reports are due, how it is rotated, and what is told of
 * it when it cannot be written.  All take NULL: a run without a log.
 */
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "run/request.h"
#include "run/run_env.h"

struct engine_env;
struct run_log;

/*
 * A file if one is asked for, else standard output where there is no screen, else *rp is NULL.
 * Borrows env and req.  Returns 0, or -errno with why set.
 */
int run_log_open(struct run_log **rp, const struct run_env *env, const struct request *req,
		 struct diag *why);
/* What the engine emits goes to the log; before and after the engine is made. */
void run_log_set_emit(struct run_log *r, struct engine_env *ee);
void run_log_set_engine(struct run_log *r, void *engine);

/* --- for the capture thread; dropped: frames that the kernel has lost so far --- */

/* filter: what is in force, clean text; empty: nothing. */
void run_log_begin(struct run_log *r, const struct now *now, const char *filter);
/* Once a second: the report that is due. */
void run_log_tick(struct run_log *r, const struct now *now, uint64_t dropped);
/* The next step of a rotation; true when there is one more to do soon. */
bool run_log_rotate(struct run_log *r, const struct now *now);
/* The last lines: what was counted, and that it is over. */
void run_log_end(struct run_log *r, const struct now *now, uint64_t dropped);

/* --- for the main thread --- */

/* Asks for a rotation (a file's). False: there is nothing to rotate. */
bool run_log_ask_rotation(struct run_log *r);
int run_log_news_fd(const struct run_log *r);
/* Hears how writing goes, and tells those who should know; true when that may show. */
bool run_log_hear(struct run_log *r, const struct now *now);
/* What a screen should say; empty when all is well. */
const char *run_log_note(const struct run_log *r, const struct now *now);
/* It goes to standard output. */
bool run_log_is_text(const struct run_log *r);
bool run_log_is_broken(const struct run_log *r);
/* What is emitted so far is written. */
bool run_log_is_written(const struct run_log *r);
/* The end must come now. */
void run_log_hasten(struct run_log *r);
/* Writes what is left; tells of what was lost.  Returns what a replay could not write, or NULL. */
const char *run_log_finish(struct run_log *r);
void run_log_close(struct run_log *r);
#endif
