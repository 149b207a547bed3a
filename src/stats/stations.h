#ifndef STATS_STATIONS_H
#define STATS_STATIONS_H
/* LAN station monitor: two lines per MAC address and interface. */
#include "base/rate.h"
#include "stats/capped.h"
#include "stats/engine.h"
#include "stats/tally.h"

enum { STATION_IN, STATION_OUT, STATION_WAYS };

struct station_way {
	uint64_t packets, ip_packets, bytes;
	struct rate rate;
};

union station_key {
	struct {
		uint8_t mac[6];
		uint16_t arphrd;
		int32_t ifindex;
	};
	uint32_t w[3];
};

struct station {
	union station_key key;
	uint32_t first_s; /* first frame, seconds of the monotonic clock */
	struct capped_row common;
	struct station_way way[STATION_WAYS];
};

#define STATIONS_MAX 262144 /* stations at once; beyond, the one idle for longest leaves */

extern const struct table stations_table; /* row 2k: who; row 2k + 1: the figures */

size_t stations_count(const void *engine);
const struct station *stations_row(const void *engine, size_t i);
uint64_t stations_evicted(const void *engine);
/* "Ethernet", "FDDI" */
const char *station_link(const struct station *s);
/* Bytes per second over five seconds, STATION_IN or STATION_OUT. */
uint64_t stations_rate(const void *engine, const struct station *s, int way);
#endif
