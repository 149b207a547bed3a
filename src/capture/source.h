#ifndef CAPTURE_SOURCE_H
#define CAPTURE_SOURCE_H
/* What the two sources of frames have in common; for the files of this folder only. */
#include "capture/capture.h"

/*
 * Bytes kept of a frame, on the wire and from a file alike: the headers that are decoded, at their
 * longest. link header 24 (IPoIB; Ethernet 14) + tags 8 x 4 + PPPoE 8 or MPLS             64 IPv4
 * with options 60, IPv6 in it 40, extension headers 64                     164 TCP with options 60,
 * or an ICMPv6 error 8 that quotes IPv6 40 + 64 and 8      120 makes 348, and some for alignment.
 */
#define CAPTURE_SNAPLEN 384

struct source_ops {
	bool live;
	int (*wait)(struct capture *c, int timeout_ms);
	unsigned (*block)(struct capture *c, frame_fn *fn, void *ctx);
	void (*done)(struct capture *c);
	void (*stats)(struct capture *c, struct capture_stats *out);
	const char *(*iface)(const struct capture *c);
	enum capture_state (*follow)(struct capture *c, const struct ifaces *ifs);
	const char *(*error)(const struct capture *c);
	void (*close)(struct capture *c); /* frees c as well */
};

/* The first member of each source. */
struct capture {
	const struct source_ops *ops;
	int wake_fd; /* eventfd(2) that ends a wait */
};

/* As capture_open_live and capture_open_file; iface NULL: all.  wake_fd becomes the source's. */
int ring_open(struct capture **cp, int fd, int wake_fd, const struct ifaces *ifs,
	      const struct iface *iface, bool promisc, size_t ring_bytes);
int savefile_open(struct capture **cp, int wake_fd, const char *path, const char *iface,
		  struct diag *why);
#endif
