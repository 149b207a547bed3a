#include "menu/configure.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "config/ethers.h"
#include "menu/configure_lists.h"
#include "ui/form.h"
#include "ui/ui.h"

#define ITEMS 40

/* What stands in the menu beside settings. */
enum pick {
	PICK_EXIT = -1,
	PICK_TIMERS = -2,
	PICK_ADD_PORT = -3,
	PICK_DELETE_PORT = -4,
	PICK_ETHERNET = -5,
	PICK_FDDI = -6,
	PICK_ADD = -7,
	PICK_EDIT = -8,
	PICK_DELETE = -9,
};

struct configure {
	const struct run_env *env;
	struct config *settings;
	struct panel_line state[SETTINGS_MAX + 1];
	size_t states;
	const char *value[SETTINGS_MAX]; /* by row: what the panel says of it */
	char hint[SETTINGS_MAX][100];
	const char *file; /* descriptions that the menu at hand is of */
};

/* A menu being built; pick: row of a setting, or PICK_*. */
struct picks {
	struct menu_item item[ITEMS];
	int pick[ITEMS];
	int n;
};

static void add(struct picks *m, int pick, const char *label, const char *hint, const char *state)
{
	m->item[m->n] = (struct menu_item){ .label = label, .hint = hint, .state = state };
	m->pick[m->n++] = pick;
}

static void add_rule(struct picks *m)
{
	m->item[m->n++] = (struct menu_item){ .rule = true };
}

static void add_exit(struct picks *m, const char *label, const char *hint)
{
	add_rule(m);
	add(m, PICK_EXIT, label, hint, NULL);
	m->item[m->n] = (struct menu_item){ .end = true };
}

static void add_others(struct picks *m)
{
	add_rule(m);
	add(m, PICK_TIMERS, "^T^imers...", "Sets timeouts and intervals", NULL);
	add_rule(m);
	add(m, PICK_ADD_PORT, "^A^dditional ports...",
	    "Has the service monitor count ports above 1023 too", NULL);
	add(m, PICK_DELETE_PORT, "^D^elete port/range...",
	    "Takes ports off that were added for the service monitor", NULL);
	add_rule(m);
	add(m, PICK_ETHERNET, "^E^thernet/PLIP host descriptions...",
	    "Says who is who on Ethernet and PLIP", NULL);
	add(m, PICK_FDDI, "^F^DDI host descriptions...", "Says who is who on FDDI", NULL);
}

static void add_settings(struct configure *c, struct picks *m, enum setting_menu menu)
{
	for (int i = 0; setting_defs[i].key; i++)
		if (setting_defs[i].menu == menu)
			add(m, i, setting_defs[i].item, c->hint[i], c->value[i]);
}

/* --- what is in force --- */

static void write_value(const struct configure *c, const struct setting_def *d, char *buf, size_t n)
{
	static const char *const words[] = { "Off", "On" };
	long v = settings_get(&c->settings->set, d);

	if (d->type == SETTING_BOOL)
		snprintf(buf, n, "%s", d->words[0] ? d->words[v] : words[v]);
	else
		snprintf(buf, n, "%ld %.3ss", v, d->unit);
}

static size_t state_of(struct configure *c, enum setting_menu menu, size_t n)
{
	for (int i = 0; setting_defs[i].key; i++) {
		const struct setting_def *d = &setting_defs[i];

		if (d->menu != menu)
			continue;
		c->state[n].label = d->state;
		c->value[i] = c->state[n].value;
		write_value(c, d, c->state[n].value, sizeof(c->state[n].value));
		n++;
	}
	return n;
}

static void renew_state(struct configure *c)
{
	size_t n = state_of(c, SETTING_CONFIGURE, 0);

	c->state[n].label = NULL;
	c->states = state_of(c, SETTING_TIMERS, n + 1);
}

/* --- changing --- */

static void change(struct configure *c, const struct setting_def *d, const char *value)
{
	const struct settings *set = &c->settings->set;
	bool color = set->color;
	struct diag why;

	if (config_change(c->settings, d->key, value, &why) < 0)
		error_show(c->env->ui, why.msg);
	renew_state(c);
	if (set->color != color)
		ui_color(c->env->ui, set->color);
}

struct number {
	const struct setting_def *def;
	char text[12];
};

static bool check_number(void *ctx, struct diag *why, size_t *at)
{
	const struct number *n = ctx;
	struct settings scratch;

	(void)at;
	settings_default(&scratch);
	return settings_set(&scratch, n->def->key, n->text, why) == 0;
}

static void ask_number(struct configure *c, const struct setting_def *d)
{
	struct number n = { .def = d };
	char title[40];
	int width = snprintf(NULL, 0, "%ld", d->max);
	const struct form_text text = { 2, 2, title };
	const struct form_field field = {
		.y = 3, .x = 2, .width = width, .text = n.text, .size = (size_t)width + 1
	};
	const struct form form = { .height = 7,
				   .width = 40,
				   .part = 4,
				   .texts = &text,
				   .n_texts = 1,
				   .fields = &field,
				   .n_fields = 1,
				   .foot = "^Enter^-accept  ^Ctrl+X^-cancel",
				   .check = check_number,
				   .ctx = &n };

	snprintf(title, sizeof(title), "Enter value in %s", d->unit);
	if (form_ask(c->env->ui, &form))
		change(c, d, n.text);
}

static void change_setting(struct configure *c, const struct setting_def *d)
{
	if (d->type == SETTING_BOOL)
		change(c, d, settings_get(&c->settings->set, d) ? "no" : "yes");
	else
		ask_number(c, d);
}

/* --- the menus --- */

static void show(struct configure *c, const struct picks *l, const struct menu *menu);

static void show_timers(struct configure *c)
{
	struct picks l = { .n = 0 };
	struct menu menu = { .items = l.item, .width = 35, .rows = 5, .cols = 35 };

	add_settings(c, &l, SETTING_TIMERS);
	add_exit(&l, "E^x^it menu", "Goes back to the configuration menu");
	show(c, &l, &menu);
}

static void show_descriptions(struct configure *c, const char *file)
{
	struct picks l = { .n = 0 };
	struct menu menu = { .items = l.item, .width = 31, .rows = 6, .cols = 31 };

	c->file = file;
	add(&l, PICK_ADD, "^A^dd description...", "Describes one more MAC address", NULL);
	add(&l, PICK_EDIT, "^E^dit description...", "Changes a description", NULL);
	add(&l, PICK_DELETE, "^D^elete description...", "Takes a description away", NULL);
	add_exit(&l, "E^x^it menu", "Goes back to the configuration menu");
	show(c, &l, &menu);
}

static void execute(struct configure *c, int pick)
{
	struct ui *ui = c->env->ui;

	switch (pick) {
	case PICK_TIMERS:
		show_timers(c);
		break;
	case PICK_ADD_PORT:
		configure_add_port(ui);
		break;
	case PICK_DELETE_PORT:
		configure_delete_port(ui);
		break;
	case PICK_ETHERNET:
	case PICK_FDDI:
		show_descriptions(c, pick == PICK_FDDI ? ETHERS_FDDI_FILE : ETHERS_FILE);
		break;
	case PICK_ADD:
		configure_add_description(ui, c->file);
		break;
	case PICK_EDIT:
		configure_edit_description(ui, c->file);
		break;
	case PICK_DELETE:
		configure_delete_description(ui, c->file);
		break;
	default:
		change_setting(c, &setting_defs[pick]);
	}
}

static void show(struct configure *c, const struct picks *l, const struct menu *menu)
{
	struct menu_view *view = menu_open(c->env->ui, menu, 0);
	int at;

	while (view && !loop_quitting(c->env->loop)) {
		at = menu_choose(view);
		if (at < 0 || l->pick[at] == PICK_EXIT)
			break;
		execute(c, l->pick[at]);
	}
	menu_close(view);
}

static void write_hints(struct configure *c)
{
	for (int i = 0; setting_defs[i].key; i++) {
		snprintf(c->hint[i], sizeof(c->hint[i]), "%s", setting_defs[i].help);
		c->hint[i][0] = (char)toupper((unsigned char)c->hint[i][0]);
	}
}

void configure_menu(const struct run_env *env, struct config *s)
{
	struct configure c = { .env = env, .settings = s };
	struct picks l = { .n = 0 };
	struct menu menu = { .items = l.item, .width = 40, .rows = 21, .cols = 40, .part = 16 };
	struct panel panel = { .title = "Current Settings",
			       .lines = c.state,
			       .width = 35,
			       .beside = 40,
			       .rows = 21,
			       .cols = 40,
			       .part = 16 };
	struct panel_view *view;

	write_hints(&c);
	renew_state(&c);
	panel.n = c.states;
	add_settings(&c, &l, SETTING_CONFIGURE);
	add_others(&l);
	add_exit(&l, "E^x^it configuration", "Goes back to the main menu");
	view = panel_open(env->ui, &panel);
	show(&c, &l, &menu);
	panel_close(view);
}
