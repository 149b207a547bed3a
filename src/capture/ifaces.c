/*
 * How it works (rtnetlink(7)): one socket asks for the list of links and is told of changes.  Both
 * come as the same messages and in the order in which they happened, so both go through
 * iflist_take.  When the kernel had to drop notifications, the whole list is asked for again, and
 * what is not in it has gone.
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

#include "base/strbuf.h"
#include "base/text.h"
#include "capture/iflist.h"
#include "capture/ifnames.h"

/* The kernel fills up to 32 KiB of a listing; one link's own message is some 2 KiB. */
#define BUFFER_BYTES (64 << 10)
#define ANSWER_MS    2000
#define LISTINGS_MAX 8 /* tries to get a whole one while interfaces come and go */

struct ifaces {
	int fd;
	struct iflist list;
	/* aligned as the kernel's headers in it want to be */
	char buf[BUFFER_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
};

static void keep_name(int index, const char *name)
{
	if (name)
		ifnames_set(index, name);
	else
		ifnames_gone(index);
}

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
	iflist_init(&ifs->list, keep_name);
	*ip = ifs;
	return 0;
}

void ifaces_close(struct ifaces *ifs)
{
	if (!ifs)
		return;
	if (ifs->fd >= 0)
		close(ifs->fd);
	iflist_free(&ifs->list);
	free(ifs);
}

/* --- the socket --- */

/* Takes what one recvmsg(2) brings.  -EAGAIN: there was nothing; else as iflist_take. */
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
		ifs->list.lost = true;
		return 0;
	}
	if (msg.msg_flags & MSG_TRUNC)
		ifs->list.lost = true;
	if (from.nl_pid != 0) /* not from the kernel */
		return 0;
	return iflist_take(&ifs->list, ifs->buf, (size_t)got);
}

/* --- the listing --- */

/* mask: RTEXT_FILTER_* of rtnetlink(7). */
static int ask_listing(int fd, uint32_t seq, uint32_t mask)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg m;
		struct rtattr a;
		uint32_t mask;
	} req = {
		.h = { .nlmsg_len = sizeof(req),
		       .nlmsg_type = RTM_GETLINK,
		       .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		       .nlmsg_seq = seq },
		.m = { .ifi_family = AF_UNSPEC },
		.a = { .rta_type = IFLA_EXT_MASK, .rta_len = RTA_LENGTH(sizeof(uint32_t)) },
		.mask = mask,
	};
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	if (sendto(fd, &req, sizeof(req), 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
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

static int list_once(struct ifaces *ifs, uint32_t mask)
{
	int rc = ask_listing(ifs->fd, iflist_begin(&ifs->list), mask);

	if (rc == 0)
		rc = read_listing(ifs);
	if (rc == 0 && !ifs->list.lost)
		iflist_end(&ifs->list);
	return rc;
}

static int list_whole(struct ifaces *ifs, uint32_t mask)
{
	int rc = 0;

	ifs->list.lost = true;
	for (unsigned i = 0; rc == 0 && ifs->list.lost && i < LISTINGS_MAX; i++)
		rc = list_once(ifs, mask);
	iflist_sort(&ifs->list);
	return rc;
}

int ifaces_refresh(struct ifaces *ifs)
{
	return list_whole(ifs, RTEXT_FILTER_SKIP_STATS);
}

int ifaces_read_counters(struct ifaces *ifs)
{
	return list_whole(ifs, 0);
}

int ifaces_fd(const struct ifaces *ifs)
{
	return ifs->fd;
}

bool ifaces_poll(struct ifaces *ifs)
{
	bool changed;

	while (receive(ifs) >= 0)
		;
	if (ifs->list.lost)
		ifaces_refresh(ifs);
	else if (ifs->list.changed)
		iflist_sort(&ifs->list);
	changed = ifs->list.changed;
	ifs->list.changed = false;
	return changed;
}

size_t ifaces_count(const struct ifaces *ifs)
{
	return ifs->list.count;
}

const struct iface *ifaces_at(const struct ifaces *ifs, size_t i)
{
	return ifs->list.by_name[i];
}

const struct iface *ifaces_find(const struct ifaces *ifs, const char *name)
{
	return iflist_find(&ifs->list, name);
}

const struct iface *ifaces_find_index(const struct ifaces *ifs, int index)
{
	return iflist_find_index(&ifs->list, index);
}

static void names_of_up(const struct ifaces *ifs, struct strbuf *out)
{
	char clean[64];

	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		const struct iface *f = ifaces_at(ifs, i);

		if (iface_is_up(f))
			sb_printf(out, "%s%s", out->len ? ", " : "",
				  text_clean(clean, sizeof(clean), f->name, true));
	}
	if (!out->len)
		sb_add(out, "none");
}

int ifaces_check(const struct ifaces *ifs, const char *name, struct diag *why)
{
	const struct iface *f = name ? ifaces_find(ifs, name) : NULL;
	char names[160], clean[80];
	struct strbuf sb;

	if (!name || (f && iface_is_up(f)))
		return 0;
	sb_init(&sb, names, sizeof(names));
	names_of_up(ifs, &sb);
	diag_set(why, 0, "interface %s %s (up: %s)", text_clean(clean, sizeof(clean), name, true),
		 f ? "is down" : "does not exist", names);
	return f ? -ENETDOWN : -ENODEV;
}
