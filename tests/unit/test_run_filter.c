/* What a run lets through, and what of it the kernel is told. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/netlink.h>
#include <unistd.h>

#include "capture/ifaces.h"
#include "config/settings.h"
#include "run/facility.h"
#include "run/run_filter.h"

static const uint8_t one[4] = { 10, 0, 0, 1 }, two[4] = { 10, 0, 0, 2 };

static struct settings set;
static struct run_env env;
static struct request req;
static struct run_filter filter;
static struct diag why;
static char file[] = "/tmp/iptraf-ng-test-XXXXXX";

static int setup(void **state)
{
	(void)state;
	settings_default(&set);
	env = (struct run_env){ .set = &set };
	req = (struct request){ .fac = &facilities[0], .replay = "x.pcap" };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_filter_close(&filter);
	return 0;
}

/* The filter of the settings is a file of these lines. */
static void write_filter(const char *lines)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	fputs(lines, f);
	assert_int_equal(fclose(f), 0);
	snprintf(set.filter, sizeof(set.filter), "%s", file);
}

static int open_filter(void)
{
	return run_filter_open(&filter, &env, &req, &why);
}

static struct pkt tcp(const uint8_t from[4], const uint8_t to[4])
{
	static const struct frame frame = { .ifindex = 1 };
	struct pkt p = { .frame = &frame,
			 .ipver = 4,
			 .ethertype = 0x0800,
			 .ipproto = IPPROTO_TCP,
			 .ports = true,
			 .l3len = 40 };

	addr_set_v4(&p.src.addr, from);
	addr_set_v4(&p.dst.addr, to);
	p.src.port = 5000;
	p.dst.port = 80;
	return p;
}

static const struct facility *facility(const char *name)
{
	for (const struct facility *f = facilities; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	fail();
	return NULL;
}

static void test_nothing_in_force(void **state)
{
	struct pkt p = tcp(one, two);

	(void)state;
	assert_int_equal(open_filter(), 0);
	assert_string_equal(filter.text, "");
	assert_true(run_filter_frame(&filter, p.frame));
	assert_true(run_filter_packet(&filter, &p));
	assert_int_equal(filter.program.len, 0);
}

/* TCP passes in both directions where the facility's row says so, and only there. */
static void test_both_ways(void **state)
{
	struct pkt there = tcp(one, two), back = tcp(two, one);

	(void)state;
	write_filter("include tcp from 10.0.0.1\n");
	req.fac = facility("conns");
	assert_int_equal(open_filter(), 0);
	assert_true(run_filter_packet(&filter, &there));
	assert_true(run_filter_packet(&filter, &back));
	run_filter_close(&filter);
	req.fac = facility("ifdetail");
	assert_int_equal(open_filter(), 0);
	assert_true(run_filter_packet(&filter, &there));
	assert_false(run_filter_packet(&filter, &back));
}

static void test_half_a_filter_is_none(void **state)
{
	(void)state;
	write_filter("include tcp from 10.0.0.1\ninclude nonsense\n");
	assert_true(open_filter() < 0);
	assert_memory_equal(why.msg, "filter: ", 8);
	run_filter_close(&filter);
	snprintf(set.filter, sizeof(set.filter), "/nonexistent/filter");
	assert_true(open_filter() < 0);
	assert_memory_equal(why.msg, "filter: ", 8);
}

static void test_text_is_clean(void **state)
{
	struct expression *x = NULL;

	(void)state;
	write_filter("include tcp from 10.0.0.1\n");
	if (expression_compile(&x, "tcp port 80", &why) < 0)
		skip(); /* built without libpcap */
	env.expression = x;
	env.expression_text = "tcp \033[31m port 80";
	assert_int_equal(open_filter(), 0);
	assert_non_null(strstr(filter.text, "; tcp "));
	assert_null(strchr(filter.text, '\033'));
	expression_free(x);
}

/* A live source gets a program, a file none. */
static void test_program(void **state)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

	(void)state;
	write_filter("include tcp from 10.0.0.1\n");
	assert_int_equal(ifaces_open(&env.ifs, fd), 0);
	assert_int_equal(ifaces_refresh(env.ifs), 0);
	assert_int_equal(open_filter(), 0);
	assert_int_equal(filter.program.len, 0);
	run_filter_close(&filter);
	req.replay = NULL;
	req.iface = "lo";
	assert_int_equal(open_filter(), 0);
	assert_true(filter.program.len > 0);
	run_filter_close(&filter);
	req.iface = NULL;
	assert_int_equal(open_filter(), 0);
	assert_true(filter.program.len > 0);
	run_filter_close(&filter);
	set.filter[0] = '\0';
	assert_int_equal(open_filter(), 0);
	assert_int_equal(filter.program.len, 0);
	ifaces_close(env.ifs);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_nothing_in_force), T(test_both_ways), T(test_half_a_filter_is_none),
		T(test_text_is_clean),	  T(test_program),
	};
	int fd = mkstemp(file), rc;

	if (fd < 0)
		return 1;
	close(fd);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(file);
	return rc;
}
