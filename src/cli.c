#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/err.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "sys/messages.h"

enum { LONG_SET = 256, LONG_EVERY, LONG_FOREGROUND, LONG_DUMP, LONG_FILTER, LONG_FILTERS };

/* One row per option that is no facility: letter, long name, argument, help. */
struct cli_option {
	int opt;
	const char *name, *arg, *help;
};

static const struct cli_option cli_options[] = {
	{ 'r', "read", "FILE",
	  "read packets from a capture file (pcap, pcapng; -: standard input)" },
	{ 't', "time", "MINUTES", "end after so many minutes" },
	{ 'L', "log", "FILE", "log to FILE (without a slash: in the log directory)" },
	{ 'I', "interval", "MINUTES", "time between the reports in the log" },
	{ LONG_EVERY, "every", "SECONDS", "the same in seconds; on standard output too" },
	{ 'B', "background", NULL, "run in the background, with a log (alone: -i all)" },
	{ LONG_FOREGROUND, "foreground", NULL, "as -B, but stay where it was started" },
	{ 'f', NULL, "[FACILITY]", "clear stale pid files; messages to syslog, too" },
	{ 'u', NULL, NULL, "do not check first whether capturing is allowed" },
	{ 'F', "expression", "EXPR", "take only what matches, as in pcap-filter(7)" },
	{ LONG_FILTER, "filter", "NAME", "apply a filter of the Filters menu, or a file with a /" },
	{ LONG_FILTERS, "list-filters", NULL, "print the filters that there are" },
	{ LONG_SET, "set", "KEY=VALUE", "change a setting for this run (see the manual)" },
	{ LONG_DUMP, "dump-config", NULL, "print the settings and where they come from" },
	{ 'h', "help", NULL, "print this help" },
	{ 'V', "version", NULL, "print the version (-v too)" },
	{ 0, NULL, NULL, NULL },
};

static const char *arg_of(const struct facility *f)
{
	static const char *const words[] = {
		[IFACE_NONE] = NULL,
		[IFACE_ONE] = "IFACE",
		[IFACE_ONE_OR_ALL] = "IFACE|all",
	};

	return words[f->iface];
}

static void print_row(int opt, const char *name, const char *arg, const char *help)
{
	char left[64];
	struct strbuf sb;

	sb_init(&sb, left, sizeof(left));
	if (opt < 256)
		sb_printf(&sb, "-%c", opt);
	else
		sb_add(&sb, "  ");
	if (name)
		sb_printf(&sb, "%s --%s", opt < 256 ? "," : " ", name);
	if (arg)
		sb_printf(&sb, " %s", arg);
	printf("  %-24s %s\n", left, help);
}

static _Noreturn void help(void)
{
	printf("usage: iptraf-ng [options] [facility] [expression]\n\n"
	       "Monitors the IP traffic of this machine's interfaces.  Without a facility: the "
	       "menu.\n\n"
	       "facility:\n");
	for (const struct facility *f = facilities; f->name; f++)
		print_row(f->opt, NULL, arg_of(f), f->usage);
	printf("\noptions:\n");
	for (const struct cli_option *o = cli_options; o->help; o++)
		print_row(o->opt, o->name, o->arg, o->help);
	printf("\nThe manual page iptraf-ng(8) tells the rest.\n");
	exit(fflush(stdout) == 0 ? EXIT_OK : EXIT_TROUBLE);
}

static _Noreturn void version(void)
{
	printf("iptraf-ng %s\n", VERSION);
	exit(fflush(stdout) == 0 ? EXIT_OK : EXIT_TROUBLE);
}

static const struct facility *find_facility(int opt)
{
	for (const struct facility *f = facilities; f->name; f++)
		if (f->opt == opt)
			return f;
	return NULL;
}

static void set_facility(struct cli *cli, const struct facility *f, const char *arg)
{
	if (cli->fac)
		die(EXIT_USAGE, "one facility at a time, not both -%c and -%c", cli->fac->opt,
		    f->opt);
	cli->fac = f;
	cli->iface = f->iface == IFACE_NONE ? NULL : arg;
}

/* Any facility takes all of a file; of the machine's interfaces some want one. */
static bool takes_all(const struct cli *cli)
{
	return cli->replay || cli->fac->iface == IFACE_ONE_OR_ALL;
}

static long parse_time(const char *opt, const char *unit, long max, const char *arg)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(arg, &end, 10);
	if (errno || end == arg || *end || v < 1 || v > max)
		die(EXIT_USAGE, "%s: a number of %s from 1 to %ld expected, not '%.60s'", opt, unit,
		    max, arg);
	return v;
}

static const char *parse_log(const char *arg)
{
	if (!*arg || arg[strlen(arg) - 1] == '/')
		die(EXIT_USAGE, "-L: the name of a file expected, not '%.60s'", arg);
	return arg;
}

/* -f may be followed by a word that names a facility of syslog; other words are not its own. */
static void set_force(struct cli *cli, int argc, char **argv)
{
	int fac = optind < argc ? messages_syslog_facility(argv[optind]) : -1;

	cli->force = true;
	if (fac < 0)
		return;
	cli->syslog = fac;
	optind++;
}

static void set_option(struct cli *cli, const char *arg)
{
	const char *eq = strchr(arg, '=');
	struct diag why;
	char key[64];

	if (!eq || (size_t)(eq - arg) >= sizeof(key))
		die(EXIT_USAGE, "--set: KEY=VALUE expected, not '%.60s'", arg);
	snprintf(key, sizeof(key), "%.*s", (int)(eq - arg), arg);
	if (config_set(&cli->settings, key, eq + 1, &why) < 0)
		die(EXIT_USAGE, "--set: %s", why.msg);
}

static void set_filter(struct cli *cli, const char *name)
{
	struct diag why;

	if (config_set(&cli->settings, "filter", name, &why) < 0)
		die(EXIT_USAGE, "--filter: %s", why.msg);
}

/* The words at the end are an expression, as tcpdump(8) has it. */
static void take_words(struct cli *cli, int n, char **word)
{
	size_t size = 1;
	struct strbuf sb;

	if (cli->expression)
		die(EXIT_USAGE, "an expression is given by -F or at the end, not both");
	for (int i = 0; i < n; i++)
		size += strlen(word[i]) + 1;
	cli->expression = malloc(size);
	if (!cli->expression)
		die(EXIT_TROUBLE, "out of memory");
	sb_init(&sb, cli->expression, size);
	for (int i = 0; i < n; i++)
		sb_printf(&sb, "%s%s", i ? " " : "", word[i]);
}

static void set_other(struct cli *cli, int opt, const char *arg)
{
	struct diag why;

	switch (opt) {
	case 'r':
		cli->replay = arg;
		break;
	case 't':
		cli->minutes = parse_time("-t", "minutes", 10000000, arg);
		break;
	case 'L':
		cli->log = parse_log(arg);
		break;
	case 'I':
		cli->report_s = parse_time("-I", "minutes", 100000, arg) * 60;
		config_set(&cli->settings, "log-interval", arg, &why);
		break;
	case LONG_EVERY:
		cli->report_s = parse_time("--every", "seconds", 6000000, arg);
		break;
	case LONG_FOREGROUND:
		cli->foreground = true;
		/* fallthrough */
	case 'B':
		cli->background = true;
		break;
	case 'u':
		cli->unchecked = true;
		break;
	case LONG_SET:
		set_option(cli, arg);
		break;
	case LONG_FILTER:
		set_filter(cli, arg);
		break;
	case LONG_FILTERS:
		cli->list_filters = true;
		break;
	case 'F':
		cli->expression = strdup(arg);
		break;
	case LONG_DUMP:
		cli->dump = true;
		break;
	case 'h':
		help();
	case 'V':
	case 'v':
		version();
	}
}

/* getopt_long's two views of the tables. */
static void build_tables(char *letters, size_t n, struct option *longs, size_t nlongs)
{
	struct strbuf sb;
	size_t i = 0;

	sb_init(&sb, letters, n);
	sb_add(&sb, ":v");
	for (const struct facility *f = facilities; f->name; f++)
		sb_printf(&sb, "%c%s", f->opt, f->iface == IFACE_NONE ? "" : ":");
	for (const struct cli_option *o = cli_options; o->help; o++) {
		if (o->opt < 256)
			sb_printf(&sb, "%c%s", o->opt, o->arg && *o->arg != '[' ? ":" : "");
		if (o->name && i + 1 < nlongs)
			longs[i++] = (struct option){ .name = o->name,
						      .has_arg = o->arg ? required_argument
									: no_argument,
						      .val = o->opt };
	}
	longs[i] = (struct option){ 0 };
}

static _Noreturn void complain(int c, char **argv)
{
	char clean[80];
	const char *word = argv[optind - 1];

	/* a letter inside a cluster is named alone */
	if (optopt > 0 && optopt < 256) {
		const char letter[3] = { '-', (char)optopt, '\0' };

		word = text_clean(clean, sizeof(clean), letter, false);
	} else {
		word = text_clean(clean, sizeof(clean), word, false);
	}
	if (c == ':')
		die(EXIT_USAGE, "%s needs an argument (iptraf-ng -h tells more)", word);
	die(EXIT_USAGE, "unknown option %s (iptraf-ng -h tells more)", word);
}

void cli_parse(struct cli *cli, int argc, char **argv)
{
	struct option longs[24];
	char letters[64];
	int c;

	memset(cli, 0, sizeof(*cli));
	cli->syslog = -1;
	config_default(&cli->settings);
	build_tables(letters, sizeof(letters), longs, sizeof(longs) / sizeof(longs[0]));
	opterr = 0;
	while ((c = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct facility *f = find_facility(c);

		if (c == '?' || c == ':')
			complain(c, argv);
		if (f)
			set_facility(cli, f, optarg);
		else if (c == 'f')
			set_force(cli, argc, argv);
		else
			set_other(cli, c, optarg);
	}
	if (cli->iface && strcmp(cli->iface, "all") == 0 && takes_all(cli))
		cli->iface = NULL;
	if (optind < argc)
		take_words(cli, argc - optind, argv + optind);
	if (cli->background && !cli->fac)
		cli->fac = find_facility('i');
}
