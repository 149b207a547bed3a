/* JSON: one document per report, with all tables of the facility; a line for each row. */
#include <stdio.h>

#include "output/json_run.h"

struct json_format {
	struct json_run run;
	char schema[64];
};

static int prepare(void *self, const struct run_info *run)
{
	struct json_format *f = self;

	snprintf(f->schema, sizeof(f->schema), "iptraf-ng.%s/1", run->facility);
	return json_run_prepare(&f->run, run);
}

static void release(void *self)
{
	struct json_format *f = self;

	json_run_fini(&f->run);
}

static void begin(void *self, struct out *out, const struct now *at)
{
	struct json_format *f = self;

	(void)out;
	f->run.begun = *at;
}

static void write_table(const struct json_table *t, struct json *j, struct report *r)
{
	const struct row *row;

	json_newline(j);
	json_open(j, t->table->name, '[');
	report_open(r, t->table->name);
	while ((row = report_next(r))) {
		json_newline(j);
		json_open(j, NULL, '{');
		json_row(t, j, row);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void write_report(void *self, struct out *out, struct report *r)
{
	struct json_format *f = self;
	struct json j;

	json_init(&j, out);
	json_open(&j, NULL, '{');
	json_word(&j, "schema", f->schema);
	json_head(&f->run, &j, &r->state);
	for (unsigned i = 0; i < f->run.tables; i++)
		write_table(&f->run.table[i], &j, r);
	json_close(&j, '}');
	json_end_line(&j);
}

const struct format format_json = {
	.name = "json",
	.help = "a JSON document for each report",
	.suffix = ".json",
	.size = sizeof(struct json_format),
	.prepare = prepare,
	.release = release,
	.begin = begin,
	.report = write_report,
};
