/*
 * Prometheus: the counters of the facility's tables, and the facts of the run, for the textfile
 * collector of node_exporter.  HELP is the same in every file: files of several runs are merged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "output/prom_rows.h"
#include "output/prom_text.h"

#define TABLES	   8
#define LABEL_ROOM 360

/* Labels and help of rows.  A table that is not here has its number of rows alone. */
static const struct prom_spec specs[] = {
	{ "interfaces", "interface", "iface", .parts = true },
	{ "detail", "protocol", "protocol", .parts = false },
	{ "sizes_sum", "packet_size", "", .parts = false },
	{ "services", "service", "proto,port", .parts = true },
	{ "all_ports", "port", "proto,port", .parts = true },
	{ "stations", "station", "mac,iface,description", .parts = true },
	{ "hosts", "host", "address,iface,tunnel,tunnel_id", .gauges = "connections,flows",
	  .parts = true },
	{ "networks", "network", "address,prefix,iface,tunnel,tunnel_id",
	  .gauges = "hosts,connections,flows", .parts = true },
	{ "vlans", "vlan", "vlan,iface", .parts = true },
};

struct prometheus {
	const struct run_info *run;
	char run_labels[LABEL_ROOM];  /* of this run, in each sample */
	char iface_label[LABEL_ROOM]; /* what is watched */
	char whole[2 * LABEL_ROOM];   /* both */
	struct prom_table table[TABLES];
	unsigned tables;
};

static const struct prom_spec *spec_of(const char *table)
{
	for (size_t i = 0; i < sizeof(specs) / sizeof(specs[0]); i++)
		if (strcmp(specs[i].table, table) == 0)
			return &specs[i];
	return NULL;
}

static int prepare(void *self, const struct run_info *run)
{
	struct prometheus *p = self;
	int rc = 0;

	p->run = run;
	for (const struct table *const *t = run->tables; *t && rc == 0; t++) {
		const struct prom_spec *spec = spec_of((*t)->name);

		if (spec && p->tables < TABLES)
			rc = prom_table_init(&p->table[p->tables++], spec, *t, run->select,
					     run->metric_rows ? run->metric_rows : 1);
	}
	return rc;
}

static void release(void *self)
{
	struct prometheus *p = self;

	for (unsigned i = 0; i < p->tables; i++)
		prom_table_fini(&p->table[i]);
}

/* --- the run --- */

static void set_labels(struct prometheus *p, const struct run_state *st)
{
	const char *iface = *st->iface ? st->iface : "all";
	struct strbuf sb;
	char own[64];

	snprintf(own, sizeof(own), "%s-%s", p->run->facility, iface);
	sb_init(&sb, p->run_labels, sizeof(p->run_labels));
	prom_label(&sb, "monitor", p->run->monitor ? p->run->monitor : own);
	prom_label(&sb, "facility", p->run->facility);
	sb_init(&sb, p->iface_label, sizeof(p->iface_label));
	prom_label(&sb, "interface", iface);
	snprintf(p->whole, sizeof(p->whole), "%s,%s", p->run_labels, p->iface_label);
}

static void write_one(const struct prometheus *p, struct out *out, const char *name,
		      const char *type, const char *help, uint64_t v)
{
	prom_family(out, name, "", type, help);
	prom_sample(out, name, "", (const char *const[]){ p->whole, "" }, v);
}

static void write_info(const struct prometheus *p, struct out *out)
{
	char labels[LABEL_ROOM];
	struct strbuf sb;

	sb_init(&sb, labels, sizeof(labels));
	prom_label(&sb, "version", VERSION);
	prom_label(&sb, "filter", p->run->filter);
	prom_family(out, "build_info", "", PROM_GAUGE,
		    "Version of the program, filter of the run.");
	prom_sample(out, "build_info", "", (const char *const[]){ p->whole, labels }, 1);
}

static void write_run(const struct prometheus *p, struct out *out, const struct run_state *st)
{
	write_info(p, out);
	write_one(p, out, "running", PROM_GAUGE, "0: it has ended, these are its last counts.",
		  !st->ended);
	write_one(p, out, "start_time_seconds", PROM_GAUGE, "Start of the run, seconds since 1970.",
		  (uint64_t)(st->at.wall - (time_t)(st->run_ms / 1000)));
	write_one(p, out, "captured_packets_total", PROM_COUNTER,
		  "Frames captured that passed the filters.", st->captured);
	write_one(p, out, "dropped_packets_total", PROM_COUNTER,
		  "Frames dropped by the kernel: they are missing in all other counters.",
		  st->dropped);
	write_one(p, out, "lost_lines_total", PROM_COUNTER, "Lines that the log has lost.",
		  st->lost_lines);
	write_one(p, out, "metrics_failed_writes_total", PROM_COUNTER,
		  "Times that this file could not be written.", st->failed_writes);
}

/* --- tables as such --- */

static void write_each_table(const struct prometheus *p, struct out *out, struct report *r,
			     const char *name, bool evicted)
{
	char label[LABEL_ROOM];
	struct strbuf sb;
	struct rows rows;

	for (const struct table *const *t = p->run->tables; *t; t++) {
		sb_init(&sb, label, sizeof(label));
		prom_label(&sb, "table", (*t)->name);
		report_look(r, *t, &rows);
		prom_sample(out, name, "", (const char *const[]){ p->whole, label },
			    evicted ? rows.evicted : rows.count);
	}
}

static void write_tables(const struct prometheus *p, struct out *out, struct report *r)
{
	prom_family(out, "rows", "", PROM_GAUGE, "Rows in the tables of the facility.");
	write_each_table(p, out, r, "rows", false);
	prom_family(out, "evicted_rows_total", "", PROM_COUNTER,
		    "Rows evicted because their table was full.");
	write_each_table(p, out, r, "evicted_rows_total", true);
}

/* --- the rows of tables --- */

/* "in: frames to the station; out: frames from the station", and how many rows there are. */
static void write_family(const struct prom_table *t, struct out *out, const char *name,
			 const struct prom_value *first)
{
	char help[512];
	struct strbuf sb;

	sb_init(&sb, help, sizeof(help));
	for (unsigned i = 0; i < t->values; i++) {
		const struct prom_value *v = &t->value[i];

		if (strcmp(v->base, first->base) != 0)
			continue;
		sb_printf(&sb, "%s%s%s%s", sb.len ? "; " : "", v->direction ? v->direction : "",
			  v->direction ? ": " : "", v->key.field->help);
	}
	sb_add(&sb, ".");
	if (t->spec->parts)
		sb_add(&sb, " As many rows as the setting metrics-rows has, those with the most "
			    "bytes; the others together as \"other\".");
	else if (t->names)
		sb_add(&sb, " Rows overlap: they do not add up.");
	prom_family(out, name, first->gauge ? "" : "_total",
		    first->gauge ? PROM_GAUGE : PROM_COUNTER, help);
}

static void write_row(const struct prometheus *p, const struct prom_table *t, struct out *out,
		      const char *name, const struct prom_row *row, unsigned value)
{
	const struct prom_value *v = &t->value[value];
	char labels[PROM_LABELS + 2 * LABEL_ROOM];
	struct strbuf sb;

	if (!(row->known & 1u << value))
		return;
	sb_init(&sb, labels, sizeof(labels));
	if (!t->has_iface)
		sb_add(&sb, p->iface_label);
	if (*row->labels)
		sb_printf(&sb, "%s%s", sb.len ? "," : "", row->labels);
	if (v->direction)
		prom_label(&sb, "direction", v->direction);
	prom_sample(out, name, v->gauge ? "" : "_total",
		    (const char *const[]){ p->run_labels, labels }, row->value[value]);
}

/* A base that an earlier value has had is written already. */
static bool is_first(const struct prom_table *t, unsigned value)
{
	for (unsigned i = 0; i < value; i++)
		if (strcmp(t->value[i].base, t->value[value].base) == 0)
			return false;
	return true;
}

static void write_rows(const struct prometheus *p, struct prom_table *t, struct out *out,
		       struct report *r)
{
	char name[64];

	prom_table_read(t, r);
	for (unsigned first = 0; first < t->values; first++) {
		if (!is_first(t, first))
			continue;
		snprintf(name, sizeof(name), "%s_%s", t->spec->metric, t->value[first].base);
		write_family(t, out, name, &t->value[first]);
		for (uint32_t row = 0; row < t->rows; row++)
			for (unsigned v = first; v < t->values; v++)
				if (strcmp(t->value[v].base, t->value[first].base) == 0)
					write_row(p, t, out, name, &t->row[row], v);
	}
}

/* --- packets by size: a histogram --- */

static uint64_t value_of(const struct row *row, const struct table *t, const char *key)
{
	const struct field *f = field_find(t->fields, key, NULL);
	struct value v = { .type = V_NONE };

	if (f)
		field_get(f, row, &v);
	return v.type == V_NONE ? 0 : v.u;
}

static uint64_t sum_of(struct report *r, const char *key)
{
	const struct table *t = report_open(r, "sizes_sum");
	const struct row *row = t ? report_next(r) : NULL;

	return row ? value_of(row, t, key) : 0;
}

static void write_way(const struct prometheus *p, struct out *out, struct report *r,
		      const char *direction, const char *packets, const char *bytes)
{
	static const char name[] = "packet_size_bytes";
	const char *const labels[2] = { p->whole, direction };
	const struct table *t = report_open(r, "sizes");
	char bucket[LABEL_ROOM], le[24];
	const struct row *row;
	struct strbuf sb;
	uint64_t n = 0;

	while ((row = report_next(r))) {
		uint64_t to = value_of(row, t, "to");

		n += value_of(row, t, packets);
		snprintf(le, sizeof(le), "%llu", (unsigned long long)to);
		sb_init(&sb, bucket, sizeof(bucket));
		sb_add(&sb, direction);
		prom_label(&sb, "le", to ? le : "+Inf");
		prom_sample(out, name, "_bucket", (const char *const[]){ p->whole, bucket }, n);
	}
	prom_sample(out, name, "_sum", labels, sum_of(r, bytes));
	prom_sample(out, name, "_count", labels, n);
}

static void write_sizes(const struct prometheus *p, struct out *out, struct report *r)
{
	if (!report_open(r, "sizes"))
		return;
	prom_family(out, "packet_size_bytes", "", PROM_HISTOGRAM,
		    "Packets by size, bytes of the network layer.");
	write_way(p, out, r, "direction=\"in\"", "rx_packets", "rx_bytes");
	write_way(p, out, r, "direction=\"out\"", "tx_packets", "tx_bytes");
}

static void write_report(void *self, struct out *out, struct report *r)
{
	struct prometheus *p = self;

	/* sums and histograms are of all rows, in their order; metrics-rows says which are named */
	r->select = NULL;
	set_labels(p, &r->state);
	write_run(p, out, &r->state);
	write_tables(p, out, r);
	for (unsigned i = 0; i < p->tables; i++)
		write_rows(p, &p->table[i], out, r);
	write_sizes(p, out, r);
}

const struct format format_prometheus = {
	.name = "prometheus",
	.help = "counters of the facility's tables for each report",
	.suffix = ".prom",
	.size = sizeof(struct prometheus),
	.prepare = prepare,
	.release = release,
	.report = write_report,
};
