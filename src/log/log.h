#ifndef LOG_LOG_H
#define LOG_LOG_H
/*
 * How it works: the capture thread puts events into a bounded queue (one producer, one consumer,
 * no lock, no system call); a writer thread formats and writes them.  A live capture never waits
 * for a full queue: what it could not take is counted. Replaying a file waits, so that the text
 * is the same every time.
 */
#include <stdbool.h>
#include <stdint.h>
#include "base/strbuf.h"
#include "stats/engine.h"

struct options;

/* What a report knows of the run. */
struct report_info {
	struct now now;
	uint32_t seconds; /* since the start, at least 1 */
	const struct options *opt;
};

/* Takes a report line by line; text ends with a newline or not, as it is to stand. */
struct sink;
void sink_printf(struct sink *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A facility's log. */
struct log_ops {
	const char *banner; /* "IP traffic monitor": the started and stopped lines */
	/* One event as a line without its time and newline; NULL: the facility has no events. */
	void (*event)(struct strbuf *out, const struct event *ev, const struct options *opt);
	/* All that the engine has counted; NULL: the facility has events instead. */
	void (*report)(struct sink *out, const void *engine, const struct report_info *info);
};
extern const struct log_ops log_conns, log_iftotals, log_ifdetail, log_sizes, log_services,
	log_stations;

struct logger;

/*
 * Writes to a descriptor (borrowed).  wait: a full queue makes logger_emit wait instead of
 * counting a loss. Returns 0 or -errno.
 */
int logger_open(struct logger **lp, int fd, const struct log_ops *ops, const struct options *opt,
		bool wait);
/* The start and stop lines (EVENT_STARTED, EVENT_STOPPED). */
void logger_banner(struct logger *l, enum event_kind kind, time_t wall);
/* For one thread at a time; ctx is the logger (an engine_env's emit). */
void logger_emit(void *ctx, const struct event *ev);
/* Writes a report at once; for whoever holds the engine still. */
void logger_report(struct logger *l, const void *engine, const struct report_info *info);
/* True when writing has failed, or the reader is gone. */
bool logger_broken(const struct logger *l);
/* True when all that was emitted is written. */
bool logger_idle(const struct logger *l);
/* The end must come now: a reader that stands still is not waited for any more.  Any thread. */
void logger_hasten(struct logger *l);
uint64_t logger_lost(const struct logger *l);
/* Writes what is queued, ends the writer.  NULL is fine. */
void logger_close(struct logger *l);
#endif
