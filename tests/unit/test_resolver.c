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
#include <sys/socket.h>
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

/* What a name server may say, by a helper that believes everything. */
static void test_answers(void **state)
{
	static const struct {
		const char *answer, *shown;
	} cases[] = {
		{ "a.example.org", "a.example.org" },
		{ "8.8.8.8", NULL },
		{ "8.8.8.8.", NULL },
		{ "0x8080808", NULL },
		{ "a b", NULL },
		{ "a\033[2J", NULL },
		{ NULL, NULL }, /* 253 bytes */
	};
	struct resolver_answer an = { .kind = RESOLVER_BY_ADDR };
	struct resolver_question q;
	struct resolver *r;
	const char *name;
	int sv[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sv), 0);
	assert_int_equal(resolver_open(&r, sv[0]), 0);
	for (uint32_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		an.addr = v4("10.0.0.1");
		an.addr.w[3] += htonl(i);
		assert_null(resolver_name(r, &an.addr));
		assert_int_equal(recv(sv[1], &q, sizeof(q), 0), sizeof(q));
		memset(an.name, '\0', sizeof(an.name));
		snprintf(an.name, sizeof(an.name), "%s", cases[i].answer ? cases[i].answer : "");
		if (!cases[i].answer)
			memset(an.name, 'x', 253);
		assert_int_equal(send(sv[1], &an, sizeof(an), 0), sizeof(an));
		resolver_poll(r);
		name = resolver_name(r, &an.addr);
		if (cases[i].shown)
			assert_string_equal(name, cases[i].shown);
		else if (cases[i].answer)
			assert_null(name);
	}
	/* one that is cut is seen to be cut */
	assert_int_equal(strlen(name), 103);
	assert_string_equal(name + 99, "x...");
	resolver_stop(r);
	close(sv[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_name, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_helper_dies, setup, teardown),
		cmocka_unit_test(test_stop_leaves_nothing),
		cmocka_unit_test(test_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
