#ifndef OUTPUT_WRITER_H
#define OUTPUT_WRITER_H
/*
 * How it works: the capture thread puts what happened into a bounded queue; the writer thread
 * takes it out, has it worded by a format, and writes it.  A live capture never waits: what finds
 * no room is counted.  Replaying a file waits, so that the text is the same every time.
 */
#include "output/format.h"
#include "output/outlet.h"

struct writer;

/*
 * wait: a full queue makes the capture thread wait instead of losing lines, and the first write
 * that fails breaks the writer.  run is copied, its texts are borrowed until writer_close().
 * Returns 0 or -errno; the target's file is closed in any case, now or later.
 */
int writer_open(struct writer **wp, struct outlet_target target, const struct format *format,
		const struct run_info *run, bool wait);

/* --- for the one thread that feeds it --- */

/* The run begins; filter: clean text, empty: none. */
void writer_begin(struct writer *w, const char *filter, const struct now *at);
/* ctx is the writer (an engine_env's emit). */
void writer_emit(void *ctx, const struct event *ev);
/* Makes a report, of an engine that is locked. */
void writer_report(struct writer *w, const void *engine, const struct report_info *info);
/* What was dropped and evicted so far; the writer adds the lines that it lost. */
void writer_losses(struct writer *w, uint64_t dropped, uint64_t evicted, const struct now *at);
void writer_stop(struct writer *w, const struct now *at);
/* Whether so many events would all find room now. */
bool writer_has_room(const struct writer *w, uint32_t events);
/*
 * Rotation: its first line; then the caller emits what is still active; then the file is
 * reopened.  For files alone.
 */
void writer_rotate_begin(struct writer *w, const struct now *at);
void writer_rotate_end(struct writer *w, const struct now *at);

/* --- for any thread --- */

/* A rotation is coming: a writer that is stuck with a file that fails need not wait for it. */
void writer_expect_rotation(struct writer *w);
bool writer_has_file(const struct writer *w);
/* Writing has failed for good; the reader of standard output is gone. */
bool writer_is_broken(const struct writer *w);
bool writer_reader_is_gone(const struct writer *w);
/* All that was emitted is written. */
bool writer_is_idle(const struct writer *w);
/* The end must come now: do not wait for a slow reader. */
void writer_hasten(struct writer *w);
uint64_t writer_lost(const struct writer *w);

/* --- for the main thread --- */

/* A descriptor that is readable when there is news. */
int writer_news_fd(const struct writer *w);
/*
 * Takes the news: text is set when writing has begun to fail or works again (empty: neither);
 * returns how many rotations were finished since the last call.
 */
unsigned writer_news(struct writer *w, char *text, size_t n);
/* Something is wrong at present. */
bool writer_is_in_trouble(const struct writer *w);

/* Writes what is queued, or counts it as lost; ends the writer, or leaves it to a hanging disk. */
void writer_finish(struct writer *w);
/* NULL is fine. */
void writer_close(struct writer *w);
#endif
