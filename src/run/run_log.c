#include "run/run_log.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/settings.h"
#include "output/sink.h"
#include "output/writer.h"
#include "run/facility.h"
#include "run/log_name.h"
#include "sys/messages.h"
#include "sys/systemd.h"

#define ROTATE_ROOM  4096  /* more than an engine's `active` emits in one call */
#define NOTE_MS	     10000 /* how long a screen says that a trouble is over */
#define TEXT_REPORTS 5	   /* seconds between reports on standard output */

struct run_log {
	struct writer *writer;
	const struct run_env *env;
	const struct request *req;
	const struct facility *fac;
	const char *iface; /* borrowed; NULL: all */
	void *engine;
	atomic_bool asked; /* main to capture thread: rotate */

	/* the capture thread's */
	bool begun, rotating, rotation_begun;
	uint32_t rotate_at;   /* where the engine goes on with what is active */
	uint64_t interval_ms; /* between two reports; 0: one at the end */
	uint64_t begun_ms, reported_ms;

	/* the main thread's */
	char note[240];
	uint64_t note_ms;
};

static uint64_t interval_of(const struct run_env *env, const struct request *req)
{
	if (req->report_s)
		return (uint64_t)req->report_s * 1000;
	if (req->log)
		return (uint64_t)env->set->log_interval * 60000;
	return req->replay ? 0 : TEXT_REPORTS * 1000;
}

int run_log_open(struct run_log **rp, const struct run_env *env, const struct request *req,
		 struct diag *why)
{
	struct outlet_target target = { .fd = STDOUT_FILENO };
	const struct run_info info = {
		.facility = req->fac->name,
		.words = req->fac->log,
		.filter = "",
		.unit = env->set->kbytes ? RATE_KBYTES : RATE_KBITS,
		.to_file = req->log,
	};
	struct run_log *r;
	int rc = 0;

	*rp = NULL;
	if (!req->log && env->ui)
		return 0;
	if (req->log)
		rc = log_name_open(&target.file, req->log_file, req->fac, req->iface, why);
	if (rc < 0)
		return rc;
	r = calloc(1, sizeof(*r));
	rc = r ? writer_open(&r->writer, target, &format_classic, &info, req->replay != NULL)
	       : -ENOMEM;
	if (rc < 0) {
		diag_set(why, 0, "cannot start the log: %s", strerror(-rc));
		free(r);
		return rc;
	}
	r->env = env;
	r->iface = req->iface;
	r->req = req;
	r->fac = req->fac;
	r->interval_ms = interval_of(env, req);
	*rp = r;
	return 0;
}

void run_log_set_emit(struct run_log *r, struct engine_env *ee)
{
	if (!r || !r->fac->log->events)
		return;
	ee->emit = writer_emit;
	ee->emit_ctx = r->writer;
}

void run_log_set_engine(struct run_log *r, void *engine)
{
	if (r)
		r->engine = engine;
}

/* --- the capture thread --- */

void run_log_begin(struct run_log *r, const struct now *now, const char *filter)
{
	if (!r)
		return;
	r->begun = true;
	r->begun_ms = r->reported_ms = now->mono_ms;
	writer_begin(r->writer, filter, now);
}

static void write_losses(struct run_log *r, const struct now *now, uint64_t dropped)
{
	writer_losses(r->writer, dropped, tables_evicted(r->fac->engine->tables, r->engine), now);
}

static void write_report(struct run_log *r, const struct now *now, uint64_t dropped)
{
	struct report_info info = {
		.now = *now,
		.unit = r->env->set->kbytes ? RATE_KBYTES : RATE_KBITS,
	};
	uint64_t ms = now->mono_ms - r->begun_ms, seconds = (ms + 500) / 1000;

	if (!r->fac->log->report)
		return;
	info.run_ms = ms ? ms : 1;
	info.seconds = seconds ? (uint32_t)seconds : 1;
	info.iface = r->iface;
	writer_report(r->writer, r->engine, &info);
	write_losses(r, now, dropped);
}

void run_log_tick(struct run_log *r, const struct now *now, uint64_t dropped)
{
	uint64_t age;

	if (!r || !r->interval_ms)
		return;
	age = now->mono_ms - r->reported_ms;
	if (age < r->interval_ms)
		return;
	r->reported_ms += age - age % r->interval_ms;
	write_report(r, now, dropped);
}

bool run_log_rotate(struct run_log *r, const struct now *now)
{
	const struct engine_ops *engine;

	if (!r)
		return false;
	engine = r->fac->engine;
	if (!r->rotating && atomic_exchange(&r->asked, false)) {
		r->rotating = true;
		r->rotation_begun = false;
		r->rotate_at = 0;
	}
	/* What is active is told in portions, between packets, as the queue has room for them. */
	if (!r->rotating || !writer_has_room(r->writer, ROTATE_ROOM))
		return r->rotating;
	if (!r->rotation_begun)
		writer_rotate_begin(r->writer, now);
	r->rotation_begun = true;
	if (engine->active && engine->active(r->engine, &r->rotate_at, now))
		return true;
	writer_rotate_end(r->writer, now);
	r->rotating = false;
	return atomic_load(&r->asked);
}

void run_log_end(struct run_log *r, const struct now *now, uint64_t dropped)
{
	if (!r || !r->begun)
		return;
	if (r->rotating || atomic_load(&r->asked))
		writer_rotate_end(r->writer, now);
	write_report(r, now, dropped);
	writer_stop(r->writer, now);
	write_losses(r, now, dropped);
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
	if (!writer_is_broken(r->writer))
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

bool run_log_is_written(const struct run_log *r)
{
	return !r || writer_is_idle(r->writer);
}

void run_log_hasten(struct run_log *r)
{
	if (r)
		writer_hasten(r->writer);
}

const char *run_log_finish(struct run_log *r)
{
	unsigned long long lost;

	if (!r)
		return NULL;
	writer_finish(r->writer);
	run_log_hear(r, &(struct now){ 0 });
	/* who has closed the pipe has seen enough */
	if (writer_reader_is_gone(r->writer))
		return NULL;
	lost = writer_lost(r->writer);
	if (lost && run_log_is_text(r))
		message(MESSAGE_WARN, "%llu lines lost: standard output was too slow", lost);
	else if (lost)
		message(MESSAGE_WARN, "%llu log lines lost", lost);
	return r->req->replay && !r->env->ui && writer_is_broken(r->writer) && *r->note ? r->note
											: NULL;
}

void run_log_close(struct run_log *r)
{
	if (r)
		writer_close(r->writer);
	free(r);
}
