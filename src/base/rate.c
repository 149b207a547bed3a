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

uint64_t rate_get(const struct rate *r, uint32_t sec)
{
	uint64_t sum = 0;

	for (uint32_t s = sec > RATE_SECONDS ? sec - RATE_SECONDS : 0; s < sec; s++)
		if (s <= r->sec && r->sec - s < BINS)
			sum += r->bin[s % BINS];
	return sum / RATE_SECONDS;
}
