#ifndef CAPTURE_IFLIST_H
#define CAPTURE_IFLIST_H
/*
 * The list of interfaces as messages of rtnetlink(7) describe it: RTM_NEWLINK, RTM_DELLINK, and the
 * end of a listing.  Bytes in, list out: no socket here.  Takes any bytes.  One thread.
 */
#include "capture/ifaces.h"

struct iflist_row {
	struct iface iface; /* first: the list by name points at it */
	bool listed;	    /* in the listing that is being read */
};

struct iflist {
	struct iflist_row *row; /* sorted by index */
	size_t count, room;
	const struct iface **by_name; /* as many, and as much room; valid after iflist_sort */
	uint32_t seq;		      /* of the listing that was begun last */
	bool changed;		      /* something did; for the caller to clear */
	bool lost; /* the listing was disturbed, or (set by the caller) messages were lost */
	/* Called with each name as it comes, and with NULL for an interface that is gone. */
	void (*on_name)(int index, const char *name);
};

/* on_name: NULL if not wanted.  Needs no memory yet. */
void iflist_init(struct iflist *l, void (*on_name)(int index, const char *name));
void iflist_free(struct iflist *l);

/* Begins a listing.  Returns the sequence number (nlmsg_seq) that the request is to have. */
uint32_t iflist_begin(struct iflist *l);
/*
 * Takes what one recvmsg(2) brought: messages one behind the other, the first aligned to
 * NLMSG_ALIGNTO; stops at one that claims more bytes than there are.  Returns 1 at the end of the
 * listing, -errno if the kernel refused it, else 0.
 */
int iflist_take(struct iflist *l, const void *messages, size_t bytes);
/* After a whole listing (not lost): interfaces that were not in it are gone. */
void iflist_end(struct iflist *l);
/* Orders by_name by name. */
void iflist_sort(struct iflist *l);

/* NULL when there is none; by name after iflist_sort only. */
const struct iface *iflist_find(const struct iflist *l, const char *name);
const struct iface *iflist_find_index(const struct iflist *l, int index);
#endif
