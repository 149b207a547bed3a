#ifndef FILTER_STORE_H
#define FILTER_STORE_H
/* Filters in files: one each in the folder `filters` of the state directory (text.h). */
#include "base/diag.h"
#include "filter/rules.h"

#define FILTER_FILE 64 /* bytes of a file's name with its NUL */

struct filter_name {
	char file[FILTER_FILE];
	char description[FILTER_TEXT]; /* the file's name where it has none */
};

/* All that there are, by description; the caller frees the list.  How many, or -errno, why set. */
int filter_store_list(struct filter_name **list, struct diag *why);
/*
 * Reads one: by its file's name or its description or, with a slash in it, by its path.  rs is
 * empty.  Returns 0, the number of invalid lines (why names the first), or -errno
 * with why set: -ENOENT when there is none.
 */
int filter_store_read(const char *name, struct ruleset *rs, struct diag *why);
/* Saves one under its file's name.  0 or -errno with why set. */
int filter_store_save(const char *file, const struct ruleset *rs, struct diag *why);
/* Writes the addresses of a host to rs->file, if it has one.  0, or -errno with why set. */
int filter_store_keep(const struct ruleset *rs, const struct rule_known *k, struct diag *why);
/* A name for the file of a new filter, made from its description; no other has it. */
void filter_store_name(const char *description, char *file, size_t n);
int filter_store_delete(const char *file, struct diag *why);
#endif
