#ifndef OUTPUT_SINK_H
#define OUTPUT_SINK_H
/* A report in memory, on its way to the writer; for the files of this folder alone. */
#include <stddef.h>
#include <stdint.h>

struct sink {
	char *s;
	size_t len, cap;
	uint64_t lost; /* lines that there was no memory for */
};

void sink_free(struct sink *out);
/* Lines in a piece of text. */
uint64_t sink_lines(const char *s, size_t len);
#endif
