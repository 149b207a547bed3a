#include "capture/iflist.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

void iflist_init(struct iflist *l, void (*on_name)(int index, const char *name))
{
	*l = (struct iflist){ .on_name = on_name };
}

void iflist_free(struct iflist *l)
{
	free(l->row);
	free(l->by_name);
	iflist_init(l, NULL);
}

/* --- rows --- */

static size_t find_place(const struct iflist *l, int index)
{
	size_t lo = 0, hi = l->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->row[mid].iface.index < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct iflist_row *find_row(const struct iflist *l, int index)
{
	size_t at = find_place(l, index);

	return at < l->count && l->row[at].iface.index == index ? &l->row[at] : NULL;
}

static int make_room(struct iflist *l)
{
	size_t room = l->room ? 2 * l->room : 16;
	const struct iface **by_name = reallocarray(l->by_name, room, sizeof(*by_name));
	struct iflist_row *row;

	if (!by_name)
		return -ENOMEM;
	l->by_name = by_name;
	row = reallocarray(l->row, room, sizeof(*row));
	if (!row)
		return -ENOMEM;
	l->row = row;
	l->room = room;
	return 0;
}

static struct iflist_row *add_row(struct iflist *l, int index)
{
	size_t at = find_place(l, index);

	if (l->count == l->room && make_room(l) < 0)
		return NULL;
	memmove(&l->row[at + 1], &l->row[at], (l->count - at) * sizeof(*l->row));
	l->count++;
	l->row[at] = (struct iflist_row){ .iface.index = index };
	l->changed = true;
	return &l->row[at];
}

static void tell_name(const struct iflist *l, int index, const char *name)
{
	if (l->on_name)
		l->on_name(index, name);
}

static void remove_row(struct iflist *l, struct iflist_row *row)
{
	struct iflist_row *end = l->row + l->count;

	tell_name(l, row->iface.index, NULL);
	memmove(row, row + 1, (size_t)(end - row - 1) * sizeof(*row));
	l->count--;
	l->changed = true;
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

static void attr_counters(const struct rtattr *a, struct iface *i)
{
	struct rtnl_link_stats64 stats;

	/* of an older kernel, or a newer one, the end is different */
	if (RTA_PAYLOAD(a) < offsetof(struct rtnl_link_stats64, rx_errors))
		return;
	memcpy(&stats, RTA_DATA(a), offsetof(struct rtnl_link_stats64, rx_errors));
	i->rx_bytes = stats.rx_bytes;
	i->tx_bytes = stats.tx_bytes;
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
		else if (a->rta_type == IFLA_STATS64)
			attr_counters(a, i);
		else if (a->rta_type == IFLA_PROMISCUITY)
			i->promiscuity = attr_u32(a);
	}
}

static bool is_same(const struct iface *a, const struct iface *b)
{
	return a->flags == b->flags && a->mtu == b->mtu && a->promiscuity == b->promiscuity &&
	       a->arphrd == b->arphrd && strcmp(a->name, b->name) == 0;
}

static void on_newlink(struct iflist *l, const struct nlmsghdr *h)
{
	const struct ifinfomsg *m = NLMSG_DATA(h);
	struct iflist_row *row = find_row(l, m->ifi_index);
	struct iface before;

	if (!row)
		row = add_row(l, m->ifi_index);
	if (!row)
		return;
	before = row->iface;
	read_link(&row->iface, h);
	row->listed = true;
	if (!is_same(&before, &row->iface))
		l->changed = true;
	tell_name(l, row->iface.index, row->iface.name);
}

static void on_link(struct iflist *l, const struct nlmsghdr *h)
{
	const struct ifinfomsg *m = NLMSG_DATA(h);
	struct iflist_row *row;

	/* Of other families (bridge ports) these messages do not describe the interface itself. */
	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*m)) || m->ifi_family != AF_UNSPEC)
		return;
	if (h->nlmsg_type == RTM_NEWLINK) {
		on_newlink(l, h);
		return;
	}
	row = find_row(l, m->ifi_index);
	if (row)
		remove_row(l, row);
}

static int on_error(const struct nlmsghdr *h)
{
	const struct nlmsgerr *e = NLMSG_DATA(h);

	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*e)) || e->error > 0)
		return -EPROTO;
	return e->error;
}

/* As iflist_take. */
static int on_message(struct iflist *l, const struct nlmsghdr *h)
{
	bool answer = l->seq && h->nlmsg_seq == l->seq;

	if (answer && h->nlmsg_flags & NLM_F_DUMP_INTR)
		l->lost = true;
	switch (h->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		on_link(l, h);
		return 0;
	case NLMSG_DONE:
		return answer;
	case NLMSG_ERROR:
		return answer ? on_error(h) : 0;
	default:
		return 0;
	}
}

int iflist_take(struct iflist *l, const void *messages, size_t bytes)
{
	const struct nlmsghdr *h;
	int rc = 0;

	for (size_t at = 0; rc == 0 && at + sizeof(*h) <= bytes; at += NLMSG_ALIGN(h->nlmsg_len)) {
		h = (const void *)((const char *)messages + at);
		if (h->nlmsg_len < sizeof(*h) || h->nlmsg_len > bytes - at)
			break;
		rc = on_message(l, h);
	}
	return rc;
}

/* --- listings, and the list by name --- */

uint32_t iflist_begin(struct iflist *l)
{
	l->lost = false;
	for (size_t i = 0; i < l->count; i++)
		l->row[i].listed = false;
	if (++l->seq == 0) /* what the kernel sends by itself has 0 */
		l->seq = 1;
	return l->seq;
}

void iflist_end(struct iflist *l)
{
	for (size_t i = l->count; i-- > 0;)
		if (!l->row[i].listed)
			remove_row(l, &l->row[i]);
}

static int compare_names(const void *a, const void *b)
{
	const struct iface *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

void iflist_sort(struct iflist *l)
{
	for (size_t i = 0; i < l->count; i++)
		l->by_name[i] = &l->row[i].iface;
	if (l->count)
		qsort(l->by_name, l->count, sizeof(*l->by_name), compare_names);
}

const struct iface *iflist_find(const struct iflist *l, const char *name)
{
	size_t lo = 0, hi = l->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = strcmp(l->by_name[mid]->name, name);

		if (order == 0)
			return l->by_name[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct iface *iflist_find_index(const struct iflist *l, int index)
{
	const struct iflist_row *row = find_row(l, index);

	return row ? &row->iface : NULL;
}
