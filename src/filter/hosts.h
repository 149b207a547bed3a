#ifndef FILTER_HOSTS_H
#define FILTER_HOSTS_H
/* The addresses of one end of a rule, and the mask of each. */
#include "base/addr.h"
#include "base/diag.h"
#include "filter/rules.h"

#define ADDRESSES_MAX RULE_ADDRESSES

struct hosts {
	struct addr addr[ADDRESSES_MAX], mask[ADDRESSES_MAX];
	size_t n; /* 0: any */
};

/* Names are those that rs knows.  0, or -errno with why set: -ENOENT: no address is known. */
int hosts_find(struct hosts *h, const struct ruleset *rs, const struct rule_end *e,
	       struct diag *why);
#endif
