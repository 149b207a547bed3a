/* daemon.log: a message is one line, and the file is opened as safely as a log. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/messages.h"

static char top[] = "/tmp/test_messages.XXXXXX";

static int enter_top(void **state)
{
	(void)state;
	if (!mkdtemp(top) || chdir(top) < 0 || setenv("IPTRAF_LOG_PATH", "logs", 1) < 0)
		return -1;
	messages_find_daemon_log();
	messages_set_place(MESSAGES_DAEMON_LOG);
	return chdir("/"); /* as a background process does */
}

static int remove_top(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", top);
	return system(command);
}

static int count_lines(const char *name, char *last, int n)
{
	FILE *f = fopen(name, "r");
	int lines = 0;

	while (f && fgets(last, n, f))
		lines++;
	if (f)
		fclose(f);
	return lines;
}

static void test_one_line(void **state)
{
	char line[256] = "";

	(void)state;
	message(MESSAGE_INFO, "started on %s", "eth0");
	message(MESSAGE_INFO, "started on %s", "a\n1 Jan; [1] forged\033[2J\r");
	assert_int_equal(chdir(top), 0);
	assert_int_equal(count_lines("logs/daemon.log", line, sizeof(line)), 2);
	assert_non_null(strstr(line, "] started on a?1 Jan; [1] forged?[2J?\n"));
}

static void test_unsafe_places(void **state)
{
	char line[256];

	(void)state;
	assert_int_equal(chdir(top), 0);
	assert_int_equal(rename("logs", "old"), 0);
	assert_int_equal(mkdir("logs", 0700), 0);
	assert_int_equal(chmod("logs", 0770), 0);
	assert_int_equal(symlink("../victim", "logs/daemon.log"), 0);
	message(MESSAGE_INFO, "one");
	assert_int_not_equal(access("victim", F_OK), 0);
	assert_int_equal(unlink("logs/daemon.log"), 0);
	assert_int_equal(link("old/daemon.log", "logs/daemon.log"), 0);
	message(MESSAGE_INFO, "two");
	assert_int_equal(count_lines("old/daemon.log", line, sizeof(line)), 2);
	assert_int_equal(unlink("logs/daemon.log"), 0);
	message(MESSAGE_INFO, "three");
	assert_int_equal(count_lines("logs/daemon.log", line, sizeof(line)), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_unsafe_places),
	};

	return cmocka_run_group_tests_name("messages", tests, enter_top, remove_top);
}
