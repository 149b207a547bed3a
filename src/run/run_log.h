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
#include "stats/table.h"
#include "stats/table_lock.h"

struct capture_stats;
struct engine_env;
struct run_log;

/*
 * A file if one is asked for, else standard output where there is no screen, else *rp is NULL.
 * Borrows env and req.  Returns 0, or -errno with why set.
 */
int run_log_open(struct run_log **rp, const struct run_env *env, const struct request *req,
		 struct diag *why);
/* What the engine emits goes to the log; before the engine is made. */
void run_log_set_emit(struct run_log *r, struct engine_env *ee);

/* What a log reads of its feed; good until run_log_finish() has returned. */
struct run_log_feed {
	void *engine;
	struct table_lock lock;
	/* with the lock held */
	const struct now *now;
	const struct capture_stats *stats;
	const char *iface; /* what is watched, as it is called now; empty: all */
};
/* Before the run begins. */
void run_log_set_feed(struct run_log *r, const struct run_log_feed *feed);

/*
 * --- for the capture thread, with the lock of the feed held ---
 *
 * A replay waits for its reports and for room in the queue.  It releases the lock meanwhile:
 * others may read the engine, and nothing is added to it.
 */

/* filter: what is in force, clean text; empty: nothing. */
void run_log_begin(struct run_log *r, const char *filter);
/* Before packets are accounted: a replay waits until there is room for their events. */
void run_log_await_room(struct run_log *r);
/* Whether a report is due; second: a whole second has begun. */
bool run_log_is_due(const struct run_log *r, uint64_t mono_ms, bool second);
/* When to look, other than at whole seconds, on the monotonic clock; UINT64_MAX: never. */
uint64_t run_log_due_ms(const struct run_log *r);
/* Each second: reports what the setting log-rate left out. */
void run_log_second(struct run_log *r);
/*
 * The report, if one is due.  False: it is the last one that is wanted; the run must end, and it is
 * written then.
 */
bool run_log_tick(struct run_log *r);
/* The next step of a rotation; true when there is one more to do soon. */
bool run_log_rotate(struct run_log *r);
/*
 * At the end, the next portion of what is still open, as there is room for it; true when there is
 * more to do soon.  A live run waits for room for some seconds; what finds none is lost, and
 * counted.
 */
bool run_log_end_open(struct run_log *r);
/* The last lines: what was counted, and that it is over. */
void run_log_end(struct run_log *r);

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
/* The reader of standard output has closed it. */
bool run_log_reader_is_gone(const struct run_log *r);
/* Lines lost so far.  Any thread. */
uint64_t run_log_lost(const struct run_log *r);
/* What is emitted so far is written, or cannot be: the last write failed. */
bool run_log_is_written(const struct run_log *r);
/* The end must come now. */
void run_log_hasten(struct run_log *r);
/*
 * Writes what is left; reports what was lost.  Returns what was wrong at the end, when a user waits
 * for the output and some of it could not be written; else NULL.
 */
const char *run_log_finish(struct run_log *r);
void run_log_close(struct run_log *r);
#endif
