#ifndef OUTPUT_JSON_RUN_H
#define OUTPUT_JSON_RUN_H
/* What JSON and NDJSON have in common: times, the facts of a run, and rows. */
#include "output/format.h"
#include "output/json_text.h"
#include "output/selection.h"

struct json_run {
	const struct run_info *run;
	struct now begun;
	time_t stamped; /* second of the text in stamp */
	char stamp[FMT_UTC];
	/* of each table, in their order */
	struct json_table {
		const struct table *table;
		unsigned keys;
		struct key *key; /* NULL: none are wanted */
	} table[8];
	unsigned tables;
};

/* The struct is zeroed.  Borrows run.  0, -ENOMEM or -ENOSPC. */
int json_run_prepare(struct json_run *r, const struct run_info *run);
void json_run_fini(struct json_run *r);
/* "2026-11-24T11:18:16.123456Z" */
void json_time(struct json_run *r, struct json *j, const char *key, const struct now *at);
/* The members of a report's head, from "time" on. */
void json_head(struct json_run *r, struct json *j, const struct run_state *st);
/* The members of a row. */
void json_row(const struct json_table *t, struct json *j, const struct row *row);
/* A text that is null where it is empty. */
void json_text_or_null(struct json *j, const char *key, const char *s);
#endif
