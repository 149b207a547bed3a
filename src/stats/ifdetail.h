#ifndef STATS_IFDETAIL_H
#define STATS_IFDETAIL_H
/* Detailed interface statistics: one interface by protocol and direction. */
#include "stats/engine.h"
#include "stats/history.h"

/* The rows, in the order of the table. */
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
	DETAIL_BADSUM, /* IPv4 packets with a wrong header checksum */
	DETAIL_SHORT,  /* frames that end in a header; what is behind it is not known */
	DETAIL_LINES
};

extern const struct table detail_table;

/* The rates of the last hour, in total.  Is read under the lock. */
const struct history *ifdetail_history(const void *engine);
#endif
