#include "stats/history.h"

#include <string.h>

#define MINUTE 60u /* seconds */

static void advance(struct history *h, enum history_span span, uint32_t to)
{
	if (to - h->at[span] >= HISTORY_BINS)
		memset(h->bin[span], 0, sizeof(h->bin[span]));
	else
		while (h->at[span] != to)
			memset(h->bin[span][++h->at[span] % HISTORY_BINS], 0,
			       sizeof(h->bin[span][0]));
	h->at[span] = to;
}

void history_advance(struct history *h, uint32_t sec)
{
	advance(h, HISTORY_SECONDS, sec);
	advance(h, HISTORY_MINUTES, sec / MINUTE);
}

/* What a second or a minute brought; 0 when it is too long ago, or has had no packet. */
static uint64_t brought(const struct history *h, enum history_span span, enum history_way way,
			uint32_t at)
{
	const uint64_t *bin = h->bin[span][at % HISTORY_BINS];

	if (at > h->at[span] || h->at[span] - at >= HISTORY_BINS)
		return 0;
	return way == HISTORY_BOTH ? bin[HISTORY_IN] + bin[HISTORY_OUT] : bin[way];
}

static uint64_t second_rate(const struct history *h, enum history_way way, uint32_t sec)
{
	return brought(h, HISTORY_SECONDS, way, sec);
}

/* Of a minute that ends with the second before `end`, or is over. */
static uint64_t minute_rate(const struct history *h, enum history_way way, uint32_t minute,
			    uint32_t end, uint32_t first)
{
	uint32_t from = minute * MINUTE, to = from + MINUTE;
	uint64_t bytes = brought(h, HISTORY_MINUTES, way, minute);

	if (first > from)
		from = first;
	if (end < to) {
		/* this second is not over: it belongs to the next reading */
		bytes -= second_rate(h, way, end) < bytes ? second_rate(h, way, end) : bytes;
		to = end;
	}
	return bytes / (to > from ? to - from : 1);
}

/* In the first second of a minute its rate is that of the second before. */
static uint64_t rate_of(const struct history *h, enum history_span span, enum history_way way,
			uint32_t at, uint32_t sec, uint32_t first)
{
	if (span == HISTORY_SECONDS)
		return second_rate(h, way, at);
	if (at * MINUTE == sec)
		return sec ? second_rate(h, way, sec - 1) : 0;
	return minute_rate(h, way, at, sec, first);
}

void history_read(const struct history *h, enum history_span span, enum history_way way,
		  uint64_t now_ms, uint64_t first_ms, uint64_t out[HISTORY_POINTS])
{
	uint32_t sec = (uint32_t)(now_ms / 1000);
	uint32_t first = h->since ? h->since : (uint32_t)(first_ms / 1000);
	uint32_t end = span == HISTORY_SECONDS ? sec : sec / MINUTE + 1;

	for (uint32_t i = 0; i < HISTORY_POINTS; i++) {
		uint32_t ago = HISTORY_POINTS - i;

		out[i] = ago <= end ? rate_of(h, span, way, end - ago, sec, first) : 0;
	}
}
