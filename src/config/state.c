#include "config/state.h"

#include <errno.h>

#include "sys/err.h"
#include "config/ethers.h"
#include "config/ports.h"

/* That nothing in the directory can be read has been said of the settings. */
static void warn_list(int rc, int settings_rc, const struct diag *why)
{
	if (rc != 0 && !(rc == settings_rc && (rc == -EACCES || rc == -ENOTDIR)))
		warn("%s", why->msg);
}

void state_load(struct config *s)
{
	struct diag why;
	int rc;

	rc = config_load(s);
	warn_list(ports_load(&why), rc, &why);
	warn_list(ethers_load(&why), rc, &why);
}
