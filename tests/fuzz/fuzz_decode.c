/*
 * The decoder under libFuzzer (make fuzz), or over files by replay_main.c.  First byte: row of the
 * link type; second: bit 7 DECODE_6IN4, bit 6 a stripped tag, bit 5 DECODE_TUNNELS, bits 2-4 the
 * size of segments, bits 0-1 how much more was on the wire; then the frame, in a buffer of its
 * exact size, so that a sanitizer sees the first byte too far.
 */
#include <assert.h>
#include <stdlib.h>

#include "capture/fragments.h"
#include "capture/links.h"
#include "capture/pkt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold of any packet, whatever bytes it came from. */
static void check(const struct frame *f, const struct pkt *p)
{
	assert(p->verdict < PKT_VERDICTS);
	assert(p->l3len <= f->wirelen);
	assert(p->iplen <= p->l3len);
	assert(p->tcplen <= p->iplen);
	assert(!p->ports || p->verdict == PKT_OK);
	assert(!p->ports || p->ipver);
	assert(!p->smac == !p->dmac);
	assert(p->segs >= 1);
	assert(p->segs == 1 || (p->headers && p->segs <= f->wirelen));
	assert(!p->headers || p->headers > frame_bytes(f) - p->l3len);
	assert(p->tunnel < TUNNELS);
	assert(p->tagged || !(p->vlan || f->vlan_tpid));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fragments *ft;
	struct frame f = { .ifindex = 1 };
	struct pkt p;
	uint8_t *copy;

	if (size < 2)
		return 0;
	if (!ft)
		ft = fragments_new();
	f.caplen = (uint32_t)(size - 2);
	f.wirelen = f.caplen + (data[1] & 3u) * 400;
	if (data[1] & 0x40)
		f.vlan_tpid = 0x8100;
	f.vlan_tci = 0x2005;
	f.segsize = (uint16_t)((data[1] >> 2 & 7u) * 17);
	f.arphrd = link_types[data[0] % link_types_count].arphrd;
	copy = malloc(f.caplen ? f.caplen : 1);
	if (!copy || !ft)
		abort();
	memcpy(copy, data + 2, f.caplen);
	f.data = copy;
	pkt_decode(&f, (data[1] & 0x80 ? DECODE_6IN4 : 0u) | (data[1] & 0x20 ? DECODE_TUNNELS : 0u),
		   &p);
	check(&f, &p);
	fragments_follow(ft, &p, 1000);
	free(copy);
	return 0;
}
