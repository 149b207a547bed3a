#ifndef UI_GRAPH_H
#define UI_GRAPH_H
/*
 * Samples as text: lines of cells, each a bar of its sample's height, the newest at the right
 * edge.  Pure functions: no curses here.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum graph_style {
	GRAPH_ASCII,   /* a sample a cell, six heights a line */
	GRAPH_BLOCKS,  /* a sample a cell, eight heights a line */
	GRAPH_BRAILLE, /* two samples a cell, four heights a line */
};

struct graph {
	const uint64_t *sample; /* n, the oldest first; what does not fit is left out */
	size_t n;
	uint64_t full; /* the value that is as high as the graph; what is more is cut */
	int lines, columns;
	enum graph_style style;
};

#define GRAPH_CELL 3 /* bytes of a cell at most */

/* ASCII without UTF-8; else blocks, and Braille where samples would not have room otherwise. */
enum graph_style graph_style(bool utf8, size_t samples, int columns);

/*
 * A line of the graph, 0 at its top: `columns` cells, as many as buf of n bytes has room for.  A
 * sample above 0 shows at least its lowest height.  Returns buf.
 */
char *graph_line(const struct graph *g, int line, char *buf, size_t n);

/* A graph of one line, as high as its largest sample in view.  Returns buf. */
char *graph_spark(const uint64_t *sample, size_t samples, int columns, bool utf8, char *buf,
		  size_t n);

/*
 * The scale of a graph of rates (bytes per second): 1, 2 or 5, 10, ... of the unit, and not below
 * any sample.  kbytes: bytes by 1024, else bits by 1000.
 */
uint64_t graph_scale(const uint64_t *sample, size_t samples, bool kbytes);
/* It as text: "500 kbps", "2 MBps".  Returns buf. */
#define GRAPH_LABEL 16
char *graph_label(char *buf, size_t n, uint64_t scale, bool kbytes);
#endif
