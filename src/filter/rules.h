#ifndef FILTER_RULES_H
#define FILTER_RULES_H
/* A filter as people write it: an ordered list of rules; what dialogs edit and files hold. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"

#define RULE_HOST   256 /* bytes of a host name or address with its NUL */
#define RULE_MASK   48	/* the same of a mask or prefix length */
#define RULE_IFACE  16	/* the same of an interface's name */
#define RULES_MAX   1024
#define RULE_PORTS  64 /* ports and ranges of one end */
#define FILTER_TEXT 64 /* of a filter's description */
#define RULES_FILE  80 /* of the name of its file */

struct rule_ports {
	uint16_t low, high;
};

/* One end of a packet.  Empty host: any address of either family. */
struct rule_end {
	char host[RULE_HOST]; /* name, IPv4 or IPv6 address */
	char mask[RULE_MASK]; /* bits that are compared: prefix length or mask; empty: all */
	/* Ports of TCP and UDP, one of which is enough; none: any. */
	struct rule_ports port[RULE_PORTS];
	uint8_t ports;
};

struct rule {
	struct rule_end src, dst;
	char iface[RULE_IFACE]; /* name; empty: any interface */
	uint8_t proto[32];	/* bit per IP protocol; none: any protocol */
	bool exclude;
	bool opposite; /* matches with source and destination exchanged, too */
};

static inline bool rule_has_proto(const struct rule *r, unsigned proto)
{
	return r->proto[proto / 8] >> proto % 8 & 1;
}

static inline void rule_set_proto(struct rule *r, unsigned proto)
{
	r->proto[proto / 8] |= (uint8_t)(1u << proto % 8);
}

/* Any protocol: all bits, or none. */
bool rule_has_all_protos(const struct rule *r);
/* No bit. */
bool rule_has_no_proto(const struct rule *r);
void rule_set_all_protos(struct rule *r);

#define RULE_ADDRESSES 32 /* of one name */

/* The addresses that a host of the rules had when they were last looked up. */
struct rule_known {
	char host[RULE_HOST];
	size_t n;
	struct addr addr[RULE_ADDRESSES];
};

struct ruleset {
	char description[FILTER_TEXT];
	char file[RULES_FILE]; /* its file in the state directory; empty: it is in none */
	struct rule_known *known;
	size_t knowns;
	struct rule *rule;
	size_t count;
};

/* Puts a copy of r at place `at` (0 to count).  0, -ENOSPC at RULES_MAX, or -ENOMEM. */
int ruleset_insert(struct ruleset *rs, size_t at, const struct rule *r);
void ruleset_delete(struct ruleset *rs, size_t at);
void ruleset_free(struct ruleset *rs);

/* What is known of a host; NULL: nothing. */
const struct rule_known *ruleset_known(const struct ruleset *rs, const char *host);
/*
 * Sets it (of more than RULE_ADDRESSES the first).  1: that was news, 0: it was known, in this
 * order or another, or -ENOMEM.
 */
int ruleset_set_known(struct ruleset *rs, const char *host, const struct addr *addr, size_t n);

/* What a protocol is called in rules, NULL when only by its number; and back, -1: no such name. */
const char *rule_proto_name(unsigned proto);
int rule_proto_number(const char *name, size_t n);
#endif
