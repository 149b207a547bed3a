#include "run/iface_rates.h"

#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/ifaces.h"
#include "stats/history.h"
#include "sys/loop.h"

struct one {
	int ifindex;
	uint64_t rx, tx; /* bytes counted by the kernel up to the last reading */
	uint64_t rate;
	bool known;
	struct history history;
};

struct iface_rates {
	struct loop *loop;
	struct ifaces *ifs;
	int fd;
	uint64_t read_ms; /* the last reading; 0: none */
	bool (*reading)(void *ctx);
	void *reading_ctx;
	struct one *one; /* as many as there were interfaces then, in their order */
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
static void measure(const struct iface_rates *r, const struct iface *f, uint64_t now_ms,
		    struct one *out)
{
	const struct one *before = find(r, f->index);
	uint64_t ms = now_ms - r->read_ms;
	uint32_t sec = (uint32_t)(now_ms / 1000);

	*out = (struct one){ .ifindex = f->index, .rx = f->rx_bytes, .tx = f->tx_bytes };
	out->history.since = sec;
	if (!before || ms == 0 || out->rx < before->rx || out->tx < before->tx)
		return;
	out->history = before->history;
	out->rate = (uint64_t)((double)(out->rx - before->rx + out->tx - before->tx) * 1000 /
			       (double)ms);
	out->known = true;
	/* the second before this one has had most of it */
	history_add(&out->history, sec - 1, HISTORY_IN, out->rx - before->rx);
	history_add(&out->history, sec - 1, HISTORY_OUT, out->tx - before->tx);
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
		measure(r, ifaces_at(r->ifs, i), now.mono_ms, &one[i]);
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
	if (r->reading)
		r->reading(r->reading_ctx);
	return true;
}

void iface_rates_on_reading(struct iface_rates *r, bool (*fn)(void *ctx), void *ctx)
{
	if (!r)
		return;
	r->reading = fn;
	r->reading_ctx = ctx;
}

const struct history *iface_rates_past(const void *rates, const char *iface)
{
	const struct iface_rates *r = rates;
	const struct iface *f = ifaces_find(r->ifs, iface);
	const struct one *one = f ? find(r, f->index) : NULL;

	return one ? &one->history : NULL;
}

struct iface_rates *iface_rates_open(struct loop *loop, struct ifaces *ifs)
{
	const struct itimerspec second = { .it_interval = { .tv_sec = 1 },
					   .it_value = { .tv_sec = 1 } };
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
	read_counters(r);
	if (loop_watch(loop, r->fd, on_second, r) == 0)
		timerfd_settime(r->fd, 0, &second, NULL);
	return r;
}

void iface_rates_close(struct iface_rates *r)
{
	if (!r)
		return;
	loop_unwatch(r->loop, r->fd);
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
