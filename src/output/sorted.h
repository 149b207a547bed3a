#ifndef OUTPUT_SORTED_H
#define OUTPUT_SORTED_H
/*
 * Copies of a table's rows, sorted.  With a limit (top) no more than a few times as many rows are
 * kept at any time.  For the writer thread.
 */
#include "output/selection.h"
#include "stats/sort.h"

struct sorted {
	const struct table *table; /* NULL: none */
	struct sort_key key[SORT_KEYS];
	unsigned keys;
	uint32_t top; /* 0: all */
	uint32_t cap; /* rows that there is room for */
	uint32_t count;
	char *rows, *spare;
	struct sort_item *item; /* twice cap */
};

/*
 * Begins with no rows; cap: of the table.  The struct is zeroed at first, or was used before.  0 or
 * -ENOMEM.
 */
int sorted_begin(struct sorted *s, const struct table *t, const struct selection *by, uint32_t cap);
/* Copies the row; all are of the same engine and time. */
void sorted_add(struct sorted *s, const struct row *row);
/* After the last; then rows are read by their place.  row has the engine and the time. */
void sorted_finish(struct sorted *s, const struct row *row);
/* NULL: there are no more. */
const void *sorted_row(const struct sorted *s, uint32_t place);
void sorted_fini(struct sorted *s);
#endif
