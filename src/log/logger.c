#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log/log.h"

#define QUEUE 65536	  /* events that may wait; a power of two */
#define LINE 512
#define PAUSE_NS 20000000 /* the writer's nap when there is nothing to write */

struct logger {
	FILE *f;
	const struct log_ops *ops;
	const struct options *opt;
	bool wait;
	pthread_t thread;
	struct event *queue;
	_Atomic uint32_t head, tail; /* head: next to write; tail: next free; both count up */
	_Atomic uint64_t lost;
	atomic_bool closing, broken;
	time_t stamped; /* second of the text in stamp */
	char stamp[32];
};

/* ctime(3)'s form; made once a second, since thousands of lines share one. */
static const char *stamp(struct logger *l, time_t wall)
{
	struct tm tm;

	if (l->stamp[0] && l->stamped == wall)
		return l->stamp;
	if (!localtime_r(&wall, &tm) ||
	    !strftime(l->stamp, sizeof(l->stamp), "%a %b %e %H:%M:%S %Y", &tm))
		memcpy(l->stamp, "(no time)", sizeof("(no time)"));
	l->stamped = wall;
	return l->stamp;
}

static void put_line(struct logger *l, time_t wall, const char *text)
{
	if (atomic_load_explicit(&l->broken, memory_order_relaxed))
		return;
	if (fprintf(l->f, "%s; %s\n", stamp(l, wall), text) < 0)
		atomic_store(&l->broken, true);
}

static void flush(struct logger *l)
{
	if (fflush(l->f) != 0)
		atomic_store(&l->broken, true);
}

static void nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = PAUSE_NS }, NULL);
}

static void *writer(void *arg)
{
	struct logger *l = arg;
	bool dirty = false;

	for (;;) {
		/* closing is read first: what was queued before it is written */
		bool closing = atomic_load(&l->closing);
		uint32_t head = atomic_load_explicit(&l->head, memory_order_relaxed);
		char line[LINE];
		struct strbuf out;

		if (head == atomic_load_explicit(&l->tail, memory_order_acquire)) {
			if (dirty)
				flush(l);
			dirty = false;
			if (closing)
				return NULL;
			nap();
			continue;
		}
		sb_init(&out, line, sizeof(line));
		l->ops->event(&out, &l->queue[head % QUEUE], l->opt);
		put_line(l, l->queue[head % QUEUE].wall, line);
		dirty = true;
		atomic_store_explicit(&l->head, head + 1, memory_order_release);
	}
}

int logger_open(struct logger **lp, FILE *f, const struct log_ops *ops, const struct options *opt,
		bool wait)
{
	struct logger *l = calloc(1, sizeof(*l));
	int rc = ENOMEM;

	if (!l)
		return -ENOMEM;
	l->f = f;
	l->ops = ops;
	l->opt = opt;
	l->wait = wait;
	l->queue = malloc(QUEUE * sizeof(*l->queue));
	if (l->queue)
		rc = pthread_create(&l->thread, NULL, writer, l);
	if (rc) {
		free(l->queue);
		free(l);
		return -rc;
	}
	*lp = l;
	return 0;
}

void logger_emit(void *ctx, const struct event *ev)
{
	struct logger *l = ctx;
	uint32_t tail = atomic_load_explicit(&l->tail, memory_order_relaxed);

	while (tail - atomic_load_explicit(&l->head, memory_order_acquire) >= QUEUE) {
		if (!l->wait) {
			atomic_fetch_add_explicit(&l->lost, 1, memory_order_relaxed);
			return;
		}
		nap();
	}
	l->queue[tail % QUEUE] = *ev;
	atomic_store_explicit(&l->tail, tail + 1, memory_order_release);
}

/* Waits for the writer to have nothing left, so that two never write at once. */
static void drain(struct logger *l)
{
	while (atomic_load(&l->head) != atomic_load(&l->tail))
		nap();
}

void logger_banner(struct logger *l, const char *what, time_t wall)
{
	char line[LINE];
	struct strbuf out;

	drain(l);
	sb_init(&out, line, sizeof(line));
	sb_printf(&out, "******** %s %s ********", l->ops->banner, what);
	put_line(l, wall, line);
	flush(l);
}

bool logger_broken(const struct logger *l)
{
	return atomic_load(&l->broken);
}

uint64_t logger_lost(const struct logger *l)
{
	return atomic_load_explicit(&l->lost, memory_order_relaxed);
}

void logger_close(struct logger *l)
{
	if (!l)
		return;
	atomic_store(&l->closing, true);
	pthread_join(l->thread, NULL);
	free(l->queue);
	free(l);
}
