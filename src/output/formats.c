/* The table of formats. */
#include <string.h>

#include "output/format.h"

const struct format *const formats[] = {
	&format_classic, &format_json, &format_ndjson, &format_csv, &format_prometheus, NULL,
};

const struct format *format_find(const char *name)
{
	for (const struct format *const *f = formats; *f; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return NULL;
}
