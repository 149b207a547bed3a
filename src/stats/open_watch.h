#ifndef STATS_OPEN_WATCH_H
#define STATS_OPEN_WATCH_H
/* A function that is called for each connection or flow that opens (by 1) or ends (by -1). */
#include "base/addr.h"

struct open_watch {
	void (*told)(void *ctx, const struct addr end[2], int32_t place, int by); /* NULL: none */
	void *ctx;
};

static inline void open_watch_tell(const struct open_watch *w, const struct addr end[2],
				   int32_t place, int by)
{
	if (w->told)
		w->told(w->ctx, end, place, by);
}
#endif
