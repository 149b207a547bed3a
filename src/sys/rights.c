#include "sys/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/resolver.h"

/* A raw socket.  Where standard input or output is closed, it must not get their number. */
static int open_raw(int family, int protocol)
{
	int low = socket(family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol), fd;

	if (low < 0 || low > STDERR_FILENO)
		return low < 0 ? -errno : low;
	fd = fcntl(low, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (fd < 0)
		fd = -errno;
	close(low);
	return fd;
}

static int drop_bounding(void)
{
	for (cap_value_t cap = 0; cap_get_bound(cap) >= 0; cap++) {
		/*
		 * Without CAP_SETPCAP (a file capability for CAP_NET_RAW alone, or an ordinary
		 * user) the bounding set stays.  It grants nothing: it only limits what an
		 * execve(2) may gain, and under no_new_privs that is nothing.
		 */
		if (cap_drop_bound(cap) < 0)
			return errno == EPERM ? 0 : -errno;
	}
	return 0;
}

static int drop_sets(void)
{
	cap_t none = cap_init();
	int rc = none ? 0 : -ENOMEM;

	/* The ambient set goes with permitted and inheritable; kernels without one say EINVAL. */
	if (rc == 0 && cap_reset_ambient() < 0 && errno != EINVAL)
		rc = -errno;
	if (rc == 0 && cap_set_proc(none) < 0)
		rc = -errno;
	cap_free(none);
	return rc;
}

static bool holds_any(void)
{
	cap_t none = cap_init(), now = cap_get_proc();
	bool any = !none || !now || cap_compare(none, now) != 0;

	for (cap_value_t cap = 0; cap_get_bound(cap) >= 0; cap++)
		any = any || cap_get_ambient(cap) > 0;
	cap_free(none);
	cap_free(now);
	return any;
}

int rights_drop(void)
{
	int rc = drop_bounding();

	if (rc == 0)
		rc = drop_sets();
	if (rc == 0 && holds_any())
		rc = -EPERM;
	if (rc == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		rc = -errno;
	if (rc == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		rc = -errno;
	return rc;
}

static bool set_id;

bool rights_are_set_id(void)
{
	return set_id;
}

/* A set-user-ID or set-group-ID program continues as the user who started it. */
static int make_ids_equal(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();

	if (uid == geteuid() && gid == getegid())
		return 0;
	set_id = true;
	/* groups first: without root's identity they could not be changed any more */
	if (setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0)
		return -errno;
	return getuid() == geteuid() && getgid() == getegid() ? 0 : -EPERM;
}

int rights_open(struct rights *r, char **argv)
{
	int rc;

	/* Protocol 0: no frame reaches the socket before it is bound to a protocol. */
	r->packet = open_raw(AF_PACKET, 0);
	r->rtnetlink = open_raw(AF_NETLINK, NETLINK_ROUTE);
	/* it gives up more than we do, for which it needs what we have */
	r->resolver = resolver_fork(argv);
	rc = make_ids_equal();
	return rc < 0 ? rc : rights_drop();
}
