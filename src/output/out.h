#ifndef OUTPUT_OUT_H
#define OUTPUT_OUT_H
/*
 * Where formats write to: a buffer that is written out in whole lines when it is full.  Any
 * length of text comes together from pieces of up to OUT_PIECE bytes.
 */
#include <stdbool.h>
#include "base/strbuf.h"

#define OUT_PIECE 1024
#define OUT_SIZE  65536

struct out {
	struct strbuf sb;
	char buf[OUT_SIZE];
	/* Takes text; never fails: what cannot be written is counted behind it. */
	void (*write)(void *ctx, const char *s, size_t n);
	void *ctx;
	bool fresh; /* nothing is before what is written next: no file, or an empty one */
};

void out_init(struct out *out, void (*write)(void *ctx, const char *s, size_t n), void *ctx);
/* Room for OUT_PIECE bytes behind what is there; what is more is cut. */
struct strbuf *out_room(struct out *out);
/* Any length. */
void out_text(struct out *out, const char *s, size_t n);
/* Writes out all. */
void out_flush(struct out *out);
#endif
