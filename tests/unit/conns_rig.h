#ifndef CONNS_RIG_H
#define CONNS_RIG_H
/* The engine of the IP traffic monitor, fed by hand: its events, and its TCP table by a view. */
#include "unit.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config/settings.h"
#include "stats/conns.h"
#include "stats/tcpstate.h"
#include "stats/view.h"

enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST };

struct rig {
	void *e;
	struct view view; /* what a reader of the table sees: two lines a row */
	struct settings set;
	struct now now;
	struct event ev[256];
	int events;
};

static inline void on_event(void *ctx, const struct event *ev)
{
	struct rig *r = ctx;

	if (r->events < 256)
		r->ev[r->events] = *ev;
	r->events++;
}

static inline int begin(struct rig *r, const struct engine_env *env)
{
	int rc = engine_conns.init(r->e, env);

	return rc < 0 ? rc : view_init(&r->view, &conns_table, r->e);
}

static inline void end(struct rig *r)
{
	view_fini(&r->view);
	engine_conns.fini(r->e);
	memset(&r->view, 0, sizeof(r->view));
	memset(r->e, 0, engine_conns.size);
}

static inline int setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));
	struct engine_env env = { .set = &r->set, .conns_max = 4, .emit = on_event, .emit_ctx = r };

	settings_default(&r->set);
	r->now.mono_ms = 1000000;
	r->e = calloc(1, engine_conns.size);
	*state = r;
	return begin(r, &env);
}

static inline int teardown(void **state)
{
	struct rig *r = *state;

	end(r);
	free(r->e);
	free(r);
	return 0;
}

static const struct frame frame = { .ifindex = 1 };
static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 1 }, mac2[6] = { 2, 0, 0, 0, 0, 2 };

static inline struct pkt tcp(uint8_t from, uint8_t to, uint8_t flags)
{
	struct pkt p = { .frame = &frame,
			 .segs = 1,
			 .verdict = PKT_OK,
			 .ipver = 4,
			 .ipproto = IPPROTO_TCP,
			 .tcpflags = flags,
			 .ports = true,
			 .iplen = 40,
			 .window = 512,
			 .smac = mac,
			 .dmac = mac,
			 .seq = 1,
			 .ack = 1 };
	uint8_t a[4] = { 10, 0, 0, from }, b[4] = { 10, 0, 0, to };

	addr_set_v4(&p.src.addr, a);
	addr_set_v4(&p.dst.addr, b);
	p.src.port = from < 100 ? 1000 : 80;
	p.dst.port = to < 100 ? 1000 : 80;
	return p;
}

static inline void feed(struct rig *r, struct pkt p)
{
	engine_conns.packets(r->e, &p, 1, &r->now);
}

static inline void say(struct rig *r, uint8_t from, uint8_t to, uint8_t flags)
{
	feed(r, tcp(from, to, flags));
}

static inline size_t lines(struct rig *r)
{
	view_update(&r->view);
	return (size_t)r->view.lines * 2;
}

/* A value on a line of the view: an even one is the direction seen first, the next the other. */
static inline void value(struct rig *r, const char *key, size_t line, struct value *out)
{
	struct row row;

	view_update(&r->view);
	assert_true(view_read(&r->view, (uint32_t)line / 2, r->now.mono_ms, 1, &row));
	row.way = line & 1;
	row_value(&conns_table, row, key, out);
}

static inline uint8_t last_byte(struct rig *r, size_t line)
{
	struct value v;

	value(r, "src", line, &v);
	return ((uint8_t *)&v.ep.addr.w[3])[3];
}

static inline uint64_t number(struct rig *r, const char *key, size_t line)
{
	struct value v;

	value(r, key, line, &v);
	return v.u;
}

static const char *text(struct rig *r, const char *key, size_t line)
{
	static struct value v;

	value(r, key, line, &v);
	return v.s;
}

/* Flags while it is open. */
static inline void flags_are(struct rig *r, size_t line, const char *flags)
{
	assert_string_equal(text(r, "state", line), "open");
	assert_string_equal(text(r, "flags", line), flags);
}
#endif
