#ifndef STATS_SERVICES_H
#define STATS_SERVICES_H
/* TCP/UDP service monitor: a line per protocol and port. */
#include "base/rate.h"
#include "stats/engine.h"
#include "stats/tally.h"

enum { SERVICE_TOTAL, SERVICE_TO, SERVICE_FROM, SERVICE_WAYS };

struct service {
	uint8_t proto;
	uint16_t port;
	uint32_t first_s; /* first packet, seconds of the monotonic clock */
	struct tally way[SERVICE_WAYS];
	struct rate rate[SERVICE_WAYS];
};

extern const struct table services_table;

size_t services_count(const void *engine);
const struct service *services_row(const void *engine, size_t i);
/* Bytes per second over five seconds of the service on a line, one of SERVICE_*. */
uint64_t services_rate(const void *engine, size_t i, int way);
/*
 * All ports instead of those below 1024: each packet then counts once, for the service's end of
 * its connection (the port that is below 1024 or in services(5), else the lower one).
 */
void services_set_all(void *engine, bool all);
bool services_all(const void *engine);
#endif
