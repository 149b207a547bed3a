#include "run/run_log.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fmt.h"
#include "capture/capture.h"
#include "config/settings.h"
#include "output/selection.h"
#include "output/writer.h"
#include "run/facility.h"
#include "run/log_name.h"
#include "sys/messages.h"
#include "sys/systemd.h"

#define ROTATE_ROOM  4096  /* more than an engine's `active` emits in one call */
#define END_MS	     5000  /* how long the end waits for room for what is open */
#define HASTY_END_MS 300   /* ...when a user waits for the end */
#define NOTE_MS	     10000 /* how long a screen says that a trouble is over */
#define TEXT_REPORTS 5	   /* seconds between reports on standard output */

struct run_log {
	struct writer *writer;
	const struct run_env *env;
	const struct request *req;
	const struct facility *fac;
	const struct format *format;
	struct run_log_feed feed;
	atomic_bool asked; /* main to capture thread: rotate */

	/* the capture thread's */
	bool begun, rotating, rotation_begun;
	uint32_t rotate_at;   /* where the engine continues with what is active */
	uint32_t end_at;      /* the same at the end of the run */
	uint64_t ending_ms;   /* since when that waits; 0: it has not yet */
	uint64_t interval_ms; /* between two reports; 0: one at the end */
	uint64_t begun_ms, reported_ms;
	unsigned reports; /* that were due */
	struct {
		uint64_t second; /* that is counted */
		uint32_t lines;	 /* in it */
		uint64_t left_out, reported;
	} rate;

	/* the main thread's */
	char note[240];
	char lost[80]; /* how much, at the end */
	uint64_t note_ms;
};

/* Events as they happen, beside which a report is for the end. */
static bool is_of_events(const struct run_log *r)
{
	return r->format->event && r->fac->log->events;
}

static uint64_t interval_of(const struct run_log *r)
{
	const struct request *req = r->req;

	if (req->report_ms)
		return (uint64_t)req->report_ms;
	/* one report: at the end, where it is known when that is */
	if (req->count == 1 && (req->replay || req->run_s))
		return 0;
	if (is_of_events(r) && !req->count)
		return 0;
	if (req->log)
		return (uint64_t)r->env->set->log_interval * 60000;
	return req->replay ? 0 : TEXT_REPORTS * 1000;
}

int run_log_open(struct run_log **rp, const struct run_env *env, const struct request *req,
		 struct diag *why)
{
	struct outlet_target target = { .fd = STDOUT_FILENO };
	const struct run_info info = {
		.facility = req->fac->name,
		.words = req->fac->log,
		.tables = req->fac->engine->tables,
		.filter = "",
		.unit = env->set->kbytes ? RATE_KBYTES : RATE_KBITS,
		.select = &req->select,
		.to_file = req->log,
		.metric_rows = (uint32_t)env->set->metrics_rows,
	};
	const struct format *format = req->format ? req->format : formats[0];
	struct run_log *r;
	int rc = 0;

	*rp = NULL;
	if (!req->log && env->ui)
		return 0;
	if (req->log)
		rc = log_name_open(&target.file, req, why);
	if (rc < 0)
		return rc;
	r = calloc(1, sizeof(*r));
	rc = r ? writer_open(&r->writer, target, format, &info, req->replay != NULL) : -ENOMEM;
	if (rc < 0) {
		diag_set(why, 0, "cannot start the log: %s", strerror(-rc));
		free(r);
		return rc;
	}
	r->env = env;
	r->req = req;
	r->fac = req->fac;
	r->format = format;
	r->interval_ms = interval_of(r);
	*rp = r;
	return 0;
}

static bool is_allowed(struct run_log *r, const struct now *at)
{
	uint64_t second = at->mono_ms / 1000;

	if (second != r->rate.second) {
		r->rate.second = second;
		r->rate.lines = 0;
	}
	if (r->rate.lines >= (uint32_t)r->env->set->log_rate)
		return false;
	r->rate.lines++;
	return true;
}

/* The capture thread, with the setting log-rate. */
static void emit_limited(void *ctx, const struct event *ev)
{
	struct run_log *r = ctx;

	if (is_allowed(r, &ev->at))
		writer_emit(r->writer, ev);
	else
		r->rate.left_out++;
}

void run_log_set_emit(struct run_log *r, struct engine_env *ee)
{
	if (!r || !is_of_events(r))
		return;
	ee->emit = r->env->set->log_rate ? emit_limited : writer_emit;
	ee->emit_ctx = r->env->set->log_rate ? (void *)r : r->writer;
}

void run_log_set_feed(struct run_log *r, const struct run_log_feed *feed)
{
	const struct report_source source = {
		.tables = r ? r->fac->engine->tables : NULL,
		.engine = feed->engine,
		.lock = feed->lock,
		.now = feed->now,
	};

	if (!r)
		return;
	r->feed = *feed;
	writer_set_source(r->writer, &source);
}

/* --- the capture thread --- */

void run_log_begin(struct run_log *r, const char *filter)
{
	if (!r)
		return;
	r->begun = true;
	r->begun_ms = r->reported_ms = r->feed.now->mono_ms;
	writer_begin(r->writer, filter, r->feed.now);
}

static uint64_t evicted(const struct run_log *r)
{
	return tables_evicted(r->fac->engine->tables, r->feed.engine);
}

static void write_losses(struct run_log *r)
{
	const struct losses losses = { .dropped = r->feed.stats->dropped,
				       .evicted = evicted(r),
				       .left_out = r->rate.left_out };

	r->rate.reported = r->rate.left_out;
	writer_losses(r->writer, &losses, r->feed.now);
}

void run_log_second(struct run_log *r)
{
	if (r && r->rate.left_out != r->rate.reported)
		write_losses(r);
}

static void write_report(struct run_log *r)
{
	const struct run_log_feed *feed = &r->feed;
	struct run_state st = {
		.at = *feed->now,
		.run_ms = feed->now->mono_ms - r->begun_ms,
		.captured = feed->stats->captured,
		.dropped = feed->stats->dropped,
		.evicted = evicted(r),
	};

	if (!writer_has_report(r->writer))
		return;
	snprintf(st.iface, sizeof(st.iface), "%s", feed->iface);
	writer_report(r->writer, &st);
	write_losses(r);
}

void run_log_await_room(struct run_log *r)
{
	if (r)
		writer_await_room(r->writer);
}

/* Reports in whole seconds are made at the second that is nearest to the time they are due. */
static bool is_in_seconds(const struct run_log *r)
{
	return r->interval_ms % 1000 == 0;
}

bool run_log_is_due(const struct run_log *r, uint64_t mono_ms, bool second)
{
	if (!r || !r->interval_ms || (is_in_seconds(r) && !second))
		return false;
	return mono_ms + (is_in_seconds(r) ? 500 : 0) >= r->reported_ms + r->interval_ms;
}

uint64_t run_log_due_ms(const struct run_log *r)
{
	return r && r->interval_ms && !is_in_seconds(r) ? r->reported_ms + r->interval_ms
							: UINT64_MAX;
}

bool run_log_tick(struct run_log *r)
{
	uint64_t late;

	if (!r || !run_log_is_due(r, r->feed.now->mono_ms, true))
		return true;
	late = r->feed.now->mono_ms + (is_in_seconds(r) ? 500 : 0) - r->reported_ms;
	r->reported_ms += late / r->interval_ms * r->interval_ms;
	if (r->req->count && ++r->reports >= r->req->count)
		return false; /* that one is made at the end */
	write_report(r);
	return true;
}

bool run_log_rotate(struct run_log *r)
{
	const struct engine_ops *engine;
	const struct now *now;

	if (!r)
		return false;
	engine = r->fac->engine;
	now = r->feed.now;
	if (!r->rotating && atomic_exchange(&r->asked, false)) {
		r->rotating = true;
		r->rotation_begun = false;
		r->rotate_at = 0;
	}
	/* What is active is emitted in portions, between packets, as there is room for them. */
	if (!r->rotating || !writer_has_room(r->writer, ROTATE_ROOM))
		return r->rotating;
	if (!r->rotation_begun)
		writer_rotate_begin(r->writer, now);
	r->rotation_begun = true;
	if (engine->active && engine->active(r->feed.engine, &r->rotate_at, now))
		return true;
	writer_rotate_end(r->writer, now);
	r->rotating = false;
	return atomic_load(&r->asked);
}

/* Once the time for it is over, what is left is lost, and counted. */
static bool may_wait(struct run_log *r)
{
	unsigned wait = writer_is_hastened(r->writer) ? HASTY_END_MS : END_MS;
	struct now now;

	clock_read(&now);
	if (!r->ending_ms)
		r->ending_ms = now.mono_ms;
	return now.mono_ms < r->ending_ms + wait;
}

bool run_log_end_open(struct run_log *r)
{
	const struct engine_ops *engine;

	if (!r || !r->begun || !is_of_events(r) || !r->fac->engine->active)
		return false;
	engine = r->fac->engine;
	if (r->rotating || atomic_exchange(&r->asked, false))
		writer_rotate_end(r->writer, r->feed.now);
	r->rotating = false;
	if (r->req->replay)
		writer_await_room(r->writer);
	else if (!writer_has_room(r->writer, ROTATE_ROOM) && may_wait(r))
		return true;
	return engine->active(r->feed.engine, &r->end_at, r->feed.now);
}

void run_log_end(struct run_log *r)
{
	if (!r || !r->begun)
		return;
	if (r->rotating || atomic_load(&r->asked))
		writer_rotate_end(r->writer, r->feed.now);
	write_report(r);
	writer_stop(r->writer, r->feed.now);
	write_losses(r);
}

/* --- the main thread --- */

bool run_log_ask_rotation(struct run_log *r)
{
	if (!r || !writer_has_file(r->writer))
		return false;
	systemd_reloading();
	writer_expect_rotation(r->writer);
	atomic_store(&r->asked, true);
	return true;
}

int run_log_news_fd(const struct run_log *r)
{
	return r ? writer_news_fd(r->writer) : -1;
}

bool run_log_hear(struct run_log *r, const struct now *now)
{
	char text[sizeof(r->note)];

	if (writer_news(r->writer, text, sizeof(text)))
		systemd_ready();
	if (!*text)
		return false;
	memcpy(r->note, text, sizeof(text));
	r->note_ms = now->mono_ms;
	/* what breaks a replay is its error at the end; who has closed the pipe has seen enough */
	if (!writer_is_broken(r->writer) || (!r->req->replay && !writer_reader_is_gone(r->writer)))
		message(MESSAGE_WARN, "%s", text);
	return true;
}

const char *run_log_note(const struct run_log *r, const struct now *now)
{
	if (!r || !(writer_is_in_trouble(r->writer) || now->mono_ms - r->note_ms < NOTE_MS))
		return "";
	return r->note;
}

bool run_log_is_text(const struct run_log *r)
{
	return r && !writer_has_file(r->writer);
}

bool run_log_is_broken(const struct run_log *r)
{
	return r && writer_is_broken(r->writer);
}

bool run_log_reader_is_gone(const struct run_log *r)
{
	return r && writer_reader_is_gone(r->writer);
}

uint64_t run_log_lost(const struct run_log *r)
{
	return r ? writer_lost(r->writer) : 0;
}

bool run_log_is_written(const struct run_log *r)
{
	return !r || writer_is_idle(r->writer) || writer_is_failing(r->writer);
}

void run_log_hasten(struct run_log *r)
{
	if (r)
		writer_hasten(r->writer);
}

/* The output was given up, with the last lines lost: an error to a user who waits for them. */
static bool is_an_error(const struct run_log *r)
{
	return writer_is_broken(r->writer) && !r->env->ui && !r->req->service;
}

static void describe_losses(struct run_log *r)
{
	unsigned long long lost = writer_lost(r->writer);
	bool text = run_log_is_text(r);

	if (lost)
		snprintf(r->lost, sizeof(r->lost), "%llu %s lost%s", lost,
			 text ? fmt_noun(lost, "line", "lines")
			      : fmt_noun(lost, "log line", "log lines"),
			 text && !writer_is_broken(r->writer) ? ": standard output was too slow"
							      : "");
}

const char *run_log_finish(struct run_log *r)
{
	bool error;

	if (!r)
		return NULL;
	writer_finish(r->writer);
	run_log_hear(r, &(struct now){ 0 });
	/* who has closed the pipe has seen enough */
	if (writer_reader_is_gone(r->writer))
		return NULL;
	describe_losses(r);
	error = is_an_error(r);
	/* of a live run, what was wrong has been reported when it began */
	if (error && !r->req->replay && *r->lost)
		return r->lost;
	if (*r->lost)
		message(MESSAGE_WARN, "%s", r->lost);
	return error && *r->note ? r->note : NULL;
}

void run_log_close(struct run_log *r)
{
	if (r)
		writer_close(r->writer);
	free(r);
}
