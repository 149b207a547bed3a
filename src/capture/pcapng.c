#include "capture/pcapng.h"

#include <stdio.h>
#include <string.h>

/* Block types and what else the format has for numbers: draft-ietf-opsawg-pcapng, 4 and 11.1. */
enum {
	BLOCK_SECTION = 0x0a0d0d0a, /* the same in both byte orders */
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 2, /* obsolete */
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_ENHANCED_PACKET = 6,
	ORDER_MAGIC = 0x1a2b3c4d,
	OPTION_END = 0,
	OPTION_IF_NAME = 2,
};

#define HEAD_BYTES    8u  /* of a block: type, length */
#define TAIL_BYTES    4u  /* the length again */
#define SECTION_BYTES 12u /* HEAD_BYTES, order magic */

enum { IN_HEAD, IN_SECTION, IN_OPTION, IN_NAME, IN_PACKET, IN_OLD_PACKET, IN_NOTHING };

static uint16_t get16(const struct pcapng *p, unsigned at)
{
	uint16_t v;

	memcpy(&v, p->buf + at, sizeof(v));
	return p->swapped ? __builtin_bswap16(v) : v;
}

static uint32_t get32(const struct pcapng *p, unsigned at)
{
	uint32_t v;

	memcpy(&v, p->buf + at, sizeof(v));
	return p->swapped ? __builtin_bswap32(v) : v;
}

/* Next to come: `need` bytes behind `skip` others, both of the body; false when it is too short. */
static bool gather(struct pcapng *p, uint8_t state, uint32_t skip, uint8_t need)
{
	if (p->left < need || p->left - need < skip)
		return false;
	p->left -= skip + need;
	p->state = state;
	p->skip = skip;
	p->need = need;
	p->have = 0;
	return true;
}

static void to_next_block(struct pcapng *p)
{
	p->state = IN_HEAD;
	p->skip = p->left + TAIL_BYTES;
	p->need = HEAD_BYTES;
	p->have = 0;
}

/* The same name in a later section is the same interface; in the same section it is another. */
static unsigned find_or_add(struct pcapng *p, const char *name)
{
	struct pcapng_iface *i;

	for (i = p->iface; i < p->iface + p->count; i++)
		if (i->section != p->section && strcmp(i->name, name) == 0)
			break;
	if (i == p->iface + PCAPNG_IFACES)
		i--;
	else if (i == p->iface + p->count)
		p->count++;
	memcpy(i->name, name, sizeof(i->name));
	i->section = p->section;
	return (unsigned)(i - p->iface);
}

static void add_iface(struct pcapng *p)
{
	unsigned id = p->ids;

	if (!p->name[0])
		snprintf(p->name, sizeof(p->name), "pcap%u", id);
	if (id < PCAPNG_IFACES)
		p->number[p->ids++] = (uint16_t)find_or_add(p, p->name);
}

static void set_current(struct pcapng *p, uint32_t id)
{
	if (p->ids)
		p->current = p->number[id < p->ids ? id : p->ids - 1];
}

static void end_iface(struct pcapng *p)
{
	add_iface(p);
	to_next_block(p);
}

static void next_option(struct pcapng *p, uint32_t skip)
{
	if (!gather(p, IN_OPTION, skip, 4))
		end_iface(p);
}

static void on_option(struct pcapng *p)
{
	uint16_t code = get16(p, 0), len = get16(p, 2);
	uint32_t padded = (len + 3u) & ~3u;
	uint8_t part = len < IFNAMSIZ ? (uint8_t)len : IFNAMSIZ - 1;

	if (code == OPTION_IF_NAME && len > 0 && gather(p, IN_NAME, 0, part))
		p->name_rest = padded - part;
	else if (code == OPTION_END)
		end_iface(p);
	else
		next_option(p, padded);
}

static void on_name(struct pcapng *p)
{
	memcpy(p->name, p->buf, p->have);
	p->name[p->have] = '\0';
	next_option(p, p->name_rest);
}

static void on_section(struct pcapng *p)
{
	uint32_t length;

	p->swapped = false;
	p->swapped = get32(p, 8) != ORDER_MAGIC;
	length = get32(p, 4);
	if (get32(p, 8) != ORDER_MAGIC || length < SECTION_BYTES + TAIL_BYTES) {
		p->state = IN_NOTHING;
		return;
	}
	p->section++;
	p->ids = 0;
	p->left = length - SECTION_BYTES - TAIL_BYTES;
	to_next_block(p);
}

/* Sets out for what is wanted of a block's body; where that is nothing, or the body too short, for
 * the next block. */
static void on_body(struct pcapng *p, uint32_t type)
{
	switch (type) {
	case BLOCK_INTERFACE:
		p->name[0] = '\0';
		next_option(p, 8); /* link type, reserved, snapshot length */
		return;
	case BLOCK_ENHANCED_PACKET:
		if (gather(p, IN_PACKET, 0, 4))
			return;
		break;
	case BLOCK_PACKET:
		if (gather(p, IN_OLD_PACKET, 0, 2))
			return;
		break;
	case BLOCK_SIMPLE_PACKET:
		set_current(p, 0);
		break;
	}
	to_next_block(p);
}

static void on_head(struct pcapng *p)
{
	uint32_t type = get32(p, 0), length = get32(p, 4);

	if (type == BLOCK_SECTION) {
		p->state = IN_SECTION; /* the order of its bytes comes after its length */
		p->need = SECTION_BYTES;
	} else if (p->section == 0) {
		p->name[0] = '\0';
		add_iface(p);
		p->state = IN_NOTHING;
	} else if (length < HEAD_BYTES + TAIL_BYTES) {
		p->state = IN_NOTHING;
	} else {
		p->left = length - HEAD_BYTES - TAIL_BYTES;
		on_body(p, type);
	}
}

static void on_gathered(struct pcapng *p)
{
	switch (p->state) {
	case IN_HEAD:
		on_head(p);
		break;
	case IN_SECTION:
		on_section(p);
		break;
	case IN_OPTION:
		on_option(p);
		break;
	case IN_NAME:
		on_name(p);
		break;
	case IN_PACKET:
		set_current(p, get32(p, 0));
		to_next_block(p);
		break;
	case IN_OLD_PACKET:
		set_current(p, get16(p, 0));
		to_next_block(p);
		break;
	}
}

void pcapng_init(struct pcapng *p)
{
	*p = (struct pcapng){ .state = IN_HEAD, .need = HEAD_BYTES };
}

static bool at_block_end(const struct pcapng *p)
{
	return p->state == IN_HEAD && p->have == 0 && p->skip == 0;
}

static size_t take_some(struct pcapng *p, const uint8_t *bytes, size_t n)
{
	size_t part = p->skip ? p->skip : (size_t)(p->need - p->have);

	if (part > n)
		part = n;
	if (p->skip) {
		p->skip -= (uint32_t)part;
	} else {
		memcpy(p->buf + p->have, bytes, part);
		p->have += (uint8_t)part;
		if (p->have == p->need)
			on_gathered(p);
	}
	return part;
}

size_t pcapng_feed(struct pcapng *p, const void *bytes, size_t n)
{
	size_t taken = 0;

	if (p->state == IN_NOTHING)
		return n;
	while (taken < n && p->state != IN_NOTHING) {
		taken += take_some(p, (const uint8_t *)bytes + taken, n - taken);
		if (at_block_end(p))
			break;
	}
	return taken;
}

bool pcapng_is_name(const struct pcapng *p, unsigned iface, const char *name)
{
	return strncmp(p->iface[iface].name, name, IFNAMSIZ - 1) == 0;
}

bool pcapng_has(const struct pcapng *p, const char *name)
{
	for (unsigned i = 0; i < p->count; i++)
		if (pcapng_is_name(p, i, name))
			return true;
	return false;
}
