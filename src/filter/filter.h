#ifndef FILTER_FILTER_H
#define FILTER_FILTER_H
/*
 * How it works: rules are resolved into entries (an address and mask of one family for each end,
 * port ranges, protocols), one for each pair of addresses that their names have and for each way
 * that they match.  For each protocol of each family there is a list of the entries that can match
 * its packets, in their order, laid out so that eight are compared at once; protocols with the same
 * entries share a list.  A packet is compared with one list, and the first match decides.
 */
#include <stdbool.h>
#include "base/addr.h"
#include "base/diag.h"
#include "capture/pkt.h"
#include "filter/rules.h"

struct filter;

#define FILTER_TCP_BOTH_WAYS 0x1 /* TCP matches with source and destination exchanged, always */
#define FILTER_ARP	     0x2 /* pass ARP, RARP, other packets that are not IP */
#define FILTER_RARP	     0x4
#define FILTER_NON_IP	     0x8

/*
 * Names have the addresses that rs knows of them (ruleset_set_known).  Returns how many rules match
 * nothing because there are none, with why set for the first, or -errno with why set: a mask that
 * is none, no memory.
 */
int filter_compile(struct filter **fp, const struct ruleset *rs, unsigned flags, struct diag *why);
/*
 * First match decides, no match drops.  A TCP or UDP packet whose ports are not known (a fragment,
 * a header that is cut short) matches no rule that asks for ports.  For one thread at a time: it
 * remembers what interfaces are called.
 */
bool filter_pass(struct filter *f, const struct pkt *p);
/* NULL is fine. */
void filter_free(struct filter *f);

/* A rule with its names resolved, one way; in the order of their rules. */
struct filter_entry {
	struct addr src, src_mask, dst, dst_mask;
	uint16_t src_low, src_high, dst_low, dst_high; /* 0 to 65535: any */
	uint8_t family;				       /* 4, 6; 0: both */
	uint16_t iface;				       /* 1 for the first that is named; 0: any */
	bool exclude, tcp_only;
	bool exchanged;		 /* the entry before it, the other way round */
	const struct rule *rule; /* its protocols; of the filter's own copy */
};
const struct filter_entry *filter_entries(const struct filter *f, size_t *n);
#endif
