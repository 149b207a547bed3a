#ifndef OUTPUT_PROM_TEXT_H
#define OUTPUT_PROM_TEXT_H
/*
 * The text format of Prometheus, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): a family of samples under its
 * HELP and TYPE.
 */
#include <stdint.h>
#include "output/out.h"

#define PROM_PREFIX "iptraf_ng_"

/* Types of families. */
#define PROM_COUNTER   "counter"
#define PROM_GAUGE     "gauge"
#define PROM_HISTOGRAM "histogram"

/*
 * Adds NAME="VALUE", after a comma if it is not the first.  Any bytes up to the NUL: what is not
 * visible UTF-8, and a backslash, become \xNN, so that two values never become one; a long one is
 * cut.
 */
void prom_label(struct strbuf *sb, const char *name, const char *value);

/* Its name, without the prefix; tail: what follows it ("_total"). */
void prom_family(struct out *out, const char *name, const char *tail, const char *type,
		 const char *help);
/* labels: two lists of prom_label(), either may be empty. */
void prom_sample(struct out *out, const char *name, const char *tail, const char *const labels[2],
		 uint64_t v);
#endif
