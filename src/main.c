/* The order of events, and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "menu/main_menu.h"
#include "output/snapshot.h"
#include "sys/err.h"
#include "config/names.h"
#include "base/text.h"
#include "capture/capture.h"
#include "capture/expression.h"
#include "capture/libpcap.h"
#include "capture/localnet.h"
#include "cli.h"
#include "sys/background.h"
#include "filter/store.h"
#include "import/import.h"
#include "sys/loop.h"
#include "sys/messages.h"
#include "sys/parent.h"
#include "sys/pidfile.h"
#include "sys/resolver.h"
#include "sys/rights.h"
#include "sys/start.h"
#include "sys/systemd.h"
#include "run/iface_rates.h"
#include "run/expression_names.h"
#include "run/session.h"
#include "run/walls.h"
#include "config/state.h"
#include "ui/ui.h"

/* Where this program is; known before the sandbox closes /proc. */
static char program[PATH_MAX] = "iptraf-ng";

static void find_program(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n <= 0)
		return;
	path[n] = '\0';
	text_clean(program, sizeof(program), path, false);
}

static void need_capture(int fd)
{
	if (fd >= 0)
		return;
	if (fd == -EPERM || fd == -EACCES)
		message_die(EXIT_PRIVILEGE,
			    "capturing needs CAP_NET_RAW: run it with sudo, or once: "
			    "sudo setcap cap_net_raw=ep %.800s",
			    program);
	message_die(EXIT_TROUBLE, "cannot open a packet socket: %s", strerror(-fd));
}

static int dump(const struct config *s)
{
	config_dump(s, stdout);
	return stdout_status();
}

/* What the caller left open, but for what is to be read or written. */
static void close_inherited(const struct cli *cli, const struct config *config,
			    const struct rights *rights)
{
	const int keep[] = { rights->packet, rights->rtnetlink, rights->resolver };
	const char *const path[] = { cli->replay, cli->log, config->set.filter };

	start_close_others(keep, sizeof(keep) / sizeof(keep[0]), path,
			   sizeof(path) / sizeof(path[0]));
}

/* The interfaces; and whether a live capture can be had, on the one that is asked for. */
static void open_live(const struct cli *cli, struct run_env *env)
{
	struct diag why;
	int rc;

	if (!cli->unchecked)
		need_capture(env->rights->packet);
	rc = ifaces_open(&env->ifs, env->rights->rtnetlink);
	if (rc == 0)
		rc = ifaces_refresh(env->ifs);
	if (rc < 0)
		message_die(EXIT_TROUBLE, "cannot list the interfaces: %s", strerror(-rc));
	if (cli->fac && ifaces_check(env->ifs, cli->iface, &why) < 0)
		message_die(EXIT_TROUBLE, "%s", why.msg);
}

/* At a prompt: what to end it by. */
static void print_instance(void)
{
	char path[PIDFILE_ROOM];

	printf("iptraf-ng: running in the background as process %d", (int)getpid());
	if (pidfile_path(path, sizeof(path)))
		printf(" (%s)", path);
	putchar('\n');
	fflush(stdout);
}

static int on_ready(void *ctx, const struct facility *fac, const char *iface)
{
	const struct cli *cli = ctx;
	struct diag why;
	char name[64];
	int rc = 0;

	if (!cli->foreground) {
		snprintf(name, sizeof(name), "%s-%s", fac->name, iface ? iface : "all");
		if (pidfile_write(name, &why) < 0)
			warn("%s", why.msg);
		if (background_is_detached() && isatty(STDOUT_FILENO))
			print_instance();
		rc = background_ready();
		messages_set_place(MESSAGES_DAEMON_LOG);
	}
	systemd_ready();
	return rc;
}

static void go_to_background(struct cli *cli, struct run_env *env)
{
	int rc = 0;

	cli->foreground = cli->foreground || systemd_started_us();
	systemd_open();
	messages_find_daemon_log();
	if (cli->foreground)
		messages_set_place(MESSAGES_JOURNAL);
	else if (parent_is_timeout() || parent_made_a_job())
		background_stay();
	else
		rc = background_detach(env->loop);
	if (rc < 0)
		message_die(EXIT_TROUBLE, "cannot go into the background: %s", strerror(-rc));
	env->ready = on_ready;
	env->ready_ctx = cli;
}

/*
 * Packets come by standard input, keys from the terminal itself: the first moves to another
 * descriptor, which the file is then read from.
 */
static int part_input(struct cli *cli)
{
	static char path[32];
	int data, tty;

	if (!cli->replay || strcmp(cli->replay, "-") != 0 || isatty(STDIN_FILENO))
		return 0;
	tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	data = tty < 0 ? -1 : fcntl(STDIN_FILENO, F_DUPFD, STDERR_FILENO + 1);
	if (data < 0 || dup2(tty, STDIN_FILENO) < 0)
		return -errno;
	close(tty);
	snprintf(path, sizeof(path), "/dev/fd/%d", data);
	cli->replay = path;
	return 0;
}

/* Of a terminal that another job has: why it may be so, and how to get a screen. */
static const char *advise(void)
{
	if (!ui_is_of_another_job())
		return "";
	if (parent_is_timeout())
		return " (use timeout --foreground, or -t instead)";
	return " (started with &, or by a program that keeps it)";
}

/*
 * Why there can be no screen; NULL: there can.  Packets may come by standard input, not keys.  Only
 * before the sandbox: it looks at the parent.
 */
static const char *screen_obstacle(const struct cli *cli)
{
	static char text[128];
	const char *obstacle = ui_obstacle();

	if (obstacle) {
		snprintf(text, sizeof(text), "%s%s", obstacle, advise());
		return text;
	}
	if (isatty(STDIN_FILENO) || (cli->replay && strcmp(cli->replay, "-") == 0))
		return NULL;
	return "standard input is not a terminal";
}

static bool wants_screen(const struct cli *cli)
{
	return !cli->background && !(cli->text && !cli->log);
}

/* At a terminal that no screen comes up on: what comes instead. */
static void explain_text(const struct cli *cli, const char *obstacle)
{
	if (isatty(STDOUT_FILENO))
		warn("no screen: %s; %s%.200s", obstacle,
		     cli->log ? "logging to " : "log lines follow", cli->log ? cli->log : "");
}

static void prepare_input(struct cli *cli, bool screen)
{
	if (screen && part_input(cli) < 0)
		message_die(EXIT_TROUBLE,
			    "no keyboard: standard input is none, and there is no /dev/tty");
}

/* The directory is opened while it may be, and before a background run leaves it. */
static void open_metrics(const struct cli *cli, struct snapshot_file *file)
{
	const char *slash = cli->metrics ? strrchr(cli->metrics, '/') : NULL;
	char clean[160];
	char *dir;

	*file = (struct snapshot_file){ .dir_fd = -1, .path = cli->metrics };
	if (!cli->metrics)
		return;
	file->name = slash ? slash + 1 : cli->metrics;
	dir = slash ? strndup(cli->metrics, (size_t)(slash + 1 - cli->metrics)) : strdup(".");
	if (dir)
		file->dir_fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (file->dir_fd < 0)
		message_die(EXIT_TROUBLE, "cannot write metrics to %s: %s",
			    text_clean(clean, sizeof(clean), cli->metrics, true), strerror(errno));
	free(dir);
}

/* From here on nothing is opened but what is listed there, nor is a process or socket made. */
static void close_walls(const struct cli *cli, const struct config *config,
			const struct rights *rights, const struct snapshot_file *metrics,
			bool screen)
{
	const struct walls walls = {
		.rights = rights,
		.replay = cli->replay,
		.log_file = cli->log,
		.filter = config->set.filter,
		.metrics_dir = metrics->dir_fd,
		.screen = screen,
		.background = cli->background,
		.pid_files = cli->background || cli->force,
		.saves = screen && !cli->fac && !cli->dump && !cli->list_filters,
	};
	struct diag why;

	if (walls_close(&walls, &why) < 0)
		message_die(EXIT_TROUBLE, "%s", why.msg);
}

static int open_ui(struct run_env *env, struct diag *why)
{
	int rc;

	rc = ui_open(&env->ui, env->loop, env->set, why);
	if (rc == 0)
		messages_set_place(MESSAGES_SCREEN);
	return rc;
}

/* Tables of a character set that is not UTF-8 are a library: it is loaded by its first use. */
static void load_charset(void)
{
	wchar_t wide;

	mbtowc(NULL, NULL, 0);
	mbtowc(&wide, "a", 1);
}

static void load_libpcap(const struct cli *cli)
{
	struct diag why;

	if ((cli->replay || cli->expression) && libpcap_load(&why) < 0)
		message_die(EXIT_TROUBLE, "%s", why.msg);
}

static void take_expression(const struct cli *cli, struct run_env *env,
			    struct expression **expression)
{
	char hint[80] = "", *text;
	struct diag why;

	if (!cli->expression)
		return;
	if (cli->bare)
		snprintf(hint, sizeof(hint), "an interface is given by -i, as in -i %.*s; ",
			 (int)strcspn(cli->expression, " "), cli->expression);
	text = expression_names_resolve(env, cli->expression, &why);
	if (loop_quitting(env->loop))
		exit(EXIT_OK);
	if (!text || expression_compile(expression, text, &why) < 0)
		message_die(EXIT_USAGE, "%sexpression: %s", hint, why.msg);
	free(text);
	env->expression = *expression;
	env->expression_text = cli->expression;
}

static int list_filters(void)
{
	struct filter_name *list;
	struct diag why;
	int n = filter_store_list(&list, &why);

	if (n < 0)
		message_die(EXIT_TROUBLE, "%s", why.msg);
	for (int i = 0; i < n; i++) {
		char file[sizeof(list[i].file)], clean[FILTER_TEXT];

		printf("%-24s %s\n", text_clean(file, sizeof(file), list[i].file, true),
		       text_clean(clean, sizeof(clean), list[i].description, false));
	}
	free(list);
	return stdout_status();
}

/* Rates are kept while it is there, whatever it runs. */
static void run_menu(struct run_env *env, const struct request *req, struct config *config)
{
	env->rates = env->ifs ? iface_rates_open(env->loop, env->ifs) : NULL;
	main_menu(env, req, config);
	iface_rates_close(env->rates);
}

/* obstacle: to a screen; NULL: there is one, or none is wanted. */
static int run(struct cli *cli, struct config *config, struct run_env *env,
	       const struct snapshot_file *metrics, const char *obstacle)
{
	struct request req = { .fac = cli->fac,
			       .iface = cli->iface,
			       .replay = cli->replay,
			       .service = cli->background,
			       .log_file = cli->log,
			       .run_s = cli->run_s,
			       .report_ms = cli->report_ms,
			       .count = cli->count,
			       .format = cli->format,
			       .select = cli->select,
			       .metrics = cli->metrics ? metrics : NULL };
	struct diag why = { .msg = "" };
	int rc = 0;

	if (!cli->fac && (obstacle || !wants_screen(cli)))
		message_die(EXIT_USAGE,
			    "the menu needs a terminal%s%s; name a facility (iptraf-ng -h)",
			    obstacle ? ", and " : "", obstacle ? obstacle : "");
	if (obstacle)
		explain_text(cli, obstacle);
	else if (wants_screen(cli) && open_ui(env, &why) < 0)
		message_die(EXIT_TROUBLE, "%s", why.msg);
	req.log = cli->log || cli->background || (cli->fac && env->ui && env->set->logging);
	if (cli->fac)
		rc = session_run(env, &req, &why);
	else
		run_menu(env, &req, config);
	if (env->ui)
		messages_set_place(MESSAGES_STDERR);
	ui_close(env->ui);
	if (rc < 0)
		message(MESSAGE_ERROR, "%s%s%s", cli->replay ? cli->replay : "",
			cli->replay ? ": " : "", why.msg);
	pidfile_remove();
	return rc == 0 ? EXIT_OK : rc == -EPERM ? EXIT_PRIVILEGE : EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	struct expression *expression = NULL;
	struct run_env env;
	struct loop *loop;
	struct config config;
	struct cli cli;
	struct rights rights;
	struct snapshot_file metrics;
	const char *obstacle;
	bool screen;
	int dropped, rc;

	start_clean();
	/* All that needs privilege, then none is left; only then does input come in. */
	dropped = rights_open(&rights, argv);
	if (dropped < 0)
		die(EXIT_TROUBLE, "cannot give up privileges: %s", strerror(-dropped));

	setlocale(LC_ALL, "");
	config_default(&config);
	cli_parse(&cli, &config, argc, argv);
	close_inherited(&cli, &config, &rights);
	find_program();
	/* Signals have waited since the start; from here on they end the program in order. */
	if (loop_open(&loop) < 0)
		die(EXIT_TROUBLE, "cannot watch for signals");
	env = (struct run_env){ .set = &config.set, .loop = loop, .rights = &rights };
	/* libraries, sockets and processes: the last of them */
	tzset();
	load_charset();
	load_libpcap(&cli);
	if (!cli.replay)
		localnet_load();
	if (rights.resolver < 0 || resolver_open(&env.resolver, rights.resolver) < 0)
		env.resolver = NULL;
	take_expression(&cli, &env, &expression);
	if (cli.syslog >= 0)
		messages_to_syslog(cli.syslog);
	obstacle = wants_screen(&cli) ? screen_obstacle(&cli) : NULL;
	screen = wants_screen(&cli) && !obstacle;
	prepare_input(&cli, screen);
	open_metrics(&cli, &metrics);
	if (cli.background)
		go_to_background(&cli, &env);
	close_walls(&cli, &config, &rights, &metrics, screen);
	import_original();
	state_load(&config);
	if (cli.dump)
		return dump(&config);
	if (cli.list_filters)
		return list_filters();
	if (cli.force)
		pidfile_clear_stale();
	if (cli.force && !cli.fac && !screen)
		return EXIT_OK;
	if (!cli.replay)
		open_live(&cli, &env);
	names_load();
	rc = run(&cli, &config, &env, &metrics, obstacle);
	resolver_stop(env.resolver);
	loop_close(loop);
	ifaces_close(env.ifs);
	expression_free(expression);
	free(cli.expression);
	return rc;
}
