#include "ui/graph.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char ascii[] = " _.-=*#";
static const char *const blocks[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };

#define BRAILLE 0x2800u
/* The dots of a cell (Unicode 16, chapter 21.1), by column, the lowest first. */
static const uint8_t dots[2][4] = { { 0x40, 0x04, 0x02, 0x01 }, { 0x80, 0x20, 0x10, 0x08 } };

static int heights(enum graph_style style)
{
	return style == GRAPH_ASCII ? 6 : style == GRAPH_BLOCKS ? 8 : 4;
}

enum graph_style graph_style(bool utf8, size_t samples, int columns)
{
	if (!utf8)
		return GRAPH_ASCII;
	return columns < (int)samples ? GRAPH_BRAILLE : GRAPH_BLOCKS;
}

/* How high a sample is on a line: 0 to heights(). */
static int height_on(const struct graph *g, uint64_t sample, int line)
{
	int each = heights(g->style), below = (g->lines - 1 - line) * each;
	double share = g->full ? (double)sample / (double)g->full : sample > 0;
	double high = share * g->lines * each;
	int h = high >= g->lines * each ? g->lines * each : (int)(high + 0.5);

	if (sample > 0 && h == 0)
		h = 1;
	h -= below;
	return h < 0 ? 0 : h > each ? each : h;
}

/* The sample at so many from the right edge. */
static uint64_t sample_at(const struct graph *g, size_t from_right)
{
	return from_right < g->n ? g->sample[g->n - 1 - from_right] : 0;
}

static size_t put_braille(const struct graph *g, int line, size_t cell, char out[GRAPH_CELL])
{
	uint32_t c = BRAILLE;

	for (size_t side = 0; side < 2; side++) {
		int h = height_on(g, sample_at(g, cell * 2 + 1 - side), line);

		for (int i = 0; i < h; i++)
			c |= dots[side][i];
	}
	if (c == BRAILLE) {
		out[0] = ' ';
		return 1;
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

/* A cell, so many from the right edge; returns its bytes. */
static size_t put_cell(const struct graph *g, int line, size_t cell, char out[GRAPH_CELL])
{
	int h;
	size_t len;

	if (g->style == GRAPH_BRAILLE)
		return put_braille(g, line, cell, out);
	h = height_on(g, sample_at(g, cell), line);
	if (g->style == GRAPH_ASCII) {
		out[0] = ascii[h];
		return 1;
	}
	len = strlen(blocks[h]);
	memcpy(out, blocks[h], len);
	return len;
}

char *graph_line(const struct graph *g, int line, char *buf, size_t n)
{
	size_t len = 0;

	for (int x = 0; x < g->columns && len + GRAPH_CELL < n; x++)
		len += put_cell(g, line, (size_t)(g->columns - 1 - x), buf + len);
	if (n > 0)
		buf[len] = '\0';
	return buf;
}

static uint64_t largest(const uint64_t *sample, size_t n)
{
	uint64_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (sample[i] > most)
			most = sample[i];
	return most;
}

char *graph_spark(const uint64_t *sample, size_t samples, int columns, bool utf8, char *buf,
		  size_t n)
{
	size_t shown = columns < 0 ? 0 : (size_t)columns < samples ? (size_t)columns : samples;
	const struct graph g = {
		.sample = sample + (samples - shown),
		.n = shown,
		.full = largest(sample + (samples - shown), shown),
		.lines = 1,
		.columns = columns,
		.style = utf8 ? GRAPH_BLOCKS : GRAPH_ASCII,
	};

	return graph_line(&g, 0, buf, n);
}

/* --- the scale --- */

static const char prefixes[] = " kMGTPE";

/* The next of 1, 2, 5, 10, ...; v > 0. */
static uint64_t round_up(double v)
{
	uint64_t step = 1;

	for (;;) {
		if (v <= (double)step)
			return step;
		if (v <= 2.0 * (double)step)
			return 2 * step;
		if (v <= 5.0 * (double)step)
			return 5 * step;
		step *= 10;
	}
}

/* In the unit that suits it; *i: which. */
static double in_unit(double bytes, bool kbytes, size_t *i)
{
	double v = kbytes ? bytes : bytes * 8, base = kbytes ? 1024 : 1000;

	for (*i = 0; v >= base && prefixes[*i + 1]; ++*i)
		v /= base;
	return v;
}

uint64_t graph_scale(const uint64_t *sample, size_t samples, bool kbytes)
{
	uint64_t most = largest(sample, samples);
	size_t i;
	double v = in_unit(most ? (double)most : 125, kbytes, &i);
	double scale = (double)round_up(v);

	for (; i > 0; i--)
		scale *= kbytes ? 1024 : 1000;
	scale = kbytes ? scale : scale / 8;
	return scale >= (double)UINT64_MAX ? UINT64_MAX : scale < 1 ? 1 : (uint64_t)(scale + 0.5);
}

char *graph_label(char *buf, size_t n, uint64_t scale, bool kbytes)
{
	size_t i;
	double v = in_unit((double)scale, kbytes, &i);

	snprintf(buf, n, "%.0f %.*s%s", v, prefixes[i] != ' ', &prefixes[i],
		 kbytes ? "Bps" : "bps");
	return buf;
}
