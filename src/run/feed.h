#ifndef RUN_FEED_H
#define RUN_FEED_H
/*
 * A feed: a source of frames, an engine, and the capture thread that brings the one to the other,
 * through filters, and the log with them.  Functions are for the main thread unless they say
 * otherwise.
 */
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/diag.h"
#include "capture/capture.h"
#include "stats/engine.h"
#include "stats/table_lock.h"

struct facility;
struct feed;
struct run_filter;
struct run_log;

struct feed_plan {
	const struct facility *fac;
	const char *iface;		 /* NULL: all, or those of the file */
	struct capture *source;		 /* the feed's from now on, also when it cannot be opened */
	const struct run_filter *filter; /* borrowed */
	struct run_log *log;		 /* borrowed; NULL: none */
	const struct engine_env *needs;	 /* for the engine; the feed sets iface */
	unsigned decode;		 /* DECODE_* of pkt.h */
	long run_s;			 /* stop after so many seconds; 0: never */
};

/* Makes the engine.  0, or -errno with why set. */
int feed_open(struct feed **fp, const struct feed_plan *plan, struct diag *why);
/* Starts the clock of a live source and the thread.  0, or -errno with why set. */
int feed_start(struct feed *f, struct diag *why);
/* Asks the thread to finish: it takes in what the kernel still holds, and ends the log. */
void feed_stop(struct feed *f);
/* Waits until it has; without a start at once. */
void feed_join(struct feed *f);
/* After feed_join, if it was started.  NULL is fine. */
void feed_close(struct feed *f);

/* --- while it runs --- */

bool feed_is_live(const struct feed *f);
/* The engine is read, and told of actions, under the lock. */
void *feed_engine(struct feed *f);
const struct table_lock *feed_lock(const struct feed *f);
/* The clock that the engine is read with; under the lock. */
const struct now *feed_now(const struct feed *f);
/* Goes up when there is something new.  Any thread, no lock needed. */
uint64_t feed_version(const struct feed *f);
/* Makes the thread take a turn now: the log is to be rotated.  Any thread. */
void feed_wake(struct feed *f);

struct feed_status {
	struct now now;
	uint64_t elapsed_ms; /* since the start; of a file since its first frame */
	uint64_t captured;   /* frames that passed the filters */
	uint64_t dropped;    /* frames that the kernel had no room for */
	const char *iface;   /* what the one watched is called now; empty: all */
};
/* Brings the engine up to date with what its source counts.  Any thread, under the lock. */
void feed_status(struct feed *f, struct feed_status *out);

/*
 * After ifs changed: follows the interface and tells the engine.  Returns what is new of now, see
 * capture_follow.  For a live source.
 */
unsigned feed_follow(struct feed *f, const struct ifaces *ifs, struct capture_status *now);
/* Of a live source; takes effect with the next feed_follow.  For the main thread. */
void feed_set_promiscuous(struct feed *f, bool on);

/* --- its end --- */

enum feed_end {
	FEED_RUNS, /* or feed_stop was called */
	FEED_TIME_OVER,
	FEED_SOURCE_ENDED,
};
/* What of it has ended; the log may not yet be complete.  Any thread, no lock needed. */
enum feed_end feed_end(const struct feed *f);
/* What went wrong with a file that has ended; NULL: nothing. */
const char *feed_error(const struct feed *f);
/* Readable once the thread has finished. */
int feed_done_fd(const struct feed *f);
#endif
