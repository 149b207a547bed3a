#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "config/config.h"
#include "menu/main_menu.h"
#include "run/facility.h"
#include "sys/err.h"
#include "sys/loop.h"
#include "sys/messages.h"

/* What the setters of options write to. */
struct parse {
	struct cli *cli;
	struct config *config;
	int argc;
	char **argv;
};

static const struct facility *find_facility(int letter)
{
	for (const struct facility *f = facilities; f->name; f++)
		if (f->opt == letter)
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

static long parse_number(const char *opt, const char *unit, long max, const char *arg)
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

/* "90s", "5m", "2h", "1d", or a plain number of minutes; in seconds. */
static long parse_duration(const char *opt, const char *arg)
{
	static const struct {
		const char *unit;
		long seconds;
	} units[] = { { "s", 1 }, { "m", 60 }, { "h", 3600 }, { "d", 86400 }, { "", 60 } };
	const long most = 600000000;
	char *end;
	long v;

	errno = 0;
	v = strtol(arg, &end, 10);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && !errno && end != arg; i++)
		if (strcmp(end, units[i].unit) == 0 && v >= 1 && v <= most / units[i].seconds)
			return v * units[i].seconds;
	die(EXIT_USAGE, "%s: a time as 30s, 5m, 2h or 1d expected, or minutes, not '%.60s'", opt,
	    arg);
}

/* Seconds with up to three decimals, whatever the locale, as milliseconds; -1: it is none. */
static long parse_ms(const char *arg)
{
	size_t whole = strspn(arg, "0123456789");
	const char *point = arg + whole, *s = point + (*point == '.');
	size_t part = strspn(s, "0123456789");
	long ms = 0;

	if (whole > 7 || part > 3 || whole + part == 0 || s[part])
		return -1;
	for (size_t i = 0; i < whole; i++)
		ms = 10 * ms + (arg[i] - '0');
	for (size_t i = 0; i < 3; i++)
		ms = 10 * ms + (i < part ? s[i] - '0' : 0);
	return ms;
}

/* --- a setter for each option; arg is NULL where it takes none --- */

static void set_read(struct parse *p, const char *arg)
{
	p->cli->replay = arg;
}

static void set_time(struct parse *p, const char *arg)
{
	p->cli->run_s = parse_duration("-t", arg);
}

static void set_log(struct parse *p, const char *arg)
{
	if (!*arg || arg[strlen(arg) - 1] == '/')
		die(EXIT_USAGE, "-L: the name of a file expected, not '%.60s'", arg);
	p->cli->log = arg;
}

static void set_setting(struct parse *p, const char *opt, const char *key, const char *value)
{
	struct diag why;

	if (config_set(p->config, key, value, &why) < 0)
		die(EXIT_USAGE, "%s: %s", opt, why.msg);
}

static void set_minutes(struct parse *p, const char *arg)
{
	p->cli->report_ms = parse_number("-I", "minutes", 100000, arg) * 60000;
	set_setting(p, "-I", "log-interval", arg);
}

static void set_interval(struct parse *p, const char *arg)
{
	p->cli->report_ms = parse_ms(arg);
	if (p->cli->report_ms < 100 || p->cli->report_ms > 6000000000)
		die(EXIT_USAGE, "--interval: seconds from 0.1 to 6000000 expected, not '%.60s'",
		    arg);
}

static void set_format(struct parse *p, const char *arg)
{
	p->cli->format = format_find(arg);
	p->cli->text = true;
	if (!p->cli->format)
		die(EXIT_USAGE,
		    "--format: text, json, ndjson, csv or prometheus expected, not '%.60s'", arg);
}

static void set_json(struct parse *p, const char *arg)
{
	(void)arg;
	set_format(p, "json");
}

static void set_count(struct parse *p, const char *arg)
{
	p->cli->count = (unsigned)parse_number("--count", "reports", 1000000000, arg);
	p->cli->text = true;
}

static void set_once(struct parse *p, const char *arg)
{
	(void)arg;
	set_count(p, "1");
}

static void set_top(struct parse *p, const char *arg)
{
	p->cli->select.top = (uint32_t)parse_number("--top", "rows", 1000000000, arg);
	p->cli->text = true;
}

static void set_sort(struct parse *p, const char *arg)
{
	p->cli->select.sort = arg;
	p->cli->text = true;
}

static void set_fields(struct parse *p, const char *arg)
{
	p->cli->select.fields = arg;
	p->cli->text = true;
}

static void set_metrics(struct parse *p, const char *arg)
{
	static const char suffix[] = ".prom";
	const char *slash = strrchr(arg, '/'), *name = slash ? slash + 1 : arg;
	size_t n = strlen(name);

	/* others are not read by the collector */
	if (n < sizeof(suffix) || strcmp(name + n - strlen(suffix), suffix) != 0)
		die(EXIT_USAGE,
		    "--metrics: the name of a file that ends in .prom expected, not "
		    "'%.60s'",
		    arg);
	p->cli->metrics = arg;
}

static void set_background(struct parse *p, const char *arg)
{
	(void)arg;
	p->cli->background = true;
}

static void set_foreground(struct parse *p, const char *arg)
{
	set_background(p, arg);
	p->cli->foreground = true;
}

/* May be followed by a word that names a facility of syslog(3); other words are not its own. */
static void set_force(struct parse *p, const char *arg)
{
	int fac = optind < p->argc ? messages_syslog_facility(p->argv[optind]) : -1;

	(void)arg;
	p->cli->force = true;
	if (fac < 0)
		return;
	p->cli->syslog = fac;
	optind++;
}

static void set_unchecked(struct parse *p, const char *arg)
{
	(void)arg;
	p->cli->unchecked = true;
}

static void set_expression(struct parse *p, const char *arg)
{
	free(p->cli->expression);
	p->cli->expression = strdup(arg);
}

static void set_filter(struct parse *p, const char *arg)
{
	set_setting(p, "--filter", "filter", arg);
}

static void set_tunnels(struct parse *p, const char *arg)
{
	(void)arg;
	set_setting(p, "--tunnels", "tunnels", "yes");
}

static void set_list_filters(struct parse *p, const char *arg)
{
	(void)arg;
	p->cli->list_filters = true;
}

static void set_any(struct parse *p, const char *arg)
{
	const char *eq = strchr(arg, '=');
	char key[64];

	if (!eq || (size_t)(eq - arg) >= sizeof(key))
		die(EXIT_USAGE, "--set: KEY=VALUE expected, not '%.60s'", arg);
	snprintf(key, sizeof(key), "%.*s", (int)(eq - arg), arg);
	set_setting(p, "--set", key, eq + 1);
}

static void set_dump(struct parse *p, const char *arg)
{
	(void)arg;
	p->cli->dump = true;
}

static _Noreturn void print_help(struct parse *p, const char *arg);
static _Noreturn void print_doc(struct parse *p, const char *arg);
static _Noreturn void print_version(struct parse *p, const char *arg);

/* --- the rows --- */

/* Of an option that is no facility. */
struct option_row {
	char letter, also; /* its letter, another one; 0: none */
	const char *name;  /* long; NULL: none */
	const char *arg; /* what its argument is called; in []: may be missing, a word of its own */
	const char *help;
	void (*set)(struct parse *p, const char *arg);
};

static const struct option_row options[] = {
	{ 'r', 0, "read", "FILE",
	  "read packets from a capture file (pcap, pcapng; -: standard input)", set_read },
	{ 't', 0, "time", "TIME", "stop after 30s, 5m, 2h, 1d; a plain number: minutes", set_time },
	{ 'L', 0, "log", "FILE", "log to FILE (without a slash: in the log directory)", set_log },
	{ 'I', 0, NULL, "MINUTES", "time between the reports in the log", set_minutes },
	{ 0, 0, "interval", "SECONDS", "the same in seconds; on standard output too",
	  set_interval },
	{ 0, 0, "format", "text|json|ndjson|csv|prometheus",
	  "write in this format, to standard output or -L", set_format },
	{ 'j', 0, NULL, NULL, "as --format json", set_json },
	{ 0, 0, "once", NULL, "write one report and end", set_once },
	{ 0, 0, "count", "N", "write N reports and end", set_count },
	{ 0, 0, "top", "N", "only N rows of each table (--sort; else most bytes)", set_top },
	{ 0, 0, "sort", "FIELDS", "sort reports by fields (a,-b: -: descending)", set_sort },
	{ 0, 0, "fields", "FIELDS", "only these fields, in this order", set_fields },
	{ 0, 0, "metrics", "FILE.prom", "also write metrics for Prometheus to FILE.prom",
	  set_metrics },
	{ 'B', 0, "background", NULL, "run in the background, with a log (alone: -i all)",
	  set_background },
	{ 0, 0, "foreground", NULL, "like -B, but stay in the foreground", set_foreground },
	{ 'f', 0, NULL, "[FACILITY]", "clear stale pid files; messages to syslog, too", set_force },
	{ 'u', 0, NULL, NULL, "do not check first whether capturing is allowed", set_unchecked },
	{ 'F', 0, "expression", "EXPR", "capture only what matches, see pcap-filter(7)",
	  set_expression },
	{ 0, 0, "filter", "NAME", "apply a stored filter, or a file (with a slash)", set_filter },
	{ 0, 0, "tunnels", NULL, "look inside tunnels (setting tunnels)", set_tunnels },
	{ 0, 0, "list-filters", NULL, "print the stored filters", set_list_filters },
	{ 0, 0, "set", "KEY=VALUE", "change a setting for this run (see the manual)", set_any },
	{ 0, 0, "dump-config", NULL, "print the settings and where they come from", set_dump },
	{ 0, 0, "doc", NULL, "print what the program has, for programs to read", print_doc },
	{ 'h', 0, "help", NULL, "print this help", print_help },
	{ 'V', 'v', "version", NULL, "print the version (-v too)", print_version },
};

#define OPTIONS	   (sizeof(options) / sizeof(options[0]))
#define LONGS	   (OPTIONS + 16 + 1) /* with those of facilities */
#define LONG_FIRST 256		      /* what getopt_long(3) calls row 0 when it has no letter */

/* --- what is printed --- */

static const char *arg_of(const struct facility *f)
{
	static const char *const words[] = {
		[IFACE_NONE] = NULL,
		[IFACE_ONE] = "IFACE|all",
		[IFACE_ONE_OR_ALL] = "IFACE|all",
	};

	return words[f->iface];
}

static void print_row(char letter, const char *name, const char *arg, const char *help)
{
	char left[64];
	struct strbuf sb;

	sb_init(&sb, left, sizeof(left));
	if (letter)
		sb_printf(&sb, "-%c", letter);
	else
		sb_add(&sb, "  ");
	if (name)
		sb_printf(&sb, "%s --%s", letter ? "," : " ", name);
	if (arg)
		sb_printf(&sb, " %s", arg);
	printf("  %-24s %s\n", left, help);
}

static _Noreturn void end_printing(void)
{
	exit(stdout_status());
}

static void print_help(struct parse *p, const char *arg)
{
	(void)p;
	(void)arg;
	printf("usage: iptraf-ng [options] [facility] [expression]\n\n"
	       "Monitors the IP traffic of this machine's interfaces.  Without a facility: the "
	       "menu.\n\n"
	       "facility:\n");
	for (const struct facility *f = facilities; f->name; f++)
		print_row(f->opt, f->word, arg_of(f), f->usage);
	printf("\noptions:\n");
	for (size_t i = 0; i < OPTIONS; i++)
		print_row(options[i].letter, options[i].name, options[i].arg, options[i].help);
	printf("\nSee iptraf-ng(8) for details.\n");
	end_printing();
}

static void print_version(struct parse *p, const char *arg)
{
	(void)p;
	(void)arg;
	printf("iptraf-ng %s\n", VERSION);
	end_printing();
}

static void print_option(const struct option_row *o)
{
	const char letters[] = { o->letter ? '-' : '\0', o->letter, '\0' };
	const char also[] = { o->also ? '-' : '\0', o->also, '\0' };

	printf("option\t%s\t%s\t%s%s\t%s\t%s\n", letters, also, o->name ? "--" : "",
	       o->name ? o->name : "", o->arg ? o->arg : "", o->help);
}

/* Which tables a facility reports. */
static void print_reports(const struct facility *f)
{
	for (const struct table *const *t = f->engine->tables; *t; t++)
		printf("report\t%s\t%s\n", f->name, (*t)->name);
}

/*
 * A line for each row of each table: its kind first, tabs between.  tests/lint.sh holds the manual
 * against it.
 */
static void print_doc(struct parse *p, const char *arg)
{
	(void)p;
	(void)arg;
	for (const struct facility *f = facilities; f->name; f++)
		printf("facility\t%s\t-%c%s%s\t%s\t%s\n", f->name, f->opt, f->word ? ", --" : "",
		       f->word ? f->word : "", arg_of(f) ? arg_of(f) : "", f->usage);
	for (size_t i = 0; i < OPTIONS; i++)
		print_option(&options[i]);
	settings_print(stdout);
	keys_print(stdout, "every", NULL);
	for (const struct facility *f = facilities; f->name; f++)
		keys_print(stdout, f->name, f->screen->keys);
	for (const struct facility *f = facilities; f->name; f++) {
		print_reports(f);
		tables_print(f->engine->tables, stdout);
	}
	main_menu_print(stdout);
	loop_signals_print(stdout);
	exit_statuses_print(stdout);
	end_printing();
}

/* --- reading them --- */

static bool takes_arg(const struct option_row *o)
{
	return o->arg && *o->arg != '[';
}

/* The long option of a facility means its letter. */
static void add_facility(const struct facility *f, struct strbuf *letters, struct option **longs)
{
	bool arg = f->iface != IFACE_NONE;

	sb_printf(letters, "%c%s", f->opt, arg ? ":" : "");
	if (f->word)
		*(*longs)++ = (struct option){ .name = f->word,
					       .has_arg = arg ? required_argument : no_argument,
					       .val = f->opt };
}

/* getopt_long's two views of the tables. */
static void build_tables(struct strbuf *letters, struct option longs[LONGS])
{
	sb_add(letters, ":");
	for (const struct facility *f = facilities; f->name; f++)
		add_facility(f, letters, &longs);
	for (size_t i = 0; i < OPTIONS; i++) {
		const struct option_row *o = &options[i];
		const char *colon = takes_arg(o) ? ":" : "";

		if (o->letter)
			sb_printf(letters, "%c%s", o->letter, colon);
		if (o->also)
			sb_printf(letters, "%c%s", o->also, colon);
		if (o->name)
			*longs++ = (struct option){ .name = o->name,
						    .has_arg = takes_arg(o) ? required_argument
									    : no_argument,
						    .val = LONG_FIRST + (int)i };
	}
	*longs = (struct option){ 0 };
}

static const struct option_row *find_option(int c)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (c == LONG_FIRST + (int)i || c == options[i].letter || c == options[i].also)
			return &options[i];
	return NULL;
}

static _Noreturn void complain(int c, char **argv)
{
	char clean[80];
	const char *word = argv[optind - 1];

	/* a letter inside a cluster is named alone */
	if (optopt > 0 && optopt < LONG_FIRST) {
		const char letter[3] = { '-', (char)optopt, '\0' };

		word = text_clean(clean, sizeof(clean), letter, false);
	} else {
		word = text_clean(clean, sizeof(clean), word, false);
	}
	if (c == ':')
		die(EXIT_USAGE, "%s needs an argument (see iptraf-ng -h)", word);
	die(EXIT_USAGE, "unknown option %s (see iptraf-ng -h)", word);
}

/* The words at the end are an expression, as tcpdump(8) has it. */
static void take_words(struct cli *cli, int n, char **word)
{
	size_t size = 1;
	struct strbuf sb;

	if (cli->expression)
		die(EXIT_USAGE, "an expression is given by -F or at the end, not both");
	cli->bare = !cli->fac;
	for (int i = 0; i < n; i++)
		size += strlen(word[i]) + 1;
	cli->expression = malloc(size);
	if (!cli->expression)
		die(EXIT_TROUBLE, "out of memory");
	sb_init(&sb, cli->expression, size);
	for (int i = 0; i < n; i++)
		sb_printf(&sb, "%s%s", i ? " " : "", word[i]);
}

/* The lines of text are those of old, whole. */
static bool writes_fields(const struct cli *cli)
{
	return cli->metrics || (cli->format && cli->format != &format_classic);
}

static void check_selection(const struct cli *cli)
{
	struct diag why;

	if (cli->select.fields && !writes_fields(cli))
		die(EXIT_USAGE, "--fields needs --format json, ndjson, csv or prometheus, "
				"or --metrics: lines of text are fixed");
	if (cli->fac && selection_check(&cli->select, cli->fac->engine->tables, &why) < 0)
		die(EXIT_USAGE, "%s", why.msg);
}

/* "any" is what tcpdump(8) calls them. */
static bool means_all(const char *iface)
{
	return strcmp(iface, "all") == 0 || strcmp(iface, "any") == 0;
}

void cli_parse(struct cli *cli, struct config *config, int argc, char **argv)
{
	struct parse p = { .cli = cli, .config = config, .argc = argc, .argv = argv };
	struct option longs[LONGS];
	char letters[64];
	struct strbuf sb;
	int c;

	*cli = (struct cli){ .syslog = -1 };
	sb_init(&sb, letters, sizeof(letters));
	build_tables(&sb, longs);
	opterr = 0;
	while ((c = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct facility *f = find_facility(c);
		const struct option_row *o = find_option(c);

		if (f)
			set_facility(cli, f, optarg);
		else if (o)
			o->set(&p, optarg);
		else
			complain(c, argv);
	}
	if (cli->iface && means_all(cli->iface))
		cli->iface = NULL;
	if (optind < argc)
		take_words(cli, argc - optind, argv + optind);
	if (!cli->fac && (cli->background || cli->replay))
		cli->fac = find_facility('i');
	check_selection(cli);
	if (cli->metrics && cli->replay)
		die(EXIT_USAGE, "--metrics is for live captures; of a file, --format prometheus "
				"prints the same");
}
