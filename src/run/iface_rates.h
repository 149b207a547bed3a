#ifndef RUN_IFACE_RATES_H
#define RUN_IFACE_RATES_H
/*
 * The rates of every interface, now and in the last hour, by the kernel's own counters, read once a
 * second, whatever is captured.  For the main thread.
 */
#include <stdbool.h>
#include <stdint.h>

struct history;
struct iface_rates;
struct ifaces;
struct loop;

/* Watches from now on; reading the counters renews the list of ifs.  NULL: cannot. */
struct iface_rates *iface_rates_open(struct loop *loop, struct ifaces *ifs);
/* NULL is fine. */
void iface_rates_close(struct iface_rates *r);

/* Calls fn after each reading, which may have seen other changes.  fn, r NULL: none. */
void iface_rates_on_reading(struct iface_rates *r, bool (*fn)(void *ctx), void *ctx);

/* The last hour of an interface, by name; NULL: not known.  As engine_env.past. */
const struct history *iface_rates_past(const void *rates, const char *iface);
/*
 * Bytes per second in both directions over the last second or so, of an interface; 0: of all.
 * False: not known (yet).
 */
bool iface_rates_get(const struct iface_rates *r, int ifindex, uint64_t *rate);
#endif
