#ifndef SYS_RESOLVER_H
#define SYS_RESOLVER_H
/*
 * Reverse DNS that never blocks and is bounded: one helper process, at most 16 questions in
 * flight, a cache of fixed size.  The helper closes every other descriptor, dies with its parent,
 * and only names that pass text_is_hostname() come back.  For the main thread alone.
 */
#include "base/addr.h"

struct resolver;

/* Starts the helper; call while the process has one thread.  Returns 0 or -errno. */
int resolver_start(struct resolver **rp);
/*
 * The name of an address if it is known by now; else NULL, and the question is put when there is
 * room.
 */
const char *resolver_name(struct resolver *r, const struct addr *a);
/*
 * Descriptor to poll for reading; then call resolver_poll: how many names became known, -1 when
 * the helper is gone.
 */
int resolver_fd(const struct resolver *r);
int resolver_poll(struct resolver *r);
/* Ends the helper at once.  NULL is fine. */
void resolver_stop(struct resolver *r);
#endif
