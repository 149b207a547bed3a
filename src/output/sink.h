#ifndef OUTPUT_SINK_H
#define OUTPUT_SINK_H
/* A report in memory, on its way to the writer; for the files of this folder alone. */
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/fmt.h"

struct sink {
	char *s;
	size_t len, cap;
	uint64_t lost; /* lines that there was no memory for */
};

/* What a report knows of the run. */
struct report_info {
	struct now now;
	uint64_t run_ms;   /* since the start, at least 1 */
	uint32_t seconds;  /* the same, rounded, at least 1 */
	const char *iface; /* the one watched; NULL: all */
	enum rate_unit unit;
};

void sink_printf(struct sink *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void sink_free(struct sink *out);
/* Lines in a piece of text. */
uint64_t sink_lines(const char *s, size_t len);
#endif
