#ifndef STATS_HOSTS_ENGINE_H
#define STATS_HOSTS_ENGINE_H
/* The insides of the host monitor's engine, for its own files: hosts.c, hosts_table.c. */
#include "stats/capped.h"
#include "stats/conns_engine.h"
#include "stats/hosts.h"
#include "stats/vlans.h"
#include "stats/way_sums.h"

struct host_key {
	struct addr addr;
	int32_t place; /* see tunnels.h: the interface, or a network in a tunnel */
};

#define HOST_KEY_WORDS (sizeof(struct host_key) / sizeof(uint32_t))

/* A host, or a network. */
struct host {
	struct host_key key;
	uint8_t mac[6]; /* of the last packet from it, else of one to it; zero: none */
	bool local;
	uint16_t vlan;			/* of the same packet as mac, as vlan_of() has it */
	uint32_t conns, flows;		/* open */
	uint32_t hosts;			/* of a network: those in the table */
	uint64_t first_ms, last_ms;	/* first and last packet, monotonic */
	struct way_sums way[WAY_COUNT]; /* to it, and from it: whole IP packets */
};

struct hosts {
	struct engine_env env;
	struct capped hosts, networks;
	struct vlans vlans;
	struct conns conns;
};
#endif
