#ifndef BASE_RATE_H
#define BASE_RATE_H
/*
 * How it works: bytes fall into bins of one second; the rate is the mean of the last five whole
 * seconds. Bins are cleared when next touched, so a flow that is idle costs nothing and still
 * reads right.
 */
#include <stdint.h>

#define RATE_SECONDS 5

struct rate {
	uint32_t sec;			/* second of the newest bin */
	uint32_t bin[RATE_SECONDS + 1]; /* bin[s % 6]: what second s brought, saturating */
};

void rate_advance(struct rate *r, uint32_t sec); /* slow path of rate_add */

/* sec: seconds on any clock that does not go back. */
static inline void rate_add(struct rate *r, uint32_t sec, uint32_t amount)
{
	uint32_t *b;

	if (sec != r->sec)
		rate_advance(r, sec);
	b = &r->bin[sec % (RATE_SECONDS + 1)];
	if (__builtin_add_overflow(*b, amount, b))
		*b = UINT32_MAX;
}

/* What a second brought; 0 also where it is too long ago to tell. */
static inline uint32_t rate_bin(const struct rate *r, uint32_t sec)
{
	return sec <= r->sec && r->sec - sec <= RATE_SECONDS ? r->bin[sec % (RATE_SECONDS + 1)] : 0;
}

/*
 * Per second, over the five whole seconds before now_ms; less than five seconds after first_ms,
 * over the time since then, but at least one second.  Milliseconds on the clock of `sec`.
 */
uint64_t rate_get(const struct rate *r, uint64_t now_ms, uint64_t first_ms);

/* Mean per second over ms milliseconds, but at least one second. */
static inline uint64_t rate_mean(uint64_t amount, uint64_t ms)
{
	if (ms < 1000)
		return amount;
	return amount <= UINT64_MAX / 1000 ? amount * 1000 / ms : amount / ms * 1000;
}
#endif
