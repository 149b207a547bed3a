#ifndef CONFIG_ETHERS_H
#define CONFIG_ETHERS_H
/*
 * Descriptions of stations by MAC address, from files in the form of ethers(5): a line has an
 * address, white space and the description; # begins a comment.  All is read before threads start
 * and does not change while they run.
 */
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"
#include "base/lines.h"

#define ETHERS_MAX  65536 /* descriptions; more are not taken */
#define ETHERS_TEXT 64	  /* bytes of one with its NUL; it is cut to that */

/* In the state directory: of Ethernet and PLIP, of FDDI. */
#define ETHERS_FILE	 "ethers"
#define ETHERS_FDDI_FILE "fddi.ethers"

/*
 * Forgets all, then reads our own lists and /etc/ethers.  Returns what is wrong with our own as
 * ethers_read does.
 */
int ethers_load(struct diag *why);
void ethers_clear(void);
/*
 * Adds a file's descriptions; of an address that is there already the first one stays.  Returns how
 * many lines were invalid (why names the first: file, line), 0 also when there is no such file,
 * or -errno with why set.  What can be read is taken in any case.
 */
int ethers_read(const char *path, struct diag *why);
/* 1: the line has an address and a description (text, within it); 0: nothing; -EINVAL. */
int ethers_parse_line(struct span line, uint8_t mac[6], struct span *text);

/* The descriptions of one of our own files, in its order, for a person to choose from. */
struct ethers_entry {
	uint8_t mac[6];
	char text[ETHERS_TEXT];
};
/* At most max of them; returns how many, or -errno with why set. */
long ethers_list(const char *file, struct ethers_entry *list, size_t max, struct diag *why);
/*
 * Change one of our own files.  put: instead of the line of old, at the end when there is none
 * (NULL: of the entry's own address).  0, or -errno with why set; -EINVAL for a description that a
 * line cannot have.
 */
int ethers_put(const char *file, const uint8_t *old, const struct ethers_entry *e,
	       struct diag *why);
int ethers_remove(const char *file, const uint8_t mac[6], struct diag *why);
/* Description of an address, any bytes; NULL: none.  Good until ethers_clear or ethers_read. */
const char *ethers_find(const uint8_t mac[6]);
#endif
