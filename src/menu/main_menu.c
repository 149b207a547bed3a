#include "menu/main_menu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "capture/ifaces.h"
#include "menu/configure.h"
#include "menu/filter_menu.h"
#include "menu/iface_picker.h"
#include "menu/menu_list.h"
#include "run/log_name.h"
#include "run/session.h"
#include "sys/logdir.h"
#include "ui/form.h"
#include "ui/ui.h"

struct main_menu {
	const struct run_env *env;
	struct request req; /* what the next facility is asked for, beside what is picked */
	struct config *settings;
};

/* With logging on, asks for the file: into buf, unless it is the default one. */
static void ask_log(const struct run_env *env, struct request *req, char *buf, size_t n)
{
	char *usual = log_name_default(req);
	char dir[64], clean[64];
	const struct form_text texts[] = {
		{ 2, 2, "The log goes to the file named here." },
		{ 4, 2, "A name without a slash means a file in" },
		{ 5, 2, dir },
		{ 6, 2, "Other directories have to be named by -L at the start." },
	};
	const struct form_field field = {
		.label = "Log file", .y = 7, .x = 2, .width = 56, .text = buf, .size = n
	};
	const struct form form = { .height = 11,
				   .width = 60,
				   .title = "Logging Enabled",
				   .texts = texts,
				   .n_texts = sizeof(texts) / sizeof(texts[0]),
				   .n_prose = 4,
				   .fields = &field,
				   .n_fields = 1,
				   .foot = "^Enter^-accept  ^Ctrl+X^-cancel (no log this time)" };

	snprintf(buf, n, "%s", usual ? usual : "");
	snprintf(dir, sizeof(dir), "%s.", text_clean(clean, sizeof(clean) - 1, logdir(), false));
	req->log = form_ask(env->ui, &form) && *buf;
	req->log_file = usual && strcmp(buf, usual) == 0 ? NULL : buf;
	free(usual);
}

static void run_facility(struct main_menu *m, const struct facility *fac)
{
	const struct run_env *env = m->env;
	struct request req = m->req;
	char name[IFNAMSIZ], log[4096];
	struct diag why;

	req.fac = fac;
	if (fac->iface != IFACE_NONE &&
	    !iface_pick(env, fac->iface == IFACE_ONE_OR_ALL, name, &req.iface))
		return;
	m->req.log = false; /* the file of -L is for the first one, that there is a log for all */
	if (!req.log && (env->set->logging || req.log_file))
		ask_log(env, &req, log, sizeof(log));
	if (ifaces_check(env->ifs, req.iface, &why) < 0 || session_run(env, &req, &why) < 0)
		error_show(env->ui, why.msg);
}

/* --- the menus --- */

static void run_row(void *ctx, int arg)
{
	run_facility(ctx, &facilities[arg]);
}

static void run_filters(void *ctx, int arg)
{
	const struct main_menu *m = ctx;

	(void)arg;
	filter_menu(m->env, m->settings);
}

static void run_configure(void *ctx, int arg)
{
	const struct main_menu *m = ctx;

	(void)arg;
	configure_menu(m->env, m->settings);
}

static void run_about(void *ctx, int arg)
{
	const struct main_menu *m = ctx;

	(void)arg;
	about_show(m->env->ui);
}

static void add_facility(struct menu_list *l, int i)
{
	const struct menu_row row = { facilities[i].label, facilities[i].hint, run_row, i, NULL };

	menu_list_add(l, &row, 1);
}

static void build_breakdowns(struct menu_list *l)
{
	for (int i = 0; facilities[i].name; i++)
		if (facilities[i].group == MENU_BREAKDOWN)
			add_facility(l, i);
	menu_list_add_exit(l, "E^x^it menu", "Back to the main menu");
}

static void run_breakdowns(void *ctx, int arg)
{
	static const struct menu look = { .width = 20, .rows = 6, .cols = 0 };
	const struct main_menu *m = ctx;
	struct menu_list l = { .n = 0 };

	(void)arg;
	build_breakdowns(&l);
	menu_list_show(&l, m->env, &look, ctx);
}

/*
 * The breakdowns come before the last of the main facilities, the LAN station monitor.  What the
 * original does not have is below its items, so that those are where they have always been.
 */
static void build_main(struct menu_list *l)
{
	static const struct menu_row breakdowns = { "Statistical ^b^reakdowns...",
						    "By packet size, or by TCP/UDP port",
						    run_breakdowns, 0, NULL };
	static const struct menu_row others[] = {
		{ .label = NULL },
		{ "^F^ilters...", "Choose which packets are shown and counted", run_filters, 0,
		  NULL },
		{ .label = NULL },
		{ "C^o^nfigure...", "Change the settings", run_configure, 0, NULL },
		{ .label = NULL },
		{ "^A^bout...", "Version and licence", run_about, 0, NULL },
	};
	bool have_breakdowns = false;

	for (int i = 0; facilities[i].name; i++) {
		if (facilities[i].group == MENU_MAIN) {
			add_facility(l, i);
		} else if (facilities[i].group == MENU_BREAKDOWN && !have_breakdowns) {
			menu_list_add(l, &breakdowns, 1);
			have_breakdowns = true;
		}
	}
	menu_list_add(l, others, sizeof(others) / sizeof(others[0]));
	menu_list_add_exit(l, "E^x^it", "Leave the program");
	menu_list_add(l, &others[0], 1);
	for (int i = 0; facilities[i].name; i++)
		if (facilities[i].group == MENU_MORE)
			add_facility(l, i);
}

void main_menu(const struct run_env *env, const struct request *req, struct config *settings)
{
	static const struct menu look = { .width = 35, .rows = 16, .cols = 35 };
	struct main_menu m = { .env = env, .req = *req, .settings = settings };
	struct menu_list l = { .n = 0 };

	build_main(&l);
	menu_list_show(&l, env, &look, &m);
}

void main_menu_print(FILE *out)
{
	struct menu_list l = { .n = 0 }, breakdowns = { .n = 0 };

	build_main(&l);
	menu_list_print(out, "main", &l);
	build_breakdowns(&breakdowns);
	menu_list_print(out, "breakdowns", &breakdowns);
	filter_menu_print(out);
	configure_menu_print(out);
	listbox_keys_print(out);
	form_keys_print(out);
}
