#ifndef OUTPUT_OUT_H
#define OUTPUT_OUT_H
/*
 * Where formats write to: a buffer that is written out in whole lines when it is full.  Any
 * length of text comes together from pieces of up to OUT_PIECE bytes.
 */
#include <stdbool.h>
#include "base/strbuf.h"

#define OUT_PIECE 1024
#define OUT_SIZE  262144 /* four writes of a quarter cost the kernel twice as much */

struct out {
	struct strbuf sb;
	char buf[OUT_SIZE];
	/* Takes text; never fails: what cannot be written is counted behind it. */
	void (*write)(void *ctx, const char *s, size_t n);
	void *ctx;
	bool fresh; /* nothing is before what is written next: no file, or an empty one */
};

void out_init(struct out *out, void (*write)(void *ctx, const char *s, size_t n), void *ctx);
/* For out_room() alone. */
void out_make_room(struct out *out);
/* Room for OUT_PIECE bytes behind what is there; what is more is cut. */
static inline struct strbuf *out_room(struct out *out)
{
	struct strbuf *sb = &out->sb;

	if (sizeof(out->buf) - sb->len <= OUT_PIECE)
		out_make_room(out);
	sb->size = sb->len + OUT_PIECE + 1;
	return sb;
}

/* Any length. */
void out_text(struct out *out, const char *s, size_t n);
/* Writes out all. */
void out_flush(struct out *out);
#endif
