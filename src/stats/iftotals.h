#ifndef STATS_IFTOTALS_H
#define STATS_IFTOTALS_H
/* General interface statistics: a row per interface, and one for all together. */
#include "stats/engine.h"

#define IFTOTALS_MAX 4096 /* interfaces; packets of others count in the sum alone */

extern const struct table iftotals_table, iftotals_sum_table;
#endif
