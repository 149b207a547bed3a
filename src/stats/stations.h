#ifndef STATS_STATIONS_H
#define STATS_STATIONS_H
/* LAN station monitor: a row per MAC address and interface. */
#include "stats/engine.h"

#define STATIONS_MAX 262144 /* stations; when the table is full, the idlest one is evicted */

/* A station that was not seen for so long is removed: a day's guests do not stay for ever. */
#define STATIONS_IDLE_MS (24ull * 3600 * 1000)

extern const struct table stations_table;

/* A frame with an 802.1Q tag was seen.  Is read under the lock. */
bool stations_have_tags(const void *engine);
#endif
