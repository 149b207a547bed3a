#ifndef FILTER_TEXT_H
#define FILTER_TEXT_H
/*
 * Filters as text, a line each for its description and for its rules:
 *
 *   # what follows is a comment
 *   description web only
 *   include tcp,udp from 10.0.0.0/8 port 1024-65535 to www.example.org port 80,443 opposite
 *   exclude icmp,8,18-20 on eth0 from fd00::/8
 *   include all
 *   known www.example.org 192.0.2.80 2001:db8::80
 *
 * A rule is include or exclude, then protocols (all, or names and numbers and ranges of
 * numbers with commas between), then an interface (on; none: any), then what it wants of the
 * source (from), of the destination (to), and whether it matches with the two exchanged (opposite).
 * An end is `any` or a host name or an address of either family, with /PREFIX or /MASK (bits that
 * are compared), and for TCP and UDP `port` with numbers and ranges, commas between.
 *
 * A line `known` has the addresses of a host as they were found last; the program writes it, and
 * reads it where no name server answers.
 */
#include "base/diag.h"
#include "base/strbuf.h"
#include "filter/rules.h"

#define RULE_LINE 4096 /* room for any rule as text with its NUL */

/*
 * A rule from a line of n bytes (no newline, no comment).  0, or -EINVAL with why set (col from 1).
 */
int rule_parse(struct rule *r, const char *line, size_t n, struct diag *why);
/* Ports as in a rule, n bytes of s.  False: *bad is the part, of *len bytes, that is none. */
bool rule_ports_parse(struct rule_end *e, const char *s, size_t n, const char **bad, size_t *len);
void rule_ports_write(const struct rule_end *e, struct strbuf *out);
/* Protocols as in a rule. */
void rule_protos_write(const struct rule *r, struct strbuf *out);
/*
 * The line of a host whose addresses are known; and whether a line is that of a host.
 */
void known_write(const struct rule_known *k, struct strbuf *out);
bool known_is_of(const char *line, size_t n, const char *host);
/* The rule as rule_parse() reads it. */
void rule_write(const struct rule *r, struct strbuf *out);

/*
 * All of a file's n bytes into rs, which is empty.  Returns how many lines were invalid (why names
 * of the first, with `name` and its line), or -ENOMEM, -ENOSPC with why set.
 */
int ruleset_parse(struct ruleset *rs, const char *name, const char *text, size_t n,
		  struct diag *why);
/*
 * The file for rs: comments and invalid lines stay as they are in `old` (n bytes; 0:
 * there was none), its rules are replaced one by one.  The caller frees it, *size is how many
 * bytes; NULL: no memory.
 */
char *ruleset_write(const struct ruleset *rs, const char *old, size_t n, size_t *size);
#endif
