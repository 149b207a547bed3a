#ifndef STATS_HISTORY_H
#define STATS_HISTORY_H
/*
 * The rates of the last hour in two directions: of each of the last sixty seconds, and of each of
 * the last sixty minutes.
 *
 * How it works: as in base/rate.h, bytes fall into the bin of their second, and here into that of
 * their minute too.  Bins are cleared when time enters them again: what is idle costs nothing,
 * and the size never changes.  The clock is one that does not go back; what comes late counts in
 * the newest bin.
 */
#include <stdint.h>

#define HISTORY_POINTS 60
#define HISTORY_BINS   (HISTORY_POINTS + 1) /* the last one is still being filled */

enum history_way { HISTORY_IN, HISTORY_OUT, HISTORY_BOTH };
enum history_span { HISTORY_SECONDS, HISTORY_MINUTES, HISTORY_SPANS };

struct history {
	uint32_t at[HISTORY_SPANS]; /* second and minute of the newest bins */
	uint32_t since;		    /* the second when it began; 0: when its reader says */
	uint64_t bin[HISTORY_SPANS][HISTORY_BINS][2]; /* bytes, in and out */
};

void history_advance(struct history *h, uint32_t sec); /* slow path of history_add */

/* sec: seconds on any clock that does not go back.  way: HISTORY_IN or HISTORY_OUT. */
static inline void history_add(struct history *h, uint32_t sec, enum history_way way,
			       uint64_t bytes)
{
	if (sec > h->at[HISTORY_SECONDS])
		history_advance(h, sec);
	h->bin[HISTORY_SECONDS][h->at[HISTORY_SECONDS] % HISTORY_BINS][way] += bytes;
	h->bin[HISTORY_MINUTES][h->at[HISTORY_MINUTES] % HISTORY_BINS][way] += bytes;
}

/*
 * Bytes per second, the oldest first.  Seconds: the sixty whole ones before now_ms.  Minutes: those
 * before now_ms and, as the last, the part of this one that is over.  first_ms: when the count
 * began; a minute that was not watched from its start is divided by the time it was.
 */
void history_read(const struct history *h, enum history_span span, enum history_way way,
		  uint64_t now_ms, uint64_t first_ms, uint64_t out[HISTORY_POINTS]);
#endif
