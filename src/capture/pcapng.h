#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H
/*
 * What libpcap does not tell of a pcapng file (draft-ietf-opsawg-pcapng): the names of its
 * interfaces and which one each packet came from.  Takes the bytes of the file as they pass, in
 * pieces of any size, needs no other memory, and takes any bytes: where they are invalid it stops
 * looking.
 */
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PCAPNG_IFACES 256 /* further ones are taken for the last */

struct pcapng_iface {
	char name[IFNAMSIZ]; /* cut if need be; "pcap" and its number where the file has none */
	uint32_t section;    /* the last that has it */
};

struct pcapng {
	unsigned count;	  /* interfaces up to now, all sections */
	unsigned current; /* interface of the packet whose block began last */
	struct pcapng_iface iface[PCAPNG_IFACES];

	/* the section being read */
	uint32_t section;
	bool swapped;
	unsigned ids;
	uint16_t number[PCAPNG_IFACES]; /* of an id in this section, its place in iface[] */

	/* the block being read */
	uint8_t state;	    /* what the bytes being gathered are */
	uint8_t have, need; /* how many there are, and shall be */
	uint8_t buf[IFNAMSIZ];
	uint32_t skip;	     /* bytes to pass over before them */
	uint32_t left;	     /* bytes of the body behind them */
	uint32_t name_rest;  /* bytes of the option behind the part of a name that fits */
	char name[IFNAMSIZ]; /* of the interface */
};

/* A file that is not pcapng has one interface, pcap0, from its first eight bytes on. */
void pcapng_init(struct pcapng *p);
/*
 * Takes bytes up to the end of a block and no further, so that a reader that continues there knows
 * that `current` is of the packet just read.  Returns how many it took: at least one of n > 0.
 */
size_t pcapng_feed(struct pcapng *p, const void *bytes, size_t n);
/* True when one of the interfaces known by now has this name, as far as it fits. */
bool pcapng_has(const struct pcapng *p, const char *name);
bool pcapng_is_name(const struct pcapng *p, unsigned iface, const char *name);
#endif
