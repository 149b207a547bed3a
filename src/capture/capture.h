#ifndef CAPTURE_CAPTURE_H
#define CAPTURE_CAPTURE_H
/* Where frames come from: an AF_PACKET ring or a capture file.  One interface to both. */
#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "capture/counters.h"
#include "capture/frame.h"
#include "capture/ifaces.h"

struct capture;

/* Since the source was opened. */
struct capture_stats {
	uint64_t captured; /* frames that the reader's filters let pass (see frame_fn) */
	uint64_t dropped;  /* by the kernel, because the ring was full */
};

/*
 * Bytes kept of a frame, on the wire and from a file alike: the headers that are decoded, at their
 * longest.
 *   link header 24 (IPoIB; Ethernet 14), tags 8 x 4, PPPoE 8 or MPLS                 64
 *   IPv4 with options 60, IPv6 in it 40, extension headers 64                       164
 *   TCP with options 60, or an ICMPv6 error 8 that quotes IPv6 40 + 64 and 8        120
 * These make 348; the rest is for alignment.
 */
#define CAPTURE_BYTES 384

/* How a live source is to be opened. */
struct capture_live {
	int fd; /* rights.packet; borrowed by one capture after the other */
	const struct ifaces *ifs;
	const char *iface; /* by name: it may vanish and return; NULL: all */
	bool promiscuous;
	size_t ring_bytes;
	/* What the kernel drops; of the rest it keeps CAPTURE_BYTES.  len 0: it drops nothing. */
	struct sock_fprog program;
};
/*
 * The interface must exist and be up now (-ENODEV, -ENETDOWN, and why names those that are).
 * Returns 0 or -errno with why set.
 */
int capture_open_live(struct capture **cp, const struct capture_live *how, struct diag *why);

/*
 * A file (pcap, pcapng; "-": standard input), iface picking one of its interfaces, NULL all of
 * them.  What cannot be read ahead (a pipe) is searched for iface as it comes; then its want is an
 * error at the end. Returns 0, or -errno with why set (-ENODEV: no such interface in the file;
 * -ENOSYS: built without libpcap).
 */
int capture_open_file(struct capture **cp, const char *path, const char *iface, struct diag *why);
bool capture_is_live(const struct capture *c);

/*
 * For the capture thread.  capture_wait: 1 frames are ready, 0 time is up (timeout_ms, -1: none) or
 * capture_wake was called, -ENODATA the file has ended, other -errno trouble with the file
 * (capture_error tells).
 */
int capture_wait(struct capture *c, int timeout_ms);
/*
 * Hands the ready frames of one block (a ring's block, or up to 256 frames of a file) to fn. Frames
 * stay valid until capture_done.  Returns how many.
 */
unsigned capture_block(struct capture *c, frame_fn *fn, void *ctx);
void capture_done(struct capture *c);

/* From any thread: makes capture_wait return. */
void capture_wake(struct capture *c);
/* From any thread. */
void capture_stats(struct capture *c, struct capture_stats *out);

/*
 * What the source has counted itself.  False: it hands over every frame.  One thread at a time, and
 * not while the capture thread is in another call than capture_wait.
 */
bool capture_sample(struct capture *c, struct counters *out);

enum capture_state { CAPTURE_RUNNING, CAPTURE_DOWN, CAPTURE_GONE };
struct capture_status {
	enum capture_state state;
	char iface[IFNAMSIZ]; /* what the interface is called now; empty: all, or those of a file */
};
/* What capture_follow found changed. */
#define CAPTURE_NEW_STATE 0x1
#define CAPTURE_NEW_NAME  0x2
/*
 * After the interface list changed: follows the interface (down, gone, back, back under another
 * index, renamed) and fills in its status.  Returns what of it changed since the last call, or
 * since the source was opened: 0 nothing.  For the thread that owns ifs.  A file, and "all", are
 * always running; ifs may be NULL for a file.
 */
unsigned capture_follow(struct capture *c, const struct ifaces *ifs, struct capture_status *now);
/* Takes effect with the next capture_follow, by the same thread.  Files do not care. */
void capture_set_promiscuous(struct capture *c, bool on);
/* What went wrong with a file, NULL if nothing did. */
const char *capture_error(const struct capture *c);
/* NULL is fine. */
void capture_close(struct capture *c);
#endif
