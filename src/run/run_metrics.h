#ifndef RUN_RUN_METRICS_H
#define RUN_RUN_METRICS_H
/*
 * The file of metrics of one run, which is written beside its screen and its log.  For the main
 * thread.  All but the first take NULL: a run without one.
 */
#include "run/request.h"
#include "run/run_env.h"

struct feed;
struct run_log;
struct run_metrics;

/* What it reads; borrowed until run_metrics_finish() has returned. */
struct metrics_source {
	struct feed *feed;
	const struct run_log *log; /* NULL: none */
	const char *filter;	   /* what is in force, clean text */
};

/* If the request has one; else *mp is NULL.  0, or -errno with why set. */
int run_metrics_open(struct run_metrics **mp, const struct run_env *env, const struct request *req,
		     const struct metrics_source *from, struct diag *why);
/* When the feed has started.  0, or -errno with why set. */
int run_metrics_start(struct run_metrics *m, struct diag *why);
int run_metrics_news_fd(const struct run_metrics *m);
/* Hears how writing goes, and reports it; true when that may show. */
bool run_metrics_hear(struct run_metrics *m);
/* What a screen should show; empty when all is well. */
const char *run_metrics_note(const struct run_metrics *m);
/* Writes the last counts.  Before the feed is closed. */
void run_metrics_finish(struct run_metrics *m);
void run_metrics_close(struct run_metrics *m);
#endif
