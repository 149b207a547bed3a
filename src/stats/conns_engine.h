#ifndef STATS_CONNS_ENGINE_H
#define STATS_CONNS_ENGINE_H
/* The insides of the IP traffic monitor's engine, for its own files: conns.c, conns_table.c. */
#include "stats/conns.h"
#include "stats/conntab.h"
#include "stats/flows.h"

struct conns {
	struct engine_env env;
	struct conntab tab;
	struct flows flows;
	struct tunnels tunnels;
	bool tags;	/* some packet had one */
	uint32_t sweep; /* where the search for idle rows continues */
	uint64_t flushed_ms;
	uint64_t others; /* packets ever put into `other` */
	struct summary other[CONNS_OTHERS];
	struct history history; /* of all packets */
};

/* The set is a VLAN; a row of that VLAN and place is in it. */
bool conns_set_has_vlan(const struct conns *e, const struct row_set *set, uint16_t vlan,
			int32_t place);

/* A link without MAC addresses, and loopback, have none to show. */
static inline bool conns_has_mac(const uint8_t mac[6])
{
	static const uint8_t none[6];

	return memcmp(mac, none, 6) != 0;
}
#endif
