#ifndef ENGINES_H
#define ENGINES_H
/* An engine fed with packets by hand, and its tables read. */
#include "unit.h"
#include "tables.h"

#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "config/names.h"
#include "config/ports.h"
#include "config/settings.h"
#include "stats/engine.h"
#include "stats/view.h"

static struct settings set;
static struct now now = { .mono_ms = 1000000 };

static inline void *begin(const struct engine_ops *ops)
{
	const struct engine_env env = { .set = &set,
					.conns_max = 65536,
					.port_is_listed = ports_have,
					.service_name = name_service };
	void *e = calloc(1, ops->size);

	settings_default(&set);
	now.mono_ms = 1000000;
	assert_non_null(e);
	assert_int_equal(ops->init(e, &env), 0);
	return e;
}

static inline void end(const struct engine_ops *ops, void *e)
{
	ops->fini(e);
	free(e);
}

static inline void feed(const struct engine_ops *ops, void *e, const struct pkt *p)
{
	ops->packets(e, p, 1, &now);
}

static const uint8_t mac_a[6] = { 2, 0, 0, 0, 0, 0xa }, mac_b[6] = { 2, 0, 0, 0, 0, 0xb };

static struct frame frame = { .arphrd = ARPHRD_ETHER, .ifindex = 1, .wirelen = 114 };

/* UDP of 100 IP bytes in a frame of 114, from host 1 to host 2. */
static inline struct pkt udp(uint16_t from, uint16_t to)
{
	static const uint8_t a[4] = { 10, 0, 0, 1 }, b[4] = { 10, 0, 0, 2 };
	struct pkt p = { .frame = &frame,
			 .segs = 1,
			 .verdict = PKT_OK,
			 .ipver = 4,
			 .ethertype = 0x0800,
			 .ipproto = IPPROTO_UDP,
			 .ports = true,
			 .l3len = 100,
			 .iplen = 100,
			 .headers = 14 + 20 + 8,
			 .smac = mac_a,
			 .dmac = mac_b };

	addr_set_v4(&p.src.addr, a);
	addr_set_v4(&p.dst.addr, b);
	p.src.port = from;
	p.dst.port = to;
	return p;
}

static inline struct pkt reversed(struct pkt p)
{
	struct endpoint e = p.src;

	p.src = p.dst;
	p.dst = e;
	return p;
}

static inline struct pkt icmp(uint8_t type, uint16_t id)
{
	struct pkt p = udp(0, 0);

	p.ipproto = IPPROTO_ICMP;
	p.ports = false;
	p.icmp_type = type;
	p.icmp_id = id;
	return p;
}

static inline struct reading reading(const struct table *t, const void *e)
{
	return (struct reading){ .table = t, .engine = e, .now_ms = now.mono_ms, .run_ms = 5000 };
}

static inline uint64_t number(const struct table *t, const void *e, uint32_t slot, const char *key)
{
	const struct reading r = reading(t, e);

	return table_number(&r, slot, key);
}

static inline const char *text(const struct table *t, const void *e, uint32_t slot, const char *key)
{
	const struct reading r = reading(t, e);

	return table_text(&r, slot, key);
}

static inline void no_lock(void *ctx)
{
	(void)ctx;
}

/* The slots of the first n rows in an order. */
static inline void sorted(const struct table *t, const void *e, const char *key, bool descending,
			  uint32_t *slot, uint32_t n)
{
	static const struct table_lock lock = { .lock = no_lock, .unlock = no_lock };
	struct view v = { .lines = 0 };

	assert_int_equal(view_init(&v, t, e), 0);
	view_update(&v);
	assert_int_equal(view_sort(&v, &lock, field_find(t->fields, key, NULL), descending,
				   UINT32_MAX, now.mono_ms, 5000),
			 0);
	assert_true(v.lines >= n);
	memcpy(slot, v.line, n * sizeof(*slot));
	view_fini(&v);
}
#endif
