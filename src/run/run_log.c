#include "run/run_log.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/log_name.h"
#include "sys/messages.h"
#include "sys/systemd.h"

#define ROTATE_ROOM  4096  /* more than an engine's `active` emits in one call */
#define NOTE_MS	     10000 /* how long a screen says that a trouble is over */
#define TEXT_REPORTS 5	   /* seconds between reports on standard output */

struct run_log {
	struct logger *log;
	const struct session_env *env;
	const struct facility *fac;
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

static uint64_t interval_of(const struct session_env *env)
{
	if (env->report_s)
		return (uint64_t)env->report_s * 1000;
	if (env->log)
		return (uint64_t)env->set->log_interval * 60000;
	return env->replay ? 0 : TEXT_REPORTS * 1000;
}

int run_log_open(struct run_log **rp, const struct session_env *env, const struct facility *fac,
		 const char *iface, struct diag *why)
{
	struct log_target target = { .fd = STDOUT_FILENO };
	struct run_log *r;
	int rc = 0;

	*rp = NULL;
	if (!env->log && env->ui)
		return 0;
	if (env->log)
		rc = log_name_open(&target.file, env->log_file, fac, iface, why);
	if (rc < 0)
		return rc;
	r = calloc(1, sizeof(*r));
	rc = r ? logger_open(&r->log, target, fac->log, env->set, env->replay != NULL) : -ENOMEM;
	if (rc < 0) {
		diag_set(why, 0, "cannot start the log: %s", strerror(-rc));
		free(r);
		return rc;
	}
	r->env = env;
	r->fac = fac;
	r->interval_ms = interval_of(env);
	*rp = r;
	return 0;
}

void run_log_set_emit(struct run_log *r, struct engine_env *ee)
{
	if (!r || !r->fac->log->event)
		return;
	ee->emit = logger_emit;
	ee->emit_ctx = r->log;
}

void run_log_set_engine(struct run_log *r, void *engine)
{
	if (r)
		r->engine = engine;
}

/* --- whoever feeds the engine --- */

void run_log_begin(struct run_log *r, const struct now *now, const char *filter)
{
	if (!r)
		return;
	r->begun = true;
	r->begun_ms = r->reported_ms = now->mono_ms;
	logger_set_filter(r->log, filter);
	logger_banner(r->log, EVENT_STARTED, now->wall);
}

static void write_losses(struct run_log *r, const struct now *now, uint64_t dropped)
{
	const struct engine_ops *engine = r->fac->engine;

	logger_losses(r->log, dropped, engine->evicted ? engine->evicted(r->engine) : 0, now->wall);
}

static void write_report(struct run_log *r, const struct now *now, uint64_t dropped)
{
	struct report_info info = { .now = *now, .set = r->env->set };
	uint64_t seconds = (now->mono_ms - r->begun_ms) / 1000;

	if (!r->fac->log->report)
		return;
	info.seconds = seconds ? (uint32_t)seconds : 1;
	logger_report(r->log, r->engine, &info);
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
	if (!r->rotating || !logger_has_room(r->log, ROTATE_ROOM))
		return r->rotating;
	if (!r->rotation_begun)
		logger_rotate_begin(r->log, now->wall);
	r->rotation_begun = true;
	if (engine->active && engine->active(r->engine, &r->rotate_at, now))
		return true;
	logger_rotate_end(r->log, now->wall);
	r->rotating = false;
	return atomic_load(&r->asked);
}

void run_log_end(struct run_log *r, const struct now *now, uint64_t dropped)
{
	if (!r || !r->begun)
		return;
	if (r->rotating || atomic_load(&r->asked))
		logger_rotate_end(r->log, now->wall);
	write_report(r, now, dropped);
	logger_banner(r->log, EVENT_STOPPED, now->wall);
	write_losses(r, now, dropped);
}

/* --- the main thread --- */

bool run_log_ask_rotation(struct run_log *r)
{
	if (!r || !logger_has_file(r->log))
		return false;
	systemd_reloading();
	logger_expect_rotation(r->log);
	atomic_store(&r->asked, true);
	return true;
}

int run_log_news_fd(const struct run_log *r)
{
	return r ? logger_news_fd(r->log) : -1;
}

bool run_log_hear(struct run_log *r, const struct now *now)
{
	char text[sizeof(r->note)];

	if (logger_news(r->log, text, sizeof(text)))
		systemd_ready();
	if (!*text)
		return false;
	memcpy(r->note, text, sizeof(text));
	r->note_ms = now->mono_ms;
	if (!logger_broken(r->log))
		message(MESSAGE_WARN, "%s", text);
	return true;
}

const char *run_log_note(const struct run_log *r, const struct now *now)
{
	if (!r || !(logger_in_trouble(r->log) || now->mono_ms - r->note_ms < NOTE_MS))
		return "";
	return r->note;
}

bool run_log_is_text(const struct run_log *r)
{
	return r && !logger_has_file(r->log);
}

bool run_log_is_broken(const struct run_log *r)
{
	return r && logger_broken(r->log);
}

bool run_log_is_written(const struct run_log *r)
{
	return !r || logger_idle(r->log);
}

void run_log_hasten(struct run_log *r)
{
	if (r)
		logger_hasten(r->log);
}

const char *run_log_finish(struct run_log *r)
{
	unsigned long long lost;

	if (!r)
		return NULL;
	logger_finish(r->log);
	run_log_hear(r, &(struct now){ 0 });
	/* who has closed the pipe has seen enough */
	if (logger_reader_is_gone(r->log))
		return NULL;
	lost = logger_lost(r->log);
	if (lost && run_log_is_text(r))
		message(MESSAGE_WARN, "%llu lines lost: standard output was too slow", lost);
	else if (lost)
		message(MESSAGE_WARN, "%llu log lines lost", lost);
	return r->env->replay && !r->env->ui && logger_broken(r->log) && *r->note ? r->note : NULL;
}

void run_log_close(struct run_log *r)
{
	if (r)
		logger_close(r->log);
	free(r);
}
