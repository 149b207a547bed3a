#ifndef CAPTURE_IFNAMES_H
#define CAPTURE_IFNAMES_H
/*
 * Interface index to name, for showing and logging only.  Remembers the names of interfaces that
 * are gone (up to IFNAMES_GONE_MAX: then the longest gone is forgotten), because rows and log lines
 * outlive them. Safe from any thread.
 */
#include <net/if.h>
#include <stddef.h>

#define IFNAMES_GONE_MAX 1024

/* Sets or renews a name, cut to IFNAMSIZ - 1 bytes; called by the reader of rtnetlink or the
 * capture file. */
void ifnames_set(int ifindex, const char *name);
/* The interface has gone: its name is kept, but not for ever. */
void ifnames_gone(int ifindex);

/* Goes up with every change of a name. */
unsigned ifnames_changes(void);

/* Copies the name into buf (IFNAMSIZ is enough), "if<index>" when it is not known.  Returns buf. */
char *ifnames_get(int ifindex, char *buf, size_t n);
#endif
