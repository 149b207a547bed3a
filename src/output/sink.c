#include "output/sink.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE	 512	      /* at most, of one sink_printf */
#define SINK_MAX (128u << 20) /* a quarter of a million stations, and room to spare */

static int make_room(struct sink *out)
{
	size_t cap = out->cap ? out->cap * 2 : 65536;
	char *s;

	if (out->cap - out->len >= PIECE)
		return 0;
	s = cap <= SINK_MAX ? realloc(out->s, cap) : NULL;
	if (!s)
		return -1;
	out->s = s;
	out->cap = cap;
	return 0;
}

void sink_printf(struct sink *out, const char *fmt, ...)
{
	char spare[PIECE];
	bool room = make_room(out) == 0;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(room ? out->s + out->len : spare, PIECE, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	n = n < PIECE ? n : PIECE - 1;
	if (room)
		out->len += (size_t)n;
	else
		out->lost += sink_lines(spare, (size_t)n);
}

void sink_free(struct sink *out)
{
	if (out)
		free(out->s);
	free(out);
}

uint64_t sink_lines(const char *s, size_t len)
{
	uint64_t n = 0;

	for (const char *end = s + len; (s = memchr(s, '\n', (size_t)(end - s))); s++)
		n++;
	return n;
}
