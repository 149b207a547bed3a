#ifndef STATS_SIZES_H
#define STATS_SIZES_H
/* Packet sizes: the MTU divided into brackets, packets in and out in each. */
#include "stats/engine.h"

#define SIZES_BRACKETS 20
#define SIZES_MTU      1500 /* where none is known: a capture file */

enum { SIZES_IN, SIZES_OUT, SIZES_WAYS };

struct sizes_view {
	const char *iface;   /* NULL: the file's */
	uint32_t mtu, width; /* width of a bracket; 0: the MTU cannot be divided */
	uint64_t packets[SIZES_BRACKETS + 1][SIZES_WAYS]; /* the last: oversized */
	uint32_t largest[SIZES_WAYS];
};
void sizes_view(const void *engine, struct sizes_view *out);
#endif
