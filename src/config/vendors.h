#ifndef CONFIG_VENDORS_H
#define CONFIG_VENDORS_H
/*
 * Who made a network card, by the first three bytes of its MAC address: IEEE's list of such
 * prefixes (oui.txt), as the packages ieee-data and hwdata install it.
 */
#include <stddef.h>
#include <stdint.h>

/* Where the list may be; the first file that can be read counts.  Ends with NULL. */
extern const char *const vendors_files[];

/* Reads the list once, if there is one; call before threads start. */
void vendors_load(void);
/* The same from a file of that form; replaces what was read.  0 or -errno. */
int vendors_load_of(const char *path);
/* Visible ASCII; NULL when unknown, or when nothing was loaded. */
const char *vendors_find(const uint8_t mac[6]);
#endif
