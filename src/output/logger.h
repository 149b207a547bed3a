#ifndef OUTPUT_LOGGER_H
#define OUTPUT_LOGGER_H
/*
 * How it works: the capture thread puts events into a bounded queue (one producer, one consumer,
 * no lock, no system call); a writer thread formats and writes them.  A report is made into memory
 * by the capture thread, while it holds the engine, and takes its place in the same queue.  A live
 * capture never waits for a full queue: what it could not take is counted.  Replaying a file
 * waits, so that the text is the same every time.
 *
 * A write to a file that fails is tried again and again, while the queue takes what it can; so a
 * short trouble costs no line, and a long one those that the queue had no room for.
 */
#include <stdbool.h>
#include <stdint.h>
#include "base/strbuf.h"
#include "output/logfile.h"
#include "stats/engine.h"

struct settings;

/* What a report knows of the run. */
struct report_info {
	struct now now;
	uint32_t seconds; /* since the start, at least 1 */
	const struct settings *set;
};

/* Takes a report line by line; text ends with a newline or not, as it is to stand. */
struct sink;
void sink_printf(struct sink *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A facility's log. */
struct log_ops {
	const char *banner; /* "IP traffic monitor": the started and stopped lines */
	/* One event as a line without its time and newline; NULL: the facility has no events. */
	void (*event)(struct strbuf *out, const struct event *ev, const struct settings *set);
	/* All that the engine has counted; NULL: the facility has events instead. */
	void (*report)(struct sink *out, const void *engine, const struct report_info *info);
};
extern const struct log_ops log_conns, log_iftotals, log_ifdetail, log_sizes, log_services,
	log_stations;

struct logger;

/* Where the lines go: one of the two. */
struct log_target {
	struct logfile *file; /* the logger's from now on, even when it could not be opened */
	int fd;		      /* borrowed */
};

/*
 * wait: a full queue makes logger_emit wait instead of counting a loss, and the first write that
 * fails breaks the logger.  Returns 0 or -errno.
 */
int logger_open(struct logger **lp, struct log_target target, const struct log_ops *ops,
		const struct settings *set, bool wait);

/* --- for the one thread that feeds it --- */

/* What the start line tells of; before it, and once. */
void logger_set_filter(struct logger *l, const char *filter);
/* The start and stop lines (EVENT_STARTED, EVENT_STOPPED). */
void logger_banner(struct logger *l, enum event_kind kind, time_t wall);
/* ctx is the logger (an engine_env's emit). */
void logger_emit(void *ctx, const struct event *ev);
/* Makes a report; for whoever holds the engine still. */
void logger_report(struct logger *l, const void *engine, const struct report_info *info);
/* A line of what was not seen or not kept, lost log lines too; none when there was nothing. */
void logger_losses(struct logger *l, uint64_t dropped, uint64_t evicted, time_t wall);
/* Whether so many events would all find a place now. */
bool logger_has_room(const struct logger *l, uint32_t events);
/*
 * Rotation: the line that says that it begins; then the caller emits what is still active; then
 * the file is opened anew, between two lines.  For files alone.
 */
void logger_rotate_begin(struct logger *l, time_t wall);
void logger_rotate_end(struct logger *l, time_t wall);

/* --- for any thread --- */

/* A rotation is coming: a writer that is stuck with a file that fails need not wait for it. */
void logger_expect_rotation(struct logger *l);
bool logger_has_file(const struct logger *l);
/* True when writing has failed for good, or the reader is gone. */
bool logger_reader_is_gone(const struct logger *l);
bool logger_broken(const struct logger *l);
/* True when all that was emitted is written. */
bool logger_idle(const struct logger *l);
/* The end must come now: a reader that stands still is not waited for any more. */
void logger_hasten(struct logger *l);
uint64_t logger_lost(const struct logger *l);

/* --- for the one thread that tells people --- */

/* A descriptor that is readable when there is news. */
int logger_news_fd(const struct logger *l);
/*
 * Takes the news: text is set when writing has begun to fail, or works again (empty: neither);
 * returns how many rotations are through since the last call.
 */
unsigned logger_news(struct logger *l, char *text, size_t n);
/* Something is wrong at present. */
bool logger_in_trouble(const struct logger *l);

/* Writes what is queued, or counts it as lost; ends the writer, or leaves it to a hanging disk. */
void logger_finish(struct logger *l);
/* NULL is fine. */
void logger_close(struct logger *l);
#endif
