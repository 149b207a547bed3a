#ifndef UI_COLUMNS_H
#define UI_COLUMNS_H
/*
 * Where the columns of a table stand.  From 80 columns up they stand apart as on the widest
 * screen that fits them, each at its place times columns / 80; below, they close up to the right
 * edge, and those with the lowest `keep` give way until the first column has room for an IPv4
 * address and port.
 */
#include <stdbool.h>
#include <stddef.h>
#include "stats/field.h"

#define COLUMNS_MAX 32

struct column {
	const struct field *field;
	int title_x, x; /* window columns, the border at 0 */
	int w;		/* room up to the next column or the border */
	int addr_w;	/* of an endpoint: columns that its address may take */
	bool narrow;	/* closed up: there is less room than usual */
};

/* mode: bit of the column set shown.  Returns how many columns there are. */
size_t columns_fit(const struct table *t, unsigned mode, int screen_cols,
		   struct column out[COLUMNS_MAX]);
#endif
