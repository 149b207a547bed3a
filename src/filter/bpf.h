#ifndef FILTER_BPF_H
#define FILTER_BPF_H
/*
 * A filter as a classic BPF program for the socket (Documentation/networking/filter.rst).  It drops
 * only what filter_pass() would drop, and lets pass whatever it cannot tell: fragments, tunnels,
 * extension headers, headers that are cut short, anything that is not IP.  It reads relative to the
 * network header, so that one program serves all link types.
 */
#include <linux/filter.h>
#include <stddef.h>
#include "filter/filter.h"

/*
 * Fills prog (room for `max` instructions) so that it keeps `snaplen` bytes of what passes.  link:
 * bytes of the longest link header that may come.  Returns how many instructions; 0: no program of
 * that length can tell, let all pass.
 */
size_t filter_bpf(const struct filter *f, unsigned link, unsigned snaplen, struct sock_filter *prog,
		  size_t max);
#endif
