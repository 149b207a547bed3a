/*
 * How it works (packet(7), Documentation/networking/packet_mmap.rst): the kernel copies the head of
 * each frame into a ring of blocks that it shares with us.  A block is handed over when it is full,
 * or RETIRE_MS after it was begun; we read all of its frames where they lie and hand it back by
 * writing its status.  While there are frames there is no system call per frame nor per block.
 *
 * One packet socket serves one capture after the other, with no capability, because the ring, the
 * filter and the binding can all be exchanged on it.  Between two captures it is parked: a filter
 * that keeps nothing, and bound to a protocol number that no frame has (to bind(2), protocol 0
 * means "as before").  While parked it is given the ring; then it is bound, and only then does the
 * filter let frames in, so that no frame of another interface gets into a ring.
 *
 * Two threads: the capture thread waits for blocks and reads them; the main thread opens, follows
 * the interface and closes.  They share the descriptor and the kernel's lock on it, and nothing
 * else.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "capture/promisc.h"
#include "capture/source.h"

/* So small that a trickle, which takes a block each RETIRE_MS, fills 32 MiB in no less than 5 s. */
#define BLOCK_BYTES (128u << 10)
#define RING_MIN    (1u << 20)
/* Well under the 50 ms between two updates of a screen. */
#define RETIRE_MS 20
/* Only has to divide a block; frames lie in it as close as their length allows. */
#define SLOT_BYTES 2048u
/* An ethertype that is reserved (RFC 1701) and never sent. */
#define PROTOCOL_NONE 0xffff

struct ring {
	struct capture base;
	int fd; /* borrowed */
	uint8_t *map;
	bool vnet;	       /* a struct virtio_net_hdr lies before each frame */
	unsigned blocks, next; /* next: the block that comes next */

	bool all, promiscuous;
	int ifindex;	     /* when not all */
	char name[IFNAMSIZ]; /* the last that it had */
	struct promisc promisc;

	pthread_mutex_t stats_lock;
	uint64_t dropped;
};

static struct ring *ring_of(struct capture *c)
{
	return (struct ring *)c;
}

/* --- the socket --- */

static int set_option(int fd, int option, const void *value, socklen_t n)
{
	return setsockopt(fd, SOL_PACKET, option, value, n) < 0 ? -errno : 0;
}

static int set_program(int fd, const struct sock_fprog *program)
{
	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, program, sizeof(*program)) < 0 ? -errno
											   : 0;
}

/* Keeps the first `bytes` bytes of each frame; 0: keeps no frame. */
static int set_snaplen(int fd, unsigned bytes)
{
	struct sock_filter ret = BPF_STMT(BPF_RET | BPF_K, bytes);

	return set_program(fd, &(struct sock_fprog){ .len = 1, .filter = &ret });
}

static int bind_to(int fd, uint16_t protocol, int ifindex)
{
	struct sockaddr_ll sll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(protocol),
		.sll_ifindex = ifindex,
	};

	return bind(fd, (struct sockaddr *)&sll, sizeof(sll)) < 0 ? -errno : 0;
}

/* The interface that the kernel has us bound to; -1 once it is gone, also when its index is used
 * again. */
static int bound_to(int fd)
{
	struct sockaddr_ll sll = { .sll_ifindex = -1 };
	socklen_t n = sizeof(sll);

	getsockname(fd, (struct sockaddr *)&sll, &n);
	return sll.sll_ifindex;
}

static int park(int fd)
{
	const struct tpacket_req3 none = { 0 };
	int rc = set_snaplen(fd, 0);

	if (rc == 0)
		rc = bind_to(fd, PROTOCOL_NONE, 0);
	/* Fails when there was no ring yet, and tells nothing. */
	set_option(fd, PACKET_RX_RING, &none, sizeof(none));
	return rc;
}

/* Link down and interface gone make poll(2) return at once until somebody reads the error. */
static int clear_error(int fd)
{
	int error = 0;
	socklen_t n = sizeof(error);

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n);
	return error;
}

static uint32_t take_drops(int fd)
{
	struct tpacket_stats_v3 st = { 0 };
	socklen_t n = sizeof(st);

	/* Reading sets the kernel's counters to zero. */
	return getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &st, &n) < 0 ? 0 : st.tp_drops;
}

/* --- opening --- */

static int ask_ring(int fd, unsigned blocks)
{
	struct tpacket_req3 req = {
		.tp_block_size = BLOCK_BYTES,
		.tp_block_nr = blocks,
		.tp_frame_size = SLOT_BYTES,
		.tp_frame_nr = BLOCK_BYTES / SLOT_BYTES * blocks,
		.tp_retire_blk_tov = RETIRE_MS,
	};

	return set_option(fd, PACKET_RX_RING, &req, sizeof(req));
}

/* As large as asked for or, where that much memory cannot be had, as large as can. */
static int make_ring(struct ring *r, size_t bytes)
{
	int version = TPACKET_V3, on = 1;
	int rc = set_option(r->fd, PACKET_VERSION, &version, sizeof(version));

	if (rc < 0)
		return rc;
	/* Without it a super-packet counts as one. */
	r->vnet = set_option(r->fd, PACKET_VNET_HDR, &on, sizeof(on)) == 0;
	if (bytes < RING_MIN)
		bytes = RING_MIN;
	do {
		r->blocks = (unsigned)(bytes / BLOCK_BYTES);
		rc = ask_ring(r->fd, r->blocks);
		bytes /= 2;
	} while (rc == -ENOMEM && bytes >= RING_MIN);
	if (rc < 0)
		return rc;
	/* Every page is mapped right here; there is nothing for MAP_POPULATE to do. */
	r->map = mmap(NULL, (size_t)r->blocks * BLOCK_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
		      r->fd, 0);
	if (r->map == MAP_FAILED) {
		r->map = NULL;
		return -errno;
	}
	return 0;
}

static int let_in(struct ring *r, const struct sock_fprog *program)
{
	if (program->len == 0)
		return set_snaplen(r->fd, CAPTURE_BYTES);
	return set_program(r->fd, program);
}

static int start(struct ring *r, const struct capture_live *how)
{
	int rc = park(r->fd);

	if (rc == 0)
		rc = make_ring(r, how->ring_bytes);
	if (rc < 0)
		return rc;
	clear_error(r->fd);
	take_drops(r->fd);
	rc = bind_to(r->fd, ETH_P_ALL, r->all ? 0 : r->ifindex);
	return rc < 0 ? rc : let_in(r, &how->program);
}

static void stop(struct ring *r)
{
	promisc_leave(&r->promisc);
	set_snaplen(r->fd, 0);
	if (r->map)
		munmap(r->map, (size_t)r->blocks * BLOCK_BYTES);
	park(r->fd);
	pthread_mutex_destroy(&r->stats_lock);
	free(r);
}

static void ring_close(struct capture *c)
{
	stop(ring_of(c));
}

/* --- the capture thread --- */

static struct tpacket_block_desc *next_block(const struct ring *r)
{
	return (struct tpacket_block_desc *)(r->map + (size_t)r->next * BLOCK_BYTES);
}

static bool block_is_ready(const struct ring *r)
{
	const struct tpacket_hdr_v1 *h = &next_block(r)->hdr.bh1;

	return __atomic_load_n(&h->block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER;
}

static int ring_wait(struct capture *c, int timeout_ms)
{
	struct ring *r = ring_of(c);
	struct pollfd pfd[] = {
		{ .fd = r->fd, .events = POLLIN },
		{ .fd = c->wake_fd, .events = POLLIN },
	};
	eventfd_t v;

	if (block_is_ready(r))
		return 1;
	if (poll(pfd, 2, timeout_ms) <= 0)
		return 0;
	if (pfd[0].revents & POLLERR)
		clear_error(r->fd);
	if (pfd[1].revents)
		eventfd_read(c->wake_fd, &v);
	return block_is_ready(r);
}

/* The kernel's note of how a super-packet is split is in front of it (struct virtio_net_hdr). */
static uint16_t segment_size(const uint8_t *frame)
{
	struct virtio_net_hdr v;

	memcpy(&v, frame - sizeof(v), sizeof(v));
	return v.gso_type == VIRTIO_NET_HDR_GSO_NONE ? 0 : v.gso_size;
}

static void fill_frame(const struct ring *r, struct frame *f, const struct tpacket3_hdr *h)
{
	const uint8_t *base = (const uint8_t *)h;
	const struct sockaddr_ll *sll =
		(const void *)(base + TPACKET_ALIGN(sizeof(struct tpacket3_hdr)));

	*f = (struct frame){
		.data = base + h->tp_mac,
		.caplen = h->tp_snaplen,
		.wirelen = h->tp_len,
		.arphrd = sll->sll_hatype,
		.protocol = ntohs(sll->sll_protocol),
		.segsize = r->vnet ? segment_size(base + h->tp_mac) : 0,
		.pkttype = sll->sll_pkttype,
		.ifindex = sll->sll_ifindex,
		.ts_ns = (uint64_t)h->tp_sec * 1000000000 + h->tp_nsec,
	};
	if (h->tp_status & TP_STATUS_VLAN_VALID) {
		f->vlan_tci = (uint16_t)h->hv1.tp_vlan_tci;
		f->vlan_tpid = h->tp_status & TP_STATUS_VLAN_TPID_VALID ? h->hv1.tp_vlan_tpid
									: ETH_P_8021Q;
	}
}

static unsigned ring_block(struct capture *c, frame_fn *fn, void *ctx)
{
	struct ring *r = ring_of(c);
	const struct tpacket_block_desc *b = next_block(r);
	const uint8_t *p = (const uint8_t *)b + b->hdr.bh1.offset_to_first_pkt;
	unsigned n = b->hdr.bh1.num_pkts, took = 0;

	for (unsigned i = 0; i < n; i++) {
		const struct tpacket3_hdr *h = (const void *)p;
		struct frame f;

		fill_frame(r, &f, h);
		took += fn(ctx, &f);
		p += h->tp_next_offset;
	}
	capture_took(c, took);
	return n;
}

static void ring_done(struct capture *c)
{
	struct ring *r = ring_of(c);

	__atomic_store_n(&next_block(r)->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	r->next = (r->next + 1) % r->blocks;
}

/* --- any thread --- */

static void ring_stats(struct capture *c, struct capture_stats *out)
{
	struct ring *r = ring_of(c);

	pthread_mutex_lock(&r->stats_lock);
	r->dropped += take_drops(r->fd);
	out->dropped = r->dropped;
	pthread_mutex_unlock(&r->stats_lock);
}

/* --- the main thread --- */

/*
 * The one that we are bound to, whatever it is called by now; once it is gone, one that has come
 * under the name it had.
 */
static const struct iface *find_followed(const struct ring *r, const struct ifaces *ifs)
{
	if (bound_to(r->fd) == r->ifindex)
		return ifaces_find_index(ifs, r->ifindex);
	return ifaces_find(ifs, r->name);
}

/* The ring stays, with the frames that are in it. */
static bool rebind(struct ring *r, const struct iface *i)
{
	if (bound_to(r->fd) == i->index)
		return true;
	if (bind_to(r->fd, ETH_P_ALL, i->index) < 0)
		return false;
	r->ifindex = i->index;
	return true;
}

static void ring_set_promiscuous(struct capture *c, bool on)
{
	struct ring *r = ring_of(c);

	r->promiscuous = on;
	if (!on)
		promisc_leave(&r->promisc);
}

static enum capture_state ring_follow(struct capture *c, const struct ifaces *ifs)
{
	struct ring *r = ring_of(c);
	const struct iface *i = r->all ? NULL : find_followed(r, ifs);

	if (!r->all && (!i || !rebind(r, i)))
		return CAPTURE_GONE;
	if (r->promiscuous)
		promisc_follow(&r->promisc, ifs, r->all ? 0 : r->ifindex);
	if (!i)
		return CAPTURE_RUNNING;
	memcpy(r->name, i->name, sizeof(r->name));
	return iface_is_up(i) ? CAPTURE_RUNNING : CAPTURE_DOWN;
}

static const char *ring_iface(const struct capture *c)
{
	const struct ring *r = (const struct ring *)c;

	return r->all ? NULL : r->name;
}

static const char *ring_error(const struct capture *c)
{
	(void)c;
	return NULL;
}

static const struct source_ops ring_ops = {
	.live = true,
	.wait = ring_wait,
	.block = ring_block,
	.done = ring_done,
	.stats = ring_stats,
	.iface = ring_iface,
	.set_promiscuous = ring_set_promiscuous,
	.follow = ring_follow,
	.error = ring_error,
	.close = ring_close,
};

int ring_open(struct capture **cp, int wake_fd, const struct capture_live *how,
	      const struct iface *one)
{
	struct ring *r = calloc(1, sizeof(*r));
	int rc;

	if (!r)
		return -ENOMEM;
	r->base = (struct capture){ .ops = &ring_ops, .wake_fd = wake_fd };
	r->fd = how->fd;
	r->all = !one;
	r->promiscuous = how->promiscuous;
	if (one) {
		r->ifindex = one->index;
		memcpy(r->name, one->name, sizeof(r->name));
	}
	promisc_init(&r->promisc, how->fd);
	pthread_mutex_init(&r->stats_lock, NULL);
	rc = start(r, how);
	if (rc < 0) {
		stop(r);
		return rc;
	}
	*cp = &r->base;
	return 0;
}
