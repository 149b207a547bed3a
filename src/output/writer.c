#include "output/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "output/queue.h"
#include "output/sink.h"

#define QUEUE	 65536	  /* items that may wait; a power of two */
#define REPORTS	 4	  /* reports among them */
#define PAUSE_NS 20000000 /* the writer's nap when there is nothing to write */
#define STUCK	 500	  /* naps without a step after which the end does not wait for the writer */
#define NICE	 5	  /* capturing comes first */

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
		struct sink *report;
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
	atomic_bool idle;  /* the buffer is written out */
	atomic_bool ended; /* the writer has */
	bool finished;	   /* writer_finish was called */
	bool stuck;	   /* the writer never ends: a disk hangs */

	/* the writer's */
	struct now at; /* of the last item */
	struct out out;
};

static void nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = PAUSE_NS }, NULL);
}

/* --- the writer thread --- */

static void write_text(void *ctx, const char *s, size_t n)
{
	outlet_write(ctx, s, n);
}

static void take_report(struct writer *w, const struct item *item)
{
	struct sink *text = item->report;

	out_text(&w->out, text->s, text->len);
	atomic_fetch_add(&w->outlet.lost, text->lost);
	sink_free(text);
	atomic_fetch_sub(&w->reports, 1);
}

static void take_losses(struct writer *w, const struct item *item)
{
	struct losses l = item->losses;

	l.lines = atomic_load(&w->outlet.lost);
	if (l.dropped || l.lines || l.evicted)
		w->format->losses(w->state, &w->out, &l, &item->at);
}

static void take_reopen(struct writer *w, const struct item *item)
{
	out_flush(&w->out);
	if (outlet_reopen(&w->outlet))
		w->format->rotated(w->state, &w->out, &item->at);
	atomic_fetch_add(&w->reopened, 1);
	eventfd_write(w->outlet.news_fd, 1);
}

static void take_item(struct writer *w, const struct item *item)
{
	w->at = item->kind == ITEM_EVENT ? item->event.at : item->at;
	switch ((enum item_kind)item->kind) {
	case ITEM_BEGIN:
		w->format->begin(w->state, &w->out, &item->at);
		break;
	case ITEM_EVENT:
		w->format->event(w->state, &w->out, &item->event);
		break;
	case ITEM_REPORT:
		take_report(w, item);
		break;
	case ITEM_LOSSES:
		take_losses(w, item);
		break;
	case ITEM_ROTATE:
		w->format->rotating(w->state, &w->out, &item->at);
		break;
	case ITEM_REOPEN:
		take_reopen(w, item);
		break;
	case ITEM_STOPPED:
		w->format->stopped(w->state, &w->out, &item->at);
		break;
	}
}

static void rest(struct writer *w)
{
	if (outlet_rest(&w->outlet))
		w->format->rotated(w->state, &w->out, &w->at);
	nap();
}

static void write_end(struct writer *w)
{
	if (atomic_load(&w->outlet.broken))
		return;
	w->format->end(w->state, &w->out);
	out_flush(&w->out);
}

static void *run_writer(void *arg)
{
	struct writer *w = arg;

	setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
	for (;;) {
		/* closing is read first: what was queued before it is written */
		bool closing = atomic_load(&w->outlet.closing);
		const struct item *item = queue_peek(&w->queue);

		if (item) {
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

	w->state = calloc(1, w->format->size);
	rc = w->state ? queue_init(&w->queue, QUEUE, sizeof(struct item)) : -ENOMEM;
	if (rc == 0)
		rc = w->format->prepare(w->state, &w->run);
	if (rc == 0)
		rc = -pthread_create(&w->thread, NULL, run_writer, w);
	return rc;
}

static void free_writer(struct writer *w)
{
	outlet_close(&w->outlet);
	queue_fini(&w->queue);
	free(w->filter);
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
	w->wait = wait;
	out_init(&w->out, write_text, &w->outlet);
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

bool writer_has_room(const struct writer *w, uint32_t events)
{
	return queue_used(&w->queue) + events <= QUEUE;
}

/* Room for an item; NULL: there is none, and it is counted as a lost line. */
static struct item *await_room(struct writer *w)
{
	struct item *item;

	while (!(item = queue_room(&w->queue))) {
		if (!w->wait) {
			outlet_lose(&w->outlet, 1);
			return NULL;
		}
		nap();
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
}

void writer_begin(struct writer *w, const char *filter, const struct now *at)
{
	w->filter = strdup(filter);
	w->run.filter = w->filter ? w->filter : "";
	put_mark(w, ITEM_BEGIN, at);
}

void writer_stop(struct writer *w, const struct now *at)
{
	put_mark(w, ITEM_STOPPED, at);
}

void writer_losses(struct writer *w, uint64_t dropped, uint64_t evicted, const struct now *at)
{
	struct item *item = await_room(w);

	if (!item)
		return;
	item->kind = ITEM_LOSSES;
	item->at = *at;
	item->losses = (struct losses){ .dropped = dropped, .evicted = evicted };
	queue_put(&w->queue);
}

void writer_report(struct writer *w, const void *engine, const struct report_info *info)
{
	struct sink *text = calloc(1, sizeof(*text));
	struct item *item;

	if (!text)
		return;
	w->run.words->report(text, engine, info);
	while (w->wait && !writer_is_broken(w) && atomic_load(&w->reports) >= REPORTS)
		nap();
	item = atomic_load(&w->reports) < REPORTS ? queue_room(&w->queue) : NULL;
	if (!item) {
		outlet_lose(&w->outlet, sink_lines(text->s, text->len) + text->lost);
		sink_free(text);
		return;
	}
	item->kind = ITEM_REPORT;
	item->at = info->now;
	item->report = text;
	atomic_fetch_add(&w->reports, 1);
	queue_put(&w->queue);
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

bool writer_reader_is_gone(const struct writer *w)
{
	return atomic_load(&w->outlet.gone);
}

void writer_hasten(struct writer *w)
{
	atomic_store(&w->outlet.hasten, true);
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

static bool has_ended(const struct writer *w)
{
	uint32_t steps = atomic_load(&w->outlet.steps), now;

	for (int still = 0; still < STUCK && !atomic_load(&w->ended); still++) {
		nap();
		now = atomic_load(&w->outlet.steps);
		if (now != steps)
			still = 0;
		steps = now;
	}
	return atomic_load(&w->ended);
}

void writer_finish(struct writer *w)
{
	if (w->finished)
		return;
	w->finished = true;
	atomic_store(&w->outlet.closing, true);
	w->stuck = !has_ended(w);
	if (w->stuck)
		outlet_lose(&w->outlet, queue_used(&w->queue));
	else
		pthread_join(w->thread, NULL);
}

void writer_close(struct writer *w)
{
	if (!w)
		return;
	writer_finish(w);
	if (!w->stuck) /* else the writer still has all of it */
		free_writer(w);
}
