#ifndef STATS_IFDETAIL_H
#define STATS_IFDETAIL_H
/* Detailed interface statistics: one interface by protocol and direction. */
#include "base/rate.h"
#include "stats/engine.h"
#include "stats/tally.h"

enum detail_line {
	DETAIL_TOTAL,
	DETAIL_IPV4,
	DETAIL_IPV6,
	DETAIL_TCP,
	DETAIL_UDP,
	DETAIL_ICMP,
	DETAIL_OTHERIP,
	DETAIL_NONIP,
	DETAIL_BROADCAST,
	DETAIL_LINES
};

enum detail_way { DETAIL_BOTH, DETAIL_IN, DETAIL_OUT, DETAIL_WAYS };

/* Rates and peaks, per second. */
struct detail_rate {
	uint64_t bytes, packets;
};

struct ifdetail_view {
	const char *iface; /* NULL: the file's */
	struct tally line[DETAIL_LINES][DETAIL_WAYS];
	uint64_t bad_checksums;
	struct detail_rate rate[DETAIL_WAYS], peak[DETAIL_WAYS], broadcast_rate;
};
/* Everything there is to show, under the lock. */
void ifdetail_view(const void *engine, struct ifdetail_view *out);
#endif
