#include "capture/promisc.h"

#include <linux/if_packet.h>
#include <stdlib.h>
#include <sys/socket.h>

struct promisc_member {
	int ifindex;
	unsigned joins; /* the kernel counts them: as many must leave */
};

static bool set_membership(int fd, int what, int ifindex)
{
	struct packet_mreq mr = { .mr_ifindex = ifindex, .mr_type = PACKET_MR_PROMISC };

	return setsockopt(fd, SOL_PACKET, what, &mr, sizeof(mr)) == 0;
}

static int compare_members(const void *a, const void *b)
{
	const struct promisc_member *x = a, *y = b;

	return (x->ifindex > y->ifindex) - (x->ifindex < y->ifindex);
}

static struct promisc_member find_member(const struct promisc *p, int ifindex)
{
	struct promisc_member key = { .ifindex = ifindex }, *m = NULL;

	if (p->count)
		m = bsearch(&key, p->member, p->count, sizeof(key), compare_members);
	return m ? *m : key;
}

void promisc_init(struct promisc *p, int fd)
{
	*p = (struct promisc){ .fd = fd };
}

void promisc_follow(struct promisc *p, const struct ifaces *ifs, int only)
{
	size_t total = ifaces_count(ifs), count = 0;
	struct promisc_member *list = calloc(total ? total : 1, sizeof(*list));

	if (!list)
		return;
	for (size_t i = 0; i < total; i++) {
		const struct iface *ifc = ifaces_at(ifs, i);
		struct promisc_member m = find_member(p, ifc->index);
		bool wanted = only ? ifc->index == only : iface_is_up(ifc);

		/* Joined, but not counted: ours left with an earlier interface of this index. */
		bool lost = m.joins && ifc->promiscuity == 0;

		if (wanted && (!m.joins || lost) &&
		    set_membership(p->fd, PACKET_ADD_MEMBERSHIP, ifc->index))
			m.joins++;
		if (m.joins)
			list[count++] = m;
	}
	qsort(list, count, sizeof(*list), compare_members);
	free(p->member);
	p->member = list;
	p->count = count;
}

void promisc_leave(struct promisc *p)
{
	for (size_t i = 0; i < p->count; i++)
		for (unsigned n = 0; n < p->member[i].joins; n++)
			set_membership(p->fd, PACKET_DROP_MEMBERSHIP, p->member[i].ifindex);
	free(p->member);
	promisc_init(p, p->fd);
}
