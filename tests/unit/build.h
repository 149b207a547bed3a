#ifndef BUILD_H
#define BUILD_H
/* Frames made by hand, header by header. */
#include <stdint.h>
#include <string.h>

/* A frame built front to back. */
struct build {
	uint8_t b[1024];
	uint32_t n;
};

static inline void put(struct build *f, const void *bytes, uint32_t n)
{
	memcpy(f->b + f->n, bytes, n);
	f->n += n;
}
#define PUT(f, ...)                                                                                \
	put(f, (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }))

static inline void put16(struct build *f, uint16_t v)
{
	PUT(f, (uint8_t)(v >> 8), (uint8_t)v);
}

static inline void ether(struct build *f, uint16_t type)
{
	PUT(f, 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1);
	put16(f, type);
}

/* From 10.0.0.1 to 10.0.0.2; options must be a multiple of 4. */
static inline void ipv4(struct build *f, uint8_t proto, uint16_t payload, uint16_t frag,
			uint8_t options)
{
	uint8_t *h = f->b + f->n;
	uint32_t sum = 0;

	PUT(f, (uint8_t)(0x45 + options / 4), 0);
	put16(f, (uint16_t)(20 + options + payload));
	put16(f, 77);
	put16(f, frag);
	PUT(f, 64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2);
	for (int i = 0; i < options; i++)
		PUT(f, 1);
	for (int i = 0; i < 20 + options; i += 2)
		sum += (uint32_t)(h[i] << 8 | h[i + 1]);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	h[10] = (uint8_t)(~sum >> 8);
	h[11] = (uint8_t)~sum;
}

/* From fd00::1 to fd00::2 */
static inline void ipv6(struct build *f, uint8_t next, uint16_t payload)
{
	PUT(f, 0x60, 0, 0, 0);
	put16(f, payload);
	PUT(f, next, 64);
	PUT(f, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
	PUT(f, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
}

static inline void tcp(struct build *f, uint8_t flags)
{
	PUT(f, 0x04, 0xd2, 0, 80, 0, 0, 0, 7, 0, 0, 0, 9, 0x50, flags, 2, 0, 0, 0, 0, 0);
}

static inline void udp(struct build *f)
{
	PUT(f, 0x04, 0xd2, 0, 53, 0, 8, 0, 0);
}
#endif
