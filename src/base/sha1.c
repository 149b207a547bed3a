#include "base/sha1.h"

#include <arpa/inet.h>
#include <string.h>

static uint32_t rotate(uint32_t v, unsigned n)
{
	return v << n | v >> (32 - n);
}

static uint32_t choose(uint32_t b, uint32_t c, uint32_t d)
{
	return ((b & c) | (~b & d)) + 0x5a827999;
}

static uint32_t parity(uint32_t b, uint32_t c, uint32_t d)
{
	return (b ^ c ^ d) + 0x6ed9eba1;
}

static uint32_t majority(uint32_t b, uint32_t c, uint32_t d)
{
	return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
}

static uint32_t parity_again(uint32_t b, uint32_t c, uint32_t d)
{
	return (b ^ c ^ d) + 0xca62c1d6;
}

/* The word of step t, made from the last sixteen. */
static inline uint32_t word(uint32_t w[16], unsigned t)
{
	uint32_t *at = &w[t & 15];

	if (t >= 16)
		*at = rotate(w[(t + 13) & 15] ^ w[(t + 8) & 15] ^ w[(t + 2) & 15] ^ *at, 1);
	return *at;
}

#define STEP(mix, a, b, c, d, e, word)                                                             \
	do {                                                                                       \
		(e) += rotate(a, 5) + mix(b, c, d) + (word);                                       \
		(b) = rotate(b, 30);                                                               \
	} while (0)

/*
 * Twenty steps, five at a time: then each of the five words has its name again.  Unrolled, it
 * takes a third of the time: words stay in registers.
 */
#define TWENTY(mix, first)                                                                         \
	do {                                                                                       \
		_Pragma("GCC unroll 4") for (unsigned t = (first); t < (first) + 20; t += 5)       \
		{                                                                                  \
			STEP(mix, a, b, c, d, e, word(w, t));                                      \
			STEP(mix, e, a, b, c, d, word(w, t + 1));                                  \
			STEP(mix, d, e, a, b, c, word(w, t + 2));                                  \
			STEP(mix, c, d, e, a, b, word(w, t + 3));                                  \
			STEP(mix, b, c, d, e, a, word(w, t + 4));                                  \
		}                                                                                  \
	} while (0)

static void take_block(uint32_t h[5], const uint8_t *s)
{
	uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];

	for (unsigned t = 0; t < 16; t++)
		w[t] = (uint32_t)s[4 * t] << 24 | (uint32_t)s[4 * t + 1] << 16 |
		       (uint32_t)s[4 * t + 2] << 8 | s[4 * t + 3];
	TWENTY(choose, 0);
	TWENTY(parity, 20);
	TWENTY(majority, 40);
	TWENTY(parity_again, 60);
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

/* Big-endian, at any alignment. */
static void put_word(uint8_t *at, uint32_t v)
{
	v = htonl(v);
	memcpy(at, &v, sizeof(v));
}

void sha1(const void *message, size_t n, uint8_t digest[SHA1_BYTES])
{
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
	const uint8_t *s = message;
	uint8_t block[64] = { 0 };
	size_t left = n;

	for (; left >= sizeof(block); left -= sizeof(block), s += sizeof(block))
		take_block(h, s);
	memcpy(block, s, left);
	block[left] = 0x80;
	if (left >= sizeof(block) - 8) { /* no room for the length */
		take_block(h, block);
		memset(block, 0, sizeof(block));
	}
	put_word(block + 56, (uint32_t)((uint64_t)n >> 29));
	put_word(block + 60, (uint32_t)(n << 3));
	take_block(h, block);
	for (unsigned i = 0; i < 5; i++)
		put_word(digest + 4 * i, h[i]);
}

char *base64(const uint8_t *s, size_t n, char *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *at = out;

	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)s[i] << 16 | (uint32_t)(i + 1 < n ? s[i + 1] : 0) << 8 |
			     (i + 2 < n ? s[i + 2] : 0);

		*at++ = digits[v >> 18];
		*at++ = digits[v >> 12 & 63];
		*at++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
		*at++ = i + 2 < n ? digits[v & 63] : '=';
	}
	*at = '\0';
	return out;
}
