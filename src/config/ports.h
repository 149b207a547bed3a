#ifndef CONFIG_PORTS_H
#define CONFIG_PORTS_H
/*
 * The ports above 1023 that the service monitor counts too: the file `ports` of the state
 * directory, a port or a range (6000-6010) a line; # begins a comment.  Read before threads start,
 * unchanged while they run.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

#define PORTS_FILE   "ports"
#define PORTS_RANGES 4096 /* more are not taken */

struct port_range {
	uint16_t from, to;
};

/*
 * Reads the file, if there is one, in place of what was known.  Returns how many lines made no
 * sense (why tells of the first: file, line), or -errno with why set.
 */
int ports_load(struct diag *why);
/* The same from n bytes of text; path is for the messages. */
int ports_take(const char *path, const char *text, size_t n, struct diag *why);

bool ports_have(uint16_t port);
/* The ranges as the file has them: their number; one of them. */
size_t ports_count(void);
struct port_range ports_at(size_t i);

/* "8080", "6000-6010", blanks around and between; 0 or -EINVAL. */
int port_range_parse(const char *s, size_t n, struct port_range *r);
/* "8080" or "6000-6010". */
#define PORT_RANGE_TEXT 12
char *port_range_text(struct port_range r, char *buf, size_t n);

/* Change the file, then what is known.  0, or -errno with why set. */
int ports_add(struct port_range r, struct diag *why);
int ports_remove(struct port_range r, struct diag *why);
#endif
