#ifndef OUTPUT_PROM_ROWS_H
#define OUTPUT_PROM_ROWS_H
/*
 * How it works: of a table, the rows with the most bytes are picked while all are read, and all
 * are summed up; what the sums have beyond the picked rows is one row more, "other".  So the number
 * of series is bounded, whatever comes in.  The remainder never falls, although a row that is
 * picked later takes its counts out of it: a counter that falls looks like a restart to Prometheus.
 */
#include <stdbool.h>
#include "output/report.h"
#include "output/selection.h"

#define PROM_VALUES 24	/* of a row */
#define PROM_NAMES  5	/* labels that name a row */
#define PROM_LABELS 720 /* room for them as text */

/* How a table becomes metrics. */
struct prom_spec {
	const char *table;
	const char *metric; /* "interface": iptraf_ng_interface_bytes_total */
	const char *labels; /* keys that name a row, commas between */
	const char *gauges; /* keys of counts that fall, too; NULL: none */
	bool parts;	    /* rows add up to a whole: few are picked, the rest is summed up */
};

/* A value, and its direction by the start or end of its key ("rx_", "_in"); NULL: none. */
struct prom_value {
	struct key key;
	char base[KEY_NAME]; /* the key without it */
	const char *direction;
	bool gauge; /* it may fall */
};

struct prom_row {
	uint64_t score; /* bytes of all values */
	uint32_t place; /* in the table */
	uint32_t known; /* bits of the values that it has */
	uint64_t value[PROM_VALUES];
	char labels[PROM_LABELS];
};

struct prom_table {
	const struct prom_spec *spec;
	const struct table *table;
	unsigned names, values;
	struct key name[PROM_NAMES];
	struct prom_value value[PROM_VALUES];
	bool has_iface; /* the rows say which interface they are of */

	uint32_t room; /* for picked rows; one more is for the others */
	uint32_t rows;
	struct prom_row *row; /* in the order of the table, the others at the end */

	uint32_t lowest; /* of the rows, by score */
	uint64_t sum[PROM_VALUES];
	uint64_t other[PROM_VALUES]; /* as it was written last */
};

/*
 * The struct is zeroed.  select: which values are wanted, NULL: all.  room: at least 1.  0 or
 * -ENOMEM.
 */
int prom_table_init(struct prom_table *t, const struct prom_spec *spec, const struct table *table,
		    const struct selection *select, uint32_t room);
void prom_table_fini(struct prom_table *t);
/* Fills the rows. */
void prom_table_read(struct prom_table *t, struct report *r);
#endif
