#include "output/classic.h"

#include <string.h>

struct classic {
	const struct run_info *run;
	time_t stamped; /* second of the text in stamp */
	char stamp[FMT_DATE];
	struct classic_report report;
};

static int classic_prepare(void *self, const struct run_info *run)
{
	struct classic *c = self;

	c->run = run;
	return classic_report_prepare(&c->report, run);
}

/* Begins a line; the time is made into text once a second, since thousands of lines share it. */
static struct strbuf *begin_line(struct classic *c, struct out *out, const struct now *at)
{
	struct strbuf *sb = out_room(out);

	if (!c->stamp[0] || c->stamped != at->wall)
		fmt_date(c->stamp, sizeof(c->stamp), at->wall);
	c->stamped = at->wall;
	sb_add(sb, c->stamp);
	sb_add(sb, "; ");
	return sb;
}

static void end_line(struct strbuf *sb)
{
	/* what was cut is a line, too */
	if (sb->len + 1 >= sb->size)
		sb->len--;
	sb_addch(sb, '\n');
}

static void write_banner(struct classic *c, struct strbuf *sb, const char *what)
{
	sb_printf(sb, "******** %s %s ********", c->run->words->banner, what);
}

static void classic_begin(void *self, struct out *out, const struct now *at)
{
	struct classic *c = self;
	struct strbuf *sb = begin_line(c, out, at);

	write_banner(c, sb, "started");
	if (*c->run->filter) {
		sb_add(sb, " filter: ");
		out_text(out, c->run->filter, strlen(c->run->filter));
	}
	end_line(out_room(out));
}

static void classic_stopped(void *self, struct out *out, const struct now *at)
{
	struct strbuf *sb = begin_line(self, out, at);

	write_banner(self, sb, "stopped");
	end_line(sb);
}

/* Of what has closed, both directions have had their line. */
static bool has_line(const struct event *ev)
{
	return ev->kind != EVENT_CLOSED;
}

static void write_event(void *self, struct out *out, const struct event *ev)
{
	struct classic *c = self;
	struct strbuf *sb;

	if (!has_line(ev))
		return;
	sb = begin_line(c, out, &ev->at);
	classic_event(sb, ev, c->run->unit);
	end_line(sb);
}

static bool classic_has_report(const void *self)
{
	return ((const struct classic *)self)->report.count > 0;
}

static void write_report(void *self, struct out *out, struct report *r)
{
	const struct classic *c = self;

	classic_report_write(&c->report, out, r, c->run->unit);
}

static void classic_losses(void *self, struct out *out, const struct losses *l,
			   const struct now *at)
{
	const struct {
		uint64_t n;
		const char *one, *many, *what;
	} losses[] = {
		{ l->dropped, "packet", "packets", "dropped by the kernel" },
		{ l->lines, "log line", "log lines", "lost" },
		{ l->evicted, "entry", "entries", "evicted" },
		{ l->left_out, "log line", "log lines", "left out by log-rate" },
	};
	struct strbuf *sb = begin_line(self, out, at);
	const char *sep = "";

	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
		if (!losses[i].n)
			continue;
		sb_printf(sb, "%s%llu %s %s", sep, (unsigned long long)losses[i].n,
			  fmt_noun(losses[i].n, losses[i].one, losses[i].many), losses[i].what);
		sep = ", ";
	}
	end_line(sb);
}

static void classic_rotating(void *self, struct out *out, const struct now *at)
{
	sb_add(begin_line(self, out, at),
	       "***** USR1 signal received, preparing to reopen log file *****\n");
}

static void classic_rotated(void *self, struct out *out, const struct now *at)
{
	sb_add(begin_line(self, out, at), "***** Logfile reopened *****\n");
}

/* In a file of events, an empty line is between one run and the next. */
static void classic_end(void *self, struct out *out)
{
	const struct classic *c = self;

	if (c->run->to_file && c->run->words->events)
		sb_addch(out_room(out), '\n');
}

const struct format format_classic = {
	.name = "text",
	.help = "the lines of the log, for people",
	.suffix = ".log",
	.size = sizeof(struct classic),
	.prepare = classic_prepare,
	.begin = classic_begin,
	.event = write_event,
	.has_line = has_line,
	.has_report = classic_has_report,
	.report = write_report,
	.losses = classic_losses,
	.rotating = classic_rotating,
	.rotated = classic_rotated,
	.stopped = classic_stopped,
	.end = classic_end,
};
