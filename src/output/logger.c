#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "output/logger.h"
#include "output/sink.h"

#define QUEUE	 65536 /* events that may wait; a power of two */
#define REPORTS	 4     /* reports among them; a power of two */
#define LINE	 512
#define BUFFER	 65536
#define CHUNK	 4096	  /* PIPE_BUF: a pipe that polls writable takes it whole (pipe(7)) */
#define PAUSE_NS 20000000 /* the writer's nap when there is nothing to write, or no way to */
#define PATIENCE 3	  /* tries that a writing that does not go on gets at the end */
#define QUIET	 50	  /* naps without trouble after which it is over */
#define STUCK	 500	  /* naps without a step after which the end does not wait for the writer */
#define NICE	 5	  /* capturing comes first */

/* What else stands in the queue, beside events. */
enum {
	SLOT_REPORT = EVENT_KINDS,
	SLOT_LOSSES,
	SLOT_ROTATE,
	SLOT_REOPEN,
};

/* What ails the writer, where it is no errno. */
enum { TOO_SLOW = -1, NOT_REOPENED = -2 };

struct logger {
	struct log_target target;
	const struct log_ops *ops;
	const struct settings *set;
	char filter[160];
	bool wait;
	pthread_t thread;
	struct event *queue;
	_Atomic uint32_t head, tail; /* head: next to write; tail: next free; both count up */
	struct sink *report[REPORTS];
	_Atomic uint32_t report_head, report_tail;
	_Atomic uint64_t lost;
	atomic_bool closing, hasten, broken;
	atomic_bool ended;    /* the writer has */
	atomic_bool gone;     /* nobody reads standard output any more */
	bool stuck;	      /* it never will: a disk hangs */
	atomic_bool idle;     /* the buffer is written out */
	atomic_bool rotating; /* a rotation has been asked for */
	atomic_int trouble;   /* 0: none; errno, or one of the above */
	atomic_uint reopened;
	int news_fd;

	/* the writer's */
	bool reopen_due; /* failed, to be tried again */
	unsigned quiet;	 /* naps since the last trouble */
	unsigned naps;
	uint64_t lost_seen;
	time_t wall;	/* of the last event */
	time_t stamped; /* second of the text in stamp */
	char stamp[32];
	char buf[BUFFER];
	size_t len;

	/* the teller's */
	int told; /* trouble that was told of */
	uint64_t lost_told;
};

static void nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = PAUSE_NS }, NULL);
}

/* --- the writer --- */

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

/* Any thread; a system call only when all was well before. */
static void set_trouble(struct logger *l, int trouble)
{
	int none = 0;

	if (atomic_compare_exchange_strong(&l->trouble, &none, trouble))
		eventfd_write(l->news_fd, 1);
}

/* Called at each nap with nothing left to write. */
static void heal(struct logger *l)
{
	if (atomic_load(&l->trouble) == 0 || l->reopen_due || ++l->quiet < QUIET)
		return;
	l->quiet = 0;
	atomic_store(&l->trouble, 0);
	eventfd_write(l->news_fd, 1);
}

static void look_for_losses(struct logger *l)
{
	uint64_t lost = atomic_load(&l->lost);

	if (lost != l->lost_seen) {
		l->quiet = 0;
		set_trouble(l, TOO_SLOW);
	}
	l->lost_seen = lost;
}

static bool try_reopen(struct logger *l)
{
	int rc = logfile_reopen(l->target.file);

	l->reopen_due = rc < 0;
	if (rc < 0)
		set_trouble(l, NOT_REOPENED);
	return rc == 0;
}

static int target_fd(const struct logger *l)
{
	return l->target.file ? logfile_fd(l->target.file) : l->target.fd;
}

/* Bytes written, 0 when it cannot take any now, or -errno. */
static ssize_t try_write(const struct logger *l, const char *s, size_t n)
{
	struct pollfd p = { .fd = target_fd(l), .events = POLLOUT };
	ssize_t rc;

	if (poll(&p, 1, 100) <= 0)
		return 0;
	rc = write(p.fd, s, n);
	if (rc >= 0)
		return rc;
	return errno == EINTR || errno == EAGAIN ? 0 : -errno;
}

/* A full disk may have room again; a descriptor that is no good will never be better. */
static bool may_heal(const struct logger *l, int error)
{
	if (l->wait)
		return false;
	return l->target.file || error == ENOSPC || error == EDQUOT || error == EFBIG ||
	       error == EIO;
}

/* Nothing was written: what now?  Naps or, when all waiting is in vain, breaks the logger. */
static void endure(struct logger *l, ssize_t rc, int *refused)
{
	l->quiet = 0;
	if (rc == -EPIPE && !l->target.file)
		atomic_store(&l->gone, true);
	if (rc < 0 && rc != -EPIPE)
		set_trouble(l, (int)-rc);
	if (rc < 0 && !may_heal(l, (int)-rc)) {
		atomic_store(&l->broken, true);
		return;
	}
	if (rc == -EPIPE)
		set_trouble(l, EPIPE);
	look_for_losses(l);
	if ((atomic_load(&l->hasten) || (l->target.file && atomic_load(&l->closing))) &&
	    ++*refused >= PATIENCE)
		atomic_store(&l->broken, true);
	if (rc < 0)
		nap();
}

static size_t line_start(const char *s, size_t at)
{
	while (at > 0 && s[at - 1] != '\n')
		at--;
	return at;
}

/* Writes whole lines; those that are still unwritten when the logger breaks are lost. */
static void write_out(struct logger *l, const char *s, size_t len)
{
	size_t done = 0;
	int refused = 0;

	while (done < len && !atomic_load(&l->broken)) {
		size_t chunk = len - done < CHUNK || l->target.file ? len - done : CHUNK;
		ssize_t n = try_write(l, s + done, chunk);

		if (n > 0) {
			done += (size_t)n;
			continue;
		}
		endure(l, n, &refused);
		/* A new file may take what the old one does not; it begins with a whole line. */
		if (n < 0 && l->target.file && atomic_exchange(&l->rotating, false) &&
		    try_reopen(l))
			done = line_start(s, done);
	}
	if (done < len)
		atomic_fetch_add(&l->lost, sink_lines(s + done, len - done));
}

static void flush(struct logger *l)
{
	write_out(l, l->buf, l->len);
	l->len = 0;
	look_for_losses(l);
}

static void write_losses(struct strbuf *out, const struct event *ev)
{
	const struct {
		uint64_t n;
		const char *what;
	} losses[] = {
		{ ev->packets, "packets dropped by the kernel" },
		{ ev->opposite_packets, "log lines lost" },
		{ ev->bytes, "entries evicted" },
	};
	const char *sep = "";

	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
		if (!losses[i].n)
			continue;
		sb_printf(out, "%s%llu %s", sep, (unsigned long long)losses[i].n, losses[i].what);
		sep = ", ";
	}
}

static void write_own(struct logger *l, struct strbuf *out, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_STARTED:
	case EVENT_STOPPED:
		sb_printf(out, "******** %s %s ********", l->ops->banner,
			  ev->kind == EVENT_STARTED ? "started" : "stopped");
		if (ev->kind == EVENT_STARTED && *l->filter)
			sb_printf(out, " filter: %s", l->filter);
		break;
	case SLOT_LOSSES:
		write_losses(out, ev);
		break;
	case SLOT_ROTATE:
		sb_add(out, "***** USR1 signal received, preparing to reopen log file *****");
		break;
	case SLOT_REOPEN:
		sb_add(out, "***** Logfile reopened *****");
		break;
	default:
		l->ops->event(out, ev, l->set);
	}
}

static void put_line(struct logger *l, const struct event *ev)
{
	struct strbuf out;

	if (l->len + LINE > BUFFER)
		flush(l);
	sb_init(&out, l->buf + l->len, LINE - 1);
	sb_printf(&out, "%s; ", stamp(l, ev->wall));
	write_own(l, &out, ev);
	l->len += out.len;
	l->buf[l->len++] = '\n';
}

static void put_report(struct logger *l)
{
	uint32_t head = atomic_load(&l->report_head);
	struct sink *out = l->report[head % REPORTS];

	flush(l);
	write_out(l, out->s, out->len);
	atomic_fetch_add(&l->lost, out->lost);
	sink_free(out);
	atomic_store(&l->report_head, head + 1);
}

static void put_reopen(struct logger *l, const struct event *ev)
{
	flush(l);
	atomic_store(&l->rotating, false);
	if (try_reopen(l))
		put_line(l, ev);
	atomic_fetch_add(&l->reopened, 1);
	eventfd_write(l->news_fd, 1);
}

static void put(struct logger *l, const struct event *ev)
{
	l->wall = ev->wall;
	if (ev->kind == SLOT_REPORT)
		put_report(l);
	else if (ev->kind == SLOT_REOPEN)
		put_reopen(l, ev);
	else
		put_line(l, ev);
}

/* What a writer with nothing to write looks after: what could not be opened anew, or is gone. */
static void rest(struct logger *l)
{
	const struct event ev = { .kind = SLOT_REOPEN, .wall = l->wall };

	heal(l);
	if (l->target.file && ++l->naps % QUIET == 0 &&
	    (l->reopen_due || logfile_is_deleted(l->target.file)) && try_reopen(l))
		put_line(l, &ev);
	nap();
}

/* In a log file of events, an empty line stands between one run and the next. */
static void end_run(struct logger *l)
{
	if (!l->target.file || !l->ops->event || atomic_load(&l->broken))
		return;
	l->buf[0] = '\n';
	l->len = 1;
	flush(l);
}

static void *writer(void *arg)
{
	struct logger *l = arg;

	setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
	for (;;) {
		/* closing is read first: what was queued before it is written */
		bool closing = atomic_load(&l->closing);
		uint32_t head = atomic_load_explicit(&l->head, memory_order_relaxed);

		if (head == atomic_load_explicit(&l->tail, memory_order_acquire)) {
			flush(l);
			atomic_store(&l->idle, true);
			if (closing)
				break;
			rest(l);
			continue;
		}
		put(l, &l->queue[head % QUEUE]);
		atomic_store(&l->idle, false);
		atomic_store_explicit(&l->head, head + 1, memory_order_release);
	}
	end_run(l);
	atomic_store(&l->ended, true);
	return NULL;
}

int logger_open(struct logger **lp, struct log_target target, const struct log_ops *ops,
		const struct settings *set, bool wait)
{
	struct logger *l = calloc(1, sizeof(*l));
	int rc = ENOMEM;

	if (!l) {
		logfile_close(target.file);
		return -ENOMEM;
	}
	*l = (struct logger){ .target = target, .ops = ops, .set = set, .wait = wait };
	l->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	l->queue = l->news_fd < 0 ? NULL : malloc(QUEUE * sizeof(*l->queue));
	if (l->queue)
		rc = pthread_create(&l->thread, NULL, writer, l);
	if (rc) {
		if (l->news_fd >= 0)
			close(l->news_fd);
		logfile_close(target.file);
		free(l->queue);
		free(l);
		return -rc;
	}
	*lp = l;
	return 0;
}

/* --- who feeds it --- */

bool logger_has_room(const struct logger *l, uint32_t events)
{
	uint32_t used = atomic_load(&l->tail) - atomic_load(&l->head);

	return used + events <= QUEUE;
}

void logger_emit(void *ctx, const struct event *ev)
{
	struct logger *l = ctx;
	uint32_t tail = atomic_load_explicit(&l->tail, memory_order_relaxed);

	while (tail - atomic_load_explicit(&l->head, memory_order_acquire) >= QUEUE) {
		if (!l->wait) {
			atomic_fetch_add_explicit(&l->lost, 1, memory_order_relaxed);
			set_trouble(l, TOO_SLOW);
			return;
		}
		nap();
	}
	l->queue[tail % QUEUE] = *ev;
	atomic_store_explicit(&l->tail, tail + 1, memory_order_release);
}

static void emit_own(struct logger *l, int kind, time_t wall)
{
	struct event ev = { .kind = (uint8_t)kind, .wall = wall };

	logger_emit(l, &ev);
}

void logger_set_filter(struct logger *l, const char *filter)
{
	snprintf(l->filter, sizeof(l->filter), "%s", filter);
}

void logger_banner(struct logger *l, enum event_kind kind, time_t wall)
{
	emit_own(l, (int)kind, wall);
}

void logger_losses(struct logger *l, uint64_t dropped, uint64_t evicted, time_t wall)
{
	struct event ev = { .kind = SLOT_LOSSES,
			    .wall = wall,
			    .packets = dropped,
			    .opposite_packets = logger_lost(l),
			    .bytes = evicted };

	if (ev.packets || ev.opposite_packets || ev.bytes)
		logger_emit(l, &ev);
}

void logger_report(struct logger *l, const void *engine, const struct report_info *info)
{
	uint32_t tail = atomic_load(&l->report_tail);
	struct sink *out = calloc(1, sizeof(*out));

	if (!out)
		return;
	l->ops->report(out, engine, info);
	while (l->wait && !logger_broken(l) && tail - atomic_load(&l->report_head) >= REPORTS)
		nap();
	if (tail - atomic_load(&l->report_head) >= REPORTS || !logger_has_room(l, 1)) {
		atomic_fetch_add(&l->lost, sink_lines(out->s, out->len) + out->lost);
		sink_free(out);
		return;
	}
	l->report[tail % REPORTS] = out;
	atomic_store(&l->report_tail, tail + 1);
	emit_own(l, SLOT_REPORT, info->now.wall);
}

void logger_rotate_begin(struct logger *l, time_t wall)
{
	emit_own(l, SLOT_ROTATE, wall);
}

void logger_rotate_end(struct logger *l, time_t wall)
{
	emit_own(l, SLOT_REOPEN, wall);
}

/* --- everyone --- */

void logger_expect_rotation(struct logger *l)
{
	atomic_store(&l->rotating, true);
}

bool logger_has_file(const struct logger *l)
{
	return l->target.file != NULL;
}

bool logger_broken(const struct logger *l)
{
	return atomic_load(&l->broken);
}

bool logger_idle(const struct logger *l)
{
	return atomic_load(&l->head) == atomic_load(&l->tail) && atomic_load(&l->idle);
}

bool logger_reader_is_gone(const struct logger *l)
{
	return atomic_load(&l->gone);
}

void logger_hasten(struct logger *l)
{
	atomic_store(&l->hasten, true);
}

uint64_t logger_lost(const struct logger *l)
{
	return atomic_load_explicit(&l->lost, memory_order_relaxed);
}

int logger_news_fd(const struct logger *l)
{
	return l->news_fd;
}

bool logger_in_trouble(const struct logger *l)
{
	return atomic_load(&l->trouble) != 0;
}

static const char *trouble_text(int trouble)
{
	switch (trouble) {
	case TOO_SLOW:
		return "it takes lines too slowly";
	case NOT_REOPENED:
		return "it cannot be opened anew, so the old file is written on";
	default:
		return strerror(trouble);
	}
}

unsigned logger_news(struct logger *l, char *text, size_t n)
{
	const char *name = l->target.file ? logfile_name(l->target.file) : "standard output";
	int trouble = atomic_load(&l->trouble);
	uint64_t lost = logger_lost(l);
	eventfd_t v;

	text[0] = '\0';
	eventfd_read(l->news_fd, &v);
	if (trouble && !l->told)
		snprintf(text, n, "log %s: %s", name, trouble_text(trouble));
	else if (!trouble && l->told)
		snprintf(text, n, "log %s: it is written again, %llu lines lost", name,
			 (unsigned long long)(lost - l->lost_told));
	if (!trouble)
		l->lost_told = lost;
	l->told = trouble;
	return atomic_exchange(&l->reopened, 0);
}

static bool has_ended(const struct logger *l)
{
	uint32_t head = atomic_load(&l->head), now;

	for (int still = 0; still < STUCK && !atomic_load(&l->ended); still++) {
		nap();
		now = atomic_load(&l->head);
		if (now != head)
			still = 0;
		head = now;
	}
	return atomic_load(&l->ended);
}

void logger_finish(struct logger *l)
{
	if (atomic_exchange(&l->closing, true))
		return;
	l->stuck = !has_ended(l);
	if (l->stuck)
		atomic_fetch_add(&l->lost, atomic_load(&l->tail) - atomic_load(&l->head));
	else
		pthread_join(l->thread, NULL);
}

void logger_close(struct logger *l)
{
	if (!l)
		return;
	logger_finish(l);
	if (l->stuck)
		return; /* the writer still has all of it */
	logfile_close(l->target.file);
	close(l->news_fd);
	free(l->queue);
	free(l);
}
