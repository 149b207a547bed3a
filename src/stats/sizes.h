#ifndef STATS_SIZES_H
#define STATS_SIZES_H
/* Packet sizes: the MTU divided into brackets, packets in and out in each. */
#include "stats/engine.h"

#define SIZES_BRACKETS 20
#define SIZES_MTU      1500 /* where none is known: a capture file */

/* SIZES_BRACKETS rows and one for what is larger; and one row about them all. */
extern const struct table sizes_table, sizes_sum_table;
#endif
