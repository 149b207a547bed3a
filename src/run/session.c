/*
 * How it works: the capture thread waits for a block of frames, takes the lock, decodes and
 * accounts the block and lets go; the main thread waits for keys, signals and changes of the
 * interfaces, and takes the lock to draw or to act.  Nothing that can block on a terminal, a disk
 * or a name server is called with the lock held.
 *
 * The lock is fair: whoever waits holds the gate, so that the capture thread, which takes the
 * lock again at once under load, lets the main thread in between.
 *
 * Time is read once per turn from the machine or, for a file, from each frame; it never goes
 * back.
 */
#include "run/session.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "capture/ifnames.h"
#include "sys/resolver.h"
#include "base/text.h"
#include "capture/capture.h"
#include "capture/fragments.h"
#include "sys/messages.h"
#include "run/engine_env.h"
#include "run/run_log.h"
#include "sys/systemd.h"
#include "run/run_filter.h"
#include "ui/ui.h"

#define REST_MS 40 /* twice what a ring block may stay with the kernel */

struct session {
	const struct facility *fac;
	const struct session_env *env;
	struct capture *cap;
	struct fragments *frags;
	struct run_filter filter;
	struct run_log *log;	   /* NULL: none */
	struct resolver *resolver; /* NULL: names are not wanted */
	void *engine;
	unsigned decode;

	pthread_t thread;
	pthread_mutex_t gate, lock;
	atomic_bool stop;	  /* main to capture thread */
	atomic_bool ended;	  /* capture thread to main: the file or the time is over */
	_Atomic uint64_t version; /* goes up with every change that may show */
	int done_fd;		  /* eventfd that tells main that the thread is through */
	bool over;		  /* main has heard */
	bool rotating;		  /* the capture thread's: a rotation of the log goes on */

	/* under the lock */
	struct now now;
	uint64_t started_ms;
	bool started;
	uint64_t captured, dropped;
	char note[80];
	char iface[IFNAMSIZ]; /* what the one watched is called now; empty: all */

	struct frame frame[ENGINE_BATCH]; /* a source may reuse its own */
	struct pkt batch[ENGINE_BATCH];
	unsigned batched;
};

static void session_lock(void *ctx)
{
	struct session *s = ctx;

	pthread_mutex_lock(&s->gate);
	pthread_mutex_lock(&s->lock);
	pthread_mutex_unlock(&s->gate);
}

static void session_unlock(void *ctx)
{
	pthread_mutex_unlock(&((struct session *)ctx)->lock);
}

/* --- the capture thread --- */

static void account_batch(struct session *s)
{
	if (s->batched)
		s->fac->engine->packets(s->engine, s->batch, s->batched, &s->now);
	s->batched = 0;
}

static bool time_is_over(const struct session *s)
{
	return s->env->minutes > 0 &&
	       s->now.mono_ms - s->started_ms >= (uint64_t)s->env->minutes * 60000;
}

static void begin(struct session *s, const struct now *now)
{
	s->now = *now;
	s->started_ms = now->mono_ms;
	s->started = true;
	run_log_begin(s->log, now, s->filter.text);
}

/* Moves the clock on, and what hangs on whole seconds with it. */
static void advance(struct session *s, const struct now *now)
{
	bool second = now->mono_ms / 1000 != s->now.mono_ms / 1000;

	if (now->mono_ms < s->now.mono_ms)
		return;
	if (now->mono_ms != s->now.mono_ms)
		account_batch(s);
	s->now = *now;
	if (!second)
		return;
	s->fac->engine->tick(s->engine, &s->now);
	if (time_is_over(s))
		atomic_store(&s->ended, true);
	else
		run_log_tick(s->log, &s->now, s->dropped);
}

/* A file's clock is its packets'. */
static void advance_to_frame(struct session *s, const struct frame *f)
{
	struct now now;

	clock_from_ns(&now, f->ts_ns);
	if (!s->started)
		begin(s, &now);
	else
		advance(s, &now);
}

/* True: it passed the filters. */
static bool on_frame(void *ctx, const struct frame *f)
{
	struct session *s = ctx;
	struct pkt *p = &s->batch[s->batched];

	if (!capture_is_live(s->cap)) {
		advance_to_frame(s, f);
		if (atomic_load_explicit(&s->ended, memory_order_relaxed))
			return false;
		p = &s->batch[s->batched];
	}
	if (!run_filter_frame(&s->filter, f))
		return false;
	s->frame[s->batched] = *f;
	pkt_decode(&s->frame[s->batched], s->decode, p);
	if (p->first_fragment || p->verdict == PKT_FRAGMENT)
		fragments_follow(s->frags, p, s->now.mono_ms);
	if (!run_filter_packet(&s->filter, p))
		return false;
	if (s->fac->accept & 1u << p->verdict && ++s->batched == ENGINE_BATCH)
		account_batch(s);
	return true;
}

static int wait_for_frames(struct session *s)
{
	struct now now;

	if (!capture_is_live(s->cap))
		return capture_wait(s->cap, -1);
	if (s->rotating)
		return capture_wait(s->cap, 1);
	clock_read(&now);
	return capture_wait(s->cap, (int)(1000 - now.mono_ms % 1000));
}

static void one_turn(struct session *s, bool frames)
{
	struct capture_stats st;
	struct now now;

	session_lock(s);
	if (capture_is_live(s->cap)) {
		clock_read(&now);
		advance(s, &now);
	}
	if (frames) {
		capture_block(s->cap, on_frame, s);
		account_batch(s);
		capture_done(s->cap);
	}
	capture_stats(s->cap, &st);
	s->captured = st.captured;
	s->dropped = st.dropped;
	s->rotating = run_log_rotate(s->log, &s->now);
	session_unlock(s);
	atomic_fetch_add(&s->version, 1);
}

static void say_end(struct session *s)
{
	const char *error = capture_error(s->cap);

	session_lock(s);
	snprintf(s->note, sizeof(s->note), "%s", error ? error : "end of file");
	session_unlock(s);
	atomic_fetch_add(&s->version, 1);
}

/* What the kernel has taken in already is in a block that it hands over only in a moment. */
static void take_the_rest(struct session *s)
{
	struct now now;
	uint64_t end;
	int rc = 0;

	clock_read(&now);
	end = now.mono_ms + REST_MS;
	while (rc >= 0 && now.mono_ms < end) {
		rc = capture_wait(s->cap, (int)(end - now.mono_ms));
		if (rc > 0)
			one_turn(s, true);
		clock_read(&now);
	}
}

static void *capture_loop(void *arg)
{
	struct session *s = arg;

	while (!atomic_load(&s->stop) && !atomic_load(&s->ended)) {
		int rc = wait_for_frames(s);

		if (rc < 0) {
			say_end(s);
			atomic_store(&s->ended, true);
			break;
		}
		one_turn(s, rc > 0);
	}
	if (capture_is_live(s->cap))
		take_the_rest(s);
	/* of a file the log may have to wait, and the engine hears of nothing else */
	if (capture_is_live(s->cap))
		session_lock(s);
	run_log_end(s->log, &s->now, s->dropped);
	if (capture_is_live(s->cap))
		session_unlock(s);
	eventfd_write(s->done_fd, 1);
	return NULL;
}

/* --- the main thread --- */

static void fill_status(void *ctx, struct run_status *out)
{
	struct session *s = ctx;

	out->now = s->now;
	out->elapsed_s = s->started ? (s->now.mono_ms - s->started_ms) / 1000 : 0;
	out->captured = s->captured;
	out->dropped = s->dropped;
	memcpy(out->note, s->note, sizeof(out->note));
	if (!s->note[0])
		snprintf(out->note, sizeof(out->note), "%.79s", run_log_note(s->log, &s->now));
}

static uint64_t get_version(void *ctx)
{
	struct session *s = ctx;

	return atomic_load(&s->version);
}

/* Under the lock. */
static void follow_name(struct session *s, const char *name)
{
	char was[64], is[64];

	text_clean(was, sizeof(was), s->iface, true);
	snprintf(s->iface, sizeof(s->iface), "%s", name);
	snprintf(s->note, sizeof(s->note), "%.30s is now called %.30s", was,
		 text_clean(is, sizeof(is), name, true));
}

static void say_status(struct session *s, unsigned changed, const struct capture_status *is)
{
	static const char *const words[] = {
		[CAPTURE_RUNNING] = NULL,
		[CAPTURE_DOWN] = "down",
		[CAPTURE_GONE] = "gone",
	};
	char clean[64] = "";

	session_lock(s);
	if (changed & CAPTURE_NEW_NAME)
		follow_name(s, is->iface);
	if (changed & CAPTURE_NEW_STATE) {
		s->note[0] = '\0';
		if (words[is->state])
			snprintf(s->note, sizeof(s->note), "%s is %s",
				 text_clean(clean, sizeof(clean), s->iface, true),
				 words[is->state]);
	}
	session_unlock(s);
	atomic_fetch_add(&s->version, 1);
}

static bool on_names(void *ctx)
{
	struct session *s = ctx;
	int named = resolver_poll(s->resolver);

	if (named < 0)
		loop_unwatch(s->env->loop, resolver_fd(s->resolver));
	else if (named > 0)
		atomic_fetch_add(&s->version, 1);
	return named > 0;
}

/* The engine hears of the interfaces at the start, and when there is news of them. */
static void tell_ifaces(struct session *s)
{
	if (!s->fac->engine->ifaces || !capture_is_live(s->cap))
		return;
	session_lock(s);
	s->fac->engine->ifaces(s->engine, s->env->ifs);
	session_unlock(s);
}

static bool on_ifaces(void *ctx)
{
	struct session *s = ctx;
	struct capture_status is;
	unsigned changed;

	if (!ifaces_poll(s->env->ifs))
		return false;
	changed = capture_follow(s->cap, s->env->ifs, &is);
	say_status(s, changed, &is);
	tell_ifaces(s);
	return true;
}

static bool on_done(void *ctx)
{
	struct session *s = ctx;
	eventfd_t v;

	eventfd_read(s->done_fd, &v);
	s->over = true;
	/*
	 * A screen keeps a file's last picture until it is left; time that is over ends
	 * everything.
	 */
	if (s->env->ui && capture_is_live(s->cap))
		loop_quit(s->env->loop);
	return true;
}

/* Whoever read our standard output is gone. */
static bool on_hangup(void *ctx)
{
	struct session *s = ctx;

	loop_quit(s->env->loop);
	return true;
}

/* SIGUSR1. */
static void on_reopen(void *ctx)
{
	struct session *s = ctx;

	if (!s->over && run_log_ask_rotation(s->log))
		capture_wake(s->cap);
}

static bool on_log_news(void *ctx)
{
	struct session *s = ctx;
	struct now now;

	clock_read(&now);
	if (!run_log_hear(s->log, &now))
		return false;
	atomic_fetch_add(&s->version, 1);
	return true;
}

static int open_source(struct session *s, const char *iface, struct diag *why)
{
	const struct session_env *env = s->env;
	const struct capture_live how = { .fd = env->rights->packet,
					  .ifs = env->ifs,
					  .iface = iface,
					  .promiscuous = env->set->promisc,
					  .ring_bytes = (size_t)env->set->ring << 20,
					  .program = s->filter.program };

	if (env->replay)
		return capture_open_file(&s->cap, env->replay, iface, why);
	return capture_open_live(&s->cap, &how, why);
}

static int open_engine(struct session *s, const char *iface, struct diag *why)
{
	struct engine_env ee = { .iface = iface ? s->iface : NULL };
	int rc = -ENOMEM;

	snprintf(s->iface, sizeof(s->iface), "%s", iface ? iface : "");
	engine_env_load(&ee, s->env->set);
	run_log_set_emit(s->log, &ee);
	s->frags = fragments_new();
	s->engine = calloc(1, s->fac->engine->size);
	if (s->frags && s->engine)
		rc = s->fac->engine->init(s->engine, &ee);
	run_log_set_engine(s->log, s->engine);
	if (rc < 0)
		diag_set(why, 0, "%s: %s", s->fac->usage, strerror(-rc));
	else
		tell_ifaces(s);
	return rc;
}

/* Through, and what was to be written to standard output is written. */
static bool is_through(const struct session *s)
{
	return s->over && (!run_log_is_text(s->log) || run_log_is_written(s->log));
}

static void run_text(struct session *s)
{
	bool text = run_log_is_text(s->log);

	if (text)
		loop_watch_hangup(s->env->loop, STDOUT_FILENO, on_hangup, s);
	while (!loop_quitting(s->env->loop) && !run_log_is_broken(s->log) && !is_through(s))
		loop_wait(s->env->loop, !s->over ? -1 : 10);
	if (text) {
		loop_unwatch(s->env->loop, STDOUT_FILENO);
		run_log_hasten(s->log);
	}
}

static void run_screen(struct session *s)
{
	const struct screen_host host = { .ctx = s,
					  .lock = session_lock,
					  .unlock = session_unlock,
					  .status = fill_status,
					  .version = get_version };
	const struct screen_env env = {
		.ui = s->env->ui,
		.set = s->env->set,
		.host = &host,
		.engine = s->engine,
		.resolver = s->resolver,
		.filter = s->filter.text,
	};

	screen_run(s->fac->screen, &env);
}

static int start(struct session *s, struct diag *why)
{
	struct now now;
	int rc;

	if (capture_is_live(s->cap)) {
		clock_read(&now);
		begin(s, &now);
	}
	/* Before the second thread: it forks. */
	if (s->env->ui && s->env->set->revlook && resolver_start(&s->resolver) < 0)
		s->resolver = NULL;
	s->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rc = s->done_fd < 0 ? errno : pthread_create(&s->thread, NULL, capture_loop, s);
	if (rc)
		diag_set(why, 0, "cannot start capturing: %s", strerror(rc));
	return -rc;
}

static void watch_all(struct session *s)
{
	struct loop *loop = s->env->loop;

	loop_watch(loop, s->done_fd, on_done, s);
	if (capture_is_live(s->cap))
		loop_watch(loop, ifaces_fd(s->env->ifs), on_ifaces, s);
	if (s->resolver)
		loop_watch(loop, resolver_fd(s->resolver), on_names, s);
	if (s->log)
		loop_watch(loop, run_log_news_fd(s->log), on_log_news, s);
	loop_on_reopen(loop, on_reopen, s);
}

static void unwatch_all(struct session *s)
{
	struct loop *loop = s->env->loop;

	loop_on_reopen(loop, NULL, NULL);
	if (s->log)
		loop_unwatch(loop, run_log_news_fd(s->log));
	if (s->resolver)
		loop_unwatch(loop, resolver_fd(s->resolver));
	if (capture_is_live(s->cap))
		loop_unwatch(loop, ifaces_fd(s->env->ifs));
	loop_unwatch(loop, s->done_fd);
}

/* Ends the other threads and tells what is left to tell; what went wrong, or NULL. */
static const char *stop(struct session *s)
{
	const char *error;

	systemd_stopping();
	atomic_store(&s->stop, true);
	capture_wake(s->cap);
	if (s->env->ui)
		run_log_hasten(s->log); /* the capture thread may be waiting for it */
	pthread_join(s->thread, NULL);
	if (s->dropped && !s->env->ui)
		message(MESSAGE_WARN, "%llu packets dropped by the kernel",
			(unsigned long long)s->dropped);
	error = run_log_finish(s->log);
	return capture_error(s->cap) ? capture_error(s->cap) : error;
}

/* Returns what went wrong meanwhile, or NULL. */
static const char *run(struct session *s, const char *iface)
{
	const char *error, *on = iface ? iface : s->fac->iface == IFACE_NONE ? "" : "all";

	watch_all(s);
	if (s->env->ready && s->env->ready(s->env->ready_ctx, s->fac, iface) < 0)
		loop_quit(s->env->loop);
	message(MESSAGE_INFO, "%s started%s%s", s->fac->log->banner, *on ? " on " : "", on);
	if (s->env->ui)
		run_screen(s);
	else
		run_text(s);
	unwatch_all(s);
	error = stop(s);
	message(MESSAGE_INFO, "%s stopped%s%s", s->fac->log->banner, *on ? " on " : "", on);
	return error;
}

static void session_close(struct session *s)
{
	run_log_close(s->log);
	resolver_stop(s->resolver);
	capture_close(s->cap);
	if (s->engine)
		s->fac->engine->fini(s->engine);
	free(s->engine);
	fragments_free(s->frags);
	run_filter_close(&s->filter);
	if (s->done_fd >= 0)
		close(s->done_fd);
	pthread_mutex_destroy(&s->lock);
	pthread_mutex_destroy(&s->gate);
	free(s);
}

int session_run(const struct facility *fac, const char *iface, const struct session_env *env,
		struct diag *why)
{
	struct session *s = calloc(1, sizeof(*s));
	const char *error;
	int rc;

	if (!s) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	s->fac = fac;
	s->env = env;
	s->done_fd = -1;
	s->decode = env->set->six_in_4 ? DECODE_6IN4 : 0;
	pthread_mutex_init(&s->gate, NULL);
	pthread_mutex_init(&s->lock, NULL);
	rc = run_filter_open(&s->filter, env, fac, iface, why);
	if (rc == 0)
		rc = open_source(s, iface, why);
	if (rc == 0)
		rc = run_log_open(&s->log, env, fac, iface, why);
	if (rc == 0)
		rc = open_engine(s, iface, why);
	if (rc == 0)
		rc = start(s, why);
	if (rc == 0) {
		error = run(s, iface);
		if (error) {
			diag_set(why, 0, "%s", error);
			rc = -EIO;
		}
	}
	session_close(s);
	return rc;
}
