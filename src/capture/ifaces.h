#ifndef CAPTURE_IFACES_H
#define CAPTURE_IFACES_H
/*
 * Interfaces of the machine, from rtnetlink(7): index, name, state, MTU, link type, kept up to
 * date.  The socket is here, what its messages say in iflist.h.
 */
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

struct iface {
	int index;
	char name[IFNAMSIZ]; /* as the kernel has it: any bytes but '/' and NUL */
	unsigned flags;	     /* IFF_* of netdevice(7) */
	unsigned mtu;
	unsigned promiscuity; /* how many want every frame of it, the program itself too */
	uint16_t arphrd;      /* link type, see links.h */
	/* Counted by the kernel since the interface came, as of the last ifaces_read_counters. */
	uint64_t rx_bytes, tx_bytes;
};

struct ifaces;

/*
 * fd: rights.rtnetlink, which is ifs's from now on; a negative one is returned.  Needs no
 * capability.  Returns 0 or -errno.
 */
int ifaces_open(struct ifaces **ip, int fd);
/* Asks for the whole list and waits for it.  Returns 0 or -errno. */
int ifaces_refresh(struct ifaces *ifs);
/* The same, with the counters of each. */
int ifaces_read_counters(struct ifaces *ifs);
/*
 * Descriptor to poll for reading; then call ifaces_poll: true when something changed since it was
 * last called, also when another function has read the change.
 */
int ifaces_fd(const struct ifaces *ifs);
bool ifaces_poll(struct ifaces *ifs);
void ifaces_close(struct ifaces *ifs);

/* The list, sorted by name; valid until the next refresh or poll. */
size_t ifaces_count(const struct ifaces *ifs);
const struct iface *ifaces_at(const struct ifaces *ifs, size_t i);
/* NULL when there is none. */
const struct iface *ifaces_find(const struct ifaces *ifs, const char *name);
const struct iface *ifaces_find_index(const struct ifaces *ifs, int index);
static inline bool iface_is_up(const struct iface *i)
{
	return (i->flags & IFF_UP) != 0;
}

/*
 * Whether an interface (NULL: all) can be captured from now; else why has the names of those that
 * can.  0, -ENODEV or -ENETDOWN.
 */
int ifaces_check(const struct ifaces *ifs, const char *name, struct diag *why);
#endif
