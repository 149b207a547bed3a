#include "output/writer.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "output/writer_own.h"
#include "sys/altstack.h"

#define AHEAD	 4     /* events whose memory is fetched before they are written */
#define NICE	 1     /* capturing comes first; at 5, a busy machine costs lines */
#define STUCK_MS 10000 /* without a step, after which the end does not wait for the writer */

void writer_await(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	eventfd_t v;

	if (poll(&p, 1, PAUSE_MS) > 0)
		eventfd_read(fd, &v);
}

/* --- the writer thread --- */

/* What a format asks before a head. */
static void look_behind(struct writer *w)
{
	const struct logfile *file = w->outlet.target.file;

	if (!w->stuck) /* else looking may hang, too */
		w->out->fresh = !file || logfile_is_empty(file);
}

static void write_text(void *ctx, const char *s, size_t n)
{
	struct writer *w = ctx;

	if (w->reporting)
		w->written += outlet_lines(s, n);
	outside_go(&w->outside);
	outlet_write(&w->outlet, s, n);
	outside_return(&w->outside);
}

static bool reopen(struct writer *w)
{
	bool done;

	outside_go(&w->outside);
	done = outlet_reopen(&w->outlet);
	outside_return(&w->outside);
	return done;
}

static void write_report(struct writer *w, const struct run_state *state)
{
	report_begin(&w->report, state);
	w->report.state.lost_lines = atomic_load(&w->outlet.lost);
	w->format->report(w->state, w->out, &w->report);
}

/* At the end nothing changes any more: all reports have the lines of the first. */
static void count_report(struct writer *w, const struct run_state *state)
{
	uint64_t before;

	if (!w->report_lines) {
		out_flush(w->out);
		before = w->counted;
		write_report(w, state);
		out_flush(w->out);
		w->report_lines = w->counted - before;
	} else {
		w->counted += w->report_lines;
	}
}

/* Reports that were skipped have as many lines as the next one that is made. */
static void take_report(struct writer *w, const struct item *item)
{
	if (w->stuck) {
		count_report(w, &item->state);
		return;
	}
	out_flush(w->out);
	w->written = 0;
	w->reporting = true;
	write_report(w, &item->state);
	if (atomic_load(&w->skipped) > 0) {
		out_flush(w->out);
		outlet_lose(&w->outlet, w->written * atomic_exchange(&w->skipped, 0));
	}
	w->reporting = false;
	atomic_fetch_sub(&w->reports, 1);
	eventfd_write(w->report_fd, 1);
}

static void take_losses(struct writer *w, const struct item *item)
{
	struct losses l = item->losses;

	/* without lost lines there would be no line about them */
	l.lines = atomic_load(&w->outlet.broken) ? 0 : atomic_load(&w->outlet.lost);
	if (w->format->losses && (l.dropped || l.lines || l.evicted || l.left_out))
		w->format->losses(w->state, w->out, &l, &item->at);
}

static void call_mark(struct writer *w,
		      void (*mark)(void *self, struct out *out, const struct now *at),
		      const struct now *at)
{
	if (mark)
		mark(w->state, w->out, at);
}

static void write_first_lines(struct writer *w, const struct now *at)
{
	look_behind(w);
	call_mark(w, w->format->rotated, at);
}

static void take_reopen(struct writer *w, const struct item *item)
{
	out_flush(w->out);
	if (w->stuck || reopen(w))
		write_first_lines(w, &item->at);
	atomic_fetch_add(&w->reopened, 1);
	eventfd_write(w->outlet.news_fd, 1);
}

static void look_ahead(const struct writer *w)
{
	const struct item *item = queue_peek_ahead(&w->queue, AHEAD);

	if (item && item->kind == ITEM_EVENT && w->format->soon)
		w->format->soon(w->state, &item->event);
}

static void take_item(struct writer *w, const struct item *item)
{
	w->at = item->kind == ITEM_EVENT ? item->event.at : item->at;
	switch ((enum item_kind)item->kind) {
	case ITEM_BEGIN:
		w->begun = true;
		look_behind(w);
		call_mark(w, w->format->begin, &item->at);
		break;
	case ITEM_EVENT:
		if (w->format->event)
			w->format->event(w->state, w->out, &item->event);
		break;
	case ITEM_REPORT:
		take_report(w, item);
		break;
	case ITEM_LOSSES:
		take_losses(w, item);
		break;
	case ITEM_ROTATE:
		call_mark(w, w->format->rotating, &item->at);
		break;
	case ITEM_REOPEN:
		take_reopen(w, item);
		break;
	case ITEM_STOPPED:
		call_mark(w, w->format->stopped, &item->at);
		break;
	}
}

static void rest(struct writer *w)
{
	bool reopened;

	outside_go(&w->outside);
	reopened = outlet_rest(&w->outlet);
	outside_return(&w->outside);
	if (reopened)
		write_first_lines(w, &w->at);
	writer_await(w->work_fd);
}

static void lose_text(void *ctx, const char *s, size_t n)
{
	struct writer *w = ctx;

	w->counted += outlet_lines(s, n);
}

/*
 * Nothing of this is written: how many lines it would have been.  In a buffer of its own, for the
 * disk may still read the other; 0 when there is no memory for one.
 */
static uint64_t count_lines(struct writer *w, void (*write)(struct writer *w))
{
	struct out *old = w->out;

	w->out = malloc(sizeof(*w->out));
	w->counted = 0;
	if (w->out) {
		out_init(w->out, lose_text, w);
		w->out->fresh = old->fresh;
		write(w);
		out_flush(w->out);
	}
	free(w->out);
	w->out = old;
	return w->counted;
}

static void write_skipped(struct writer *w)
{
	write_report(w, &w->skipped_state);
}

/* Skipped reports that none has followed. */
static void count_skipped(struct writer *w)
{
	uint32_t skipped = atomic_exchange(&w->skipped, 0);

	if (skipped)
		outlet_lose(&w->outlet, count_lines(w, write_skipped) * skipped);
}

/* The separator between runs is no line that is missed. */
static void write_end(struct writer *w)
{
	if (!w->begun || atomic_load(&w->outlet.broken))
		return;
	if (w->format->end)
		w->format->end(w->state, w->out);
	out_flush(w->out);
}

static void *run_writer(void *arg)
{
	struct writer *w = arg;

	altstack_use();
	setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
	for (;;) {
		/* closing is read first: what was queued before it is written */
		bool closing = atomic_load(&w->outlet.closing);
		const struct item *item = queue_peek(&w->queue);

		if (item) {
			look_ahead(w);
			take_item(w, item);
			atomic_store(&w->idle, false);
			atomic_fetch_add_explicit(&w->outlet.steps, 1, memory_order_relaxed);
			queue_take(&w->queue);
			continue;
		}
		out_flush(w->out);
		atomic_store(&w->idle, true);
		if (closing)
			break;
		rest(w);
	}
	count_skipped(w);
	write_end(w);
	atomic_store(&w->ended, true);
	return NULL;
}

static int prepare(struct writer *w)
{
	int rc;

	w->work_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	w->report_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->work_fd < 0 || w->report_fd < 0)
		return -errno;
	w->state = calloc(1, w->format->size);
	rc = w->state ? report_init(&w->report, &w->outlet.steps) : -ENOMEM;
	if (rc == 0)
		rc = queue_init(&w->queue, QUEUE, sizeof(struct item));
	if (rc == 0)
		rc = w->format->prepare(w->state, &w->run);
	if (rc == 0)
		rc = -pthread_create(&w->thread, NULL, run_writer, w);
	return rc;
}

static void free_writer(struct writer *w)
{
	outlet_close(&w->outlet);
	if (w->work_fd >= 0)
		close(w->work_fd);
	if (w->report_fd >= 0)
		close(w->report_fd);
	report_fini(&w->report);
	queue_fini(&w->queue);
	free(w->filter);
	free(w->out);
	if (w->state && w->format->release)
		w->format->release(w->state);
	free(w->state);
	free(w);
}

int writer_open(struct writer **wp, struct outlet_target target, const struct format *format,
		const struct run_info *run, bool wait)
{
	struct writer *w = calloc(1, sizeof(*w));
	int rc;

	if (w)
		w->out = malloc(sizeof(*w->out));
	if (!w || !w->out) {
		free(w);
		logfile_close(target.file);
		return -ENOMEM;
	}
	w->format = format;
	w->run = *run;
	w->report.select = run->select;
	w->wait = wait;
	w->work_fd = w->report_fd = -1;
	w->patience_ms = STUCK_MS;
	out_init(w->out, write_text, w);
	rc = outlet_open(&w->outlet, target, wait);
	if (rc < 0) {
		free(w->out);
		free(w);
		return rc;
	}
	rc = prepare(w);
	if (rc < 0) {
		free_writer(w);
		return rc;
	}
	*wp = w;
	return 0;
}

/* --- everyone --- */

void writer_expect_rotation(struct writer *w)
{
	atomic_store(&w->outlet.rotating, true);
}

bool writer_has_file(const struct writer *w)
{
	return w->outlet.target.file != NULL;
}

bool writer_is_broken(const struct writer *w)
{
	return atomic_load(&w->outlet.broken);
}

bool writer_is_idle(const struct writer *w)
{
	return queue_used(&w->queue) == 0 && atomic_load(&w->idle);
}

bool writer_is_failing(const struct writer *w)
{
	return atomic_load(&w->outlet.failing);
}

bool writer_reader_is_gone(const struct writer *w)
{
	return atomic_load(&w->outlet.gone);
}

void writer_hasten(struct writer *w)
{
	atomic_store(&w->outlet.hasten, true);
}

bool writer_is_hastened(const struct writer *w)
{
	return atomic_load(&w->outlet.hasten);
}

uint64_t writer_lost(const struct writer *w)
{
	return atomic_load(&w->outlet.lost);
}

int writer_news_fd(const struct writer *w)
{
	return w->outlet.news_fd;
}

bool writer_is_in_trouble(const struct writer *w)
{
	return atomic_load(&w->outlet.trouble) != 0;
}

unsigned writer_news(struct writer *w, char *text, size_t n)
{
	outlet_news(&w->outlet, text, n);
	return atomic_exchange(&w->reopened, 0);
}

bool writer_seems_stuck(const struct writer *w, struct watch *watch)
{
	uint32_t steps = atomic_load(&w->outlet.steps);

	watch->still = steps == watch->steps ? watch->still + 1 : 0;
	watch->steps = steps;
	return (unsigned)watch->still * PAUSE_MS >= w->patience_ms;
}

static bool has_ended(struct writer *w)
{
	struct watch watch = { 0 };

	while (!atomic_load(&w->ended)) {
		if (writer_seems_stuck(w, &watch) && outside_abandon(&w->outside))
			return false;
		writer_await(-1);
	}
	return true;
}

void writer_set_patience(struct writer *w, unsigned ms)
{
	w->patience_ms = ms;
}

static void write_queued(struct writer *w)
{
	uint32_t skipped = atomic_exchange(&w->skipped, 0);
	const struct item *item;

	while ((item = queue_peek(&w->queue))) {
		take_item(w, item);
		queue_take(&w->queue);
	}
	if (skipped) {
		count_report(w, &w->skipped_state);
		w->counted += w->report_lines * (skipped - 1);
	}
}

/*
 * The writer was abandoned in a write, and never returns: what it has not written is counted by
 * the thread that waited for it.
 */
static void count_rest(struct writer *w)
{
	uint64_t begun = w->reporting ? w->written : 0, lines;

	outlet_abandon(&w->outlet);
	lines = count_lines(w, write_queued);
	outlet_lose(&w->outlet, lines > begun ? lines - begun : 0);
}

void writer_finish(struct writer *w)
{
	if (w->finished)
		return;
	w->finished = true;
	atomic_store(&w->outlet.closing, true);
	eventfd_write(w->work_fd, 1);
	w->stuck = !has_ended(w);
	if (w->stuck) {
		count_rest(w);
		pthread_detach(w->thread);
	} else {
		pthread_join(w->thread, NULL);
	}
}

void writer_close(struct writer *w)
{
	if (!w)
		return;
	writer_finish(w);
	if (!w->stuck) /* else its thread still uses it */
		free_writer(w);
}
