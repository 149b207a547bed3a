#ifndef STATS_HOSTS_H
#define STATS_HOSTS_H
/*
 * Host monitor: a row per IP address and interface, and one per network of them: /24 of IPv4, /64
 * of IPv6.  It counts by VLAN, too (see vlans.h), and has a TCP table and a flow table of its own,
 * from which it knows what is open.
 */
#include "stats/engine.h"

#define HOSTS_MAX    262144 /* hosts; when the table is full, the idlest one is evicted */
#define NETWORKS_MAX 65536  /* the same of networks */

extern const struct table hosts_table, networks_table;

/* The bits of a network's address that count; of a row of networks_table. */
unsigned hosts_prefix(const struct addr *a);
/* The address with all other bits 0. */
struct addr hosts_network(const struct addr *a);
/*
 * The engine that conns_table and flows_table are read from, of a host monitor's engine.
 */
void *hosts_conns(void *engine);
/* What a row of hosts_table is, or (network) of networks_table. */
struct row_set hosts_set(const struct row *r, bool network);
#endif
