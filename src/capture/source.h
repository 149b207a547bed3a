#ifndef CAPTURE_SOURCE_H
#define CAPTURE_SOURCE_H
/* What the two sources of frames have in common; for the files of this folder only. */
#include <stdatomic.h>
#include "capture/capture.h"

struct source_ops {
	bool live;
	int (*wait)(struct capture *c, int timeout_ms);
	/* Calls capture_took with what fn returned true for. */
	unsigned (*block)(struct capture *c, frame_fn *fn, void *ctx);
	void (*done)(struct capture *c);
	/* Sets what is not zero beside `captured`; NULL: nothing is. */
	void (*stats)(struct capture *c, struct capture_stats *out);
	/* NULL: it counts nothing itself. */
	bool (*sample)(struct capture *c, struct counters *out);
	/* What the interface is called as of the last `follow`; NULL: all, or those of a file. */
	const char *(*iface)(const struct capture *c);
	/* NULL: always running. */
	void (*set_promiscuous)(struct capture *c, bool on); /* NULL: of no use */
	enum capture_state (*follow)(struct capture *c, const struct ifaces *ifs);
	const char *(*error)(const struct capture *c);
	void (*close)(struct capture *c); /* frees c as well */
};

/* The first member of each source. */
struct capture {
	const struct source_ops *ops;
	int wake_fd; /* eventfd(2) that ends a wait */
	_Atomic uint64_t captured;
	struct capture_status status; /* as capture_follow reported it last */
};

static inline void capture_took(struct capture *c, unsigned frames)
{
	atomic_fetch_add_explicit(&c->captured, frames, memory_order_relaxed);
}

/* As capture_open_live and capture_open_file; one NULL: all.  wake_fd becomes the source's. */
int ring_open(struct capture **cp, int wake_fd, const struct capture_live *how,
	      const struct iface *one);
int savefile_open(struct capture **cp, int wake_fd, const char *path, const char *iface,
		  struct diag *why);
#endif
