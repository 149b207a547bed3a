#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H
/*
 * How it works: a report is asked for by the capture thread, and read and written by the writer
 * thread when its turn in the queue comes.  A format asks for tables by name and gets their rows
 * one by one; they are copied in pieces under the lock of the feed, so that it is never held for
 * long, and read from the copy without it.  Rows that are to be sorted are all
 * copied first.  A table that fits into one piece is consistent, also when it is opened again; the
 * rows of a larger one are, each in itself.
 */
#include <stdatomic.h>
#include "base/clock.h"
#include "output/sorted.h"
#include "stats/table.h"
#include "stats/table_lock.h"

/* Where rows come from. */
struct report_source {
	const struct table *const *tables; /* ends with NULL */
	const void *engine;
	struct table_lock lock;
	const struct now *now; /* of the feed; read with the lock held */
	uint64_t begun_ms;     /* on its monotonic clock */
};

/* How the run was when the report was asked for. */
struct run_state {
	struct now at;
	uint64_t run_ms; /* since the start */
	uint64_t captured, dropped, evicted;
	uint64_t lost_lines;	/* set when the report's turn has come */
	uint64_t failed_writes; /* of files of metrics */
	bool ended;		/* this is the last report */
	char iface[16];		/* as it is called now, not cleaned; empty: all */
};

struct report {
	struct report_source source;
	struct run_state state;
	_Atomic uint32_t *steps; /* goes up with every piece */

	const struct table *table; /* that the copy is of; NULL: none yet */
	char *rows;
	uint32_t count, next; /* rows in the copy; the next to be read */
	uint32_t at;	      /* slot that the next piece begins with */
	bool first, whole;    /* the copy begins the table; is all of it */
	uint64_t now_ms;      /* when it was made */
	struct row row;

	const struct selection *select; /* NULL: all rows, as they are */
	struct sorted sorted;
	bool is_sorted; /* the rows of table are read from there */
	uint32_t given; /* rows since report_open() */
};

/* 0 or -ENOMEM. */
int report_init(struct report *r, _Atomic uint32_t *steps);
void report_fini(struct report *r);
/* Begins a report; what was copied for the last one is forgotten. */
void report_begin(struct report *r, const struct run_state *state);

/* --- for formats --- */

/*
 * Before the first row of the table so called; NULL: there is none.  Its rows come in the order and
 * up to the number that r->select asks for.
 */
const struct table *report_open(struct report *r, const char *name);
/* How full a table of the run is. */
void report_look(struct report *r, const struct table *t, struct rows *out);
/* The next row, good until the one after it; NULL: that was all. */
const struct row *report_next(struct report *r);
#endif
