#include "run/run_metrics.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/settings.h"
#include "output/snapshot.h"
#include "run/facility.h"
#include "run/feed.h"
#include "run/run_log.h"
#include "sys/messages.h"

struct run_metrics {
	struct snapshot *snapshot;
	struct run_info info;
	struct metrics_source from;
	const struct table *const *tables;
	char monitor[128]; /* the file's name without its suffix */
	char note[240];
};

static void fill_state(void *ctx, struct run_state *out)
{
	struct run_metrics *m = ctx;
	struct feed_status st;

	feed_status(m->from.feed, &st);
	out->at = st.now;
	out->run_ms = st.elapsed_ms;
	out->captured = st.captured;
	out->dropped = st.dropped;
	out->evicted = tables_evicted(m->tables, feed_engine(m->from.feed));
	out->lost_lines = run_log_lost(m->from.log);
	snprintf(out->iface, sizeof(out->iface), "%s", st.iface);
}

static void fill_info(struct run_metrics *m, const struct run_env *env, const struct request *req)
{
	const char *name = req->metrics->name;

	snprintf(m->monitor, sizeof(m->monitor), "%.*s",
		 (int)(strlen(name) - strlen(format_prometheus.suffix)), name);
	m->tables = req->fac->engine->tables;
	m->info = (struct run_info){ .facility = req->fac->name,
				     .words = req->fac->log,
				     .tables = m->tables,
				     .filter = m->from.filter,
				     .to_file = true,
				     .monitor = m->monitor,
				     .metric_rows = (uint32_t)env->set->metrics_rows };
}

static int open_snapshot(struct run_metrics *m, const struct run_env *env,
			 const struct request *req, struct diag *why)
{
	struct feed *feed = m->from.feed;
	const struct report_source source = { .tables = m->tables,
					      .engine = feed_engine(feed),
					      .lock = *feed_lock(feed),
					      .now = feed_now(feed) };
	const struct snapshot_plan plan = { .file = *req->metrics,
					    .format = &format_prometheus,
					    .run = &m->info,
					    .source = &source,
					    .interval_s = (unsigned)env->set->metrics_interval,
					    .state = fill_state,
					    .ctx = m };

	return snapshot_open(&m->snapshot, &plan, why);
}

int run_metrics_open(struct run_metrics **mp, const struct run_env *env, const struct request *req,
		     const struct metrics_source *from, struct diag *why)
{
	struct run_metrics *m;
	int rc;

	*mp = NULL;
	if (!req->metrics)
		return 0;
	m = calloc(1, sizeof(*m));
	if (!m) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	m->from = *from;
	fill_info(m, env, req);
	rc = open_snapshot(m, env, req, why);
	if (rc < 0) {
		free(m);
		return rc;
	}
	*mp = m;
	return 0;
}

int run_metrics_start(struct run_metrics *m, struct diag *why)
{
	struct feed_status st;
	int rc;

	if (!m)
		return 0;
	table_lock(feed_lock(m->from.feed));
	feed_status(m->from.feed, &st);
	table_unlock(feed_lock(m->from.feed));
	rc = snapshot_start(m->snapshot, st.now.mono_ms - st.elapsed_ms);
	if (rc < 0)
		diag_set(why, 0, "cannot write metrics: %s", strerror(-rc));
	return rc;
}

int run_metrics_news_fd(const struct run_metrics *m)
{
	return m ? snapshot_news_fd(m->snapshot) : -1;
}

bool run_metrics_hear(struct run_metrics *m)
{
	char text[sizeof(m->note)];

	snapshot_news(m->snapshot, text, sizeof(text));
	if (!*text)
		return false;
	message(MESSAGE_WARN, "%s", text);
	/* what is over need not stay */
	snprintf(m->note, sizeof(m->note), "%s", snapshot_is_in_trouble(m->snapshot) ? text : "");
	return true;
}

const char *run_metrics_note(const struct run_metrics *m)
{
	return m ? m->note : "";
}

void run_metrics_finish(struct run_metrics *m)
{
	if (!m)
		return;
	snapshot_finish(m->snapshot);
	run_metrics_hear(m);
}

void run_metrics_close(struct run_metrics *m)
{
	if (m)
		snapshot_close(m->snapshot);
	free(m);
}
