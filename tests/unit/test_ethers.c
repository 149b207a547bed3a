/* MAC addresses as people write them, and files of descriptions. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/addr.h"
#include "config/ethers.h"

static const uint8_t mac[6] = { 0x02, 0x0a, 0xbc, 0x00, 0x1f, 0xff };

static void test_notations(void **state)
{
	static const char *const good[] = {
		"02:0a:bc:00:1f:ff", "02-0A-BC-00-1F-FF", "020a.bc00.1fff",
		"020abc001fff",	     "2:a:bc:0:1f:ff",	  "2-A-bc-0-1f-FF",
	};
	static const char *const bad[] = {
		"",
		"02:0a:bc:00:1f",
		"02:0a:bc:00:1f:ff:00",
		"02:0a-bc:00:1f:ff",
		"02:0a:bc:00:1f:fg",
		"002:0a:bc:00:1f:ff",
		"020abc001ff",
		"020abc001fff0",
		"20a.bc00.1fff",
		":02:0a:bc:00:1f:ff",
		"02:0a:bc:00:1f:",
	};
	uint8_t out[6];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		memset(out, 0x55, sizeof(out));
		assert_int_equal(mac_parse(good[i], strlen(good[i]), out), 0);
		assert_memory_equal(out, mac, 6);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_not_equal(mac_parse(bad[i], strlen(bad[i]), out), 0);
}

static char path[] = "/tmp/iptraf-ng-ethers-XXXXXX";

static int read_text(const char *text, size_t n, struct diag *why)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fwrite(text, 1, n, f);
	fclose(f);
	return ethers_read(path, why);
}

#define READ(text, why) read_text(text, sizeof(text) - 1, why)

static void test_file(void **state)
{
	struct diag why;
	uint8_t other[6] = { 4, 0, 0, 0, 0, 4 };

	(void)state;
	ethers_clear();
	assert_null(ethers_find(mac));
	assert_int_equal(
		READ("# ours\n\n02-0a-bc-00-1f-ff\tprinter on the 2nd floor  # by the lift\n"
		     "040000000004 switch\n",
		     &why),
		0);
	assert_string_equal(ethers_find(mac), "printer on the 2nd floor");
	assert_string_equal(ethers_find(other), "switch");
	/* the first one stays, also over files */
	assert_int_equal(READ("04:00:00:00:00:04 another\n5:0:0:0:0:5 last", &why), 0);
	assert_string_equal(ethers_find(other), "switch");
	other[0] = other[5] = 5;
	assert_string_equal(ethers_find(other), "last");
	ethers_clear();
	assert_null(ethers_find(other));
}

static void test_what_makes_no_sense(void **state)
{
	static char big[70000];
	struct diag why;

	(void)state;
	ethers_clear();
	assert_int_equal(READ("nonsense\n02:0a:bc:00:1f:ff\n02:0a:bc:00:1f:ff a\0b\n"
			      "02:0a:bc:00:1f:ff here\n",
			      &why),
			 3);
	assert_non_null(strstr(why.msg, ":1: "));
	assert_string_equal(ethers_find(mac), "here");
	ethers_clear();
	memset(big, 'x', sizeof(big));
	memcpy(big, "02:0a:bc:00:1f:ff ", 18);
	assert_int_equal(read_text(big, sizeof(big), &why), 0);
	assert_int_equal(strlen(ethers_find(mac)), ETHERS_TEXT - 1);
	assert_int_equal(ethers_read("/nonexistent/file", &why), 0);
	assert_true(ethers_read("/", &why) < 0);
	assert_true(ethers_read("/dev/zero", &why) < 0);
	ethers_clear();
}

static int make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_notations),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_what_makes_no_sense),
	};

	return cmocka_run_group_tests_name("ethers", tests, make_file, remove_file);
}
