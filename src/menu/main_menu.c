#include "menu/main_menu.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "capture/ifaces.h"
#include "menu/configure.h"
#include "menu/filter_menu.h"
#include "run/log_name.h"
#include "run/session.h"
#include "sys/logdir.h"
#include "ui/form.h"
#include "ui/ui.h"

#define MENU_ITEMS     32
#define ALL_INTERFACES "All interfaces"

struct main_menu {
	const struct run_env *env;
	struct request req; /* what the next facility is asked for, beside what is picked */
	struct config *settings;
};

static void names_of_up(const struct ifaces *ifs, struct strbuf *out)
{
	char clean[64];
	int n = 0;

	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		const struct iface *f = ifaces_at(ifs, i);

		if (iface_is_up(f))
			sb_printf(out, "%s%s", n++ ? ", " : "",
				  text_clean(clean, sizeof(clean), f->name, true));
	}
	if (!n)
		sb_add(out, "none");
}

int check_iface(const struct facility *fac, const char *iface, const struct ifaces *ifs,
		struct diag *why)
{
	const struct iface *f = iface ? ifaces_find(ifs, iface) : NULL;
	char names[160], clean[80];
	struct strbuf sb;

	if (fac->iface == IFACE_NONE || !iface || (f && iface_is_up(f)))
		return 0;
	sb_init(&sb, names, sizeof(names));
	names_of_up(ifs, &sb);
	diag_set(why, 0, "interface %s %s (up: %s)", text_clean(clean, sizeof(clean), iface, true),
		 f ? "is down" : "does not exist", names);
	return f ? -ENETDOWN : -ENODEV;
}

/* Lets the user pick.  Returns 1 with *iface set (NULL: all; else into buf), 0: nothing picked. */
static int pick_iface(const struct run_env *env, const struct facility *fac, char *buf,
		      const char **iface)
{
	const char *items[1024];
	bool all = fac->iface == IFACE_ONE_OR_ALL;
	size_t n = 0;
	int at;

	*iface = NULL;
	if (fac->iface == IFACE_NONE)
		return 1;
	ifaces_refresh(env->ifs);
	if (all)
		items[n++] = ALL_INTERFACES;
	for (size_t i = 0; i < ifaces_count(env->ifs) && n < sizeof(items) / sizeof(items[0]); i++)
		if (iface_is_up(ifaces_at(env->ifs, i)))
			items[n++] = ifaces_at(env->ifs, i)->name;
	at = listbox_pick(env->ui, "Select Interface", items, n);
	if (at < 0)
		return 0;
	if (!all || at > 0) {
		snprintf(buf, IFNAMSIZ, "%s", items[at]);
		*iface = buf;
	}
	return 1;
}

/* With logging on, asks for the file: into buf, unless it is the default one. */
static void ask_log(const struct run_env *env, struct request *req, char *buf, size_t n)
{
	char *usual = log_name_default(req->fac, req->iface);
	char dir[64], clean[64];
	const struct form_text texts[] = {
		{ 0, 1, " Logging Enabled " },
		{ 2, 2, "The log goes to the file named here." },
		{ 4, 2, "A name without a slash means a file in" },
		{ 5, 2, dir },
	};
	const struct form_field field = { .y = 7, .x = 2, .width = 56, .text = buf, .size = n };
	const struct form form = { .height = 11,
				   .width = 60,
				   .texts = texts,
				   .n_texts = 4,
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
	/* a file has no list to pick from: all of it is taken */
	if (!req.replay && !pick_iface(env, fac, name, &req.iface))
		return;
	m->req.log = false; /* the file of -L is for the first one, that there is a log for all */
	if (!req.log && (env->set->logging || req.log_file))
		ask_log(env, &req, log, sizeof(log));
	if ((!req.replay && check_iface(fac, req.iface, env->ifs, &why) < 0) ||
	    session_run(env, &req, &why) < 0)
		error_show(env->ui, why.msg);
}

/* What stands in a menu beside facilities. */
enum {
	PICK_ABOUT = -1,
	PICK_EXIT = -2,
	PICK_FILTERS = -9,
	PICK_BREAKDOWNS = -3,
	PICK_CONFIGURE = -4
};

struct picks {
	struct menu_item item[MENU_ITEMS];
	int pick[MENU_ITEMS]; /* index of a facility, or PICK_* */
	int n;
};

static void add(struct picks *m, int pick, const char *label, const char *hint)
{
	m->item[m->n] = (struct menu_item){ .label = label, .hint = hint };
	m->pick[m->n++] = pick;
}

static void add_rule(struct picks *m)
{
	m->item[m->n++] = (struct menu_item){ .rule = true };
}

/* The breakdowns stand before the last of the main facilities, the LAN's. */
static void build_main(struct picks *m)
{
	bool breakdowns = false;

	for (int i = 0; facilities[i].name; i++) {
		if (facilities[i].group == MENU_MAIN) {
			add(m, i, facilities[i].label, facilities[i].hint);
		} else if (!breakdowns) {
			add(m, PICK_BREAKDOWNS, "Statistical ^b^reakdowns...",
			    "Counts by packet size, or by TCP and UDP port");
			breakdowns = true;
		}
	}
	add_rule(m);
	add(m, PICK_FILTERS, "^F^ilters...", "Chooses which packets are seen");
	add_rule(m);
	add(m, PICK_CONFIGURE, "C^o^nfigure...", "Changes the settings");
	add_rule(m);
	add(m, PICK_ABOUT, "^A^bout...", "Tells what this program is and who may use it");
	add_rule(m);
	add(m, PICK_EXIT, "E^x^it", "Leaves the program");
	m->item[m->n] = (struct menu_item){ .end = true };
}

static void build_breakdowns(struct picks *m)
{
	for (int i = 0; facilities[i].name; i++)
		if (facilities[i].group == MENU_BREAKDOWN)
			add(m, i, facilities[i].label, facilities[i].hint);
	add_rule(m);
	add(m, PICK_EXIT, "E^x^it menu", "Goes back to the main menu");
	m->item[m->n] = (struct menu_item){ .end = true };
}

static void show_breakdowns(struct main_menu *m);

static void choose(struct main_menu *m, int pick)
{
	if (pick == PICK_ABOUT)
		about_show(m->env->ui);
	else if (pick == PICK_FILTERS)
		filter_menu(m->env, m->settings);
	else if (pick == PICK_CONFIGURE)
		configure_menu(m->env, m->settings);
	else if (pick == PICK_BREAKDOWNS)
		show_breakdowns(m);
	else
		run_facility(m, &facilities[pick]);
}

/* Shows a menu until its Exit is chosen, it is closed, or the program ends. */
static void show(struct main_menu *m, const struct picks *p, const struct menu *menu)
{
	struct menu_view *view = menu_open(m->env->ui, menu, 0);
	int at;

	while (view && !loop_quitting(m->env->loop)) {
		at = menu_choose(view);
		if (at < 0 || p->pick[at] == PICK_EXIT)
			break;
		choose(m, p->pick[at]);
	}
	menu_close(view);
}

static void show_breakdowns(struct main_menu *m)
{
	struct picks p = { .n = 0 };
	struct menu menu = { .items = p.item, .width = 20, .rows = 6, .cols = 0 };

	build_breakdowns(&p);
	show(m, &p, &menu);
}

void main_menu(const struct run_env *env, const struct request *req, struct config *settings)
{
	struct main_menu m = { .env = env, .req = *req, .settings = settings };
	struct picks p = { .n = 0 };
	struct menu menu = { .items = p.item, .width = 35, .rows = 16, .cols = 35 };

	build_main(&p);
	show(&m, &p, &menu);
}
