#ifndef STATS_SERVICES_H
#define STATS_SERVICES_H
/*
 * TCP/UDP service monitor: a row per protocol and port, counted in two ways.
 *
 * services_table: ports below 1024 and those that the user added; a packet counts for its source
 * port and for its destination port.  all_ports_table: every port; a packet counts once, for the
 * service's end of its connection (the port that is listed or in services(5), else the lower one).
 */
#include "stats/engine.h"

extern const struct table services_table, all_ports_table;
/* What services_table is without the setting all-ports; with it, that is as all_ports_table. */
extern const struct table listed_ports_table;
/* One row: what no row of listed_ports_table has counted. */
extern const struct table unlisted_ports_table;
#endif
