#include "base/rate.h"

#include <string.h>

#define BINS (RATE_SECONDS + 1)

void rate_advance(struct rate *r, uint32_t sec)
{
	if (sec < r->sec)
		return; /* a straggler: it falls into the bin that its second would have now */
	if (sec - r->sec >= BINS)
		memset(r->bin, 0, sizeof(r->bin));
	else
		while (r->sec != sec)
			r->bin[++r->sec % BINS] = 0;
	r->sec = sec;
}

/* How much of the window has been watched, in milliseconds. */
static uint64_t watched(uint32_t sec, uint64_t first_ms)
{
	uint64_t end = (uint64_t)sec * 1000, ms = end > first_ms ? end - first_ms : 0;

	if (ms < 1000)
		return 1000;
	return ms < RATE_SECONDS * 1000 ? ms : RATE_SECONDS * 1000;
}

uint64_t rate_get(const struct rate *r, uint64_t now_ms, uint64_t first_ms)
{
	uint32_t sec = (uint32_t)(now_ms / 1000);
	uint64_t sum = 0;

	for (uint32_t s = sec > RATE_SECONDS ? sec - RATE_SECONDS : 0; s < sec; s++)
		sum += rate_bin(r, s);
	return sum ? sum * 1000 / watched(sec, first_ms) : 0;
}
