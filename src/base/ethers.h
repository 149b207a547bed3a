#ifndef BASE_ETHERS_H
#define BASE_ETHERS_H
/*
 * Descriptions of stations by MAC address, from files in the form of ethers(5): a line has an
 * address, white space and the description; # begins a comment.  All is read before threads start
 * and does not change while they run.
 */
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

#define ETHERS_MAX  65536 /* descriptions; more are not taken */
#define ETHERS_TEXT 64	  /* bytes of one with its NUL; it is cut to that */

/* Forgets all, then reads the list of our own (`ethers` in the state directory) and /etc/ethers. */
void ethers_load(void);
void ethers_clear(void);
/*
 * Adds a file's descriptions; of an address that is there already the first one stays.  Returns how
 * many lines made no sense (why tells of the first: file, line), 0 also when there is no such file,
 * or -errno with why set.  What can be read is taken in any case.
 */
int ethers_read(const char *path, struct diag *why);
/* Description of an address, any bytes; NULL: none.  Good until ethers_clear or ethers_read. */
const char *ethers_find(const uint8_t mac[6]);
#endif
