/* Additional ports, descriptions that are edited, and what comes from iptraf-ng 1.2. */
#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/ethers.h"
#include "config/ports.h"
#include "config/statefile.h"
#include "import/import.h"

static char *content(const char *name)
{
	struct diag why;
	char *text, *end;
	size_t n;

	assert_int_equal(statefile_read(name, &text, &n, &why), 0);
	end = strchr(text, '\n'); /* the first line says what it is */
	memmove(text, end + 1, strlen(end + 1) + 1);
	return text;
}

static void content_is(const char *name, const char *expected)
{
	char *text = content(name);

	assert_string_equal(text, expected);
	free(text);
}

static void test_ranges(void **state)
{
	static const struct {
		const char *text;
		int from, to;
	} good[] = { { "80", 80, 80 },
		     { " 6000 - 6010 ", 6000, 6010 },
		     { "0-65535", 0, 65535 },
		     { "7-7", 7, 7 } };
	static const char *const bad[] = {
		"",	 " ",  "x",   "80x", "65536", "-1",   "9-8",
		"1-2-3", "1-", "1 2", "-",   "+1",    "0x10", "99999999999999999999"
	};
	struct port_range r;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(port_range_parse(good[i].text, strlen(good[i].text), &r), 0);
		assert_int_equal(r.from, good[i].from);
		assert_int_equal(r.to, good[i].to);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(port_range_parse(bad[i], strlen(bad[i]), &r), -EINVAL);
}

static void test_ports_text(void **state)
{
	static const char text[] = "# mine\n8080 # web\n\nx\n6000-6001\n65535-65535\n70000";
	struct diag why;

	(void)state;
	assert_int_equal(ports_take("FILE", text, sizeof(text) - 1, &why), 2);
	assert_non_null(strstr(why.msg, "FILE:4: "));
	assert_int_equal(ports_count(), 3);
	assert_true(ports_have(8080) && ports_have(6000) && ports_have(6001) && ports_have(65535));
	assert_false(ports_have(8081) || ports_have(5999) || ports_have(6002) || ports_have(0));
}

static void test_ports_file(void **state)
{
	static const char text[] = "# first\n8080 # web\nnonsense\n6000-6001\n8080\n";
	struct diag why;

	(void)state;
	assert_int_equal(statefile_save(PORTS_FILE, text, sizeof(text) - 1, &why), 0);
	assert_int_equal(ports_load(&why), 1);
	assert_int_equal(ports_add((struct port_range){ 70, 75 }, &why), 0);
	content_is(PORTS_FILE, "8080 # web\nnonsense\n6000-6001\n8080\n70-75\n");
	assert_true(ports_have(72));
	assert_int_equal(ports_remove((struct port_range){ 8080, 8080 }, &why), 0);
	content_is(PORTS_FILE, "nonsense\n6000-6001\n70-75\n");
	assert_false(ports_have(8080));
	assert_int_equal(ports_add((struct port_range){ 6000, 6001 }, &why), 0);
	content_is(PORTS_FILE, "nonsense\n6000-6001\n70-75\n");
}

static void test_descriptions(void **state)
{
	struct ethers_entry e = { .mac = { 2, 0, 0, 0, 0, 1 }, .text = "one" }, list[8];
	const uint8_t old[6] = { 2, 0, 0, 0, 0, 1 };
	struct diag why;

	(void)state;
	assert_int_equal(ethers_list(ETHERS_FILE, list, 8, &why), 0);
	assert_int_equal(ethers_put(ETHERS_FILE, NULL, &e, &why), 0);
	e.mac[5] = 2;
	snprintf(e.text, sizeof(e.text), "two of them");
	assert_int_equal(ethers_put(ETHERS_FILE, NULL, &e, &why), 0);
	content_is(ETHERS_FILE, "02:00:00:00:00:01 one\n02:00:00:00:00:02 two of them\n");
	assert_int_equal(ethers_list(ETHERS_FILE, list, 8, &why), 2);
	assert_string_equal(list[1].text, "two of them");
	assert_int_equal(ethers_list(ETHERS_FILE, list, 1, &why), 1);
	e.mac[5] = 3;
	snprintf(e.text, sizeof(e.text), "three");
	assert_int_equal(ethers_put(ETHERS_FILE, old, &e, &why), 0);
	content_is(ETHERS_FILE, "02:00:00:00:00:03 three\n02:00:00:00:00:02 two of them\n");
	assert_int_equal(ethers_load(&why), 0);
	assert_string_equal(ethers_find(e.mac), "three");
	assert_null(ethers_find(old));
	assert_int_equal(ethers_remove(ETHERS_FILE, e.mac, &why), 0);
	content_is(ETHERS_FILE, "02:00:00:00:00:02 two of them\n");
	snprintf(e.text, sizeof(e.text), "a # b");
	assert_int_equal(ethers_put(ETHERS_FILE, NULL, &e, &why), -EINVAL);
	snprintf(e.text, sizeof(e.text), "  ");
	assert_int_equal(ethers_put(ETHERS_FILE, NULL, &e, &why), -EINVAL);
	ethers_clear();
}

/* --- what iptraf-ng 1.2.1 wrote on amd64 --- */

static void converts(int (*convert)(const char *, size_t, FILE *), const void *old, size_t n,
		     int rc, const char *expected)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(convert(old, n, out), rc);
	fclose(out);
	if (rc >= 0)
		assert_string_equal(strchr(text, '\n') + 1, expected);
	free(text);
}

static void test_import_settings(void **state)
{
	uint8_t cfg[40] = { [0] = 0x81, [8] = 15, [16] = 0x10, [17] = 0x0e };

	(void)state;
	converts(import_settings, cfg, sizeof(cfg), 0, "");
	cfg[0] = 0x7e;
	converts(import_settings, cfg, sizeof(cfg), 0,
		 "color = no\nlogging = yes\nreverse-dns = yes\nservice-names = yes\n"
		 "promiscuous = yes\nkbytes = yes\nmac-addresses = yes\nsix-in-four = no\n");
	cfg[0] = 0x81;
	cfg[8] = 33;
	cfg[16] = 0xd0;
	cfg[17] = 2;
	cfg[24] = 9;
	cfg[32] = 4;
	converts(import_settings, cfg, sizeof(cfg), 0,
		 "tcp-timeout = 33\nlog-interval = 12\nupdate-interval = 9\n"
		 "closed-persistence = 4\n");
	cfg[15] = 0x80; /* out of range */
	cfg[16] = 0xd1; /* no whole minute */
	converts(import_settings, cfg, sizeof(cfg), 2,
		 "update-interval = 9\nclosed-persistence = 4\n");
	converts(import_settings, cfg, sizeof(cfg) - 1, -EINVAL, "");
	converts(import_settings, cfg, 0, -EINVAL, "");
	cfg[3] = 0x81; /* the other byte order */
	converts(import_settings, cfg, sizeof(cfg), -EINVAL, "");
}

static void test_import_lists(void **state)
{
	static const uint8_t ports[] = { 0xff, 0xff, 0,	   0,	 0,    0,    0xa7, 0x55,
					 0xb8, 0x0b, 0xc2, 0x0b, 0xc2, 0x0b, 0xa7, 0x55,
					 9,    0,    3,	   0,	 0,    0,    0,	   0 };
	static const char desc[] = "# see man ethers for syntax\n\n0011223344556 box\n"
				   "00:11:22:33:44:66 two\n0a0b0c0d0e0f last";

	(void)state;
	converts(import_ports, ports, sizeof(ports), 1, "65535\n3000-3010\n");
	converts(import_ports, ports, 7, -EINVAL, "");
	converts(import_ports, ports, 0, 0, "");
	converts(import_descriptions, desc, sizeof(desc) - 1, 1,
		 "00:11:22:33:44:66 two\n0a:0b:0c:0d:0e:0f last\n");
}

/* Once: not over what is ours. */
static void test_import_once(void **state)
{
	static const char desc[] = "00:11:22:33:44:66 ring\n";
	struct diag why;

	(void)state;
	assert_int_equal(statefile_save("fddi.desc", desc, sizeof(desc) - 1, &why), 0);
	import_original();
	content_is(ETHERS_FDDI_FILE, "00:11:22:33:44:66 ring\n");
	assert_int_equal(statefile_save(ETHERS_FDDI_FILE, "#\n", 2, &why), 0);
	import_original();
	content_is(ETHERS_FDDI_FILE, "");
}

static char dir[] = "/tmp/iptraf-ng-test-XXXXXX";

static int setup(void **state)
{
	(void)state;
	return mkdtemp(dir) ? setenv("IPTRAF_WORK_PATH", dir, 1) : -1;
}

static int teardown(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges),		cmocka_unit_test(test_ports_text),
		cmocka_unit_test(test_ports_file),	cmocka_unit_test(test_descriptions),
		cmocka_unit_test(test_import_settings), cmocka_unit_test(test_import_lists),
		cmocka_unit_test(test_import_once),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
