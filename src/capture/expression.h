#ifndef CAPTURE_EXPRESSION_H
#define CAPTURE_EXPRESSION_H
/*
 * Filter expressions as tcpdump has them, pcap-filter(7), compiled by libpcap for each link type
 * that may come.  On a link type that the expression does not apply to, nothing passes.
 */
#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "capture/frame.h"

struct expression;

/*
 * 0, -EINVAL with libpcap's own words in why, -ENOTSUP or -ENOENT
 * without libpcap (libpcap.h), -ENOMEM.
 */
int expression_compile(struct expression **xp, const char *text, struct diag *why);
/*
 * May run on any thread; reads no more than what was captured of the frame.  An expression that
 * asks for tags ("vlan") sees the one that the kernel stripped, too.
 */
bool expression_pass(const struct expression *x, const struct frame *f);
/*
 * The same for the kernel, which then keeps as much of a frame as is decoded: at most `max`
 * instructions for a link type (ARPHRD_*).  Returns how many, 0: there is no such program.
 */
size_t expression_bpf(const struct expression *x, uint16_t arphrd, struct sock_filter *prog,
		      size_t max);
/* NULL is fine. */
void expression_free(struct expression *x);
#endif
