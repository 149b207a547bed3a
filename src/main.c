/* The order of events, and nothing else. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/err.h"
#include "base/names.h"
#include "capture/capture.h"
#include "cli.h"
#include "privs.h"
#include "session.h"
#include "state.h"
#include "ui/ui.h"

static void need_capture(int fd)
{
	if (fd >= 0)
		return;
	if (fd == -EPERM || fd == -EACCES)
		die(EXIT_PRIVILEGE,
		    "capturing needs CAP_NET_RAW: run it with sudo, or once: setcap cap_net_raw=ep "
		    "PATH-OF-IPTRAF-NG");
	die(EXIT_TROUBLE, "cannot open a packet socket: %s", strerror(-fd));
}

static int dump(const struct settings *s)
{
	if (settings_dump(s, stdout) < 0)
		die(EXIT_TROUBLE, "cannot write to standard output");
	return EXIT_OK;
}

static int run(struct cli *cli, struct session_env *env)
{
	struct diag why = { .msg = "" };
	int rc = 0;

	if (!cli->fac && !ui_possible())
		die(EXIT_USAGE, "the menu needs a terminal; name a facility (iptraf-ng -h)");
	if (ui_possible() && ui_open(&env->ui, env->loop, env->opt, &why) < 0)
		die(EXIT_TROUBLE, "%s", why.msg);
	if (cli->fac)
		rc = session_run(cli->fac, cli->iface, env, &why);
	else
		app_menu(env, &cli->settings);
	ui_close(env->ui);
	if (rc < 0)
		die(EXIT_TROUBLE, "%s%s%s", cli->replay ? cli->replay : "", cli->replay ? ": " : "",
		    why.msg);
	return EXIT_OK;
}

int main(int argc, char **argv)
{
	struct ifaces *ifs = NULL;
	struct session_env env;
	struct loop *loop;
	struct diag why;
	struct cli cli;
	int capture_fd, dropped, rc;

	/* The one call that needs privilege, then none is left; only then does input come in. */
	capture_fd = capture_socket();
	rc = ifaces_open(&ifs);
	dropped = privs_drop();
	if (dropped < 0)
		die(EXIT_TROUBLE, "cannot give up privileges: %s", strerror(-dropped));

	setlocale(LC_ALL, "");
	cli_parse(&cli, argc, argv);
	state_load(&cli.settings);
	if (cli.dump)
		return dump(&cli.settings);
	if (!cli.replay) {
		need_capture(capture_fd);
		if (rc == 0)
			rc = ifaces_refresh(ifs);
		if (rc < 0)
			die(EXIT_TROUBLE, "cannot list the interfaces: %s", strerror(-rc));
		if (cli.fac && app_check_iface(cli.fac, cli.iface, ifs, &why) < 0)
			die(EXIT_TROUBLE, "%s", why.msg);
	}
	names_load();
	if (cli.settings.opt.servnames)
		names_load_services();
	rc = loop_open(&loop);
	if (rc < 0)
		die(EXIT_TROUBLE, "%s", strerror(-rc));
	env = (struct session_env){ .opt = &cli.settings.opt,
				    .loop = loop,
				    .ifs = ifs,
				    .capture_fd = capture_fd,
				    .replay = cli.replay,
				    .minutes = cli.minutes };
	rc = run(&cli, &env);
	loop_close(loop);
	ifaces_close(ifs);
	return rc;
}
