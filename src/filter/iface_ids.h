#ifndef FILTER_IFACE_IDS_H
#define FILTER_IFACE_IDS_H
/*
 * Which of the interfaces that a filter's rules name a packet came over.  It goes by the name that
 * the interface has now, so that rules also match one that is created or renamed later.  For one
 * thread at a time.
 */
#include <net/if.h>
#include <stddef.h>
#include <stdint.h>

#define IFACE_IDS_SEEN 1024 /* a power of two */

struct iface_ids {
	char (*name)[IFNAMSIZ];
	size_t n;
	/* What is known of interfaces, until the names of any change. */
	unsigned changes;
	struct {
		int ifindex;
		uint16_t id;
	} seen[IFACE_IDS_SEEN];
};

/* From 1 up; 0 for an empty name; -ENOMEM. */
int iface_ids_add(struct iface_ids *ids, const char *name);
/* The id of the interface's name, 0: no rule names it. */
uint16_t iface_ids_find(struct iface_ids *ids, int ifindex);
void iface_ids_fini(struct iface_ids *ids);
#endif
