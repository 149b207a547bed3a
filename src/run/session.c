/*
 * How it works: the main thread waits for keys, signals and changes of the interfaces, and takes
 * the feed's lock to draw or to act.  All the rest is done by the feed's thread (feed.c) and by the
 * writer's (writer.c).
 */
#include "run/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fmt.h"
#include "base/text.h"
#include "capture/capture.h"
#include "config/settings.h"
#include "config/vendors.h"
#include "run/engine_env.h"
#include "run/facility.h"
#include "run/feed.h"
#include "run/iface_rates.h"
#include "run/run_filter.h"
#include "run/run_log.h"
#include "run/run_metrics.h"
#include "sys/messages.h"
#include "sys/resolver.h"
#include "sys/rights.h"
#include "sys/systemd.h"
#include "ui/ui.h"

#define PROMISC_NOTE "promiscuous mode "
#define DRAIN_MS     10 /* how often to look whether the text of a finished run is written */

struct session {
	const struct run_env *env;
	const struct request *req;
	struct settings shown; /* by the screen: its keys change them for this run */
	struct run_filter filter;
	struct resolver *resolver;   /* NULL: names are not wanted */
	struct run_log *log;	     /* NULL: none */
	struct run_metrics *metrics; /* NULL: none */
	struct feed *feed;
	bool finished;	  /* the feed's thread */
	uint64_t changes; /* of the notes */
	char note[80];
	char iface[IFNAMSIZ]; /* what the one watched is called now; empty: all */
};

/* --- what a screen asks for --- */

static void take_note(const struct session *s, const struct now *now, char *note, size_t n)
{
	const char *error;

	if (feed_end(s->feed) == FEED_SOURCE_ENDED) {
		error = feed_error(s->feed);
		snprintf(note, n, "%s", error ? error : "end of file");
	} else {
		snprintf(note, n, "%s", s->note);
	}
	if (!*note)
		snprintf(note, n, "%.79s", run_log_note(s->log, now));
	if (!*note)
		snprintf(note, n, "%.79s", run_metrics_note(s->metrics));
}

static void fill_status(void *ctx, struct run_status *out)
{
	struct session *s = ctx;
	struct feed_status st;

	feed_status(s->feed, &st);
	out->now = st.now;
	out->elapsed_s = st.elapsed_ms / 1000;
	out->run_ms = st.elapsed_ms ? st.elapsed_ms : 1;
	out->captured = st.captured;
	out->dropped = st.dropped;
	snprintf(out->iface, sizeof(out->iface), "%s", st.iface);
	take_note(s, &st.now, out->note, sizeof(out->note));
}

static uint64_t get_version(void *ctx)
{
	struct session *s = ctx;

	return feed_version(s->feed) + s->changes;
}

static void follow_ifaces(struct session *s);

static void set_promiscuous(struct session *s, bool on)
{
	if (!feed_is_live(s->feed) || feed_end(s->feed))
		return;
	feed_set_promiscuous(s->feed, on);
	follow_ifaces(s);
	if (!*s->note || strncmp(s->note, PROMISC_NOTE, strlen(PROMISC_NOTE)) == 0)
		snprintf(s->note, sizeof(s->note), PROMISC_NOTE "%s", on ? "on" : "off");
}

static void toggle(void *ctx, enum action act)
{
	struct session *s = ctx;
	struct settings *set = &s->shown;
	bool *what = act == ACT_NAMES	   ? &set->revlook
		     : act == ACT_SERVICES ? &set->servnames
		     : act == ACT_UNITS	   ? &set->kbytes
					   : &set->promisc;

	*what = !*what;
	if (act == ACT_PROMISC)
		set_promiscuous(s, *what);
	s->changes++;
}

/* --- what the loop reports --- */

static void note_name(struct session *s, const char *name)
{
	char was[64], is[64];

	text_clean(was, sizeof(was), s->iface, true);
	snprintf(s->iface, sizeof(s->iface), "%s", name);
	snprintf(s->note, sizeof(s->note), "%.30s is now called %.30s", was,
		 text_clean(is, sizeof(is), name, true));
}

static void note_state(struct session *s, enum capture_state state)
{
	static const char *const words[] = {
		[CAPTURE_RUNNING] = NULL,
		[CAPTURE_DOWN] = "down",
		[CAPTURE_GONE] = "gone",
	};
	char clean[64];

	s->note[0] = '\0';
	if (words[state])
		snprintf(s->note, sizeof(s->note), "%s is %s",
			 text_clean(clean, sizeof(clean), s->iface, true), words[state]);
}

static void follow_ifaces(struct session *s)
{
	struct capture_status is;
	unsigned news = feed_follow(s->feed, s->env->ifs, &is);

	if (news & CAPTURE_NEW_NAME)
		note_name(s, is.iface);
	if (news & CAPTURE_NEW_STATE)
		note_state(s, is.state);
	s->changes++;
}

static bool on_ifaces(void *ctx)
{
	struct session *s = ctx;

	if (!ifaces_poll(s->env->ifs))
		return false;
	follow_ifaces(s);
	return true;
}

static bool on_names(void *ctx)
{
	struct session *s = ctx;
	int named = resolver_poll(s->resolver);

	if (named < 0)
		loop_unwatch(s->env->loop, resolver_fd(s->resolver));
	else if (named > 0)
		s->changes++;
	return named > 0;
}

static bool on_done(void *ctx)
{
	struct session *s = ctx;

	loop_unwatch(s->env->loop, feed_done_fd(s->feed));
	s->finished = true;
	/*
	 * A screen keeps a file's last picture until it is left; time that is over ends
	 * everything.
	 */
	if (s->env->ui && feed_is_live(s->feed))
		loop_quit(s->env->loop);
	return true;
}

/* The reader of our standard output is gone. */
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

	if (!s->finished && run_log_ask_rotation(s->log))
		feed_wake(s->feed);
}

static bool on_log_news(void *ctx)
{
	struct session *s = ctx;
	struct now now;

	clock_read(&now);
	if (!run_log_hear(s->log, &now))
		return false;
	s->changes++;
	return true;
}

static bool on_metrics_news(void *ctx)
{
	struct session *s = ctx;
	bool shows = run_metrics_hear(s->metrics);

	s->changes += shows;
	return shows;
}

static void watch_all(struct session *s)
{
	struct loop *loop = s->env->loop;

	loop_watch(loop, feed_done_fd(s->feed), on_done, s);
	if (feed_is_live(s->feed))
		loop_watch(loop, ifaces_fd(s->env->ifs), on_ifaces, s);
	if (feed_is_live(s->feed))
		iface_rates_on_reading(s->env->rates, on_ifaces, s);
	if (s->resolver)
		loop_watch(loop, resolver_fd(s->resolver), on_names, s);
	if (s->log)
		loop_watch(loop, run_log_news_fd(s->log), on_log_news, s);
	if (s->metrics)
		loop_watch(loop, run_metrics_news_fd(s->metrics), on_metrics_news, s);
	loop_on_reopen(loop, on_reopen, s);
}

static void unwatch_all(struct session *s)
{
	struct loop *loop = s->env->loop;

	loop_on_reopen(loop, NULL, NULL);
	iface_rates_on_reading(s->env->rates, NULL, NULL);
	if (s->metrics)
		loop_unwatch(loop, run_metrics_news_fd(s->metrics));
	if (s->log)
		loop_unwatch(loop, run_log_news_fd(s->log));
	if (s->resolver)
		loop_unwatch(loop, resolver_fd(s->resolver));
	if (feed_is_live(s->feed))
		loop_unwatch(loop, ifaces_fd(s->env->ifs));
	loop_unwatch(loop, feed_done_fd(s->feed));
}

/* --- from start to end --- */

/* The run has ended, and its text is on standard output. */
static bool text_is_complete(const struct session *s)
{
	return s->finished && (!run_log_is_text(s->log) || run_log_is_written(s->log));
}

static bool is_of_file(const struct session *s)
{
	struct stat st;

	return s->req->replay && stat(s->req->replay, &st) == 0 && S_ISREG(st.st_mode);
}

/*
 * Nothing more can be written.  A file is read to its end nevertheless, so that all lines that are
 * lost are counted; what comes through a pipe may never end.
 */
static bool is_in_vain(const struct session *s)
{
	return run_log_is_broken(s->log) && (run_log_reader_is_gone(s->log) || !is_of_file(s));
}

static void run_text(struct session *s)
{
	struct loop *loop = s->env->loop;
	bool text = run_log_is_text(s->log);

	if (text)
		loop_watch_hangup(loop, STDOUT_FILENO, on_hangup, s);
	while (!loop_quitting(loop) && !is_in_vain(s) && !text_is_complete(s))
		loop_wait(loop, s->finished ? DRAIN_MS : -1);
	if (text) {
		loop_unwatch(loop, STDOUT_FILENO);
		run_log_hasten(s->log);
	}
}

static void run_screen(struct session *s)
{
	const struct screen_host host = {
		.ctx = s,
		.live = feed_is_live(s->feed),
		.lock = feed_lock(s->feed),
		.status = fill_status,
		.toggle = toggle,
		.version = get_version,
	};
	const struct screen_env env = {
		.ui = s->env->ui,
		.set = &s->shown,
		.host = &host,
		.engine = feed_engine(s->feed),
		.resolver = s->resolver,
		.title = s->req->fac->usage,
		.filter = s->filter.text,
	};

	screen_run(s->req->fac->screen, &env);
}

/* Ends the other threads and reports what is left to report; what went wrong, or NULL. */
static const char *stop(struct session *s)
{
	struct feed_status st;
	const char *error;

	systemd_stopping();
	feed_stop(s->feed);
	if (s->env->ui)
		run_log_hasten(s->log); /* the capture thread may be waiting for it */
	feed_join(s->feed);
	feed_status(s->feed, &st);
	if (st.dropped && !s->env->ui)
		message(MESSAGE_WARN, "%llu %s dropped by the kernel",
			(unsigned long long)st.dropped, fmt_noun(st.dropped, "packet", "packets"));
	error = run_log_finish(s->log);
	run_metrics_finish(s->metrics);
	return feed_error(s->feed) ? feed_error(s->feed) : error;
}

/* Returns what went wrong meanwhile, or NULL. */
static const char *run(struct session *s)
{
	const struct facility *fac = s->req->fac;
	const struct run_env *env = s->env;
	const char *iface = s->req->iface, *error;
	const char *on = iface ? iface : fac->iface == IFACE_NONE ? "" : "all";

	watch_all(s);
	if (env->ready && env->ready(env->ready_ctx, fac, iface) < 0)
		loop_quit(env->loop);
	message(MESSAGE_INFO, "%s started%s%s", fac->log->banner, *on ? " on " : "", on);
	if (env->ui)
		run_screen(s);
	else
		run_text(s);
	unwatch_all(s);
	error = stop(s);
	message(MESSAGE_INFO, "%s stopped%s%s", fac->log->banner, *on ? " on " : "", on);
	return error;
}

/* -EPERM is for what the user has no right to: capturing, and the log. */
static int as_trouble(int rc)
{
	return rc == -EPERM ? -EACCES : rc;
}

static int as_no_right(int rc)
{
	return rc == -EACCES ? -EPERM : rc;
}

static int open_source(struct session *s, struct capture **source, struct diag *why)
{
	const struct run_env *env = s->env;
	const struct request *req = s->req;

	if (req->replay)
		return as_trouble(capture_open_file(source, req->replay, req->iface, why));
	return capture_open_live(source,
				 &(struct capture_live){ .fd = env->rights->packet,
							 .ifs = env->ifs,
							 .iface = req->iface,
							 .promiscuous = env->set->promisc,
							 .ring_bytes = (size_t)env->set->ring << 20,
							 .program = s->filter.program },
				 why);
}

static unsigned decode_flags(const struct session *s)
{
	const struct settings *set = s->env->set;

	return (set->six_in_4 ? DECODE_6IN4 : 0u) |
	       (set->tunnels && s->req->fac->tunnels ? DECODE_TUNNELS : 0u);
}

static int open_feed(struct session *s, struct capture *source, struct diag *why)
{
	struct engine_env needs = { .emit = NULL };
	const struct feed_plan plan = { .fac = s->req->fac,
					.iface = s->req->iface,
					.source = source,
					.filter = &s->filter,
					.log = s->log,
					.needs = &needs,
					.decode = decode_flags(s),
					.run_s = s->req->run_s };
	int rc;

	engine_env_load(&needs, s->env->set);
	/* what is filtered is less than what the kernel counts */
	if (s->env->rates && !*s->filter.text) {
		needs.past = iface_rates_past;
		needs.past_ctx = s->env->rates;
	}
	if (s->req->fac->vendors)
		vendors_load();
	run_log_set_emit(s->log, &needs);
	rc = feed_open(&s->feed, &plan, why);
	if (rc == 0 && feed_is_live(s->feed))
		follow_ifaces(s);
	return rc;
}

static int open_metrics(struct session *s, struct diag *why)
{
	const struct metrics_source from = { .feed = s->feed,
					     .log = s->log,
					     .filter = s->filter.text };

	return run_metrics_open(&s->metrics, s->env, s->req, &from, why);
}

static int start(struct session *s, struct diag *why)
{
	int rc = feed_start(s->feed, why);

	if (rc < 0)
		return rc;
	rc = run_metrics_start(s->metrics, why);
	if (rc < 0) {
		feed_stop(s->feed);
		feed_join(s->feed);
	}
	return rc;
}

static int session_open(struct session *s, struct diag *why)
{
	struct capture *source = NULL;
	int rc = run_filter_open(&s->filter, s->env, s->req, why);

	if (rc == 0)
		rc = open_source(s, &source, why);
	if (rc < 0)
		return rc;
	if (s->env->ui)
		s->resolver = s->env->resolver;
	rc = as_no_right(run_log_open(&s->log, s->env, s->req, why));
	if (rc < 0) {
		capture_close(source);
		return rc;
	}
	rc = open_feed(s, source, why);
	if (rc == 0)
		rc = open_metrics(s, why);
	return rc < 0 ? rc : start(s, why);
}

static void session_close(struct session *s)
{
	run_metrics_close(s->metrics);
	run_log_close(s->log);
	feed_close(s->feed);
	run_filter_close(&s->filter);
	free(s);
}

int session_run(const struct run_env *env, const struct request *req, struct diag *why)
{
	struct session *s = calloc(1, sizeof(*s));
	const char *error;
	int rc;

	if (!s) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	s->env = env;
	s->req = req;
	s->shown = *env->set;
	snprintf(s->iface, sizeof(s->iface), "%s", req->iface ? req->iface : "");
	rc = session_open(s, why);
	if (rc == 0) {
		error = run(s);
		if (error) {
			diag_set(why, 0, "%s", error);
			rc = -EIO;
		}
	}
	session_close(s);
	return rc;
}
