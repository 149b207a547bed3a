#ifndef CONFIG_STATEDIR_H
#define CONFIG_STATEDIR_H
/*
 * Where settings, filters, ports and descriptions are kept: IPTRAF_WORK_PATH, else
 * /var/lib/iptraf-ng or, for who may not write there, iptraf-ng under XDG_STATE_HOME.
 */
#include <stddef.h>

/* The directory; the same as long as the program runs. */
const char *statedir(void);
/* A file in it.  0, or -ENAMETOOLONG (then buf is empty). */
int statedir_path(const char *name, char *buf, size_t n);
#endif
