#ifndef CAPTURE_PROMISC_H
#define CAPTURE_PROMISC_H
/*
 * Promiscuous mode by membership (packet(7), PACKET_ADD_MEMBERSHIP): counted by the kernel together
 * with everyone else's wish, and gone with the socket or the interface.  Needs no capability on an
 * open packet socket.
 */
#include "capture/ifaces.h"

struct promisc_member;

struct promisc {
	int fd;
	struct promisc_member *member; /* sorted by index */
	size_t count;
};

void promisc_init(struct promisc *p, int fd);
/* Joins the interface `only` or, with 0, every one that is up; forgets those that are gone. */
void promisc_follow(struct promisc *p, const struct ifaces *ifs, int only);
/* Leaves them all. */
void promisc_leave(struct promisc *p);
#endif
