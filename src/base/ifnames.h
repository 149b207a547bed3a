#ifndef BASE_IFNAMES_H
#define BASE_IFNAMES_H
/*
 * Interface index to name, for showing and logging only.  Remembers the names of interfaces that are gone
 * (bounded: the oldest gone are forgotten), because rows and log lines outlive them.  Safe from any thread.
 */
#include <net/if.h>
#include <stddef.h>

/* Sets or renews a name; called by whoever reads rtnetlink or the capture file. */
void ifnames_set(int ifindex, const char *name);

/* Copies the name into buf (IFNAMSIZ is enough), "if<index>" when it is not known.  Returns buf. */
char *ifnames_get(int ifindex, char *buf, size_t n);
#endif
