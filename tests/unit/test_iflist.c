/* The list of interfaces, from messages as the kernel sends them, and as it would never. */
#include "unit.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "capture/iflist.h"

/* What one recvmsg(2) would have brought. */
static struct {
	char b[8192] __attribute__((aligned(NLMSG_ALIGNTO)));
	size_t n, last; /* last: where the last message begins */
} in;

static struct iflist list;
static char names[256]; /* what on_name heard */

static void hear(int index, const char *name)
{
	size_t n = strlen(names);

	snprintf(names + n, sizeof(names) - n, "%d=%s ", index, name ? name : "gone");
}

static int setup(void **state)
{
	(void)state;
	names[0] = '\0';
	in.n = 0;
	iflist_init(&list, hear);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	iflist_free(&list);
	return 0;
}

static struct nlmsghdr *last(void)
{
	return (void *)(in.b + in.last);
}

static void append(const void *bytes, size_t n)
{
	assert_true(in.n + NLMSG_ALIGN(n) <= sizeof(in.b));
	memset(in.b + in.n, 0, NLMSG_ALIGN(n));
	memcpy(in.b + in.n, bytes, n);
	in.n += NLMSG_ALIGN(n);
}

static void message(uint16_t type, uint32_t seq, const void *body, size_t n)
{
	struct nlmsghdr h = { .nlmsg_len = (uint32_t)NLMSG_LENGTH(n),
			      .nlmsg_type = type,
			      .nlmsg_seq = seq };

	in.last = in.n;
	append(&h, sizeof(h));
	append(body, n);
}

static void attribute(uint16_t type, const void *value, uint16_t n)
{
	struct rtattr a = { .rta_type = type, .rta_len = (uint16_t)RTA_LENGTH(n) };

	append(&a, sizeof(a));
	append(value, n);
	last()->nlmsg_len = (uint32_t)(in.n - in.last);
}

static void link_message(uint16_t type, int index, unsigned flags)
{
	struct ifinfomsg m = { .ifi_family = AF_UNSPEC,
			       .ifi_type = ARPHRD_ETHER,
			       .ifi_index = index,
			       .ifi_flags = flags };

	message(type, list.seq, &m, sizeof(m));
}

static void newlink(int index, const char *name, uint32_t mtu, uint32_t promiscuity)
{
	link_message(RTM_NEWLINK, index, IFF_UP);
	attribute(IFLA_IFNAME, name, (uint16_t)(strlen(name) + 1));
	attribute(IFLA_MTU, &mtu, sizeof(mtu));
	attribute(IFLA_PROMISCUITY, &promiscuity, sizeof(promiscuity));
}

static void done(uint32_t seq)
{
	message(NLMSG_DONE, seq, &(int){ 0 }, sizeof(int));
}

static int take(void)
{
	int rc = iflist_take(&list, in.b, in.n);

	in.n = 0;
	iflist_sort(&list);
	return rc;
}

/* Counters come with a listing that asked for them; without, they stay. */
static void test_counters(void **state)
{
	const struct rtnl_link_stats64 stats = { .rx_bytes = 1ull << 40, .tx_bytes = 7 };
	const struct iface *i;

	(void)state;
	iflist_begin(&list);
	newlink(3, "eth0", 1500, 0);
	attribute(IFLA_STATS64, &stats, sizeof(stats));
	assert_int_equal(take(), 0);
	i = iflist_find(&list, "eth0");
	assert_int_equal(i->rx_bytes, 1ull << 40);
	assert_int_equal(i->tx_bytes, 7);
	newlink(3, "eth0", 1500, 0);
	take();
	assert_int_equal(iflist_find(&list, "eth0")->tx_bytes, 7);
	newlink(3, "eth0", 1500, 0);
	attribute(IFLA_STATS64, &(struct rtnl_link_stats64){ .rx_bytes = 1 }, 24); /* cut */
	take();
	assert_int_equal(iflist_find(&list, "eth0")->rx_bytes, 1ull << 40);
}

static void test_listing(void **state)
{
	const struct iface *i;

	(void)state;
	assert_int_equal(iflist_begin(&list), 1);
	newlink(7, "zz0", 9000, 1);
	newlink(1, "lo", 65536, 0);
	newlink(3, "eth0", 1500, 2);
	assert_int_equal(take(), 0);
	done(1);
	assert_int_equal(take(), 1);
	iflist_end(&list);
	assert_true(list.changed);
	assert_false(list.lost);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.by_name[0]->name, "eth0");
	assert_string_equal(list.by_name[1]->name, "lo");
	assert_string_equal(list.by_name[2]->name, "zz0");
	i = iflist_find(&list, "zz0");
	assert_non_null(i);
	assert_ptr_equal(i, iflist_find_index(&list, 7));
	assert_int_equal(i->mtu, 9000);
	assert_int_equal(i->promiscuity, 1);
	assert_int_equal(i->arphrd, ARPHRD_ETHER);
	assert_true(iface_is_up(i));
	assert_null(iflist_find(&list, "eth1"));
	assert_null(iflist_find_index(&list, 2));
	assert_string_equal(names, "7=zz0 1=lo 3=eth0 ");
}

/* A message may leave out what has not changed. */
static void test_changes(void **state)
{
	(void)state;
	newlink(3, "eth0", 1500, 0);
	assert_int_equal(take(), 0);
	list.changed = false;
	newlink(3, "eth0", 1500, 0);
	take();
	assert_false(list.changed);
	link_message(RTM_NEWLINK, 3, 0); /* down */
	take();
	assert_true(list.changed);
	assert_int_equal(iflist_find(&list, "eth0")->mtu, 1500);
	assert_false(iface_is_up(iflist_find(&list, "eth0")));
	newlink(3, "wan", 1500, 0);
	take();
	assert_null(iflist_find(&list, "eth0"));
	assert_non_null(iflist_find(&list, "wan"));
	list.changed = false;
	link_message(RTM_DELLINK, 4, 0); /* was never there */
	take();
	assert_false(list.changed);
	link_message(RTM_DELLINK, 3, 0);
	take();
	assert_true(list.changed);
	assert_int_equal(list.count, 0);
	assert_string_equal(names, "3=eth0 3=eth0 3=eth0 3=wan 3=gone ");
}

/* What a whole listing does not have has gone. */
static void test_second_listing(void **state)
{
	(void)state;
	for (int i = 1; i <= 100; i++) {
		newlink(i, "x", 0, 0);
		take();
	}
	assert_int_equal(list.count, 100);
	iflist_begin(&list);
	newlink(50, "y", 0, 0);
	newlink(101, "z", 0, 0);
	take();
	iflist_end(&list);
	iflist_sort(&list);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.by_name[0]->index, 50);
	assert_int_equal(list.by_name[1]->index, 101);
}

static void test_disturbed(void **state)
{
	struct nlmsgerr refused = { .error = -EPERM }, odd = { .error = 5 };

	(void)state;
	iflist_begin(&list);
	done(99); /* of another listing */
	assert_int_equal(take(), 0);
	newlink(1, "lo", 0, 0);
	last()->nlmsg_flags = NLM_F_DUMP_INTR;
	take();
	assert_true(list.lost);
	iflist_begin(&list);
	assert_false(list.lost);
	message(NLMSG_ERROR, 2, &refused, sizeof(refused));
	assert_int_equal(take(), -EPERM);
	message(NLMSG_ERROR, 1, &refused, sizeof(refused));
	assert_int_equal(take(), 0);
	message(NLMSG_ERROR, 2, &odd, sizeof(odd));
	assert_int_equal(take(), -EPROTO);
	message(NLMSG_ERROR, 2, &refused, 2);
	assert_int_equal(take(), -EPROTO);
	list.seq = UINT32_MAX; /* 0 is what the kernel sends unasked */
	assert_int_equal(iflist_begin(&list), 1);
}

static void test_odd_messages(void **state)
{
	static const char long_name[] = "0123456789abcdefghijklmnop";
	struct ifinfomsg bridge = { .ifi_family = AF_BRIDGE, .ifi_index = 9 };

	(void)state;
	message(RTM_NEWLINK, 0, &bridge, sizeof(bridge)); /* of a port of a bridge */
	message(RTM_NEWLINK, 0, &bridge, 4);		  /* too short */
	message(RTM_NEWADDR, 0, &bridge, sizeof(bridge));
	take();
	assert_int_equal(list.count, 0);
	link_message(RTM_NEWLINK, 2, 0);
	attribute(IFLA_IFNAME, long_name, sizeof(long_name));
	attribute(IFLA_MTU, "\1\2", 2); /* not four bytes */
	take();
	assert_string_equal(list.by_name[0]->name, "0123456789abcde");
	assert_int_equal(list.by_name[0]->mtu, 0);
	link_message(RTM_NEWLINK, 2, 0);
	attribute(IFLA_IFNAME, "eth", 3); /* without its NUL */
	take();
	assert_string_equal(list.by_name[0]->name, "eth");
	link_message(RTM_NEWLINK, 2, 0);
	attribute(IFLA_IFNAME, "", 0);
	take();
	assert_string_equal(list.by_name[0]->name, "");
}

/* Lengths that are wrong end the reading, before or behind what they are of. */
static void test_lengths(void **state)
{
	static const uint32_t wrong[] = { 0, 1, 15, 0x7fffffff, UINT32_MAX - 3, UINT32_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		link_message(RTM_NEWLINK, 5, 0);
		last()->nlmsg_len = wrong[i];
		link_message(RTM_NEWLINK, 6, 0);
		take();
		assert_int_equal(list.count, 0);
	}
	link_message(RTM_NEWLINK, 5, 0);
	attribute(IFLA_IFNAME, "eth5", 5);
	((struct rtattr *)(void *)(in.b + NLMSG_LENGTH(sizeof(struct ifinfomsg))))->rta_len = 4000;
	take();
	assert_string_equal(list.by_name[0]->name, "");
	newlink(6, "eth6", 1, 1);
	for (size_t n = 0; n < in.n; n++)
		iflist_take(&list, in.b, n);
	assert_int_equal(list.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_listing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_counters, setup, teardown),
		cmocka_unit_test_setup_teardown(test_changes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_second_listing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_disturbed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_odd_messages, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lengths, setup, teardown),
	};

	return cmocka_run_group_tests_name("iflist", tests, NULL, NULL);
}
