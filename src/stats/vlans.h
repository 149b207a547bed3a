#ifndef STATS_VLANS_H
#define STATS_VLANS_H
/*
 * Traffic by VLAN: a row per VLAN and interface, and one for what has no tag; bytes are those of
 * whole frames.  It is part of the host monitor.
 */
#include "base/clock.h"
#include "stats/capped.h"
#include "stats/table.h"
#include "stats/vlan.h"

#define VLANS_MAX 65536 /* when the table is full, the idlest row is evicted */

struct vlans {
	struct capped tab;
};

/* The struct is zeroed.  0 or -errno. */
int vlans_init(struct vlans *v);
void vlans_fini(struct vlans *v);
/* Packets of a batch. */
void vlans_count(struct vlans *v, const struct pkt *p, unsigned n, const struct now *now);

/* What a row of vlans_table is. */
struct row_set vlans_set(const struct row *r);

/* Its rows are those of the host monitor's engine. */
extern const struct table vlans_table;
#endif
