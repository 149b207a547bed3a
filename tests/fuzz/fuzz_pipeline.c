/*
 * From the bytes of a capture file to the text of every format, through every facility: reading,
 * decoding, fragments, engines, tables and their fields, events and reports.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/lines.h"
#include "capture/capture.h"
#include "capture/fragments.h"
#include "config/settings.h"
#include "run/facility.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FRAMES_MAX 2000 /* of one input, so that it ends soon */
#define SHORT	   1000 /* bytes: such an input goes through one facility, each in turn */

/* A format that a run is written in; its text is looked at and forgotten. */
struct sink {
	const struct format *format;
	void *state;
	struct out out;
};

static struct sink *sinks;
static unsigned sinks_count;

struct pipeline {
	const struct facility *fac;
	void *engine;
	struct fragments *frags;
	struct now now;
	uint64_t begun_ms;
	unsigned frames;
};

/* No byte from outside that a terminal or a parser of lines would act on. */
static void look(void *ctx, const char *s, size_t n)
{
	(void)ctx;
	for (size_t i = 0; i < n; i++)
		assert((unsigned char)s[i] >= ' ' ? s[i] != 0x7f : s[i] == '\n' || s[i] == '\t');
}

static void no_lock(void *ctx)
{
	(void)ctx;
}

static void emit(void *ctx, const struct event *ev)
{
	const struct pipeline *p = ctx;

	(void)p;
	for (struct sink *s = sinks; s < sinks + sinks_count; s++)
		if (s->format->event)
			s->format->event(s->state, &s->out, ev);
}

static bool on_frame(void *ctx, const struct frame *frame)
{
	struct pipeline *p = ctx;
	struct frame copy = *frame;
	uint8_t *exact = malloc(frame->caplen ? frame->caplen : 1);
	struct now now;
	struct pkt pkt;

	assert(exact);
	memcpy(exact, frame->data, frame->caplen);
	copy.data = exact;
	clock_from_ns(&now, frame->ts_ns);
	if (!p->frames)
		p->begun_ms = now.mono_ms;
	if (!p->frames || now.mono_ms > p->now.mono_ms)
		p->now = now;
	pkt_decode(&copy, p->fac->tunnels ? DECODE_TUNNELS : 0, &pkt);
	fragments_follow(p->frags, &pkt, p->now.mono_ms);
	if (p->fac->accept & 1u << pkt.verdict)
		p->fac->engine->packets(p->engine, &pkt, 1, &p->now);
	if (++p->frames % 64 == 0)
		p->fac->engine->tick(p->engine, &p->now);
	free(exact);
	return true;
}

static void begin(struct pipeline *p, const struct run_info *run)
{
	for (const struct format *const *f = formats; *f; f++) {
		struct sink *s = &sinks[sinks_count];

		s->format = *f;
		s->state = calloc(1, (*f)->size ? (*f)->size : 1);
		assert(s->state);
		out_init(&s->out, look, NULL);
		if ((*f)->prepare && (*f)->prepare(s->state, run) < 0)
			abort();
		if ((*f)->begin)
			(*f)->begin(s->state, &s->out, &p->now);
		sinks_count++;
	}
}

static void report(struct pipeline *p, struct sink *s)
{
	static _Atomic uint32_t steps;
	struct report r = { .source = { .tables = p->fac->engine->tables,
					.engine = p->engine,
					.lock = { .lock = no_lock, .unlock = no_lock },
					.now = &p->now,
					.begun_ms = p->begun_ms } };
	const struct run_state state = { .at = p->now,
					 .run_ms = p->now.mono_ms - p->begun_ms + 1,
					 .captured = p->frames };

	if (report_init(&r, &steps) < 0)
		abort();
	report_begin(&r, &state);
	if (!s->format->has_report || s->format->has_report(s->state))
		s->format->report(s->state, &s->out, &r);
	report_fini(&r);
}

static void end(struct pipeline *p)
{
	while (sinks_count) {
		struct sink *s = &sinks[--sinks_count];

		report(p, s);
		if (s->format->stopped)
			s->format->stopped(s->state, &s->out, &p->now);
		if (s->format->end)
			s->format->end(s->state, &s->out);
		out_flush(&s->out);
		if (s->format->release)
			s->format->release(s->state);
		free(s->state);
	}
}

static void read_all(struct pipeline *p, const char *path)
{
	struct capture *c;
	struct diag why;

	if (capture_open_file(&c, path, NULL, &why) < 0)
		return;
	while (p->frames < FRAMES_MAX && capture_wait(c, -1) > 0) {
		capture_block(c, on_frame, p);
		capture_done(c);
	}
	capture_close(c);
}

static void run(const struct facility *fac, const char *path)
{
	static struct settings set;
	struct pipeline p = { .fac = fac, .frags = fragments_new() };
	const struct engine_env env = {
		.set = &set, .conns_max = 64, .emit = emit, .emit_ctx = &p
	};
	const struct run_info info = { .facility = fac->name,
				       .words = fac->log,
				       .tables = fac->engine->tables,
				       .filter = "" };
	uint32_t at = 0;

	settings_default(&set);
	p.engine = calloc(1, fac->engine->size);
	assert(p.engine && p.frags);
	if (fac->engine->init(p.engine, &env) < 0)
		abort();
	begin(&p, &info);
	read_all(&p, path);
	while (fac->engine->active && fac->engine->active(p.engine, &at, &p.now))
		;
	p.now.mono_ms += 3600 * 1000;
	fac->engine->tick(p.engine, &p.now);
	end(&p);
	fac->engine->fini(p.engine);
	free(p.engine);
	fragments_free(p.frags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned turn;
	const struct facility *f = facilities;
	int fd = memfd_create("capture", 0);
	unsigned n = 0;
	char path[64];

	while (formats[n])
		n++;
	if (!sinks)
		sinks = calloc(n, sizeof(*sinks));
	if (fd < 0 || !sinks || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	/* an engine makes room for its tables, which costs more than a short input does */
	if (!facilities[turn].name)
		turn = 0;
	if (size < SHORT)
		run(&facilities[turn++], path);
	for (; size >= SHORT && f->name; f++)
		run(f, path);
	close(fd);
	return 0;
}
