#include "sys/rights.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/capability.h>
#include <sys/prctl.h>

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
