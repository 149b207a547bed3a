#include "output/outlet.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fmt.h"

#define PIECE	 4096	  /* PIPE_BUF: a pipe that polls writable takes it whole (pipe(7)) */
#define PAUSE_NS 20000000 /* between two tries of a write that fails */
#define PATIENCE 3	  /* tries at the end, when nothing is taken */
#define QUIET	 50	  /* pauses without trouble after which it is over */

/* Troubles that are no errno. */
enum { TOO_SLOW = -1, NOT_REOPENED = -2, REPLACED = -3 };

uint64_t outlet_lines(const char *s, size_t len)
{
	uint64_t n = 0;

	for (const char *end = s + len; (s = memchr(s, '\n', (size_t)(end - s))); s++)
		n++;
	return n;
}

/* Any thread; a system call only when all was well before. */
static void set_trouble(struct outlet *o, int trouble)
{
	int none = 0;

	if (atomic_compare_exchange_strong(&o->trouble, &none, trouble))
		eventfd_write(o->news_fd, 1);
}

void outlet_lose(struct outlet *o, uint64_t lines)
{
	atomic_fetch_add_explicit(&o->lost, lines, memory_order_relaxed);
	set_trouble(o, TOO_SLOW);
}

static void look_for_losses(struct outlet *o)
{
	uint64_t lost = atomic_load(&o->lost);

	if (lost != o->lost_seen) {
		o->quiet = 0;
		set_trouble(o, TOO_SLOW);
	}
	o->lost_seen = lost;
}

bool outlet_reopen(struct outlet *o)
{
	int rc;

	atomic_store(&o->rotating, false);
	rc = logfile_reopen(o->target.file);
	o->reopen_due = rc < 0;
	if (rc < 0)
		set_trouble(o, rc == -ESTALE ? REPLACED : NOT_REOPENED);
	return rc == 0;
}

static int target_fd(const struct outlet *o)
{
	return o->target.file ? logfile_fd(o->target.file) : o->target.fd;
}

/* Bytes written, 0 when it cannot take any now, or -errno. */
static ssize_t try_write(const struct outlet *o, const char *s, size_t n)
{
	struct pollfd p = { .fd = target_fd(o), .events = POLLOUT };
	ssize_t rc;

	if (poll(&p, 1, 100) <= 0)
		return 0;
	rc = write(p.fd, s, n);
	if (rc >= 0)
		return rc;
	return errno == EINTR || errno == EAGAIN ? 0 : -errno;
}

/* A full disk may have room again; a descriptor that is no good will never be better. */
static bool may_heal(const struct outlet *o, int error)
{
	if (o->wait)
		return false;
	return o->target.file || error == ENOSPC || error == EDQUOT || error == EFBIG ||
	       error == EIO;
}

static bool must_end(const struct outlet *o)
{
	return atomic_load(&o->hasten) || (o->target.file && atomic_load(&o->closing));
}

/* Nothing was written (rc: 0, or -errno): waits a little, or breaks the outlet. */
static void endure(struct outlet *o, ssize_t rc, int *refused)
{
	bool breaks = rc < 0 && !may_heal(o, (int)-rc);

	o->quiet = 0;
	if (rc == -EPIPE && !o->target.file)
		atomic_store(&o->gone, true);
	/* before the trouble is news: who hears of it knows that it is permanent */
	if (breaks)
		atomic_store(&o->broken, true);
	if (rc < 0 && !atomic_load(&o->gone))
		set_trouble(o, (int)-rc);
	if (breaks)
		return;
	look_for_losses(o);
	if (must_end(o) && ++*refused >= PATIENCE)
		atomic_store(&o->broken, true);
	if (rc < 0)
		nanosleep(&(struct timespec){ .tv_nsec = PAUSE_NS }, NULL);
}

static size_t line_start(const char *s, size_t at)
{
	while (at > 0 && s[at - 1] != '\n')
		at--;
	return at;
}

/* Once: by the writer, or by the thread that has abandoned it. */
static void lose_rest(struct outlet *o)
{
	const char *rest = atomic_exchange(&o->rest, NULL);

	if (rest)
		atomic_fetch_add(&o->lost, outlet_lines(rest, (size_t)(o->rest_end - rest)));
}

void outlet_abandon(struct outlet *o)
{
	atomic_store(&o->broken, true);
	lose_rest(o);
}

/* Nothing happens once the writer is abandoned. */
static void set_rest(struct outlet *o, const char *was, const char *is)
{
	atomic_compare_exchange_strong(&o->rest, &was, is);
}

void outlet_write(struct outlet *o, const char *s, size_t len)
{
	size_t done = 0;
	int refused = 0;

	o->rest_end = s + len;
	atomic_store(&o->rest, s);
	while (done < len && !atomic_load(&o->broken)) {
		size_t piece = o->pieces && len - done > PIECE ? PIECE : len - done;
		ssize_t n = try_write(o, s + done, piece);

		atomic_store(&o->failing, n < 0);
		if (n > 0) {
			set_rest(o, s + done, s + done + n);
			done += (size_t)n;
			atomic_fetch_add(&o->steps, 1);
			continue;
		}
		endure(o, n, &refused);
		/* A new file may take what the old one does not; it begins with a whole line. */
		if (n < 0 && o->target.file && atomic_exchange(&o->rotating, false) &&
		    outlet_reopen(o)) {
			set_rest(o, s + done, s + line_start(s, done));
			done = line_start(s, done);
		}
	}
	lose_rest(o);
	atomic_fetch_add(&o->steps, 1);
	look_for_losses(o);
}

static void heal(struct outlet *o)
{
	if (atomic_load(&o->trouble) == 0 || o->reopen_due || ++o->quiet < QUIET)
		return;
	o->quiet = 0;
	atomic_store(&o->trouble, 0);
	eventfd_write(o->news_fd, 1);
}

bool outlet_rest(struct outlet *o)
{
	look_for_losses(o);
	heal(o);
	return o->target.file && ++o->naps % QUIET == 0 &&
	       (o->reopen_due || logfile_is_deleted(o->target.file)) && outlet_reopen(o);
}

static const char *trouble_text(int trouble)
{
	switch (trouble) {
	case TOO_SLOW:
		return "it takes lines too slowly";
	case NOT_REOPENED:
		return "it cannot be reopened, the old file is still used";
	case REPLACED:
		return "its directory was replaced: restart iptraf-ng to log there, "
		       "the old file is still used";
	default:
		return strerror(trouble);
	}
}

void outlet_news(struct outlet *o, char *text, size_t n)
{
	const char *name = o->target.file ? logfile_name(o->target.file) : "standard output";
	unsigned long long lost;
	eventfd_t v;
	int trouble;

	text[0] = '\0';
	eventfd_read(o->news_fd, &v);
	trouble = atomic_load(&o->trouble);
	lost = atomic_load(&o->lost);
	lost -= o->lost_told;
	if (trouble && !o->told)
		snprintf(text, n, "log %s: %s", name, trouble_text(trouble));
	else if (!trouble && o->told)
		snprintf(text, n, "log %s: it is written again, %llu %s lost", name, lost,
			 fmt_noun(lost, "line", "lines"));
	if (!trouble)
		o->lost_told += lost;
	o->told = trouble;
}

static bool is_regular(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

int outlet_open(struct outlet *o, struct outlet_target target, bool wait)
{
	int rc;

	o->target = target;
	o->wait = wait;
	o->pieces = !target.file && !is_regular(target.fd);
	o->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (o->news_fd >= 0)
		return 0;
	rc = -errno;
	logfile_close(target.file);
	return rc;
}

void outlet_close(struct outlet *o)
{
	logfile_close(o->target.file);
	close(o->news_fd);
}
