#include "sys/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/landlock.h, which older systems do not have; the numbers are the same on all machines. */
#define NR_CREATE   444
#define NR_ADD	    445
#define NR_RESTRICT 446

#define ASK_VERSION  1
#define RULE_BENEATH 1

#define FS_EXECUTE     (1ull << 0)
#define FS_WRITE_FILE  (1ull << 1)
#define FS_READ_FILE   (1ull << 2)
#define FS_READ_DIR    (1ull << 3)
#define FS_REMOVE_DIR  (1ull << 4)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_DIR    (1ull << 7)
#define FS_MAKE_REG    (1ull << 8)
#define FS_ALL_1       ((1ull << 13) - 1)
#define FS_REFER       (1ull << 13) /* version 2 */
#define FS_TRUNCATE    (1ull << 14) /* version 3 */
#define FS_IOCTL_DEV   (1ull << 15) /* version 5 */
#define NET_BIND_TCP   (1ull << 0)  /* version 4 */
#define NET_CONNECT    (1ull << 1)
#define FILES_ALONE    (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

struct attr {
	uint64_t fs, net;
};

struct beneath {
	uint64_t access;
	int32_t fd;
} __attribute__((packed));

static uint64_t handled_fs; /* by the kernel */

static uint64_t fs_of(int version)
{
	return FS_ALL_1 | (version >= 2 ? FS_REFER : 0) | (version >= 3 ? FS_TRUNCATE : 0) |
	       (version >= 5 ? FS_IOCTL_DEV : 0);
}

int landlock_open(bool with_tcp)
{
	int version = (int)syscall(NR_CREATE, NULL, 0, ASK_VERSION);
	struct attr attr = { .fs = fs_of(version) };

	if (version < 1)
		return -1;
	handled_fs = attr.fs;
	if (version >= 4)
		attr.net = with_tcp ? NET_BIND_TCP : NET_BIND_TCP | NET_CONNECT;
	return (int)syscall(NR_CREATE, &attr, version >= 4 ? sizeof(attr) : sizeof(attr.fs), 0);
}

static uint64_t rights_of(unsigned access)
{
	uint64_t fs = 0;

	if (access & (LANDLOCK_READ | LANDLOCK_EXEC))
		fs |= FS_READ_FILE | FS_READ_DIR;
	if (access & LANDLOCK_EXEC)
		fs |= FS_EXECUTE;
	if (access & LANDLOCK_WRITE)
		fs |= FS_WRITE_FILE | FS_TRUNCATE;
	if (access & LANDLOCK_MANAGE)
		fs |= FS_MAKE_REG | FS_MAKE_DIR | FS_REMOVE_FILE | FS_REFER;
	return fs & handled_fs;
}

void landlock_allow_fd(int list, int fd, unsigned access)
{
	struct beneath rule = { .access = rights_of(access), .fd = fd };
	struct stat st;

	if (list < 0 || fstat(fd, &st) < 0)
		return;
	if (!S_ISDIR(st.st_mode))
		rule.access &= FILES_ALONE;
	/* pipes and sockets are in no tree: they may be opened, and are refused here */
	if (syscall(NR_ADD, list, RULE_BENEATH, &rule, 0) < 0)
		errno = 0;
}

void landlock_allow(int list, const char *path, unsigned access)
{
	int fd = list < 0 || !path || !*path ? -1 : open(path, O_PATH | O_CLOEXEC);

	if (fd < 0)
		return;
	landlock_allow_fd(list, fd, access);
	close(fd);
}

int landlock_close(int list)
{
	int rc = 0;

	if (list < 0)
		return 0;
	if (syscall(NR_RESTRICT, list, 0) < 0)
		rc = -errno;
	close(list);
	return rc;
}
