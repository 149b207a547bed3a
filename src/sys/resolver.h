#ifndef SYS_RESOLVER_H
#define SYS_RESOLVER_H
/*
 * Names and addresses without waiting, and bounded: one helper process looks them up (resolver_
 * helper.c), at most 16 questions are in flight, the cache has a fixed size.  The helper is forked
 * before privilege is dropped, closes every other descriptor, gives up all rights, and ends when
 * this side's descriptor is closed, however that comes.  Only names that pass text_is_hostname()
 * are believed; those of more than 103 characters are cut, and end in "...".  For the main thread
 * alone.
 */
#include <stddef.h>

#include "base/addr.h"
#include "sys/resolver_wire.h"

struct resolver;

/*
 * Forks the helper; call while the process has one thread.  argv is main's, whose words the helper
 * replaces in its copy; NULL: they stay.  Returns the descriptor to it, or -errno.
 */
int resolver_fork(char **argv);
/* A resolver on such a descriptor, which it closes in the end.  0 or -errno. */
int resolver_open(struct resolver **rp, int fd);
/* Both at once. */
int resolver_start(struct resolver **rp);
/*
 * The name of an address if it is known by now; else NULL, and the question is put when there is
 * room.
 */
const char *resolver_name(struct resolver *r, const struct addr *a);
/* The same, without a question. */
const char *resolver_known(struct resolver *r, const struct addr *a);
/* Asks for the addresses of a host, afresh when they are known already. */
void resolver_ask_host(struct resolver *r, const char *name);
/*
 * The addresses of a host that was asked for: how many, at most max.  -EAGAIN: not known yet,
 * -ENOENT: there is no such host, -EIO: no name server answers, or the helper is gone.
 */
int resolver_host(struct resolver *r, const char *name, struct addr *list, size_t max);
/*
 * Descriptor to poll for reading; then call resolver_poll: how many names became known, -1 when
 * the helper is gone.
 */
int resolver_fd(const struct resolver *r);
int resolver_poll(struct resolver *r);
/* Ends the helper at once.  NULL is fine. */
void resolver_stop(struct resolver *r);
#endif
