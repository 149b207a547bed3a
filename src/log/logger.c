#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "log/log.h"

#define QUEUE	 65536 /* events that may wait; a power of two */
#define LINE	 512
#define BUFFER	 65536
#define CHUNK	 4096	  /* PIPE_BUF: a pipe that polls writable takes it whole (pipe(7)) */
#define PAUSE_NS 20000000 /* the writer's nap when there is nothing to write */
#define PATIENCE 3	  /* polls of 100 ms that a reader who stands still gets at the end */

struct logger {
	int fd;
	const struct log_ops *ops;
	const struct options *opt;
	bool wait;
	pthread_t thread;
	struct event *queue;
	_Atomic uint32_t head, tail; /* head: next to write; tail: next free; both count up */
	_Atomic uint64_t lost;
	atomic_bool closing, hasten, broken;
	atomic_bool idle; /* the buffer is written out */
	/* the writer's, and a report's while it is written */
	pthread_mutex_t out_lock;
	time_t stamped; /* second of the text in stamp */
	char stamp[32];
	char buf[BUFFER];
	size_t len;
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

/*
 * Writes the buffer out; a descriptor that takes nothing holds the writer, not the program's end.
 */
static void flush(struct logger *l)
{
	size_t done = 0;
	int refused = 0;

	while (done < l->len && !atomic_load(&l->broken)) {
		struct pollfd p = { .fd = l->fd, .events = POLLOUT };
		size_t chunk = l->len - done < CHUNK ? l->len - done : CHUNK;
		ssize_t n = 0;

		if (poll(&p, 1, 100) > 0)
			n = write(l->fd, l->buf + done, chunk);
		if (n > 0)
			done += (size_t)n;
		else if (n < 0 && errno != EINTR && errno != EAGAIN)
			atomic_store(&l->broken, true);
		else if (atomic_load(&l->hasten) && ++refused >= PATIENCE)
			atomic_store(&l->broken, true);
	}
	l->len = 0;
}

static void put_event(struct logger *l, const struct event *ev)
{
	struct strbuf out;

	if (l->len + LINE > BUFFER)
		flush(l);
	sb_init(&out, l->buf + l->len, LINE - 1);
	sb_printf(&out, "%s; ", stamp(l, ev->wall));
	if (ev->kind == EVENT_STARTED || ev->kind == EVENT_STOPPED)
		sb_printf(&out, "******** %s %s ********", l->ops->banner,
			  ev->kind == EVENT_STARTED ? "started" : "stopped");
	else
		l->ops->event(&out, ev, l->opt);
	l->len += out.len;
	l->buf[l->len++] = '\n';
}

static void nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = PAUSE_NS }, NULL);
}

static void *writer(void *arg)
{
	struct logger *l = arg;

	for (;;) {
		/* closing is read first: what was queued before it is written */
		bool closing = atomic_load(&l->closing);
		uint32_t head = atomic_load_explicit(&l->head, memory_order_relaxed);

		if (head == atomic_load_explicit(&l->tail, memory_order_acquire)) {
			pthread_mutex_lock(&l->out_lock);
			flush(l);
			pthread_mutex_unlock(&l->out_lock);
			atomic_store(&l->idle, true);
			if (closing)
				return NULL;
			nap();
			continue;
		}
		pthread_mutex_lock(&l->out_lock);
		put_event(l, &l->queue[head % QUEUE]);
		pthread_mutex_unlock(&l->out_lock);
		atomic_store(&l->idle, false);
		atomic_store_explicit(&l->head, head + 1, memory_order_release);
	}
}

int logger_open(struct logger **lp, int fd, const struct log_ops *ops, const struct options *opt,
		bool wait)
{
	struct logger *l = calloc(1, sizeof(*l));
	int rc = ENOMEM;

	if (!l)
		return -ENOMEM;
	l->fd = fd;
	l->ops = ops;
	l->opt = opt;
	l->wait = wait;
	pthread_mutex_init(&l->out_lock, NULL);
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

void logger_banner(struct logger *l, enum event_kind kind, time_t wall)
{
	struct event ev = { .kind = (uint8_t)kind, .wall = wall };

	logger_emit(l, &ev);
}

void sink_printf(struct sink *out, const char *fmt, ...)
{
	struct logger *l = (struct logger *)out;
	va_list ap;
	int n;

	if (l->len + LINE > BUFFER)
		flush(l);
	va_start(ap, fmt);
	n = vsnprintf(l->buf + l->len, LINE, fmt, ap);
	va_end(ap);
	if (n > 0)
		l->len += n < LINE ? (size_t)n : LINE - 1;
}

void logger_report(struct logger *l, const void *engine, const struct report_info *info)
{
	while (!logger_idle(l) && !logger_broken(l))
		nap();
	pthread_mutex_lock(&l->out_lock);
	l->ops->report((struct sink *)l, engine, info);
	flush(l);
	pthread_mutex_unlock(&l->out_lock);
}

bool logger_broken(const struct logger *l)
{
	return atomic_load(&l->broken);
}

bool logger_idle(const struct logger *l)
{
	return atomic_load(&l->head) == atomic_load(&l->tail) && atomic_load(&l->idle);
}

void logger_hasten(struct logger *l)
{
	atomic_store(&l->hasten, true);
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
