#ifndef OUTPUT_WRITER_H
#define OUTPUT_WRITER_H
/*
 * How it works: the capture thread puts what happened into a bounded queue; the writer thread
 * takes it out, passes it to a format, and writes what that makes of it.  A live capture never
 * waits: what finds no room is counted.  Replaying a file waits, so that the text is the same
 * every time.
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

/* What reports are read from; before all others.  Borrowed until writer_finish() has returned. */
void writer_set_source(struct writer *w, const struct report_source *source);
/* The run begins; filter: clean text, empty: none. */
void writer_begin(struct writer *w, const char *filter, const struct now *at);
/* ctx is the writer (an engine_env's emit). */
void writer_emit(void *ctx, const struct event *ev);
/* Whether there are reports of this facility. */
bool writer_has_report(const struct writer *w);
/*
 * A report, read when its turn comes.  With the lock of the source held; a replay releases it
 * until all is copied, so that the report is the same every time.
 */
void writer_report(struct writer *w, const struct run_state *state);
/* What was lost so far; the writer sets the lines that it lost. */
void writer_losses(struct writer *w, const struct losses *losses, const struct now *at);
void writer_stop(struct writer *w, const struct now *at);
/* Whether so many events would all find room now. */
bool writer_has_room(const struct writer *w, uint32_t events);
/*
 * A replay: waits until half of the queue is free, so that writer_emit() need not wait.  With the
 * lock of the source held; it is released meanwhile.
 */
void writer_await_room(struct writer *w);
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
/* Writing has failed permanently; the reader of standard output is gone. */
bool writer_is_broken(const struct writer *w);
bool writer_reader_is_gone(const struct writer *w);
/* The last write failed, as on a full disk; it is tried again. */
bool writer_is_failing(const struct writer *w);
/* All that was emitted is written. */
bool writer_is_idle(const struct writer *w);
/* The end must come now: do not wait for a slow reader. */
void writer_hasten(struct writer *w);
bool writer_is_hastened(const struct writer *w);
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

/* How long the end waits for a disk that hangs, 10 s unless set. */
void writer_set_patience(struct writer *w, unsigned ms);
/*
 * Writes what is queued, or counts it as lost; ends the thread, or leaves it to a disk that hangs.
 * It does not use the source any more.
 */
void writer_finish(struct writer *w);
/* NULL is fine. */
void writer_close(struct writer *w);
#endif
