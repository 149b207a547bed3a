#ifndef CAPTURE_LIBPCAP_H
#define CAPTURE_LIBPCAP_H
/*
 * libpcap, found at run time: it brings a dozen libraries along, whose start-up code must not run
 * with privilege, nor at all when no capture file and no expression is asked for.
 */
#include "base/diag.h"

/*
 * Loads it, once; needs files and executable memory, so call it before the sandbox closes.  0, or
 * -ENOENT with why set when the library is missing, -ENOSYS in a program built without it.  The
 * main thread.
 */
int libpcap_load(struct diag *why);

#ifdef HAVE_LIBPCAP
#include <pcap/pcap.h>

/* What is used of it; valid once libpcap_load has returned 0. */
struct libpcap {
	pcap_t *(*open_dead)(int linktype, int snaplen);
	pcap_t *(*fopen_offline)(FILE *stream, u_int precision, char *error);
	int (*compile)(pcap_t *p, struct bpf_program *prog, const char *text, int optimize,
		       bpf_u_int32 netmask);
	void (*freecode)(struct bpf_program *prog);
	u_int (*filter)(const struct bpf_insn *prog, const u_char *data, u_int wirelen,
			u_int caplen);
	int (*datalink)(pcap_t *p);
	int (*next_ex)(pcap_t *p, struct pcap_pkthdr **h, const u_char **data);
	char *(*geterr)(pcap_t *p);
	void (*close)(pcap_t *p);
};
extern struct libpcap libpcap;

/* The library is not built for MemorySanitizer, which is told here of what it has written. */
static inline void libpcap_wrote(const void *p, size_t n)
{
#ifdef __has_feature
#if __has_feature(memory_sanitizer)
	void __msan_unpoison(const volatile void *, size_t);
	__msan_unpoison(p, n);
#endif
#endif
	(void)p;
	(void)n;
}
#endif
#endif
