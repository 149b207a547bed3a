#ifndef OUTPUT_FORMAT_H
#define OUTPUT_FORMAT_H
/*
 * Formats: how a run is written.  A format knows events, the tables that it reads a report from,
 * and what is in this file.  Each is one file, and a row of formats.c.
 */
#include "base/clock.h"
#include "base/fmt.h"
#include "output/out.h"
#include "output/report.h"
#include "stats/event.h"

struct part;

/* How a facility is called in its logs, and how its classic report is worded. */
struct log_words {
	const char *banner; /* "IP traffic monitor" */
	bool events;	    /* it logs events */
	/*
	 * Of its report (classic.h).  NULL: none if it logs events, else a plain list of what its
	 * tables hold.
	 */
	const struct part *parts;
};
extern const struct log_words log_conns, log_iftotals, log_ifdetail, log_sizes, log_services,
	log_stations, log_hosts;

/* What does not change while a facility runs. */
struct run_info {
	const char *facility; /* "stations" */
	const struct log_words *words;
	const struct table *const *tables; /* that the engine publishes; ends with NULL */
	const char *filter;		   /* clean text; empty: none */
	enum rate_unit unit;
	const struct selection *select; /* of what reports write; NULL: everything */
	bool to_file; /* where other runs are written behind this one; else standard output */
	/* of metrics: a name for the run, not cleaned (NULL: its facility and interface), and rows
	 * of a table */
	const char *monitor;
	uint32_t metric_rows;
};

/* What was not seen or not kept, since the start. */
struct losses {
	uint64_t dropped;  /* packets, by the kernel */
	uint64_t lines;	   /* of the log */
	uint64_t evicted;  /* rows, from full tables */
	uint64_t left_out; /* lines of events, more than the setting log-rate allows */
};

/*
 * All but prepare are called by the writer thread, in the order of what happened.  NULL: nothing is
 * written then.
 */
struct format {
	const char *name; /* as --format has it */
	const char *help;
	const char *suffix; /* of its files where the user gives no name: ".log" */
	size_t size;	    /* of its state, which is zeroed at first */
	/* Before all others, in the main thread; run is good until the end.  0 or -errno. */
	int (*prepare)(void *self, const struct run_info *run);
	/* At the very end, also after prepare has failed: frees what the state has of its own. */
	void (*release)(void *self);
	void (*begin)(void *self, struct out *out, const struct now *at);
	void (*event)(void *self, struct out *out, const struct event *ev);
	/* Whether an event has a line, as most have; NULL: all have one. */
	bool (*has_line)(const struct event *ev);
	/* An event that comes soon: its memory may be fetched, nothing is written yet. */
	void (*soon)(const void *self, const struct event *ev);
	/* Whether this run has reports in this format; NULL: it has. */
	bool (*has_report)(const void *self);
	/* Reads what it wants of the tables; r->state is the run at that time. */
	void (*report)(void *self, struct out *out, struct report *r);
	/* Called when there are any. */
	void (*losses)(void *self, struct out *out, const struct losses *l, const struct now *at);
	/* The last lines of the old file; the first of the new one. */
	void (*rotating)(void *self, struct out *out, const struct now *at);
	void (*rotated)(void *self, struct out *out, const struct now *at);
	void (*stopped)(void *self, struct out *out, const struct now *at);
	/* Nothing follows. */
	void (*end)(void *self, struct out *out);
};

extern const struct format format_classic, format_json, format_ndjson, format_csv,
	format_prometheus;
/* All of them; ends with NULL.  The first is the default. */
extern const struct format *const formats[];
/* NULL: there is none of that name. */
const struct format *format_find(const char *name);
#endif
