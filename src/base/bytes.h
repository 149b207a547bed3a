#ifndef BASE_BYTES_H
#define BASE_BYTES_H
/* Loads of network-order integers from any alignment. */
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t be16(const void *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return ntohs(v);
}

static inline uint32_t be32(const void *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return ntohl(v);
}

/*
 * The word whose memory holds a, then b.  A key that is filled by whole words can be read by them
 * at once; two halves written one by one would have to reach the cache first.
 */
static inline uint32_t word_of(uint16_t a, uint16_t b)
{
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? (uint32_t)b << 16 | a
							 : (uint32_t)a << 16 | b;
}
#endif
