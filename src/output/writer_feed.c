/* A writer, of the thread that feeds it: what finds no room, and what waits for some. */
#include "output/writer_own.h"

#include <string.h>
#include <sys/eventfd.h>

#define REPORTS 4 /* that may be queued */

/* A writer that is stuck is not waited for once the end must come. */
static bool is_hopeless(struct writer *w, struct watch *watch)
{
	if (!w->given_up)
		w->given_up = writer_seems_stuck(w, watch) && atomic_load(&w->outlet.hasten);
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
		writer_await(-1);
	table_lock(lock);
}

/* Room for an item; NULL: there is none, and what it would have been is counted as lost. */
static struct item *await_room(struct writer *w, uint64_t lines)
{
	struct watch watch = { 0 };
	struct item *item;

	while (!(item = queue_room(&w->queue))) {
		if (!w->wait || is_hopeless(w, &watch)) {
			outlet_lose(&w->outlet, lines);
			return NULL;
		}
		writer_await(-1);
	}
	return item;
}

void writer_emit(void *ctx, const struct event *ev)
{
	struct writer *w = ctx;
	struct item *item;

	if (w->format->has_line && !w->format->has_line(ev))
		return;
	item = await_room(w, 1);
	if (!item)
		return;
	item->kind = ITEM_EVENT;
	item->event = *ev;
	queue_put(&w->queue);
}

/* What is written at a mark is one line. */
static bool mark_has_line(const struct format *f, enum item_kind kind)
{
	return (kind == ITEM_BEGIN && f->begin) || (kind == ITEM_ROTATE && f->rotating) ||
	       (kind == ITEM_REOPEN && f->rotated) || (kind == ITEM_STOPPED && f->stopped);
}

static void put_mark(struct writer *w, enum item_kind kind, const struct now *at)
{
	struct item *item = await_room(w, mark_has_line(w->format, kind));

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
	bool any = losses->dropped || losses->evicted || losses->left_out;
	struct item *item = await_room(w, w->format->losses && any);

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
		writer_await(w->report_fd);
	table_lock(lock);
}

/* Its lines are counted later, by the writer: here they are not known. */
static void skip_report(struct writer *w, const struct run_state *state)
{
	w->skipped_state = *state;
	atomic_fetch_add(&w->skipped, 1);
	outlet_lose(&w->outlet, 0);
}

void writer_report(struct writer *w, const struct run_state *state)
{
	bool full = atomic_load(&w->reports) >= REPORTS && !w->wait;
	struct item *item = full ? NULL : await_room(w, 0);

	if (!item) {
		skip_report(w, state);
		return;
	}
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
