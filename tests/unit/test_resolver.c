/* The resolver's helper process: names of /etc/hosts, bounds, its end.  It needs no name server. */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "sys/resolver.h"

static struct addr v4(const char *text)
{
	struct addr a;
	uint8_t b[4];

	assert_int_equal(inet_pton(AF_INET, text, b), 1);
	addr_set_v4(&a, b);
	return a;
}

static pid_t only_child(void)
{
	char path[64], line[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "r");
	if (!f)
		return -1;
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	return (pid_t)strtol(line, NULL, 10);
}

static int setup(void **state)
{
	struct resolver *r;

	if (resolver_start(&r) < 0)
		return -1;
	*state = r;
	return 0;
}

static int teardown(void **state)
{
	resolver_stop(*state);
	return 0;
}

/* What the system says that an address is called; false: nothing that could be shown. */
static bool called(const struct addr *a, char *name, size_t n)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = a->w[3] };

	return getnameinfo((struct sockaddr *)&sin, sizeof(sin), name, (socklen_t)n, NULL, 0,
			   NI_NAMEREQD) == 0 &&
	       text_is_hostname(name);
}

static void test_name(void **state)
{
	struct resolver *r = *state;
	struct addr a = v4("127.0.0.1");
	struct pollfd pfd = { .fd = resolver_fd(r), .events = POLLIN };
	char name[256];

	if (!called(&a, name, sizeof(name)))
		skip();
	assert_null(resolver_name(r, &a)); /* asked, not waited for */
	assert_int_equal(poll(&pfd, 1, 10000), 1);
	assert_int_equal(resolver_poll(r), 1);
	assert_string_equal(resolver_name(r, &a), name);
	assert_int_equal(resolver_poll(r), 0);
}

/* Of any number of addresses only some are asked for at once, and nothing waits. */
static void test_many(void **state)
{
	struct resolver *r = *state;
	struct addr a = v4("192.0.2.0");

	for (uint32_t i = 0; i < 100000; i++) {
		a.w[3] = htonl(0xc6120000 + i);
		assert_null(resolver_name(r, &a));
	}
	assert_true(resolver_poll(r) >= 0);
}

static void test_helper_dies(void **state)
{
	struct resolver *r = *state;
	struct addr a = v4("192.0.2.1");
	struct pollfd pfd = { .fd = resolver_fd(r), .events = POLLIN };
	pid_t helper = only_child();

	if (helper <= 0)
		skip();
	kill(helper, SIGKILL);
	assert_int_equal(poll(&pfd, 1, 10000), 1);
	assert_int_equal(resolver_poll(r), -1);
	assert_null(resolver_name(r, &a));
	assert_int_equal(resolver_poll(r), -1);
}

/* Also while it waits for a name server. */
static void test_stop_leaves_nothing(void **state)
{
	struct resolver *r;
	struct addr a = v4("192.0.2.1");

	(void)state;
	assert_int_equal(resolver_start(&r), 0);
	resolver_name(r, &a);
	resolver_stop(r);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	resolver_stop(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_name, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_helper_dies, setup, teardown),
		cmocka_unit_test(test_stop_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
