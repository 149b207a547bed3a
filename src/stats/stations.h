#ifndef STATS_STATIONS_H
#define STATS_STATIONS_H
/* LAN station monitor: a row per MAC address and interface. */
#include "stats/engine.h"

#define STATIONS_MAX 262144 /* stations; when the table is full, the idlest one is evicted */

extern const struct table stations_table;
#endif
