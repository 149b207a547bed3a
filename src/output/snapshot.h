#ifndef OUTPUT_SNAPSHOT_H
#define OUTPUT_SNAPSHOT_H
/*
 * How it works: a thread of its own writes a report into a file every few seconds, at the start and
 * at the end: to a temporary file beside it, which then takes its name, so that a reader never sees
 * half of one.  A write that fails is counted, and the next one is tried at its time.  The file
 * that has the name is locked with flock(2): a second instance does not write to it.
 */
#include "output/format.h"

struct snapshot;

/* Where to: a file in a directory that is open. */
struct snapshot_file {
	int dir_fd;	  /* of the directory, borrowed; another one of that name is not followed */
	const char *name; /* in it; borrowed */
	const char *path; /* for messages; borrowed */
};

struct snapshot_plan {
	struct snapshot_file file;
	const struct format *format;	    /* one with reports */
	const struct run_info *run;	    /* borrowed, with its texts */
	const struct report_source *source; /* is copied */
	unsigned interval_s;
	/* How the run is now, but for failed_writes and ended; with the lock of the source held. */
	void (*state)(void *ctx, struct run_state *out);
	void *ctx;
};

/* For the main thread.  Tries whether the file can be written.  0, or -errno with why set. */
int snapshot_open(struct snapshot **sp, const struct snapshot_plan *plan, struct diag *why);
/* Starts the thread; when the source can be read.  0 or -errno. */
int snapshot_start(struct snapshot *s, uint64_t begun_ms);
/* A descriptor that is readable when there is news. */
int snapshot_news_fd(const struct snapshot *s);
/* Text is set when writing has begun to fail or works again; empty: neither. */
void snapshot_news(struct snapshot *s, char *text, size_t n);
/* Writes the last one, and ends the thread, or leaves it to a disk that hangs.  The source is not
 * used any more. */
void snapshot_finish(struct snapshot *s);
/* It could not be written last time. */
bool snapshot_is_in_trouble(const struct snapshot *s);
/* NULL is fine. */
void snapshot_close(struct snapshot *s);
#endif
