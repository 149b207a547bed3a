#ifndef STATS_SORT_VALUE_H
#define STATS_SORT_VALUE_H
/* What values are sorted by. */
#include "stats/field.h"
#include "stats/sort.h"

/* It is in value.u. */
bool value_is_number(enum value_type type);
/*
 * Sets the key of out.  Unknown sorts as the least; text by its first 16 bytes, ASCII letters as
 * small ones; endpoints by their address.
 */
void sort_by_value(const struct value *v, struct sort_item *out);
#endif
