#include "run/iface_rates.h"

#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/ifaces.h"
#include "sys/loop.h"

struct one {
	int ifindex;
	uint64_t bytes; /* counted by the kernel up to the last reading */
	uint64_t rate;
	bool known;
};

struct iface_rates {
	struct loop *loop;
	struct ifaces *ifs;
	int fd;
	uint64_t read_ms; /* the last reading; 0: none */
	struct one *one;  /* as many as there were interfaces then, in their order */
	size_t n;
};

static const struct one *find(const struct iface_rates *r, int ifindex)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->one[i].ifindex == ifindex)
			return &r->one[i];
	return NULL;
}

/* A counter that fell is another's: of an interface that came under the same number. */
static struct one measure(const struct iface_rates *r, const struct iface *f, uint64_t ms)
{
	const struct one *before = find(r, f->index);
	struct one now = { .ifindex = f->index, .bytes = f->rx_bytes + f->tx_bytes };

	if (before && ms > 0 && now.bytes >= before->bytes) {
		now.rate = (uint64_t)((double)(now.bytes - before->bytes) * 1000 / (double)ms);
		now.known = true;
	}
	return now;
}

static void read_counters(struct iface_rates *r)
{
	struct one *one;
	struct now now;
	size_t n;

	if (ifaces_read_counters(r->ifs) < 0)
		return;
	clock_read(&now);
	n = ifaces_count(r->ifs);
	one = calloc(n ? n : 1, sizeof(*one));
	if (!one)
		return;
	for (size_t i = 0; i < n; i++)
		one[i] =
			measure(r, ifaces_at(r->ifs, i), r->read_ms ? now.mono_ms - r->read_ms : 0);
	free(r->one);
	r->one = one;
	r->n = n;
	r->read_ms = now.mono_ms;
}

static bool on_second(void *ctx)
{
	struct iface_rates *r = ctx;
	uint64_t expired;

	if (read(r->fd, &expired, sizeof(expired)) == (ssize_t)sizeof(expired))
		read_counters(r);
	return true;
}

void iface_rates_start(struct iface_rates *r)
{
	const struct itimerspec second = { .it_interval = { .tv_sec = 1 },
					   .it_value = { .tv_sec = 1 } };

	if (!r)
		return;
	r->read_ms = 0;
	read_counters(r);
	if (loop_watch(r->loop, r->fd, on_second, r) == 0)
		timerfd_settime(r->fd, 0, &second, NULL);
}

void iface_rates_stop(struct iface_rates *r)
{
	const struct itimerspec never = { .it_value = { .tv_sec = 0 } };

	if (!r)
		return;
	timerfd_settime(r->fd, 0, &never, NULL);
	loop_unwatch(r->loop, r->fd);
}

struct iface_rates *iface_rates_open(struct loop *loop, struct ifaces *ifs)
{
	struct iface_rates *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->loop = loop;
	r->ifs = ifs;
	r->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (r->fd < 0) {
		free(r);
		return NULL;
	}
	iface_rates_start(r);
	return r;
}

void iface_rates_close(struct iface_rates *r)
{
	if (!r)
		return;
	iface_rates_stop(r);
	close(r->fd);
	free(r->one);
	free(r);
}

static bool sum_of_all(const struct iface_rates *r, uint64_t *rate)
{
	bool known = false;

	*rate = 0;
	for (size_t i = 0; i < r->n; i++) {
		*rate += r->one[i].rate;
		known |= r->one[i].known;
	}
	return known;
}

bool iface_rates_get(const struct iface_rates *r, int ifindex, uint64_t *rate)
{
	const struct one *one;

	if (!r)
		return false;
	if (ifindex == 0)
		return sum_of_all(r, rate);
	one = find(r, ifindex);
	*rate = one ? one->rate : 0;
	return one && one->known;
}
