/*
 * make bench: synthetic frames from memory through decode and an engine; ns a packet, the same as
 * packets per second, and what the engine added to decoding.  A bare table update (hash, compare,
 * add) over as many rows stands beside the TCP table: machines differ and are shared, so compare
 * within one run.  `bench NAME`: only the engines whose name begins so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if_arp.h>

#include "base/hash.h"
#include "base/htab.h"
#include "capture/pkt.h"
#include "filter/filter.h"
#include "filter/text.h"
#include "config/settings.h"
#include "stats/conns.h"
#include "stats/view.h"

#define FRAME  64
#define CONNS  1048576u
#define WARM   1000000u
#define ROUNDS 4000000u

#define PER_HOST 50000u /* flows of a host */

/* Ethernet, IPv4 with a right checksum, TCP with ACK and PSH. */
static const uint8_t template[FRAME] = {
	2, 0,  0, 0, 0, 2,  2,	0, 0, 0, 0, 1, 8,  0, 0x45, 0, 0, 50, 0, 0, 0, 0,    64,   6, 0,
	0, 10, 0, 0, 0, 10, 99, 1, 1, 0, 0, 0, 80, 0, 0,    0, 1, 0,  0, 0, 1, 0x50, 0x18, 2, 0,
};

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint16_t checksum(const uint8_t *p)
{
	uint32_t s = 0;

	for (int i = 0; i < 20; i += 2)
		s += (uint32_t)(p[i] << 8 | p[i + 1]);
	s = (s & 0xffff) + (s >> 16);
	s = (s & 0xffff) + (s >> 16);
	return (uint16_t)~s;
}

static void swap_bytes(uint8_t *a, uint8_t *b, size_t n)
{
	uint8_t t[4];

	memcpy(t, a, n);
	memcpy(a, b, n);
	memcpy(b, t, n);
}

/* The acknowledgement of a frame of TCP: back, without payload. */
static void make_ack(uint8_t *p, const uint8_t *data)
{
	memcpy(p, data, FRAME);
	p[17] -= 10;
	p[25] += 10;
	p[24] += p[25] < 10;
	p[47] = 0x10;
	swap_bytes(p + 26, p + 30, 4);
	swap_bytes(p + 34, p + 36, 2);
}

/*
 * One frame a flow, in an order that no prefetcher foresees, lying in a row as in a ring; with
 * acks, each with its acknowledgement behind it.
 */
static uint8_t *make_frames(uint32_t flows, uint8_t proto, uint32_t per_host, bool acks,
			    uint32_t **order)
{
	uint8_t *mem = malloc((size_t)flows * (acks ? 2 : 1) * FRAME);

	*order = malloc(flows * sizeof(**order));
	if (!mem || !*order)
		exit(1);
	srandom(1);
	for (uint32_t i = 0; i < flows; i++) {
		uint32_t j = (uint32_t)random() % (i + 1);

		(*order)[i] = (*order)[j];
		(*order)[j] = i;
	}
	for (uint32_t i = 0; i < flows; i++) {
		uint8_t *p = mem + (size_t)i * (acks ? 2 : 1) * FRAME;
		uint32_t flow = (*order)[i], ip = htonl(0x0a000000 + flow / per_host);
		uint16_t port = htons((uint16_t)(1024 + flow % 50000)), sum;

		memcpy(p, template, FRAME);
		memcpy(p + 8, &flow, 4);
		p[23] = proto;
		memcpy(p + 26, &ip, 4);
		memcpy(p + 34, &port, 2);
		sum = htons(checksum(p + 14));
		memcpy(p + 24, &sum, 2);
		if (acks)
			make_ack(p + FRAME, p);
	}
	return mem;
}

struct load {
	uint8_t *mem;
	const uint32_t *order;
	uint32_t flows;
	uint32_t frames; /* in mem */
};

/* TCP goes on: ten bytes more sent, or acknowledged. */
static inline void advance(uint8_t *p)
{
	uint8_t *at = p + (p[47] & 8 ? 38 : 42);
	uint32_t n;

	if (p[23] != IPPROTO_TCP)
		return;
	memcpy(&n, at, 4);
	n = htonl(ntohl(n) + 10);
	memcpy(at, &n, 4);
}

static double run_frames(const struct load *l, const struct engine_ops *ops, void *engine,
			 uint32_t rounds)
{
	struct frame f[ENGINE_BATCH];
	struct pkt p[ENGINE_BATCH];
	struct now now = { .mono_ms = 1000000 };
	double t0 = now_ns();
	unsigned sum = 0;

	for (int i = 0; i < ENGINE_BATCH; i++)
		f[i] = (struct frame){ .caplen = FRAME,
				       .wirelen = FRAME,
				       .arphrd = ARPHRD_ETHER,
				       .protocol = 0x0800,
				       .ifindex = 2 };
	for (uint32_t n = 0; n < rounds; n += ENGINE_BATCH) {
		for (uint32_t i = 0; i < ENGINE_BATCH; i++) {
			uint8_t *data = l->mem + (size_t)((n + i) % l->frames) * FRAME;

			advance(data);
			f[i].data = data;
			f[i].ts_ns = (uint64_t)n * 1000;
			pkt_decode(&f[i], DECODE_6IN4, &p[i]);
			sum += p[i].src.port;
		}
		if (ops)
			ops->packets(engine, p, ENGINE_BATCH, &now);
	}
	__asm__ volatile("" ::"r"(sum));
	return (now_ns() - t0) / rounds;
}

/* What no design can do without: hash the tuple, find the row, add to it. */
static double run_bare(const struct load *l, uint32_t rounds)
{
	struct row {
		uint32_t key[10];
		uint64_t packets, bytes;
		uint32_t pad[2];
	} *row = calloc(l->flows, sizeof(*row));
	struct hash_key hkey;
	struct htab t;
	double t0 = 0;

	if (!row || hash_key_random(&hkey) < 0 || htab_init(&t, l->flows) < 0)
		exit(1);
	for (int pass = 0; pass < 2; pass++) {
		uint32_t many = pass ? rounds : l->flows;

		t0 = now_ns();
		for (uint32_t n = 0; n < many; n++) {
			uint32_t i = l->order[n % l->flows], r,
				 w[10] = { 0, 0, 0xffff, i, 0, 0, 0xffff, 1, i, 2 };
			uint32_t h = hash_words(&hkey, w, 10);

			for (uint32_t pos = h; (r = htab_next(&t, h, &pos)) != HTAB_NONE;)
				if (memcmp(row[r].key, w, sizeof(w)) == 0)
					break;
			if (r == HTAB_NONE) {
				r = i;
				memcpy(row[r].key, w, sizeof(w));
				htab_add(&t, h, r);
			}
			row[r].packets++;
			row[r].bytes += 50;
		}
	}
	htab_fini(&t);
	free(row);
	return (now_ns() - t0) / rounds;
}

static void print(const char *what, double ns)
{
	printf("%-36s %8.1f ns/packet %8.2f Mpps", what, ns, 1000 / ns);
}

static double decode_ns;

static void *make_engine(const struct engine_ops *ops, const struct settings *set)
{
	const struct engine_env env = { .set = set, .conns_max = CONNS };
	void *e = calloc(1, ops->size);

	if (!e || ops->init(e, &env) < 0)
		exit(1);
	return e;
}

static void bench(const char *name, const struct engine_ops *ops, uint8_t proto, uint32_t per_host,
		  bool acks, uint32_t flows)
{
	struct load l = { .flows = flows, .frames = acks ? 2 * flows : flows };
	struct settings set;
	uint32_t *order;
	char what[64];
	void *e;
	double ns;

	l.mem = make_frames(flows, proto, per_host, acks, &order);
	l.order = order;
	settings_default(&set);
	e = make_engine(ops, &set);
	run_frames(&l, ops, e, l.frames > WARM ? l.frames : WARM);
	ns = run_frames(&l, ops, e, ROUNDS);
	snprintf(what, sizeof(what), "%-18s %7u %s", name, flows,
		 ops == &engine_stations ? "stations" : "flows");
	print(what, ns);
	printf("   decoding + %5.1f ns", ns - decode_ns);
	if (proto == IPPROTO_TCP && ops == &engine_conns && !acks)
		printf("   (bare update %6.1f ns)", run_bare(&l, ROUNDS));
	printf("\n");
	ops->fini(e);
	free(e);
	free(l.mem);
	free(order);
}

/* A lock that measures how long it was held. */
struct held {
	double since, longest, sum;
};

static void held_lock(void *ctx)
{
	((struct held *)ctx)->since = now_ns();
}

static void held_unlock(void *ctx)
{
	struct held *h = ctx;
	double ns = now_ns() - h->since;

	h->sum += ns;
	h->longest = ns > h->longest ? ns : h->longest;
}

/* A table of connections, and a view of it. */
struct stage {
	struct load load;
	struct settings set;
	uint32_t *order;
	void *engine;
	struct held held;
	struct table_lock lock;
	struct view view;
};

static void stage_open(struct stage *s, uint32_t flows)
{
	*s = (struct stage){ .load = { .flows = flows, .frames = flows },
			     .lock = { &s->held, held_lock, held_unlock } };
	s->load.mem = make_frames(flows, IPPROTO_TCP, PER_HOST, false, &s->order);
	s->load.order = s->order;
	settings_default(&s->set);
	s->engine = make_engine(&engine_conns, &s->set);
	run_frames(&s->load, &engine_conns, s->engine, flows + flows / 2);
	if (view_init(&s->view, &conns_table, s->engine) < 0)
		exit(1);
}

static void stage_close(struct stage *s)
{
	view_fini(&s->view);
	engine_conns.fini(s->engine);
	free(s->engine);
	free(s->load.mem);
	free(s->order);
}

static void stage_sort(struct stage *s, const char *key, uint32_t need)
{
	view_update(&s->view);
	view_sort(&s->view, &s->lock, field_find(conns_table.fields, key, NULL), true, need,
		  1005000, 5000);
}

/* A view as a screen has it: what it costs to follow the table, and to sort what is shown. */
static void bench_view(uint32_t flows, const char *key, uint32_t need)
{
	struct stage s;
	double t0;

	stage_open(&s, flows);
	stage_sort(&s, key, need);
	run_frames(&s.load, &engine_conns, s.engine, flows / 3);
	s.held = (struct held){ .longest = 0 };
	t0 = now_ns();
	stage_sort(&s, key, need);
	printf("%u connections, %u in order by %s: %.1f ms, the lock held for %.1f, at most %.2f\n",
	       s.view.lines, s.view.sorted, key, (now_ns() - t0) / 1e6, s.held.sum / 1e6,
	       s.held.longest / 1e6);
	stage_close(&s);
}

/* A search over all rows, as the \ key does it. */
static void bench_find(uint32_t flows, const char *pattern)
{
	struct stage s;
	struct search search;
	struct diag why;
	double t0, first;

	stage_open(&s, flows);
	if (search_parse(&search, &conns_table, NULL, pattern, &why) < 0)
		exit(1);
	view_search(&s.view, &search);
	t0 = now_ns();
	view_scan(&s.view, &s.lock, 0, 1005000, 5000);
	first = now_ns() - t0;
	view_scan(&s.view, &s.lock, VIEW_WHOLE, 1005000, 5000);
	printf("find '%s' in %u connections: %.1f ms, the first %u in %.1f, the lock held at most "
	       "%.2f\n",
	       pattern, flows, (now_ns() - t0) / 1e6, VIEW_SCAN, first / 1e6, s.held.longest / 1e6);
	stage_close(&s);
}

/* All rows held, as the P key does it; first is what a picture waits for. */
static void bench_hold(uint32_t flows)
{
	struct stage s;
	double t0, first;

	stage_open(&s, flows);
	view_update(&s.view);
	t0 = now_ns();
	if (view_hold(&s.view, &s.lock) < 0)
		exit(1);
	view_hold_step(&s.view, &s.lock, 0);
	first = now_ns() - t0;
	view_hold_step(&s.view, &s.lock, VIEW_WHOLE);
	printf("hold of %u connections: %.1f ms, the first piece in %.1f, the lock held for %.1f, "
	       "at most %.2f\n",
	       s.view.lines, (now_ns() - t0) / 1e6, first / 1e6, s.held.sum / 1e6,
	       s.held.longest / 1e6);
	stage_close(&s);
}

/* Nothing but new connections, with the table at its cap: each costs an eviction. */
static void bench_evictions(void)
{
	static const struct frame frame = { .ifindex = 2 };
	struct now now = { .mono_ms = 1000000 };
	struct pkt p[ENGINE_BATCH];
	struct settings set;
	double t0 = 0;
	void *e;

	settings_default(&set);
	e = make_engine(&engine_conns, &set);
	memset(p, 0, sizeof(p));
	for (uint32_t n = 0; n < 1000000 + ROUNDS; n += ENGINE_BATCH) {
		if (n >= 1000000 && t0 == 0)
			t0 = now_ns();
		for (uint32_t i = 0; i < ENGINE_BATCH; i++) {
			p[i] = (struct pkt){ .frame = &frame,
					     .ipver = 4,
					     .ipproto = IPPROTO_TCP,
					     .ports = true,
					     .tcpflags = 2,
					     .iplen = 40 };
			p[i].src.addr.w[3] = n + i;
		}
		now.mono_ms = 1000000 + n / 600;
		engine_conns.packets(e, p, ENGINE_BATCH, &now);
	}
	print("TCP table, flood of SYNs at its cap", (now_ns() - t0) / ROUNDS);
	printf("\n");
	engine_conns.fini(e);
	free(e);
}

/* A hundred rules of which the last one passes the packet. */
static void bench_filter(bool six, bool by_port, unsigned flags)
{
	struct ruleset rs = { .count = 0 };
	struct filter *f = NULL;
	struct diag why;
	struct rule r;
	char line[128];
	struct pkt p = { .ipver = six ? 6 : 4, .ipproto = IPPROTO_TCP, .ports = true };
	unsigned passed = 0;
	double t0;

	for (int i = 0; i < 100; i++) {
		if (by_port)
			snprintf(line, sizeof(line), "include tcp from %s to any port %d",
				 six ? "fd00::/8" : "10.0.0.0/8", i + 1);
		else if (six)
			snprintf(line, sizeof(line), "include tcp from fd00::%x", i + 1u);
		else
			snprintf(line, sizeof(line), "include tcp from 10.0.0.%d", i + 1);
		if (rule_parse(&r, line, strlen(line), &why) < 0 ||
		    ruleset_insert(&rs, rs.count, &r) < 0)
			exit(1);
	}
	if (filter_compile(&f, &rs, flags, &why) < 0)
		exit(1);
	if (six)
		addr_set_v6(&p.src.addr, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\144");
	else
		addr_set_v4(&p.src.addr, "\12\0\0\144");
	p.dst.port = 100;
	t0 = now_ns();
	for (uint32_t n = 0; n < ROUNDS; n++) {
		p.src.port = (uint16_t)n;
		passed += filter_pass(f, &p);
	}
	printf("filter of 100 rules by %s, IPv%c%s: %.1f ns for a packet that the last passes\n",
	       by_port ? "port" : "address", six ? '6' : '4', flags ? ", both ways" : "",
	       (now_ns() - t0) / ROUNDS);
	if (passed != ROUNDS)
		exit(1);
	filter_free(f);
	ruleset_free(&rs);
}

/* Those whose name begins with `only`; NULL: all. */
static void bench_engines(const char *only)
{
	static const struct {
		const char *name;
		const struct engine_ops *ops;
		uint8_t proto;
		bool acks;
		uint32_t flows[6]; /* ends with 0 */
		uint32_t per_host; /* 0: PER_HOST */
	} t[] = {
		{ "TCP table", &engine_conns, 6, false, { 1, 1000, 20000, 100000, 1000000 }, 0 },
		{ "TCP health", &engine_conns, 6, true, { 1, 1000, 20000, 100000, 1000000 }, 0 },
		{ "UDP list and flows", &engine_conns, 17, false, { 1, 1000, 20000, 100000 }, 0 },
		{ "general", &engine_iftotals, 6, false, { 1000 }, 0 },
		{ "detailed", &engine_ifdetail, 6, false, { 1000 }, 0 },
		{ "sizes", &engine_sizes, 6, false, { 1000 }, 0 },
		{ "services", &engine_services, 17, false, { 1, 1000, 20000, 50000 }, 0 },
		{ "stations", &engine_stations, 17, false, { 1, 1000, 20000, 200000 }, 0 },
		{ "hosts", &engine_hosts, 6, false, { 1, 1000, 20000, 100000, 1000000 }, 0 },
		{ "hosts, a flow each",
		  &engine_hosts,
		  6,
		  false,
		  { 1000, 20000, 200000, 1000000 },
		  1 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		for (const uint32_t *n = t[i].flows; *n; n++)
			if (!only || strncmp(t[i].name, only, strlen(only)) == 0)
				bench(t[i].name, t[i].ops, t[i].proto,
				      t[i].per_host ? t[i].per_host : PER_HOST, t[i].acks, *n);
}

/* bench [NAME]: only the engines whose name begins so. */
int main(int argc, char **argv)
{
	struct load l = { .flows = 1000, .frames = 1000 };
	uint32_t *order;

	l.mem = make_frames(l.flows, IPPROTO_TCP, PER_HOST, false, &order);
	l.order = order;
	run_frames(&l, NULL, NULL, WARM);
	decode_ns = run_frames(&l, NULL, NULL, ROUNDS);
	/* what all others are compared with: the quietest of a few */
	for (int i = 0; i < 4; i++) {
		double ns = run_frames(&l, NULL, NULL, ROUNDS);

		decode_ns = ns < decode_ns ? ns : decode_ns;
	}
	print("decode alone", decode_ns);
	printf("\n");
	bench_engines(argc > 1 ? argv[1] : NULL);
	if (argc > 1)
		return 0;
	bench_evictions();
	bench_view(1000000, "bytes", 50);
	bench_view(1000000, "rate", 50);
	bench_view(1000000, "bytes", UINT32_MAX);
	bench_hold(1000000);
	bench_find(1000000, "10.200.");
	bench_find(1000000, "port:443");
	bench_find(1000000, "nothing");
	for (int six = 0; six < 2; six++)
		for (int by_port = 0; by_port < 2; by_port++)
			for (unsigned flags = 0; flags <= FILTER_TCP_BOTH_WAYS; flags++)
				bench_filter(six, by_port, flags);
	return 0;
}
