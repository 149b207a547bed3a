#ifndef STATS_IFTOTALS_H
#define STATS_IFTOTALS_H
/* General interface statistics: a line per interface. */
#include <net/if.h>
#include "base/rate.h"
#include "stats/engine.h"

struct iftotals_row {
	int ifindex;
	char name[IFNAMSIZ];			  /* of a live interface; else empty */
	uint64_t total, ipv4, ipv6, nonip, badip; /* packets */
	uint64_t bytes;
	uint64_t peak; /* highest five-second rate, bytes per second */
	struct rate rate;
	bool up, seen; /* seen: on the list of interfaces when it was last read */
};

#define IFTOTALS_MAX 4096 /* interfaces; packets of others count in the sums alone */

extern const struct table iftotals_table;

/* Over all interfaces, averages of five seconds: bytes and packets per second. */
struct iftotals_sum {
	uint64_t byte_rate, packet_rate;
};
void iftotals_sum(const void *engine, struct iftotals_sum *out);
/* Lines of gone interfaces that had to make room for others. */
uint64_t iftotals_evicted(const void *engine);
/* Rows in display order, for the report. */
size_t iftotals_count(const void *engine);
const struct iftotals_row *iftotals_row(const void *engine, size_t i);
/* Five-second rate of a row, bytes per second, as of the engine's last packet or tick. */
uint64_t iftotals_rate(const void *engine, const struct iftotals_row *row);
#endif
