#ifndef RUN_IFACE_RATES_H
#define RUN_IFACE_RATES_H
/*
 * The current rate of every interface, by the kernel's own counters, read once a second while they
 * are watched: for menus, where nothing is captured.  For the main thread.
 */
#include <stdbool.h>
#include <stdint.h>

struct iface_rates;
struct ifaces;
struct loop;

/* Watches from now on; reading the counters renews the list of ifs.  NULL: cannot. */
struct iface_rates *iface_rates_open(struct loop *loop, struct ifaces *ifs);
/* NULL is fine. */
void iface_rates_close(struct iface_rates *r);

/* Stops watching while a session has the list of interfaces, and goes on after it. NULL is fine. */
void iface_rates_stop(struct iface_rates *r);
void iface_rates_start(struct iface_rates *r);

/*
 * Bytes per second in both directions over the last second or so, of an interface; 0: of all.
 * False: not known (yet).
 */
bool iface_rates_get(const struct iface_rates *r, int ifindex, uint64_t *rate);
#endif
