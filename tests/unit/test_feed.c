/* A feed between a source and an engine that are both made up. */
#include "unit.h"

#include <errno.h>
#include <net/if_arp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "capture/links.h"
#include "capture/source.h"
#include "run/facility.h"
#include "run/feed.h"
#include "run/run_filter.h"
#include "sys/fair_lock.h"

#define FRAMES_MAX 1024

/* --- the source --- */

struct fake {
	struct capture c;
	struct frame frame[FRAMES_MAX];
	unsigned frames, given; /* all; handed over */
	atomic_uint ready;	/* of a live source: so many may be handed over */
	bool counts;
	struct counter sum;
	const char *name;
	bool closed, *closed_p;
};

static const uint8_t bytes[] = {
	2,    0,    0, 0,  0, 2,  2, 0, 0,  0,	0,    1,    0x08, 0, /* Ethernet */
	0x45, 0,    0, 36, 0, 0,  0, 0, 64, 17, 0x66, 0xc7, 10,	  0, 0, 1, 10, 0, 0, 2, /* IPv4 */
	0x13, 0x88, 0, 53, 0, 16, 0, 0, 0,  0,	0,    0,    0,	  0, 0, 0,		/* UDP */
};

static void add_frame(struct fake *s, uint64_t ms, uint16_t arphrd)
{
	assert_true(s->frames < FRAMES_MAX);
	s->frame[s->frames++] = (struct frame){ .data = bytes,
						.caplen = sizeof(bytes),
						.wirelen = sizeof(bytes),
						.arphrd = arphrd,
						.ifindex = 1,
						.ts_ns = ms * 1000000 };
}

static int file_wait(struct capture *c, int timeout_ms)
{
	struct fake *s = (struct fake *)c;

	(void)timeout_ms;
	return s->given < s->frames ? 1 : -ENODATA;
}

static int live_wait(struct capture *c, int timeout_ms)
{
	struct fake *s = (struct fake *)c;
	struct pollfd pfd = { .fd = c->wake_fd, .events = POLLIN };
	eventfd_t v;

	if (s->given < atomic_load(&s->ready))
		return 1;
	if (poll(&pfd, 1, timeout_ms) > 0)
		eventfd_read(c->wake_fd, &v);
	return s->given < atomic_load(&s->ready);
}

static unsigned give(struct capture *c, frame_fn *fn, void *ctx)
{
	struct fake *s = (struct fake *)c;
	unsigned n = 0, took = 0, end = c->ops->live ? atomic_load(&s->ready) : s->frames;
	struct frame one;

	for (; s->given < end && n < 100; n++) {
		one = s->frame[s->given++]; /* as a source that reuses its own */
		took += fn(ctx, &one);
	}
	memset(&one, 0xff, sizeof(one));
	capture_took(c, took);
	return n;
}

static void no_more(struct capture *c)
{
	(void)c;
}

static bool sample(struct capture *c, struct counters *out)
{
	struct fake *s = (struct fake *)c;

	*out = (struct counters){ .at = &s->sum, .n = 1 };
	return s->counts;
}

static const char *name_of(const struct capture *c)
{
	return ((const struct fake *)c)->name;
}

static const char *no_error(const struct capture *c)
{
	(void)c;
	return NULL;
}

static const char *an_error(const struct capture *c)
{
	(void)c;
	return "the file is broken";
}

static void close_fake(struct capture *c)
{
	*((struct fake *)c)->closed_p = true;
}

static const struct source_ops file_ops = {
	.wait = file_wait, .block = give, .done = no_more, .error = no_error, .close = close_fake
};
static const struct source_ops broken_ops = {
	.wait = file_wait, .block = give, .done = no_more, .error = an_error, .close = close_fake
};
static const struct source_ops live_ops = { .live = true,
					    .wait = live_wait,
					    .block = give,
					    .done = no_more,
					    .sample = sample,
					    .iface = name_of,
					    .error = no_error,
					    .close = close_fake };

/* --- the engine --- */

struct tally {
	unsigned packets, largest, ticks, samples, told;
	bool backwards, unsampled, differs;
	uint64_t first_ms, last_ms, sampled;
	const char *iface;
};

static int tally_init(void *self, const struct engine_env *env)
{
	((struct tally *)self)->iface = env->iface;
	return env->conns_max == 1 ? -ENOMEM : 0;
}

static void see(struct tally *t, const struct now *now)
{
	t->backwards = t->backwards || now->mono_ms < t->last_ms;
	t->first_ms = t->first_ms ? t->first_ms : now->mono_ms;
	t->last_ms = now->mono_ms;
}

static void tally_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct tally *t = self;

	see(t, now);
	for (unsigned i = 0; i < n; i++)
		t->differs = t->differs || p[i].frame->wirelen != sizeof(bytes);
	t->packets += n;
	t->largest = n > t->largest ? n : t->largest;
}

static void tally_tick(void *self, const struct now *now)
{
	struct tally *t = self;

	see(t, now);
	t->ticks++;
	t->unsampled = t->unsampled || t->samples < t->ticks;
}

static void tally_sample(void *self, const struct counters *sums, const struct now *now)
{
	struct tally *t = self;

	see(t, now);
	t->samples++;
	t->sampled = sums->at[0].packets;
}

static void tally_ifaces(void *self, const struct ifaces *ifs)
{
	(void)ifs;
	((struct tally *)self)->told++;
}

static void tally_fini(void *self)
{
	(void)self;
}

static const struct engine_ops engine_tally = { .size = sizeof(struct tally),
						.init = tally_init,
						.packets = tally_packets,
						.tick = tally_tick,
						.sample = tally_sample,
						.ifaces = tally_ifaces,
						.fini = tally_fini };

/* --- the feed --- */

struct rig {
	struct fake source;
	struct run_filter filter;
	struct facility fac;
	struct engine_env needs;
	struct feed_plan plan;
	struct feed *feed;
	bool closed;
};

static int setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	r->source.c.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r->source.c.ops = &file_ops;
	r->source.closed_p = &r->closed;
	r->fac = (struct facility){
		.name = "tally", .usage = "tally", .accept = 1u << PKT_OK, .engine = &engine_tally
	};
	r->plan = (struct feed_plan){
		.fac = &r->fac, .source = &r->source.c, .filter = &r->filter, .needs = &r->needs
	};
	*state = r;
	return 0;
}

static int teardown(void **state)
{
	struct rig *r = *state;

	feed_close(r->feed);
	free(r);
	return 0;
}

static struct tally *start(struct rig *r)
{
	struct diag why;

	assert_int_equal(feed_open(&r->feed, &r->plan, &why), 0);
	assert_int_equal(feed_start(r->feed, &why), 0);
	return feed_engine(r->feed);
}

static struct tally *start_live(struct rig *r)
{
	r->source.c.ops = &live_ops;
	r->plan.iface = "eth0";
	r->source.name = "eth0";
	return start(r);
}

static void wait_done(struct rig *r)
{
	struct pollfd pfd = { .fd = feed_done_fd(r->feed), .events = POLLIN };

	assert_int_equal(poll(&pfd, 1, 10000), 1);
	feed_join(r->feed);
}

static struct feed_status status(struct rig *r)
{
	struct feed_status st;

	table_lock(feed_lock(r->feed));
	feed_status(r->feed, &st);
	table_unlock(feed_lock(r->feed));
	return st;
}

/* Until the feed has captured so many. */
static void wait_captured(struct rig *r, uint64_t n)
{
	for (int i = 0; i < 10000 && status(r).captured < n; i++)
		usleep(1000);
	assert_int_equal(status(r).captured, n);
}

static void let_through(struct rig *r, unsigned frames)
{
	atomic_fetch_add(&r->source.ready, frames);
	feed_wake(r->feed);
}

static void test_file(void **state)
{
	struct rig *r = *state;
	struct tally *t;
	struct feed_status st;

	for (uint64_t i = 0; i < 500; i++)
		add_frame(&r->source, 100000 + i * 10, ARPHRD_ETHER);
	t = start(r);
	wait_done(r);
	st = status(r);
	assert_false(feed_is_live(r->feed));
	assert_int_equal(feed_end(r->feed), FEED_SOURCE_ENDED);
	assert_null(feed_error(r->feed));
	assert_int_equal(t->packets, 500);
	assert_in_range(t->largest, 1, ENGINE_BATCH);
	assert_false(t->differs);
	assert_int_equal(t->first_ms, 100000);
	assert_int_equal(t->last_ms, 104990);
	assert_int_equal(t->ticks, 4);
	assert_int_equal(st.captured, 500);
	assert_int_equal(st.elapsed_ms, 4990);
	assert_int_equal(st.now.mono_ms, 104990);
	assert_true(feed_version(r->feed) > 0);
}

static void test_file_whose_clock_goes_back(void **state)
{
	struct rig *r = *state;
	struct tally *t;

	for (uint64_t i = 0; i < 300; i++)
		add_frame(&r->source, 100000 + i * 977 % 5000, ARPHRD_ETHER);
	t = start(r);
	wait_done(r);
	assert_int_equal(t->packets, 300);
	assert_false(t->backwards);
}

static void test_empty_file(void **state)
{
	struct rig *r = *state;
	struct tally *t = start(r);

	wait_done(r);
	assert_int_equal(feed_end(r->feed), FEED_SOURCE_ENDED);
	assert_int_equal(t->packets + t->ticks, 0);
	assert_int_equal(status(r).elapsed_ms, 0);
}

static void test_broken_file(void **state)
{
	struct rig *r = *state;

	r->source.c.ops = &broken_ops;
	add_frame(&r->source, 100000, ARPHRD_ETHER);
	start(r);
	wait_done(r);
	assert_string_equal(feed_error(r->feed), "the file is broken");
	assert_int_equal(status(r).captured, 1);
}

/* What the facility does not accept is captured all the same. */
static void test_accept(void **state)
{
	struct rig *r = *state;
	struct tally *t;

	for (uint64_t i = 0; i < 100; i++)
		add_frame(&r->source, 100000, i % 4 ? ARPHRD_ETHER : LINK_UNKNOWN);
	t = start(r);
	wait_done(r);
	assert_int_equal(t->packets, 75);
	assert_int_equal(status(r).captured, 100);
}

static void test_minutes(void **state)
{
	struct rig *r = *state;
	struct tally *t;

	r->plan.run_s = 60;
	for (uint64_t i = 0; i < 200; i++)
		add_frame(&r->source, 100000 + i * 1000, ARPHRD_ETHER);
	t = start(r);
	wait_done(r);
	assert_int_equal(feed_end(r->feed), FEED_TIME_OVER);
	assert_int_equal(t->packets, 60);
	assert_int_equal(status(r).captured, 60);
}

static void test_live(void **state)
{
	struct rig *r = *state;
	struct tally *t;
	uint64_t version;

	for (int i = 0; i < 300; i++)
		add_frame(&r->source, 0, ARPHRD_ETHER);
	t = start_live(r);
	assert_true(feed_is_live(r->feed));
	assert_string_equal(t->iface, "eth0");
	version = feed_version(r->feed);
	let_through(r, 150);
	wait_captured(r, 150);
	assert_true(feed_version(r->feed) > version);
	assert_int_equal(feed_end(r->feed), FEED_RUNS);
	/* what comes with the stop is taken in too */
	atomic_fetch_add(&r->source.ready, 150);
	feed_stop(r->feed);
	wait_done(r);
	assert_int_equal(feed_end(r->feed), FEED_RUNS);
	assert_int_equal(status(r).captured, 300);
	assert_int_equal(t->packets, 300);
	assert_false(t->backwards);
}

/* Counters are sampled before each tick, for a picture, and for the last report. */
static void test_samples(void **state)
{
	struct rig *r = *state;
	struct tally *t;

	r->source.counts = true;
	t = start_live(r);
	for (int i = 0; i < 10000; i++) {
		table_lock(feed_lock(r->feed));
		if (t->ticks)
			i = 10000;
		table_unlock(feed_lock(r->feed));
		usleep(1000);
	}
	assert_true(t->ticks > 0);
	table_lock(feed_lock(r->feed));
	r->source.sum.packets = 7;
	table_unlock(feed_lock(r->feed));
	status(r);
	assert_int_equal(t->sampled, 7);
	table_lock(feed_lock(r->feed));
	r->source.sum.packets = 9;
	table_unlock(feed_lock(r->feed));
	feed_stop(r->feed);
	wait_done(r);
	assert_int_equal(t->sampled, 9);
	assert_false(t->unsampled);
	assert_false(t->backwards);
}

static void test_follow(void **state)
{
	struct rig *r = *state;
	struct capture_status is;
	struct tally *t;

	t = start_live(r);
	feed_follow(r->feed, NULL, &is);
	r->source.name = "wan0";
	assert_int_equal(feed_follow(r->feed, NULL, &is), CAPTURE_NEW_NAME);
	assert_string_equal(is.iface, "wan0");
	assert_string_equal(t->iface, "wan0");
	assert_int_equal(t->told, 2);
	assert_int_equal(feed_follow(r->feed, NULL, &is), 0);
	feed_stop(r->feed);
	wait_done(r);
}

static void test_engine_cannot_start(void **state)
{
	struct rig *r = *state;
	struct diag why;

	r->needs.conns_max = 1;
	assert_int_equal(feed_open(&r->feed, &r->plan, &why), -ENOMEM);
	assert_string_equal(why.msg, "tally: Cannot allocate memory");
	assert_true(r->closed);
}

/* --- the lock --- */

struct race {
	struct fair_lock lock;
	atomic_bool busy;
	bool got, passed_over;
};

/* Holds the lock until the other thread waits for it; releases it, and wants it again at once. */
static void *want_again(void *arg)
{
	struct race *r = arg;

	fair_lock_take(&r->lock);
	atomic_store(&r->busy, true);
	while (pthread_mutex_trylock(&r->lock.gate) == 0) {
		pthread_mutex_unlock(&r->lock.gate);
		usleep(100);
	}
	fair_lock_release(&r->lock);
	fair_lock_take(&r->lock);
	r->passed_over = !r->got;
	fair_lock_release(&r->lock);
	return NULL;
}

static void test_lock_is_fair(void **state)
{
	struct race r;
	pthread_t t;

	(void)state;
	for (int i = 0; i < 100; i++) {
		r = (struct race){ .got = false };
		fair_lock_init(&r.lock);
		assert_int_equal(pthread_create(&t, NULL, want_again, &r), 0);
		while (!atomic_load(&r.busy))
			usleep(100);
		fair_lock_take(&r.lock);
		r.got = true;
		fair_lock_release(&r.lock);
		pthread_join(t, NULL);
		assert_false(r.passed_over);
		fair_lock_fini(&r.lock);
	}
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_file),
		T(test_file_whose_clock_goes_back),
		T(test_empty_file),
		T(test_broken_file),
		T(test_accept),
		T(test_minutes),
		T(test_live),
		T(test_samples),
		T(test_follow),
		T(test_engine_cannot_start),
		cmocka_unit_test(test_lock_is_fair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
