#include "sys/logplace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/newfile.h"

#define LINKS_MAX 40

/* Where a walk led. */
struct spot {
	int dir_fd; /* -1: nowhere yet */
	bool shared;
	char base[NAME_MAX + 1];
};

struct logplace {
	char *path;
	bool make_dir;
	int start_fd;	  /* what a relative path begins at */
	struct spot spot; /* in use */
	bool is_replaced; /* the path leads to another directory, which may not be used */
};

/* Where a walk is. */
struct walk {
	int dir_fd;
	bool shared, below_shared;
	int links;
	char *rest; /* of the path, not walked yet; allocated */
	char name[NAME_MAX + 1];
};

static void look_at_dir(struct walk *w)
{
	struct stat st;

	w->shared = w->below_shared || fstat(w->dir_fd, &st) < 0 ||
		    (st.st_mode & (S_IWOTH | S_IWGRP)) ||
		    (st.st_uid != 0 && st.st_uid != geteuid());
	w->below_shared = w->below_shared || (w->shared && !(st.st_mode & S_ISVTX));
}

/* Takes over fd. */
static void enter(struct walk *w, int fd)
{
	if (w->dir_fd >= 0)
		close(w->dir_fd);
	w->dir_fd = fd;
	look_at_dir(w);
}

static int enter_start(struct walk *w, const char *path, int start_fd)
{
	int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
	int fd = *path == '/' ? open("/", flags) : openat(start_fd, ".", flags);

	if (fd < 0)
		return -errno;
	enter(w, fd);
	return 0;
}

/* The next name of the path; true: it is the last. */
static int take_name(struct walk *w, bool *last)
{
	char *from = w->rest + strspn(w->rest, "/");
	size_t n = strcspn(from, "/");

	if (n > NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(w->name, from, n);
	w->name[n] = '\0';
	*last = from[n + strspn(from + n, "/")] == '\0';
	memmove(w->rest, from + n, strlen(from + n) + 1);
	return n ? 0 : -EISDIR;
}

/* In proc(5), links may lead where no path does: only the kernel can follow them. */
static bool is_magic(int dir_fd)
{
	struct stat proc, dir;

	return stat("/proc", &proc) == 0 && fstat(dir_fd, &dir) == 0 && proc.st_dev == dir.st_dev;
}

/* Puts what a link names in front of what is left. */
static int follow(struct walk *w, int link_fd)
{
	size_t rest = strlen(w->rest) + 1;
	char target[PATH_MAX], *path;
	ssize_t n = readlinkat(link_fd, "", target, sizeof(target));

	if (n < 0)
		return -errno;
	if (n == sizeof(target))
		return -ENAMETOOLONG;
	if (w->shared || ++w->links > LINKS_MAX)
		return -ELOOP;
	path = malloc((size_t)n + rest);
	if (!path)
		return -ENOMEM;
	memcpy(path, target, (size_t)n);
	memcpy(path + n, w->rest, rest);
	free(w->rest);
	w->rest = path;
	return *path == '/' ? enter_start(w, path, -1) : 0;
}

static int open_next(const struct walk *w, const char *name)
{
	int fd = openat(w->dir_fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* A directory on the way; one that is missing is made where the file would be in it. */
static int step(const struct logplace *p, struct walk *w)
{
	int fd = open_next(w, w->name), rc = 0;
	struct stat st;

	if (fd == -ENOENT && p->make_dir && !strchr(w->rest + strspn(w->rest, "/"), '/')) {
		rc = newfile_mkdir(w->dir_fd, w->name, 0750);
		fd = rc < 0 && rc != -EEXIST ? rc : open_next(w, w->name);
	}
	if (fd < 0)
		return fd;
	rc = fstat(fd, &st) < 0 ? -errno : 0;
	if (rc == 0 && S_ISDIR(st.st_mode)) {
		enter(w, fd);
		return 0;
	}
	if (rc == 0)
		rc = S_ISLNK(st.st_mode) ? follow(w, fd) : -ENOTDIR;
	close(fd);
	return rc;
}

/* 1: the last name is where the file is or will be; 0: a link, the walk continues. */
static int arrive(struct walk *w)
{
	int fd = open_next(w, w->name), rc = 1;
	struct stat st;

	if (fd < 0)
		return fd == -ENOENT ? 1 : fd;
	if (fstat(fd, &st) < 0)
		rc = -errno;
	else if (S_ISLNK(st.st_mode) && !is_magic(w->dir_fd))
		rc = follow(w, fd);
	close(fd);
	return rc;
}

static int walk(const struct logplace *p, struct walk *w)
{
	int rc = enter_start(w, p->path, p->start_fd);
	bool last;

	while (rc == 0) {
		rc = take_name(w, &last);
		if (rc == 0)
			rc = last ? arrive(w) : step(p, w);
	}
	return rc < 0 ? rc : 0;
}

static int find_spot(const struct logplace *p, struct spot *to)
{
	struct walk w = { .dir_fd = -1, .rest = strdup(p->path) };
	int rc = w.rest ? walk(p, &w) : -ENOMEM;

	free(w.rest);
	to->dir_fd = w.dir_fd;
	to->shared = w.shared;
	memcpy(to->base, w.name, sizeof(to->base));
	if (rc == 0 || w.dir_fd < 0)
		return rc;
	close(w.dir_fd);
	to->dir_fd = -1;
	return rc;
}

struct logplace *logplace_new(const char *path, bool make_dir)
{
	struct logplace *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->make_dir = make_dir;
	p->spot.dir_fd = p->start_fd = -1;
	p->path = strdup(path);
	if (*path != '/')
		p->start_fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (!p->path) {
		logplace_free(p);
		return NULL;
	}
	return p;
}

void logplace_free(struct logplace *p)
{
	if (!p)
		return;
	if (p->spot.dir_fd >= 0)
		close(p->spot.dir_fd);
	if (p->start_fd >= 0)
		close(p->start_fd);
	free(p->path);
	free(p);
}

static int check_file(bool shared, int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (S_ISBLK(st.st_mode))
		return -EINVAL;
	if (shared && st.st_uid != geteuid())
		return -EPERM;
	return shared && S_ISREG(st.st_mode) && st.st_nlink > 1 ? -EMLINK : 0;
}

static int open_in(const struct spot *at)
{
	int flags = O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK, rc, fd;

	/* a link that is there now is new, or the kernel's own */
	if (at->shared || !is_magic(at->dir_fd))
		flags |= O_NOFOLLOW;
	fd = newfile_open(at->dir_fd, at->base, flags, 0640);
	rc = fd < 0 ? fd : check_file(at->shared, fd);
	if (rc < 0 && fd >= 0)
		close(fd);
	return rc < 0 ? rc : fd;
}

static bool is_same_dir(const struct spot *a, const struct spot *b)
{
	struct stat is, was;

	return fstat(a->dir_fd, &is) == 0 && fstat(b->dir_fd, &was) == 0 &&
	       is.st_dev == was.st_dev && is.st_ino == was.st_ino;
}

int logplace_open(struct logplace *p)
{
	struct spot now;
	int rc = find_spot(p, &now), fd;

	p->is_replaced = false;
	if (rc < 0)
		return p->spot.dir_fd < 0 || rc == -ELOOP ? rc : open_in(&p->spot);
	fd = open_in(&now);
	/* the sandbox knows the old directory only */
	if (fd == -EACCES && p->spot.dir_fd >= 0 && !is_same_dir(&now, &p->spot)) {
		close(now.dir_fd);
		p->is_replaced = true;
		return open_in(&p->spot);
	}
	if (p->spot.dir_fd >= 0)
		close(p->spot.dir_fd);
	p->spot = now;
	return fd;
}

bool logplace_is_replaced(const struct logplace *p)
{
	return p->is_replaced;
}
