#ifndef STATS_ENGINE_H
#define STATS_ENGINE_H
#include "base/clock.h"
#include "capture/counters.h"
#include "capture/pkt.h"
#include "stats/event.h"
#include "stats/history.h"
#include "stats/table.h"

struct settings;
struct ifaces;

struct engine_env {
	const struct settings *set;
	const char *iface;  /* the one that is watched, as it is called now; NULL: all */
	uint32_t conns_max; /* room for connections, and for flows of other packets */
	/*
	 * Lookups in memory, which do not change while the engine lives; the text is borrowed.
	 * NULL: nothing is known.
	 */
	bool (*port_is_listed)(uint16_t port); /* by the user, for the service monitor */
	const char *(*service_name)(uint16_t port, uint8_t proto);
	const char *(*station_name)(const uint8_t mac[6]);
	const char *(*vendor_name)(const uint8_t mac[6]); /* who made the card */
	bool (*addr_is_local)(const struct addr *a);	  /* on a network of this machine */
	/*
	 * The rates of an interface before the run; NULL: not known.  For init() and ifaces(), on
	 * the thread that calls those.
	 */
	const struct history *(*past)(const void *ctx, const char *iface);
	const void *past_ctx;
	/* Never fails, never blocks; NULL without a log. */
	void (*emit)(void *ctx, const struct event *ev);
	void *emit_ctx;
};

/* A history that begins with what is known of the interface from before. */
static inline void engine_take_past(const struct engine_env *env, const char *iface,
				    struct history *out)
{
	const struct history *past = env->past && iface ? env->past(env->past_ctx, iface) : NULL;

	if (past)
		*out = *past;
}

/* All are called with the session's lock held. */
struct engine_ops {
	size_t size; /* session allocates and zeroes this */
	int (*init)(void *self, const struct engine_env *env); /* 0 or -errno */
	void (*packets)(void *self, const struct pkt *p, unsigned n,
			const struct now *now); /* n <= ENGINE_BATCH */
	/*
	 * What the source has counted itself, sums since its start; now is of the second in which
	 * they grew.  Before each tick, report and picture.  NULL: the engine needs frames.
	 */
	void (*sample)(void *self, const struct counters *sums, const struct now *now);
	void (*tick)(void *self, const struct now *now); /* 1 Hz: expiry */
	/* The interfaces, at the start of a live run and when they changed; NULL: of no use. */
	void (*ifaces)(void *self, const struct ifaces *ifs);
	/*
	 * Emits EVENT_ACTIVE for what is open, a thousand rows from *at (0 at first) on; false
	 * when there are no more.  NULL: nothing is ever open.
	 */
	bool (*active)(void *self, uint32_t *at, const struct now *now);
	void (*fini)(void *self);
	const struct table *const *tables; /* what it publishes; ends with NULL */
};

#define ENGINE_BATCH 32

extern const struct engine_ops engine_conns, engine_iftotals, engine_ifdetail, engine_sizes,
	engine_services, engine_stations, engine_hosts;
#endif
