/*
 * NDJSON: an object on each line, and a type in each object.  Events come as they happen; a report
 * is a line for its head and one for each row of each table.
 */
#include "output/ndjson.h"

static int prepare(void *self, const struct run_info *run)
{
	return json_run_prepare(self, run);
}

static void release(void *self)
{
	json_run_fini(self);
}

static void begin_object(struct json *j, struct out *out, const char *type)
{
	json_init(j, out);
	json_open(j, NULL, '{');
	json_word(j, "type", type);
}

static void end_object(struct json *j)
{
	json_close(j, '}');
	json_end_line(j);
}

static void write_mark(struct json_run *r, struct out *out, const char *type, const struct now *at)
{
	struct json j;

	begin_object(&j, out, type);
	json_word(&j, "schema", "iptraf-ng.ndjson/1");
	json_time(r, &j, "time", at);
	json_word(&j, "facility", r->run->facility);
	json_text_or_null(&j, "filter", r->run->filter);
	end_object(&j);
}

static void begin(void *self, struct out *out, const struct now *at)
{
	((struct json_run *)self)->begun = *at;
	write_mark(self, out, "start", at);
}

static void stopped(void *self, struct out *out, const struct now *at)
{
	write_mark(self, out, "stop", at);
}

static void rotated(void *self, struct out *out, const struct now *at)
{
	write_mark(self, out, "reopened", at);
}

static void write_event(void *self, struct out *out, const struct event *ev)
{
	struct json j;

	json_init(&j, out);
	json_open(&j, NULL, '{');
	ndjson_event(self, &j, ev);
	end_object(&j);
}

static void soon(const void *self, const struct event *ev)
{
	ndjson_soon(self, ev);
}

static void write_losses(void *self, struct out *out, const struct losses *l, const struct now *at)
{
	struct json j;

	begin_object(&j, out, "losses");
	json_time(self, &j, "time", at);
	json_number(&j, "dropped", l->dropped);
	json_number(&j, "evicted", l->evicted);
	json_number(&j, "lost_lines", l->lines);
	json_number(&j, "left_out_lines", l->left_out);
	end_object(&j);
}

static void write_rows(struct json_run *run, const struct json_table *t, struct out *out,
		       struct report *r)
{
	const struct row *row;
	struct json j;

	report_open(r, t->table->name);
	while ((row = report_next(r))) {
		begin_object(&j, out, t->table->name);
		json_time(run, &j, "time", &r->state.at);
		json_row(t, &j, row);
		end_object(&j);
	}
}

static void write_report(void *self, struct out *out, struct report *r)
{
	struct json_run *run = self;
	struct json j;

	begin_object(&j, out, "report");
	json_head(run, &j, &r->state);
	end_object(&j);
	for (unsigned i = 0; i < run->tables; i++)
		write_rows(run, &run->table[i], out, r);
}

const struct format format_ndjson = {
	.name = "ndjson",
	.help = "a JSON object on a line for each event and each row",
	.suffix = ".ndjson",
	.size = sizeof(struct ndjson),
	.prepare = prepare,
	.release = release,
	.begin = begin,
	.event = write_event,
	.soon = soon,
	.report = write_report,
	.losses = write_losses,
	.rotated = rotated,
	.stopped = stopped,
};
