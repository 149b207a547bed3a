#include "capture/libpcap.h"

#include <errno.h>

#ifdef HAVE_LIBPCAP
#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

struct libpcap libpcap;

static void *open_library(void)
{
	/* by its major version: Debian's name, that of others */
	static const char *const names[] = { "libpcap.so.0.8", "libpcap.so.1" };
	void *lib = NULL;

	for (size_t i = 0; !lib && i < sizeof(names) / sizeof(names[0]); i++)
		lib = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	return lib;
}

/* ISO C knows no conversion from what dlsym(3) returns; POSIX says that the bytes are the same. */
static bool take(void *lib, const char *name, void *member)
{
	void *at = dlsym(lib, name);

	memcpy(member, &at, sizeof(at));
	return at != NULL;
}

static bool take_all(void *lib, struct libpcap *p)
{
	return take(lib, "pcap_open_dead", &p->open_dead) &&
	       take(lib, "pcap_fopen_offline_with_tstamp_precision", &p->fopen_offline) &&
	       take(lib, "pcap_compile", &p->compile) && take(lib, "pcap_freecode", &p->freecode) &&
	       take(lib, "bpf_filter", &p->filter) && take(lib, "pcap_datalink", &p->datalink) &&
	       take(lib, "pcap_next_ex", &p->next_ex) && take(lib, "pcap_geterr", &p->geterr) &&
	       take(lib, "pcap_close", &p->close);
}

int libpcap_load(struct diag *why)
{
	static bool loaded;
	void *lib = loaded ? NULL : open_library();

	loaded = loaded || (lib && take_all(lib, &libpcap));
	if (loaded)
		return 0;
	diag_set(why, 0, "%s",
		 lib ? "libpcap is too old"
		     : "capture files and expressions need libpcap (the library libpcap.so), "
		       "which is not installed");
	return -ENOENT;
}

#else

int libpcap_load(struct diag *why)
{
	diag_set(why, 0,
		 "this program was built without libpcap, so it knows no capture files and no "
		 "expressions");
	return -ENOSYS;
}
#endif
