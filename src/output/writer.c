#include "output/writer.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "output/outside.h"
#include "output/queue.h"
#include "sys/altstack.h"

#define QUEUE	 65536 /* items that may wait; a power of two */
#define AHEAD	 4     /* events whose memory is fetched before they are written */
#define REPORTS	 4     /* reports among them */
#define PAUSE_MS 20    /* between two looks of a thread that waits for the other */
#define STUCK_MS 10000 /* without a step, after which the end does not wait for the writer */
#define NICE	 1     /* capturing comes first; at 5, a busy machine costs lines */

enum item_kind {
	ITEM_BEGIN,
	ITEM_EVENT,
	ITEM_REPORT,
	ITEM_LOSSES,
	ITEM_ROTATE,
	ITEM_REOPEN,
	ITEM_STOPPED,
};

struct item {
	struct now at; /* of all but events */
	uint8_t kind;  /* enum item_kind */
	union {
		struct event event;
		struct losses losses;
		struct run_state state; /* ITEM_REPORT */
	};
};

struct writer {
	struct outlet outlet;
	const struct format *format;
	void *state; /* the format's */
	struct run_info run;
	char *filter;
	bool wait;
	pthread_t thread;
	struct queue queue;
	_Atomic uint32_t reports; /* queued */
	atomic_uint reopened;
	int work_fd, report_fd; /* eventfds: there is work; a report has been read */
	atomic_bool idle;	/* the buffer is written out */
	atomic_bool ended;	/* the writer has */
	struct outside outside; /* where the writer is */
	unsigned patience_ms;
	bool finished; /* writer_finish was called */
	bool stuck;    /* the writer never ends: a disk hangs */
	bool given_up; /* the feeding thread's: it does not wait for a stuck writer any more */

	/* the writer's */
	struct now at; /* of the last item */
	bool begun;
	struct report report;
	struct out out;
};

/* Until fd (an eventfd of ours; -1: none) is written to, or for a pause. */
static void await(int fd)
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

	w->out.fresh = !file || logfile_is_empty(file);
}

static void write_text(void *ctx, const char *s, size_t n)
{
	struct writer *w = ctx;

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

static void take_report(struct writer *w, const struct item *item)
{
	report_begin(&w->report, &item->state);
	w->report.state.lost_lines = atomic_load(&w->outlet.lost);
	w->format->report(w->state, &w->out, &w->report);
	atomic_fetch_sub(&w->reports, 1);
	eventfd_write(w->report_fd, 1);
}

static void take_losses(struct writer *w, const struct item *item)
{
	struct losses l = item->losses;

	if (atomic_load(&w->outlet.broken))
		return; /* it would be one more lost line */
	l.lines = atomic_load(&w->outlet.lost);
	if (w->format->losses && (l.dropped || l.lines || l.evicted || l.left_out))
		w->format->losses(w->state, &w->out, &l, &item->at);
}

static void call_mark(struct writer *w,
		      void (*mark)(void *self, struct out *out, const struct now *at),
		      const struct now *at)
{
	if (mark)
		mark(w->state, &w->out, at);
}

static void write_first_lines(struct writer *w, const struct now *at)
{
	look_behind(w);
	call_mark(w, w->format->rotated, at);
}

static void take_reopen(struct writer *w, const struct item *item)
{
	out_flush(&w->out);
	if (reopen(w))
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
			w->format->event(w->state, &w->out, &item->event);
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
	await(w->work_fd);
}

static void write_end(struct writer *w)
{
	if (!w->begun || atomic_load(&w->outlet.broken))
		return;
	if (w->format->end)
		w->format->end(w->state, &w->out);
	out_flush(&w->out);
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
		out_flush(&w->out);
		atomic_store(&w->idle, true);
		if (closing)
			break;
		rest(w);
	}
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

	if (!w) {
		logfile_close(target.file);
		return -ENOMEM;
	}
	w->format = format;
	w->run = *run;
	w->report.select = run->select;
	w->wait = wait;
	w->work_fd = w->report_fd = -1;
	w->patience_ms = STUCK_MS;
	out_init(&w->out, write_text, w);
	rc = outlet_open(&w->outlet, target, wait);
	if (rc < 0) {
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

/* --- the thread that feeds it --- */

/* Watches the writer take steps. */
struct watch {
	uint32_t steps;
	int still; /* pauses without a step */
};

static bool seems_stuck(const struct writer *w, struct watch *watch)
{
	uint32_t steps = atomic_load(&w->outlet.steps);

	watch->still = steps == watch->steps ? watch->still + 1 : 0;
	watch->steps = steps;
	return (unsigned)watch->still * PAUSE_MS >= w->patience_ms;
}

/* A writer that is stuck is not waited for once the end must come. */
static bool is_hopeless(struct writer *w, struct watch *watch)
{
	if (!w->given_up)
		w->given_up = seems_stuck(w, watch) && atomic_load(&w->outlet.hasten);
	return w->given_up;
}

bool writer_has_room(const struct writer *w, uint32_t events)
{
	return queue_used(&w->queue) + events <= QUEUE;
}

void writer_await_room(struct writer *w)
{
	const struct table_lock *lock = &w->report.source.lock;
	struct watch watch = { 0 };

	if (!w->wait || writer_has_room(w, QUEUE / 2))
		return;
	table_unlock(lock);
	while (!writer_has_room(w, QUEUE / 2) && !is_hopeless(w, &watch))
		await(-1);
	table_lock(lock);
}

/* Room for an item; NULL: there is none, and it is counted as a lost line. */
static struct item *await_room(struct writer *w)
{
	struct watch watch = { 0 };
	struct item *item;

	while (!(item = queue_room(&w->queue))) {
		if (!w->wait || is_hopeless(w, &watch)) {
			outlet_lose(&w->outlet, 1);
			return NULL;
		}
		await(-1);
	}
	return item;
}

void writer_emit(void *ctx, const struct event *ev)
{
	struct writer *w = ctx;
	struct item *item = await_room(w);

	if (!item)
		return;
	item->kind = ITEM_EVENT;
	item->event = *ev;
	queue_put(&w->queue);
}

static void put_mark(struct writer *w, enum item_kind kind, const struct now *at)
{
	struct item *item = await_room(w);

	if (!item)
		return;
	item->kind = (uint8_t)kind;
	item->at = *at;
	queue_put(&w->queue);
	eventfd_write(w->work_fd, 1);
}

void writer_set_source(struct writer *w, const struct report_source *source)
{
	w->report.source = *source;
}

void writer_begin(struct writer *w, const char *filter, const struct now *at)
{
	w->filter = strdup(filter);
	w->run.filter = w->filter ? w->filter : "";
	w->report.source.begun_ms = at->mono_ms;
	put_mark(w, ITEM_BEGIN, at);
}

void writer_stop(struct writer *w, const struct now *at)
{
	put_mark(w, ITEM_STOPPED, at);
}

void writer_losses(struct writer *w, const struct losses *losses, const struct now *at)
{
	struct item *item = await_room(w);

	if (!item)
		return;
	item->kind = ITEM_LOSSES;
	item->at = *at;
	item->losses = *losses;
	queue_put(&w->queue);
}

bool writer_has_report(const struct writer *w)
{
	return w->format->report && (!w->format->has_report || w->format->has_report(w->state));
}

static void await_report(struct writer *w)
{
	const struct table_lock *lock = &w->report.source.lock;
	struct watch watch = { 0 };

	table_unlock(lock);
	while (atomic_load(&w->reports) > 0 && !is_hopeless(w, &watch))
		await(w->report_fd);
	table_lock(lock);
}

void writer_report(struct writer *w, const struct run_state *state)
{
	struct item *item;

	if (atomic_load(&w->reports) >= REPORTS && !w->wait) {
		outlet_lose(&w->outlet, 1);
		return;
	}
	item = await_room(w);
	if (!item)
		return;
	item->kind = ITEM_REPORT;
	item->at = state->at;
	item->state = *state;
	atomic_fetch_add(&w->reports, 1);
	queue_put(&w->queue);
	eventfd_write(w->work_fd, 1);
	if (w->wait)
		await_report(w);
}

void writer_rotate_begin(struct writer *w, const struct now *at)
{
	put_mark(w, ITEM_ROTATE, at);
}

void writer_rotate_end(struct writer *w, const struct now *at)
{
	put_mark(w, ITEM_REOPEN, at);
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

static bool has_ended(struct writer *w)
{
	struct watch watch = { 0 };

	while (!atomic_load(&w->ended)) {
		if (seems_stuck(w, &watch) && outside_abandon(&w->outside))
			return false;
		await(-1);
	}
	return true;
}

void writer_set_patience(struct writer *w, unsigned ms)
{
	w->patience_ms = ms;
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
		outlet_lose(&w->outlet, queue_used(&w->queue));
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
