#ifndef STATS_WAY_SUMS_H
#define STATS_WAY_SUMS_H
/* What came in and what went out, of rows that have both: packets, bytes and the rate. */
#include "base/clock.h"
#include "base/rate.h"
#include "stats/field.h"
#include "stats/tally.h"

enum way { WAY_IN, WAY_OUT, WAY_COUNT };

struct way_sums {
	_Alignas(64) struct tally tally;
	struct rate rate;
};

static inline void way_sums_add(struct way_sums *w, uint64_t packets, uint64_t bytes,
				const struct now *now)
{
	tally_add(&w->tally, packets, bytes);
	rate_add(&w->rate, (uint32_t)(now->mono_ms / 1000), (uint32_t)bytes);
}

#define WAY_SUMS_GETTERS_OF(suffix, row_of, w)                                                     \
	static void get_rate##suffix(const struct row *r, struct value *out)                       \
	{                                                                                          \
		out->u = rate_get(&row_of(r)->way[w].rate, r->now_ms, row_of(r)->first_ms);        \
	}                                                                                          \
	static void get_packets##suffix(const struct row *r, struct value *out)                    \
	{                                                                                          \
		out->u = row_of(r)->way[w].tally.packets;                                          \
	}                                                                                          \
	static void get_bytes##suffix(const struct row *r, struct value *out)                      \
	{                                                                                          \
		out->u = row_of(r)->way[w].tally.bytes;                                            \
	}
#define WAY_SUMS_GETTER_OF_BOTH(name)                                                              \
	static void name(const struct row *r, struct value *out)                                   \
	{                                                                                          \
		struct value in, outward;                                                          \
                                                                                                   \
		name##_in(r, &in);                                                                 \
		name##_out(r, &outward);                                                           \
		out->u = in.u + outward.u;                                                         \
	}

/*
 * The getters of a table: get_rate, get_packets and get_bytes of both ways, and each with _in and
 * _out.  row_of(r): its row, which has way[WAY_COUNT] and first_ms.
 */
#define WAY_SUMS_GETTERS(row_of)                                                                   \
	WAY_SUMS_GETTERS_OF(_in, row_of, WAY_IN)                                                   \
	WAY_SUMS_GETTERS_OF(_out, row_of, WAY_OUT)                                                 \
	WAY_SUMS_GETTER_OF_BOTH(get_rate)                                                          \
	WAY_SUMS_GETTER_OF_BOTH(get_packets)                                                       \
	WAY_SUMS_GETTER_OF_BOTH(get_bytes)
#endif
