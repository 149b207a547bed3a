#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/rights.h"

/* The value of a line of /proc/self/status, in hexadecimal. */
static unsigned long long status_value(const char *key)
{
	unsigned long long v = ~0ull;
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];

	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == ':')
			v = strtoull(line + strlen(key) + 1, NULL, 16);
	if (f)
		fclose(f);
	return v;
}

/* Returns the number of the first thing that does not hold, 0 when all do. */
static int drop_and_look(void)
{
	static const char *const sets[] = { "CapInh", "CapPrm", "CapEff", "CapAmb" };
	bool may_bound = status_value("CapEff") & 1ull << CAP_SETPCAP;
	int fd;

	if (rights_drop() != 0)
		return 1;
	for (int i = 0; i < 4; i++)
		if (status_value(sets[i]) != 0)
			return 2 + i;
	if (may_bound && status_value("CapBnd") != 0)
		return 6;
	if (status_value("NoNewPrivs") != 1)
		return 7;
	if (prctl(PR_GET_DUMPABLE) != 0)
		return 8;
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd >= 0 || errno != EPERM)
		return 9;
	return rights_drop() == 0 ? 0 : 10; /* again, with nothing held */
}

/* As drop_and_look, with standard input closed: of rights_open. */
static int open_and_look(void)
{
	struct rights r;
	bool may = status_value("CapEff") & 1ull << CAP_NET_RAW;

	close(STDIN_FILENO);
	if (rights_open(&r, NULL) != 0)
		return 1;
	if (may ? r.packet <= STDERR_FILENO : r.packet != -EPERM)
		return 2;
	if (r.rtnetlink <= STDERR_FILENO)
		return 3;
	if (may && !(fcntl(r.packet, F_GETFD) & FD_CLOEXEC))
		return 4;
	if (!(fcntl(r.rtnetlink, F_GETFD) & FD_CLOEXEC))
		return 5;
	return status_value("CapPrm") == 0 ? 0 : 6;
}

static void passes_in_child(int (*fn)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(fn());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_drop(void **state)
{
	(void)state;
	passes_in_child(drop_and_look);
}

static void test_open(void **state)
{
	(void)state;
	passes_in_child(open_and_look);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_drop),
					    cmocka_unit_test(test_open) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
