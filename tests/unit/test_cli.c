/* The command line: what its words come to. */
#include "unit.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "cli.h"
#include "config/config.h"
#include "run/facility.h"

static struct cli cli;
static struct config config;

static void parse(const char *line)
{
	static char words[256];
	char *argv[16], *save;
	int argc = 0;

	snprintf(words, sizeof(words), "iptraf-ng %s", line);
	for (char *w = strtok_r(words, " ", &save); w; w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	argv[argc] = NULL;
	optind = 0; /* glibc and musl: begin anew */
	config_default(&config);
	cli_parse(&cli, &config, argc, argv);
}

static void test_log(void **state)
{
	(void)state;
	parse("-B -L x.log -i eth0");
	assert_true(cli.background);
	assert_false(cli.foreground);
	assert_string_equal(cli.log, "x.log");
	assert_string_equal(cli.iface, "eth0");
	assert_int_equal(cli.report_ms, 0);
	parse("-L /a/b");
	assert_null(cli.fac);
	assert_false(cli.background);
}

static void test_background_alone(void **state)
{
	(void)state;
	parse("-B -L x.log");
	assert_int_equal(cli.fac->opt, 'i');
	assert_null(cli.iface);
	parse("-BL x.log -g");
	assert_int_equal(cli.fac->opt, 'g');
	parse("--foreground -z lo");
	assert_true(cli.background && cli.foreground);
	assert_int_equal(cli.fac->opt, 'z');
}

static void test_intervals(void **state)
{
	(void)state;
	parse("-g -I 7");
	assert_int_equal(config.set.log_interval, 7);
	assert_int_equal(cli.report_ms, 420000);
	parse("-g --interval 3");
	assert_int_equal(cli.report_ms, 3000);
	parse("-g -I 1 --interval=90");
	assert_int_equal(cli.report_ms, 90000);
	parse("-g --interval 0.25");
	assert_int_equal(cli.report_ms, 250);
	parse("-g --interval 1.5");
	assert_int_equal(cli.report_ms, 1500);
	parse("-g --interval .1");
	assert_int_equal(cli.report_ms, 100);
}

static void test_formats(void **state)
{
	(void)state;
	parse("-g");
	assert_null(cli.format);
	assert_false(cli.text);
	parse("-g -j");
	assert_ptr_equal(cli.format, &format_json);
	assert_true(cli.text);
	for (const struct format *const *f = formats; *f; f++) {
		char line[64];

		snprintf(line, sizeof(line), "-g --format %s", (*f)->name);
		parse(line);
		assert_ptr_equal(cli.format, *f);
	}
	parse("-s lo --once --top 20 --sort -bytes,port --fields port,bytes --format csv");
	assert_int_equal(cli.count, 1);
	assert_int_equal(cli.select.top, 20);
	assert_string_equal(cli.select.sort, "-bytes,port");
	assert_string_equal(cli.select.fields, "port,bytes");
	assert_true(cli.text);
	parse("-g --count 3");
	assert_int_equal(cli.count, 3);
}

static void test_time(void **state)
{
	(void)state;
	parse("-g -t 30s");
	assert_int_equal(cli.run_s, 30);
	parse("-g -t 5m");
	assert_int_equal(cli.run_s, 300);
	parse("-g --time=2h");
	assert_int_equal(cli.run_s, 7200);
	parse("-g -t 1d");
	assert_int_equal(cli.run_s, 86400);
	parse("-g -t 7");
	assert_int_equal(cli.run_s, 420);
	parse("-g -t 10000000");
	assert_int_equal(cli.run_s, 600000000);
}

static void test_all(void **state)
{
	(void)state;
	for (const char *f = "idszl"; *f; f++) {
		char line[16];

		snprintf(line, sizeof(line), "-%c all", *f);
		parse(line);
		assert_null(cli.iface);
		snprintf(line, sizeof(line), "-%c any", *f);
		parse(line);
		assert_null(cli.iface);
		assert_int_equal(cli.fac->opt, *f);
	}
	parse("-r file");
	assert_int_equal(cli.fac->opt, 'i');
	assert_null(cli.iface);
}

static void test_force(void **state)
{
	(void)state;
	parse("-f");
	assert_true(cli.force);
	assert_int_equal(cli.syslog, -1);
	assert_null(cli.fac);
	parse("-B -L x.log -f daemon");
	assert_int_equal(cli.syslog, LOG_DAEMON);
	parse("-f local7 -i lo");
	assert_int_equal(cli.syslog, LOG_LOCAL7);
	assert_string_equal(cli.iface, "lo");
	parse("-Bf daemon -i lo");
	assert_int_equal(cli.syslog, LOG_DAEMON);
	parse("-fB -i lo");
	assert_true(cli.force && cli.background);
	assert_int_equal(cli.syslog, -1);
	parse("-f -u -i daemon"); /* an interface may be called so */
	assert_int_equal(cli.syslog, -1);
	assert_true(cli.unchecked);
	assert_string_equal(cli.iface, "daemon");
}

static void test_settings(void **state)
{
	char line[200], path[120];

	(void)state;
	memset(path, 'x', sizeof(path));
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	snprintf(line, sizeof(line), "-i lo --filter %s --set ring=8", path);
	parse(line);
	assert_string_equal(config.set.filter, path);
	assert_int_equal(config.set.ring, 8);
	assert_int_equal(config.source[settings_find("ring")].origin, SETTING_COMMAND);
	assert_int_equal(config.source[settings_find("color")].origin, SETTING_DEFAULT);
}

static void test_expression(void **state)
{
	(void)state;
	parse("-i lo tcp port 80");
	assert_string_equal(cli.expression, "tcp port 80");
	free(cli.expression);
	parse("-F udp -F tcp");
	assert_string_equal(cli.expression, "tcp");
	free(cli.expression);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_log),	   cmocka_unit_test(test_background_alone),
		cmocka_unit_test(test_intervals),  cmocka_unit_test(test_formats),
		cmocka_unit_test(test_force),	   cmocka_unit_test(test_settings),
		cmocka_unit_test(test_expression), cmocka_unit_test(test_time),
		cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
