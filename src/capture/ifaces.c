/*
 * How it works (rtnetlink(7)): one socket asks for the list of links and is told of changes.  Both
 * come as the same messages and in the order in which they happened, so both go through the same
 * function.  When the kernel had to drop notifications, the whole list is asked for again, and what
 * is not in it has gone.
 */
#include "capture/ifaces.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/ifnames.h"

/* The kernel fills up to 32 KiB of a listing; one link's own message is some 2 KiB. */
#define BUFFER_BYTES (64 << 10)
#define ANSWER_MS    2000
#define LISTINGS_MAX 8 /* tries to get a whole one while interfaces come and go */

struct link {
	struct iface iface; /* first: the list by name points at it */
	bool listed;	    /* in the listing that is being read */
};

struct ifaces {
	int fd;
	uint32_t seq;	   /* of the listing asked for */
	struct link *link; /* sorted by index */
	size_t count, room;
	const struct iface **by_name; /* as many, and as much room */
	bool changed;		      /* by_name is to be made anew */
	bool lost;		      /* notifications were dropped, or a listing was disturbed */
	/* aligned as the kernel's headers in it want to be */
	char buf[BUFFER_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
};

int ifaces_open(struct ifaces **ip, int fd)
{
	struct sockaddr_nl self = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };
	int room = 1 << 20;
	struct ifaces *ifs;

	if (fd < 0)
		return fd;
	if (bind(fd, (struct sockaddr *)&self, sizeof(self)) < 0)
		return -errno;
	/* As much as is allowed; with less, lists are only asked for again more often. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	ifs = calloc(1, sizeof(*ifs));
	if (!ifs)
		return -ENOMEM;
	ifs->fd = fd;
	*ip = ifs;
	return 0;
}

void ifaces_close(struct ifaces *ifs)
{
	if (!ifs)
		return;
	if (ifs->fd >= 0)
		close(ifs->fd);
	free(ifs->link);
	free(ifs->by_name);
	free(ifs);
}

/* --- the list --- */

static size_t find_place(const struct ifaces *ifs, int index)
{
	size_t lo = 0, hi = ifs->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ifs->link[mid].iface.index < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct link *find_link(const struct ifaces *ifs, int index)
{
	size_t at = find_place(ifs, index);

	return at < ifs->count && ifs->link[at].iface.index == index ? &ifs->link[at] : NULL;
}

static int make_room(struct ifaces *ifs)
{
	size_t room = ifs->room ? 2 * ifs->room : 16;
	const struct iface **by_name = reallocarray(ifs->by_name, room, sizeof(*by_name));
	struct link *link;

	if (!by_name)
		return -ENOMEM;
	ifs->by_name = by_name;
	link = reallocarray(ifs->link, room, sizeof(*link));
	if (!link)
		return -ENOMEM;
	ifs->link = link;
	ifs->room = room;
	return 0;
}

static struct link *add_link(struct ifaces *ifs, int index)
{
	size_t at = find_place(ifs, index);

	if (ifs->count == ifs->room && make_room(ifs) < 0)
		return NULL;
	memmove(&ifs->link[at + 1], &ifs->link[at], (ifs->count - at) * sizeof(struct link));
	ifs->count++;
	ifs->link[at] = (struct link){ .iface.index = index };
	ifs->changed = true;
	return &ifs->link[at];
}

static void remove_link(struct ifaces *ifs, struct link *l)
{
	struct link *end = ifs->link + ifs->count;

	ifnames_gone(l->iface.index);
	memmove(l, l + 1, (size_t)(end - l - 1) * sizeof(*l));
	ifs->count--;
	ifs->changed = true;
}

static int compare_names(const void *a, const void *b)
{
	const struct iface *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void sort_names(struct ifaces *ifs)
{
	for (size_t i = 0; i < ifs->count; i++)
		ifs->by_name[i] = &ifs->link[i].iface;
	if (ifs->count)
		qsort(ifs->by_name, ifs->count, sizeof(*ifs->by_name), compare_names);
}

/* --- messages --- */

static unsigned attr_u32(const struct rtattr *a)
{
	uint32_t v = 0;

	if (RTA_PAYLOAD(a) >= sizeof(v))
		memcpy(&v, RTA_DATA(a), sizeof(v));
	return v;
}

static void attr_name(const struct rtattr *a, char name[IFNAMSIZ])
{
	size_t n = RTA_PAYLOAD(a);

	if (n > IFNAMSIZ - 1)
		n = IFNAMSIZ - 1;
	memset(name, 0, IFNAMSIZ);
	memcpy(name, RTA_DATA(a), strnlen(RTA_DATA(a), n));
}

/* A message may leave out what has not changed. */
static void read_link(struct iface *i, const struct nlmsghdr *h)
{
	const struct ifinfomsg *m = NLMSG_DATA(h);
	int left = (int)IFLA_PAYLOAD(h);

	i->flags = m->ifi_flags;
	i->arphrd = m->ifi_type;
	for (const struct rtattr *a = IFLA_RTA(m); RTA_OK(a, left); a = RTA_NEXT(a, left)) {
		if (a->rta_type == IFLA_IFNAME)
			attr_name(a, i->name);
		else if (a->rta_type == IFLA_MTU)
			i->mtu = attr_u32(a);
		else if (a->rta_type == IFLA_PROMISCUITY)
			i->promiscuity = attr_u32(a);
	}
}

static bool is_same(const struct iface *a, const struct iface *b)
{
	return a->flags == b->flags && a->mtu == b->mtu && a->promiscuity == b->promiscuity &&
	       a->arphrd == b->arphrd && strcmp(a->name, b->name) == 0;
}

static void on_link(struct ifaces *ifs, const struct nlmsghdr *h)
{
	const struct ifinfomsg *m = NLMSG_DATA(h);
	struct iface before;
	struct link *l;

	/* Of other families (bridge ports) these messages do not tell of the interface itself. */
	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*m)) || m->ifi_family != AF_UNSPEC)
		return;
	l = find_link(ifs, m->ifi_index);
	if (h->nlmsg_type == RTM_DELLINK) {
		if (l)
			remove_link(ifs, l);
		return;
	}
	if (!l)
		l = add_link(ifs, m->ifi_index);
	if (!l)
		return;
	before = l->iface;
	read_link(&l->iface, h);
	l->listed = true;
	if (!is_same(&before, &l->iface))
		ifs->changed = true;
	ifnames_set(l->iface.index, l->iface.name);
}

static int on_error(const struct nlmsghdr *h)
{
	const struct nlmsgerr *e = NLMSG_DATA(h);

	return h->nlmsg_len < NLMSG_LENGTH(sizeof(*e)) ? -EPROTO : e->error;
}

/* Returns 1 at the end of the listing, -errno if it was refused, else 0. */
static int on_message(struct ifaces *ifs, const struct nlmsghdr *h)
{
	bool answer = ifs->seq && h->nlmsg_seq == ifs->seq;

	if (answer && h->nlmsg_flags & NLM_F_DUMP_INTR)
		ifs->lost = true;
	switch (h->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		on_link(ifs, h);
		return 0;
	case NLMSG_DONE:
		return answer;
	case NLMSG_ERROR:
		return answer ? on_error(h) : 0;
	default:
		return 0;
	}
}

static int take_messages(struct ifaces *ifs, size_t bytes)
{
	const struct nlmsghdr *h;
	int rc = 0;

	for (size_t at = 0; rc == 0 && at + sizeof(*h) <= bytes; at += NLMSG_ALIGN(h->nlmsg_len)) {
		h = (const void *)(ifs->buf + at);
		if (h->nlmsg_len < sizeof(*h) || h->nlmsg_len > bytes - at)
			break;
		rc = on_message(ifs, h);
	}
	return rc;
}

/* Reads and takes in what one recvmsg(2) brings.  -EAGAIN: nothing was there; else as on_message.
 */
static int receive(struct ifaces *ifs)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { .iov_base = ifs->buf, .iov_len = sizeof(ifs->buf) };
	struct msghdr msg = {
		.msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &iov, .msg_iovlen = 1
	};
	ssize_t got = recvmsg(ifs->fd, &msg, 0);

	if (got < 0) {
		if (errno != ENOBUFS)
			return errno == EINTR ? 0 : -errno;
		ifs->lost = true;
		return 0;
	}
	if (msg.msg_flags & MSG_TRUNC)
		ifs->lost = true;
	if (from.nl_pid != 0) /* not from the kernel */
		return 0;
	return take_messages(ifs, (size_t)got);
}

/* --- the listing --- */

static int ask_listing(struct ifaces *ifs)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg m;
		struct rtattr a;
		uint32_t mask;
	} req = {
		.h = { .nlmsg_len = sizeof(req),
		       .nlmsg_type = RTM_GETLINK,
		       .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.m = { .ifi_family = AF_UNSPEC },
		.a = { .rta_type = IFLA_EXT_MASK, .rta_len = RTA_LENGTH(sizeof(uint32_t)) },
		.mask = RTEXT_FILTER_SKIP_STATS,
	};
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	req.h.nlmsg_seq = ++ifs->seq;
	if (sendto(ifs->fd, &req, sizeof(req), 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return -errno;
	return 0;
}

static int read_listing(struct ifaces *ifs)
{
	struct pollfd pfd = { .fd = ifs->fd, .events = POLLIN };

	for (;;) {
		int rc = receive(ifs);

		if (rc == 1)
			return 0;
		if (rc < 0 && rc != -EAGAIN)
			return rc;
		if (rc == -EAGAIN && poll(&pfd, 1, ANSWER_MS) == 0)
			return -ETIMEDOUT;
	}
}

static int list_once(struct ifaces *ifs)
{
	int rc;

	ifs->lost = false;
	for (size_t i = 0; i < ifs->count; i++)
		ifs->link[i].listed = false;
	rc = ask_listing(ifs);
	if (rc == 0)
		rc = read_listing(ifs);
	if (rc < 0 || ifs->lost)
		return rc;
	for (size_t i = ifs->count; i-- > 0;)
		if (!ifs->link[i].listed)
			remove_link(ifs, &ifs->link[i]);
	return 0;
}

int ifaces_refresh(struct ifaces *ifs)
{
	int rc = 0;

	ifs->lost = true;
	for (unsigned i = 0; rc == 0 && ifs->lost && i < LISTINGS_MAX; i++)
		rc = list_once(ifs);
	sort_names(ifs);
	return rc;
}

int ifaces_fd(const struct ifaces *ifs)
{
	return ifs->fd;
}

bool ifaces_poll(struct ifaces *ifs)
{
	ifs->changed = false;
	while (receive(ifs) >= 0)
		;
	if (ifs->lost)
		ifaces_refresh(ifs);
	else if (ifs->changed)
		sort_names(ifs);
	return ifs->changed;
}

size_t ifaces_count(const struct ifaces *ifs)
{
	return ifs->count;
}

const struct iface *ifaces_at(const struct ifaces *ifs, size_t i)
{
	return ifs->by_name[i];
}

const struct iface *ifaces_find(const struct ifaces *ifs, const char *name)
{
	size_t lo = 0, hi = ifs->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = strcmp(ifs->by_name[mid]->name, name);

		if (order == 0)
			return ifs->by_name[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct iface *ifaces_find_index(const struct ifaces *ifs, int index)
{
	const struct link *l = find_link(ifs, index);

	return l ? &l->iface : NULL;
}
