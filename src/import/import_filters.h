#ifndef IMPORT_IMPORT_FILTERS_H
#define IMPORT_IMPORT_FILTERS_H
/*
 * The filters of iptraf-ng 1.2.1 as seen on amd64: othipfilters.dat lists descriptions and files,
 * each file has rules of one size, savedfilters.dat says which is applied and what else is visible.
 */
#include <stddef.h>
#include <stdint.h>
#include "filter/rules.h"

/* Turns them into ours, unless there are filters of ours; what is odd is a message. */
void import_filters(void);

/*
 * A file's n bytes of rules into rs, which is empty.  Returns how many were odd and left out, or
 * -EINVAL: not such a file.
 */
int import_rules(struct ruleset *rs, const char *old, size_t n);

#define IMPORT_NAME 41 /* bytes of the name of one of its filters' files, with the NUL */

struct import_applied {
	char name[IMPORT_NAME]; /* the applied filter's file; empty: none */
	uint32_t visible;	/* 1 ARP, 2 RARP, 4 non-IP */
};

/* Reads n bytes of savedfilters.dat.  0, or -EINVAL: not such a file. */
int import_applied(struct import_applied *a, const char *old, size_t n);
#endif
