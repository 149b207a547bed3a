#ifndef STATS_VLAN_H
#define STATS_VLAN_H
/* The VLAN of a frame in the rows of tables: tag and number in one. */
#include "capture/pkt.h"
#include "stats/field.h"

#define VLAN_BITS   13
#define VLAN_TAGGED 0x1000 /* there was a tag; else the rest is 0, and so may it be of one */

static inline uint16_t vlan_of(const struct pkt *p)
{
	return (uint16_t)(p->tagged * VLAN_TAGGED | p->vlan);
}

/* For a getter of V_NUMBER. */
static inline void vlan_get(uint16_t vlan, struct value *out)
{
	out->u = vlan & (VLAN_TAGGED - 1);
	if (!(vlan & VLAN_TAGGED))
		out->type = V_NONE;
}
#endif
