#include "output/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "output/outside.h"
#include "sys/altstack.h"
#include "sys/newfile.h"

#define NICE	 10   /* capturing and logs come first */
#define STUCK_MS 3000 /* how long the end waits for a disk that hangs */

struct snapshot {
	struct snapshot_plan plan;
	char temp[NAME_MAX + 1], shown[160];
	pthread_t thread;
	bool started, stuck;
	int held; /* the file that has the name, locked; -1: none */
	int work_fd, done_fd, news_fd;
	atomic_bool closing;
	struct outside outside; /* where the thread is */
	atomic_int trouble; /* errno of the last write; 0: none */

	/* the thread's */
	void *state; /* the format's */
	struct out out;
	struct report report;
	_Atomic uint32_t steps;
	uint64_t failed;
	char *text; /* of a report */
	size_t len, size;
	bool no_memory;

	/* the main thread's */
	int told; /* trouble that was reported */
};

/* --- the file --- */

static int open_temp(const struct snapshot *s)
{
	const struct snapshot_file *f = &s->plan.file;
	int fd;

	unlinkat(f->dir_fd, s->temp, 0); /* of a run that was killed */
	fd = openat(f->dir_fd, s->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	/* the reader is another user */
	if (fchmod(fd, 0644) < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
		errno = 0; /* a file system without */
	return fd;
}

static int replace(struct snapshot *s)
{
	const struct snapshot_file *f = &s->plan.file;
	int fd = open_temp(s), rc = fd < 0 ? fd : newfile_write(fd, s->text, s->len);

	if (rc == 0 && renameat(f->dir_fd, s->temp, f->dir_fd, f->name) < 0)
		rc = -errno;
	if (rc < 0) {
		unlinkat(f->dir_fd, s->temp, 0);
		if (fd >= 0)
			close(fd);
		return rc;
	}
	if (s->held >= 0)
		close(s->held);
	s->held = fd;
	return 0;
}

/* --- the thread --- */

static void take_text(void *ctx, const char *text, size_t n)
{
	struct snapshot *s = ctx;

	if (s->len + n > s->size) {
		size_t size = 2 * (s->len + n);
		char *more = realloc(s->text, size);

		s->no_memory = s->no_memory || !more;
		if (!more)
			return;
		s->text = more;
		s->size = size;
	}
	memcpy(s->text + s->len, text, n);
	s->len += n;
}

static void make_text(struct snapshot *s, bool last)
{
	const struct table_lock *lock = &s->report.source.lock;
	struct run_state st = { .failed_writes = s->failed, .ended = last };

	table_lock(lock);
	s->plan.state(s->plan.ctx, &st);
	table_unlock(lock);
	s->len = 0;
	s->no_memory = false;
	report_begin(&s->report, &st);
	s->plan.format->report(s->state, &s->out, &s->report);
	out_flush(&s->out);
}

static void set_trouble(struct snapshot *s, int trouble)
{
	if (atomic_exchange(&s->trouble, trouble) != trouble)
		eventfd_write(s->news_fd, 1);
}

static int replace_outside(struct snapshot *s)
{
	int rc;

	outside_go(&s->outside);
	rc = replace(s);
	outside_return(&s->outside);
	return rc;
}

static void write_one(struct snapshot *s, bool last)
{
	int rc;

	make_text(s, last);
	rc = s->no_memory ? -ENOMEM : replace_outside(s);
	if (rc < 0)
		s->failed++;
	set_trouble(s, -rc);
}

static void *run_snapshot(void *arg)
{
	struct snapshot *s = arg;
	struct pollfd p = { .fd = s->work_fd, .events = POLLIN };
	bool last;

	altstack_use();
	setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
	do {
		/* closing is read first, so that the last one is written after it */
		last = atomic_load(&s->closing);
		write_one(s, last);
	} while (!last && poll(&p, 1, (int)s->plan.interval_s * 1000) >= 0);
	eventfd_write(s->done_fd, 1);
	return NULL;
}

/* --- the main thread --- */

/* Whether the file can be written, and no one else does. */
static int try_file(struct snapshot *s)
{
	const struct snapshot_file *f = &s->plan.file;
	struct stat st;
	int fd;

	if (snprintf(s->temp, sizeof(s->temp), ".%s.new", f->name) >= (int)sizeof(s->temp))
		return -ENAMETOOLONG;
	if (fstatat(f->dir_fd, f->name, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(st.st_mode))
		return -EINVAL;
	s->held = openat(f->dir_fd, f->name,
			 O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (s->held >= 0 && flock(s->held, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		return -EBUSY;
	fd = open_temp(s);
	if (fd < 0)
		return fd;
	close(fd);
	unlinkat(f->dir_fd, s->temp, 0);
	return 0;
}

static const char *reason(int rc)
{
	if (rc == -EBUSY)
		return "another instance writes to it";
	return rc == -EINVAL ? "it is no file" : strerror(-rc);
}

static int make(struct snapshot *s)
{
	s->work_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (s->work_fd < 0 || s->done_fd < 0 || s->news_fd < 0)
		return -errno;
	out_init(&s->out, take_text, s);
	s->report.source = *s->plan.source;
	s->state = calloc(1, s->plan.format->size);
	if (!s->state || report_init(&s->report, &s->steps) < 0)
		return -ENOMEM;
	return s->plan.format->prepare(s->state, s->plan.run);
}

int snapshot_open(struct snapshot **sp, const struct snapshot_plan *plan, struct diag *why)
{
	struct snapshot *s = calloc(1, sizeof(*s));
	char shown[160];
	int rc = s ? 0 : -ENOMEM;

	text_clean(shown, sizeof(shown), plan->file.path, true);
	if (s) {
		s->plan = *plan;
		s->held = s->work_fd = s->done_fd = s->news_fd = -1;
		memcpy(s->shown, shown, sizeof(shown));
		rc = try_file(s);
	}
	if (rc == 0)
		rc = make(s);
	if (rc < 0) {
		diag_set(why, 0, "cannot write metrics to %s: %s", shown, reason(rc));
		snapshot_close(s);
		return rc;
	}
	*sp = s;
	return 0;
}

int snapshot_start(struct snapshot *s, uint64_t begun_ms)
{
	int rc;

	s->report.source.begun_ms = begun_ms;
	rc = pthread_create(&s->thread, NULL, run_snapshot, s);
	s->started = rc == 0;
	return -rc;
}

int snapshot_news_fd(const struct snapshot *s)
{
	return s->news_fd;
}

void snapshot_news(struct snapshot *s, char *text, size_t n)
{
	int trouble = atomic_load(&s->trouble);
	eventfd_t v;

	text[0] = '\0';
	eventfd_read(s->news_fd, &v);
	if (trouble && !s->told)
		snprintf(text, n, "metrics %s: %s", s->shown, reason(-trouble));
	else if (!trouble && s->told)
		snprintf(text, n, "metrics %s: they are written again", s->shown);
	s->told = trouble;
}

bool snapshot_is_in_trouble(const struct snapshot *s)
{
	return atomic_load(&s->trouble) != 0;
}

void snapshot_finish(struct snapshot *s)
{
	struct pollfd p = { .fd = s->done_fd, .events = POLLIN };

	if (!s->started || s->stuck)
		return;
	atomic_store(&s->closing, true);
	eventfd_write(s->work_fd, 1);
	while (poll(&p, 1, STUCK_MS) <= 0 && !s->stuck)
		s->stuck = outside_abandon(&s->outside);
	if (s->stuck)
		pthread_detach(s->thread);
	else
		pthread_join(s->thread, NULL);
	s->started = false;
}

static void close_if(int fd)
{
	if (fd >= 0)
		close(fd);
}

void snapshot_close(struct snapshot *s)
{
	if (!s)
		return;
	snapshot_finish(s);
	if (s->stuck)
		return; /* its thread still uses it */
	if (s->state && s->plan.format->release)
		s->plan.format->release(s->state);
	free(s->state);
	report_fini(&s->report);
	free(s->text);
	close_if(s->held);
	close_if(s->work_fd);
	close_if(s->done_fd);
	close_if(s->news_fd);
	free(s);
}
