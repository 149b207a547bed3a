#ifndef LOG_LOG_H
#define LOG_LOG_H
/*
 * How it works: the capture thread puts events into a bounded queue (one producer, one consumer, no lock, no system call); a writer thread
 * formats and writes them.  A live capture never waits for a full queue: what it could not take is counted.
 * Replaying a file waits, so that the text is the same every time.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/strbuf.h"
#include "stats/engine.h"

struct options;

/* A facility's log. */
struct log_ops {
	const char *banner; /* "IP traffic monitor": the started and stopped lines */
	/* One event as a line without its time and newline; NULL: the facility has no events. */
	void (*event)(struct strbuf *out, const struct event *ev, const struct options *opt);
};
extern const struct log_ops log_conns;

struct logger;

/* Writes to f (borrowed).  wait: a full queue makes logger_emit wait instead of counting a loss.  0 or -errno. */
int logger_open(struct logger **lp, FILE *f, const struct log_ops *ops, const struct options *opt, bool wait);
/* The start and stop lines; for the main thread while no events come. */
void logger_banner(struct logger *l, const char *what, time_t wall);
/* For the capture thread; ctx is the logger (an engine_env's emit). */
void logger_emit(void *ctx, const struct event *ev);
/* True when writing has failed for good (EPIPE). */
bool logger_broken(const struct logger *l);
uint64_t logger_lost(const struct logger *l);
/* Writes what is queued, ends the writer.  NULL is fine. */
void logger_close(struct logger *l);
#endif
