#include "config/statefile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "config/statedir.h"
#include "sys/newfile.h"
#include "sys/textfile.h"

/* A process that stops with the lock must not hold up keys: a quarter of a second is waited. */
#define LOCK_TRIES   48
#define LOCK_WAIT_NS 5000000

static const char *reason(int err)
{
	return err == EBUSY ? "another program is saving" : textfile_reason(err);
}

static int complain(struct diag *why, const char *what, const char *path, int err)
{
	diag_set(why, 0, "cannot %s %.180s: %s", what, path, reason(err));
	return -err;
}

int statefile_read(const char *name, char **text, size_t *n, struct diag *why)
{
	char path[PATH_MAX];
	struct textfile f;
	int rc;

	*text = NULL;
	*n = 0;
	if (statedir_path(name, path, sizeof(path)) < 0)
		return complain(why, "read", name, ENAMETOOLONG);
	rc = textfile_read(&f, path, O_NOFOLLOW, STATEFILE_MAX);
	if (rc < 0)
		return complain(why, "read", path, -rc);
	*text = f.s;
	*n = f.n;
	return 0;
}

/* The directories that a path goes through.  0 or errno. */
static int make_dirs(char *path)
{
	for (char *p = path + 1; *p; p++) {
		int rc;

		if (*p != '/')
			continue;
		*p = '\0';
		rc = newfile_mkdir(AT_FDCWD, path, 0750);
		*p = '/';
		/* what is there already may be on a disk that cannot be written */
		if (rc < 0 && rc != -EEXIST && access(path, F_OK) < 0)
			return -rc;
	}
	return 0;
}

static int open_dir(const char *path, const char **base)
{
	const char *slash = strrchr(path, '/');
	char dir[PATH_MAX];
	int fd, err;

	*base = slash + 1;
	snprintf(dir, sizeof(dir), "%.*s", (int)(*base - path), path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 || errno != ENOENT)
		return fd < 0 ? -errno : fd;
	err = make_dirs(dir);
	if (err)
		return -err;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

void statefile_make_dir(void)
{
	char path[PATH_MAX];

	if (statedir_path("", path, sizeof(path)) == 0)
		make_dirs(path);
}

/* The lock's file: a process that can read it can lock it. */
static int open_lock(int dir)
{
	const int flags = O_NOFOLLOW | O_NONBLOCK;
	int fd = newfile_open(dir, ".lock", O_RDWR | flags, 0640);

	return fd == -EACCES ? newfile_open(dir, ".lock", O_RDONLY | flags, 0640) : fd;
}

/* Descriptor of the lock, or -errno. */
static int take_lock(int dir)
{
	const struct timespec pause = { .tv_nsec = LOCK_WAIT_NS };
	int fd = open_lock(dir), err = 0;

	for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		err = errno;
		if (err != EWOULDBLOCK && err != EINTR)
			break;
		nanosleep(&pause, NULL);
	}
	if (fd < 0)
		return fd;
	close(fd);
	return err == EWOULDBLOCK || err == EINTR ? -EBUSY : -err;
}

/* With the lock held: one name is enough, and what a crash left under it goes.  0 or errno. */
static int replace(int dir, const char *base, const char *text, size_t n, mode_t mode)
{
	char tmp[NAME_MAX + 1];
	int fd, err, len;

	len = snprintf(tmp, sizeof(tmp), ".%s.new", base);
	if (len < 0 || (size_t)len >= sizeof(tmp))
		return ENAMETOOLONG;
	unlinkat(dir, tmp, 0);
	fd = openat(dir, tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return errno;
	err = -newfile_write(fd, text, n);
	if (!err && fsync(fd) < 0)
		err = errno;
	if (!err && fchmod(fd, mode) < 0)
		err = errno;
	if (close(fd) < 0 && !err)
		err = errno;
	if (!err && renameat(dir, tmp, dir, base) < 0)
		err = errno;
	if (err)
		unlinkat(dir, tmp, 0);
	else
		fsync(dir);
	return err;
}

/* The new content, in memory that the caller frees.  0, or -errno with why set. */
static int make_text(statefile_edit_fn *edit, void *ctx, const char *old, size_t old_n, char **text,
		     size_t *n, struct diag *why)
{
	FILE *out = open_memstream(text, n);
	int rc;

	if (!out)
		return complain(why, "save", "a file", ENOMEM);
	rc = edit(ctx, old, old_n, out, why);
	if (fclose(out) != 0 && rc == 0)
		rc = complain(why, "save", "a file", ENOMEM);
	return rc;
}

/* With the lock held. */
static int edit_file(int dir, const char *path, const char *base, statefile_edit_fn *edit,
		     void *ctx, struct diag *why)
{
	struct textfile old;
	char *text = NULL;
	size_t n = 0;
	int rc = textfile_read(&old, path, O_NOFOLLOW, STATEFILE_MAX), err = 0;

	if (rc < 0 && rc != -ENOENT)
		return complain(why, "save", path, -rc);
	rc = make_text(edit, ctx, old.s ? old.s : "", old.n, &text, &n, why);
	if (rc == 0 && n > STATEFILE_MAX)
		rc = complain(why, "save", path, EFBIG);
	else if (rc == 0 && (!old.s || n != old.n || memcmp(old.s, text, n) != 0))
		err = replace(dir, base, text, n, old.s ? old.mode : 0640);
	if (rc == 0 && err)
		rc = complain(why, "save", path, err);
	free(old.s);
	free(text);
	return rc;
}

int statefile_edit(const char *name, statefile_edit_fn *edit, void *ctx, struct diag *why)
{
	char path[PATH_MAX];
	const char *base;
	int dir, lock, rc;

	if (statedir_path(name, path, sizeof(path)) < 0)
		return complain(why, "save", name, ENAMETOOLONG);
	dir = open_dir(path, &base);
	if (dir < 0)
		return complain(why, "save", path, -dir);
	lock = take_lock(dir);
	if (lock < 0) {
		close(dir);
		return complain(why, "save", path, -lock);
	}
	rc = edit_file(dir, path, base, edit, ctx, why);
	close(lock);
	close(dir);
	return rc;
}

struct line_edit {
	bool (*matches)(void *ctx, struct span line);
	void *ctx;
	const char *line, *head;
};

/* In place of a line that matches; its comment stays. */
static void put_instead(const char *line, struct span old, FILE *out)
{
	struct span comment = line_comment(old);

	fputs(line, out);
	if (comment.n)
		fprintf(out, " %.*s", (int)comment.n, comment.s);
	fputc('\n', out);
}

static int edit_lines(void *ctx, const char *old, size_t n, FILE *out, struct diag *why)
{
	const struct line_edit *e = ctx;
	struct lines l = { .text = old, .n = n };
	const char *line = e->line;

	(void)why;
	if (n == 0)
		fputs(e->head, out);
	while (lines_next(&l)) {
		if (!e->matches(e->ctx, l.line)) {
			fwrite(l.line.s, 1, l.line.n, out);
			fputc('\n', out);
		} else if (line) {
			put_instead(line, l.line, out);
			line = NULL;
		}
	}
	if (line)
		fprintf(out, "%s\n", line);
	return 0;
}

int statefile_put_line(const char *name, bool (*matches)(void *ctx, struct span line), void *ctx,
		       const char *line, const char *head, struct diag *why)
{
	struct line_edit e = { matches, ctx, line, head };

	return statefile_edit(name, edit_lines, &e, why);
}

struct content {
	const char *text;
	size_t n;
};

static int put_content(void *ctx, const char *old, size_t n, FILE *out, struct diag *why)
{
	const struct content *c = ctx;

	(void)old;
	(void)n;
	(void)why;
	fwrite(c->text, 1, c->n, out);
	return 0;
}

int statefile_save(const char *name, const char *text, size_t n, struct diag *why)
{
	struct content c = { text, n };

	return statefile_edit(name, put_content, &c, why);
}
