#include "app.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "ui/ui.h"

#define MENU_ITEMS     32
#define ALL_INTERFACES "All interfaces"

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

int app_check_iface(const struct facility *fac, const char *iface, const struct ifaces *ifs,
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

/*
 * Lets the user pick.  Returns 1 with *iface set (NULL: all; else into buf), 0 when nothing was
 * picked. A file has no list to pick from: all of it is taken.
 */
static int pick_iface(const struct facility *fac, const struct session_env *env, char *buf,
		      const char **iface)
{
	const char *items[1024];
	bool all = fac->iface == IFACE_ONE_OR_ALL;
	size_t n = 0;
	int at;

	*iface = NULL;
	if (fac->iface == IFACE_NONE || env->replay)
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

static void run_facility(const struct facility *fac, const struct session_env *env)
{
	char name[IFNAMSIZ];
	const char *iface;
	struct diag why;

	if (!pick_iface(fac, env, name, &iface))
		return;
	if ((!env->replay && app_check_iface(fac, iface, env->ifs, &why) < 0) ||
	    session_run(fac, iface, env, &why) < 0)
		message_show(env->ui, why.msg);
}

/* What stands in the menu beside facilities. */
enum { PICK_ABOUT = -1, PICK_EXIT = -2 };

struct main_menu {
	struct menu_item item[MENU_ITEMS];
	int pick[MENU_ITEMS]; /* index of a facility, or PICK_* */
	int n;
};

static void add(struct main_menu *m, int pick, const char *label, const char *hint)
{
	m->item[m->n] = (struct menu_item){ .label = label, .hint = hint };
	m->pick[m->n++] = pick;
}

static void add_rule(struct main_menu *m)
{
	m->item[m->n++] = (struct menu_item){ .rule = true };
}

static void build(struct main_menu *m)
{
	m->n = 0;
	for (int i = 0; facilities[i].name; i++)
		if (facilities[i].group == MENU_MAIN)
			add(m, i, facilities[i].label, facilities[i].hint);
	add_rule(m);
	add(m, PICK_ABOUT, "^A^bout...", "Tells what this program is and who may use it");
	add_rule(m);
	add(m, PICK_EXIT, "E^x^it", "Leaves the program");
	m->item[m->n] = (struct menu_item){ .end = true };
}

void app_menu(const struct session_env *env)
{
	struct main_menu mm;
	struct menu menu = { .width = 35, .rows = 16, .y = -1, .x = -1 };
	struct menu_view *view;
	int at;

	build(&mm);
	menu.items = mm.item;
	view = menu_open(env->ui, &menu, 0);
	while (view && !loop_quitting(env->loop)) {
		at = menu_choose(view);
		if (at < 0 || mm.pick[at] == PICK_EXIT)
			break;
		if (mm.pick[at] == PICK_ABOUT)
			about_show(env->ui);
		else
			run_facility(&facilities[mm.pick[at]], env);
	}
	menu_close(view);
}
