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
#endif
