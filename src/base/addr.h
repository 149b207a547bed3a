#ifndef BASE_ADDR_H
#define BASE_ADDR_H
/* Internet addresses of both families as one 16-byte type: one hash, one compare. */
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* An IPv4 address is kept v4-mapped (RFC 4291, 2.5.5.2: ::ffff:a.b.c.d). */
struct addr {
	union {
		struct in6_addr v6;
		uint32_t w[4];
	};
};

struct endpoint {
	struct addr addr;
	uint16_t port; /* host byte order, 0 where the protocol has none */
};

/* Enough for any address as text with the final NUL. */
#define ADDR_TEXT INET6_ADDRSTRLEN

static inline bool addr_is_v4(const struct addr *a)
{
	return a->w[0] == 0 && a->w[1] == 0 && a->w[2] == htonl(0xffff);
}

/* From four (sixteen) bytes in network order, at any alignment. */
static inline void addr_set_v4(struct addr *a, const void *be)
{
	a->w[0] = 0;
	a->w[1] = 0;
	a->w[2] = htonl(0xffff);
	memcpy(&a->w[3], be, 4);
}

static inline void addr_set_v6(struct addr *a, const void *be)
{
	memcpy(a, be, 16);
}

static inline bool addr_equal(const struct addr *a, const struct addr *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static inline bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && addr_equal(&a->addr, &b->addr);
}

/*
 * The address as text (RFC 5952 for IPv6, dotted quad for IPv4), always ended by NUL.  Returns
 * buf.
 */
char *addr_text(const struct addr *a, char *buf, size_t n);
/* The same back: a whole address of either family, as inet_pton(3) reads it.  False: it is none. */
bool addr_parse(const char *text, struct addr *a);

/* The first `bits` are those of net: 0 to 128, 96 more than usual for IPv4. */
bool addr_matches(const struct addr *a, const struct addr *net, unsigned bits);

/* A MAC address as aa:bb:cc:dd:ee:ff; n of 18 holds it whole.  Returns buf. */
#define MAC_TEXT 18
char *mac_text(const uint8_t mac[6], char *buf, size_t n);
/*
 * From n bytes of text: 0a:0b:0c:0d:0e:0f with colons or dashes (a leading zero may be missing),
 * 0a0b.0c0d.0e0f, 0a0b0c0d0e0f, in either case.  0 or -EINVAL.
 */
int mac_parse(const char *s, size_t n, uint8_t mac[6]);
#endif
