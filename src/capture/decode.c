/*
 * How it works: a frame is walked once, from the front, through three floors (link, network,
 * transport).  Every byte that is looked at is pulled off a cursor that knows how many were
 * captured and how many there were; loops over tags, labels and headers have a fixed bound.
 */
#include "capture/decode.h"

/* Copied from, because a memset of this length starts slower (rep stos) than the copy ends. */
static const struct pkt blank;

/* Each segment has headers of its own, and all but the last are of the same size. */
static uint16_t count_segments(const struct pkt *p)
{
	uint32_t size = p->frame->segsize, all = frame_bytes(p->frame), n = 1;

	if (size && p->headers && all > p->headers)
		n = (all - p->headers + size - 1) / size;
	return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
}

void pkt_decode(const struct frame *f, unsigned flags, struct pkt *out)
{
	struct cursor c = {
		.p = f->data,
		.left = f->caplen,
		/* a file may claim less on the wire than it holds */
		.wire = f->wirelen > f->caplen ? f->wirelen : f->caplen,
	};
	enum verdict v;

	memcpy(out, &blank, offsetof(struct pkt, quoted));
	out->frame = f;
	v = decode_link(f, &c, out);
	out->l3len = c.wire;
	if (v == PKT_OK)
		v = decode_network(&c, flags, out);
	out->verdict = (uint8_t)v;
	out->segs = count_segments(out);
}
