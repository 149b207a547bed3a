#ifndef STATS_IFTOTALS_H
#define STATS_IFTOTALS_H
/* General interface statistics: a row per interface, and one for all together. */
#include "stats/engine.h"
#include "stats/history.h"

#define IFTOTALS_MAX 4096 /* interfaces; packets of others count in the sum alone */

/* The rates of an interface in the last hour. */
const struct history *iftotals_history(const struct row *r);
/* What the detailed statistics have of it: an engine of theirs, for as long as this one lives. */
void *iftotals_detail(const void *engine, const struct row *r);

extern const struct table iftotals_table, iftotals_sum_table;
#endif
