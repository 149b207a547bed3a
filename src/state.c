#include "state.h"

#include <errno.h>

#include "base/err.h"
#include "base/ethers.h"
#include "base/ports.h"
#include "import.h"

/* That nothing in the directory can be read has been said of the settings. */
static void warn_list(int rc, int settings_rc, const struct diag *why)
{
	if (rc != 0 && !(rc == settings_rc && (rc == -EACCES || rc == -ENOTDIR)))
		warn("%s", why->msg);
}

void state_load(struct settings *s)
{
	struct diag why;
	int rc;

	import_original();
	rc = settings_load(s);
	warn_list(ports_load(&why), rc, &why);
	warn_list(ethers_load(&why), rc, &why);
}
