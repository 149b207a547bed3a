#ifndef STATS_IFTOTALS_H
#define STATS_IFTOTALS_H
/* General interface statistics: a row per interface, and one for all together. */
#include "stats/engine.h"

#define IFTOTALS_MAX 4096 /* interfaces; packets of others count in the sum alone */

/*
 * What the detailed statistics have of a row that was read from the table (no copy): an engine of
 * theirs, for as long as this one lives.  Under the lock.
 */
void *iftotals_detail(const void *engine, const struct row *r);

extern const struct table iftotals_table, iftotals_sum_table;
#endif
