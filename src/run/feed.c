/*
 * How it works: the capture thread waits for a block of frames, takes the lock, decodes and
 * accounts the block and releases the lock.  Others take the lock to read the engine or to act on
 * it.  Nothing that can block on a terminal, a disk or a name server is called with the lock held.
 *
 * Time is read once per turn from the machine or, for a file, from each frame; it never goes
 * back.
 */
#include "run/feed.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "capture/fragments.h"
#include "run/facility.h"
#include "run/run_filter.h"
#include "run/run_log.h"
#include "sys/altstack.h"
#include "sys/fair_lock.h"

#define REST_MS 40 /* twice what a ring block may stay with the kernel */

struct feed {
	const struct facility *fac;
	const struct engine_ops *ops;
	struct capture *source;
	const struct run_filter *filter;
	struct run_log *log;
	struct fragments *frags;
	void *engine;
	unsigned decode;
	uint64_t limit_ms; /* of the run; 0: none */
	struct table_lock table_lock;
	struct fair_lock lock;

	pthread_t thread;
	bool running; /* there is a thread to join */
	atomic_bool stop;
	_Atomic uint64_t version;
	atomic_int end; /* enum feed_end */
	int done_fd;	/* eventfd */
	bool rotating;	/* the capture thread's: a rotation of the log is under way */

	/* under the lock */
	struct now now;
	uint64_t started_ms;
	bool started;
	struct capture_stats stats;
	char iface[IFNAMSIZ]; /* what the one watched is called now; empty: all */

	struct frame frame[ENGINE_BATCH]; /* a source may reuse its own */
	struct pkt batch[ENGINE_BATCH];
	unsigned batched;
};

static void lock(void *ctx)
{
	struct feed *f = ctx;

	fair_lock_take(&f->lock);
}

static void unlock(void *ctx)
{
	struct feed *f = ctx;

	fair_lock_release(&f->lock);
}

static void changed(struct feed *f)
{
	atomic_fetch_add(&f->version, 1);
}

/* --- the capture thread --- */

static void account_batch(struct feed *f)
{
	if (!f->batched)
		return;
	run_log_await_room(f->log);
	f->ops->packets(f->engine, f->batch, f->batched, &f->now);
	f->batched = 0;
}

/* What the source has counted up to now. */
static void account_sample(struct feed *f)
{
	struct counters counters;

	if (f->ops->sample && capture_sample(f->source, &counters))
		f->ops->sample(f->engine, &counters, &f->now);
}

static bool time_is_over(const struct feed *f)
{
	return f->limit_ms && f->now.mono_ms - f->started_ms >= f->limit_ms;
}

static void finish(struct feed *f, enum feed_end why)
{
	atomic_store(&f->end, why);
	changed(f);
}

static bool has_ended(const struct feed *f)
{
	return atomic_load_explicit(&f->end, memory_order_relaxed) != FEED_RUNS;
}

static void begin(struct feed *f, const struct now *now)
{
	f->now = *now;
	f->started_ms = now->mono_ms;
	f->started = true;
	run_log_begin(f->log, f->filter->text);
}

/* Moves the clock on, and what depends on whole seconds with it. */
static void advance(struct feed *f, const struct now *now)
{
	bool second = now->mono_ms / 1000 != f->now.mono_ms / 1000;
	bool due = run_log_is_due(f->log, now->mono_ms, second);

	if (now->mono_ms < f->now.mono_ms)
		return;
	if (now->mono_ms != f->now.mono_ms)
		account_batch(f);
	if (second || due)
		account_sample(f);
	f->now = *now;
	if (second) {
		f->ops->tick(f->engine, &f->now);
		run_log_second(f->log);
	}
	if (second && time_is_over(f))
		finish(f, FEED_TIME_OVER);
	else if (due && !run_log_tick(f->log))
		finish(f, FEED_TIME_OVER);
}

/* A file's clock is its packets'. */
static void advance_to_frame(struct feed *f, const struct frame *frame)
{
	struct now now;

	clock_from_ns(&now, frame->ts_ns);
	if (!f->started)
		begin(f, &now);
	else
		advance(f, &now);
}

/* True: it passed the filters. */
static bool on_frame(void *ctx, const struct frame *frame)
{
	struct feed *f = ctx;
	struct pkt *p;

	if (!capture_is_live(f->source)) {
		advance_to_frame(f, frame);
		if (has_ended(f))
			return false;
	}
	if (!run_filter_frame(f->filter, frame))
		return false;
	p = &f->batch[f->batched];
	f->frame[f->batched] = *frame;
	pkt_decode(&f->frame[f->batched], f->decode, p);
	if (p->first_fragment || p->verdict == PKT_FRAGMENT)
		fragments_follow(f->frags, p, f->now.mono_ms);
	if (!run_filter_packet(f->filter, p))
		return false;
	if (f->fac->accept & 1u << p->verdict && ++f->batched == ENGINE_BATCH)
		account_batch(f);
	return true;
}

static int wait_for_frames(struct feed *f)
{
	struct now now;
	uint64_t next;

	if (!capture_is_live(f->source))
		return capture_wait(f->source, -1);
	if (f->rotating)
		return capture_wait(f->source, 1);
	clock_read(&now);
	next = now.mono_ms - now.mono_ms % 1000 + 1000;
	if (run_log_due_ms(f->log) < next)
		next = run_log_due_ms(f->log);
	return capture_wait(f->source, next > now.mono_ms ? (int)(next - now.mono_ms) : 0);
}

static void one_turn(struct feed *f, bool frames)
{
	struct now now;

	lock(f);
	if (capture_is_live(f->source)) {
		clock_read(&now);
		advance(f, &now);
	}
	if (frames) {
		capture_block(f->source, on_frame, f);
		account_batch(f);
		capture_done(f->source);
	}
	capture_stats(f->source, &f->stats);
	f->rotating = run_log_rotate(f->log);
	unlock(f);
	changed(f);
}

/* What the kernel has taken in already is in a block that it hands over only in a moment. */
static void take_the_rest(struct feed *f)
{
	struct now now;
	uint64_t end;
	int rc = 0;

	clock_read(&now);
	end = now.mono_ms + REST_MS;
	while (rc >= 0 && now.mono_ms < end) {
		rc = capture_wait(f->source, (int)(end - now.mono_ms));
		if (rc > 0)
			one_turn(f, true);
		clock_read(&now);
	}
}

/* The last report is made under the lock: a screen stays on a file that has ended. */
static void end_log(struct feed *f)
{
	static const struct timespec nap = { .tv_nsec = 1000000 };

	lock(f);
	account_sample(f);
	while (run_log_end_open(f->log)) {
		unlock(f);
		nanosleep(&nap, NULL);
		lock(f);
	}
	run_log_end(f->log);
	unlock(f);
}

static void *capture_loop(void *arg)
{
	struct feed *f = arg;
	int rc;

	altstack_use();
	while (!atomic_load(&f->stop) && !has_ended(f)) {
		rc = wait_for_frames(f);
		if (rc < 0)
			finish(f, FEED_SOURCE_ENDED);
		else
			one_turn(f, rc > 0);
	}
	if (capture_is_live(f->source))
		take_the_rest(f);
	end_log(f);
	eventfd_write(f->done_fd, 1);
	return NULL;
}

/* --- the main thread --- */

static int make_engine(struct feed *f, const struct engine_env *needs)
{
	struct engine_env env = *needs;

	env.iface = *f->iface ? f->iface : NULL;
	f->engine = calloc(1, f->ops->size);
	return f->engine ? f->ops->init(f->engine, &env) : -ENOMEM;
}

static int make(struct feed *f, const struct feed_plan *plan)
{
	f->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (f->done_fd < 0)
		return -errno;
	f->frags = fragments_new();
	return f->frags ? make_engine(f, plan->needs) : -ENOMEM;
}

int feed_open(struct feed **fp, const struct feed_plan *plan, struct diag *why)
{
	struct feed *f = calloc(1, sizeof(*f));
	int rc;

	if (!f) {
		capture_close(plan->source);
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	f->fac = plan->fac;
	f->ops = plan->fac->engine;
	f->source = plan->source;
	f->filter = plan->filter;
	f->log = plan->log;
	f->decode = plan->decode;
	f->limit_ms = (uint64_t)plan->run_s * 1000;
	f->table_lock = (struct table_lock){ .ctx = f, .lock = lock, .unlock = unlock };
	snprintf(f->iface, sizeof(f->iface), "%s", plan->iface ? plan->iface : "");
	fair_lock_init(&f->lock);
	rc = make(f, plan);
	if (rc < 0) {
		diag_set(why, 0, "%s: %s", f->fac->usage, strerror(-rc));
		feed_close(f);
		return rc;
	}
	run_log_set_feed(f->log, &(struct run_log_feed){
					 .engine = f->engine,
					 .lock = f->table_lock,
					 .now = &f->now,
					 .stats = &f->stats,
					 .iface = f->iface,
				 });
	*fp = f;
	return 0;
}

int feed_start(struct feed *f, struct diag *why)
{
	struct now now;
	int rc;

	if (feed_is_live(f)) {
		clock_read(&now);
		begin(f, &now);
	}
	rc = pthread_create(&f->thread, NULL, capture_loop, f);
	if (rc)
		diag_set(why, 0, "cannot start capturing: %s", strerror(rc));
	f->running = rc == 0;
	return -rc;
}

void feed_stop(struct feed *f)
{
	atomic_store(&f->stop, true);
	feed_wake(f);
}

void feed_join(struct feed *f)
{
	if (f->running)
		pthread_join(f->thread, NULL);
	f->running = false;
}

void feed_close(struct feed *f)
{
	if (!f)
		return;
	capture_close(f->source);
	if (f->engine)
		f->ops->fini(f->engine);
	free(f->engine);
	fragments_free(f->frags);
	if (f->done_fd >= 0)
		close(f->done_fd);
	fair_lock_fini(&f->lock);
	free(f);
}

bool feed_is_live(const struct feed *f)
{
	return capture_is_live(f->source);
}

void *feed_engine(struct feed *f)
{
	return f->engine;
}

const struct table_lock *feed_lock(const struct feed *f)
{
	return &f->table_lock;
}

const struct now *feed_now(const struct feed *f)
{
	return &f->now;
}

uint64_t feed_version(const struct feed *f)
{
	return atomic_load(&f->version);
}

void feed_wake(struct feed *f)
{
	capture_wake(f->source);
}

void feed_status(struct feed *f, struct feed_status *out)
{
	account_sample(f);
	out->now = f->now;
	out->elapsed_ms = f->started ? f->now.mono_ms - f->started_ms : 0;
	out->captured = f->stats.captured;
	out->dropped = f->stats.dropped;
	out->iface = f->iface;
}

unsigned feed_follow(struct feed *f, const struct ifaces *ifs, struct capture_status *now)
{
	unsigned news = capture_follow(f->source, ifs, now);

	lock(f);
	if (news & CAPTURE_NEW_NAME)
		memcpy(f->iface, now->iface, sizeof(f->iface));
	if (f->ops->ifaces)
		f->ops->ifaces(f->engine, ifs);
	unlock(f);
	changed(f);
	return news;
}

void feed_set_promiscuous(struct feed *f, bool on)
{
	capture_set_promiscuous(f->source, on);
}

int feed_done_fd(const struct feed *f)
{
	return f->done_fd;
}

enum feed_end feed_end(const struct feed *f)
{
	return (enum feed_end)atomic_load(&f->end);
}

const char *feed_error(const struct feed *f)
{
	return capture_error(f->source);
}
