#include "menu/configure.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "config/ethers.h"
#include "menu/configure_lists.h"
#include "menu/menu_list.h"
#include "ui/form.h"
#include "ui/ui.h"

struct configure {
	const struct run_env *env;
	struct config *settings;
	struct panel_line state[SETTINGS_MAX + 1];
	size_t states;
	const char *value[SETTINGS_MAX]; /* by row: what the panel says of it */
	char hint[SETTINGS_MAX][100];
	const char *file; /* descriptions that the menu at hand is of */
};

/* --- what is in force --- */

static void write_value(const struct configure *c, const struct setting_def *d, char *buf, size_t n)
{
	static const char *const words[] = { "Off", "On" };
	long v = settings_get(&c->settings->set, d);

	if (d->type == SETTING_BOOL)
		snprintf(buf, n, "%s", d->words[0] ? d->words[v] : words[v]);
	else if (d->type == SETTING_CHOICE)
		snprintf(buf, n, "%s", d->choices[v]);
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
		c->state[n].roomy = d->roomy;
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
	long theme = set->theme;
	struct diag why;

	if (config_change(c->settings, d->key, value, &why) < 0)
		error_show(c->env->ui, why.msg);
	renew_state(c);
	if (set->color != color || set->theme != theme)
		ui_theme(c->env->ui, set);
}

struct number {
	const struct setting_def *def;
	char text[32];
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
	const struct form_field field = { .label = title,
					  .y = 3,
					  .x = 2,
					  .width = width,
					  .text = n.text,
					  .size = sizeof(n.text) };
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

/* The one after it, or the first. */
static const char *next_choice(const struct settings *set, const struct setting_def *d)
{
	const char *next = d->choices[settings_get(set, d) + 1];

	return next ? next : d->choices[0];
}

static void change_setting(void *ctx, int row)
{
	struct configure *c = ctx;
	const struct setting_def *d = &setting_defs[row];

	if (d->type == SETTING_BOOL)
		change(c, d, settings_get(&c->settings->set, d) ? "no" : "yes");
	else if (d->type == SETTING_CHOICE)
		change(c, d, next_choice(&c->settings->set, d));
	else
		ask_number(c, d);
}

/* --- the menus --- */

static void add_settings(struct configure *c, struct menu_list *l, enum setting_menu menu)
{
	for (int i = 0; setting_defs[i].key; i++) {
		const struct setting_def *d = &setting_defs[i];
		const struct menu_row row = { d->item, c->hint[i], change_setting, i, c->value[i] };

		if (d->menu != menu)
			continue;
		menu_list_add(l, &row, 1);
		if (d->roomy)
			menu_list_mark_roomy(l);
	}
}

static void build_timers(struct configure *c, struct menu_list *l)
{
	add_settings(c, l, SETTING_TIMERS);
	menu_list_add_exit(l, "E^x^it menu", "Goes back to the configuration menu");
}

static void run_timers(void *ctx, int arg)
{
	static const struct menu look = { .width = 35, .rows = 5, .cols = 35 };
	struct configure *c = ctx;
	struct menu_list l = { .n = 0 };

	(void)arg;
	build_timers(c, &l);
	menu_list_show(&l, c->env, &look, c);
}

static void run_add_port(void *ctx, int arg)
{
	(void)arg;
	configure_add_port(((struct configure *)ctx)->env->ui);
}

static void run_delete_port(void *ctx, int arg)
{
	(void)arg;
	configure_delete_port(((struct configure *)ctx)->env->ui);
}

static void run_add(void *ctx, int arg)
{
	const struct configure *c = ctx;

	(void)arg;
	configure_add_description(c->env->ui, c->file);
}

static void run_edit(void *ctx, int arg)
{
	const struct configure *c = ctx;

	(void)arg;
	configure_edit_description(c->env->ui, c->file);
}

static void run_delete(void *ctx, int arg)
{
	const struct configure *c = ctx;

	(void)arg;
	configure_delete_description(c->env->ui, c->file);
}

static void build_descriptions(struct menu_list *l)
{
	static const struct menu_row rows[] = {
		{ "^A^dd description...", "Add a description of a MAC address", run_add, 0, NULL },
		{ "^E^dit description...", "Change a description", run_edit, 0, NULL },
		{ "^D^elete description...", "Delete a description", run_delete, 0, NULL },
	};

	menu_list_add(l, rows, sizeof(rows) / sizeof(rows[0]));
	menu_list_add_exit(l, "E^x^it menu", "Goes back to the configuration menu");
}

static void run_descriptions(void *ctx, int is_fddi)
{
	static const struct menu look = { .width = 31, .rows = 6, .cols = 31 };
	struct configure *c = ctx;
	struct menu_list l = { .n = 0 };

	c->file = is_fddi ? ETHERS_FDDI_FILE : ETHERS_FILE;
	build_descriptions(&l);
	menu_list_show(&l, c->env, &look, c);
}

static void build_configure(struct configure *c, struct menu_list *l)
{
	static const struct menu_row others[] = {
		{ .label = NULL },
		{ "^T^imers...", "Timeouts and intervals", run_timers, 0, NULL },
		{ .label = NULL },
		{ "^A^dditional ports...", "Count more ports in the service monitor", run_add_port,
		  0, NULL },
		{ "^D^elete port/range...",
		  "Takes ports off that were added for the service monitor", run_delete_port, 0,
		  NULL },
		{ .label = NULL },
		{ "^E^thernet/PLIP host descriptions...", "Names of stations on Ethernet and PLIP",
		  run_descriptions, false, NULL },
		{ "^F^DDI host descriptions...", "Names of stations on FDDI", run_descriptions,
		  true, NULL },
	};

	add_settings(c, l, SETTING_CONFIGURE);
	menu_list_add(l, others, sizeof(others) / sizeof(others[0]));
	menu_list_add_exit(l, "E^x^it configuration", "Back to the main menu");
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
	static const struct menu look = { .width = 40, .rows = 21, .cols = 40, .part = 16 };
	struct configure c = { .env = env, .settings = s };
	struct menu_list l = { .n = 0 };
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
	build_configure(&c, &l);
	view = panel_open(env->ui, &panel);
	menu_list_show(&l, env, &look, &c);
	panel_close(view);
}

void configure_menu_print(FILE *out)
{
	struct menu_list l = { .n = 0 }, timers = { .n = 0 }, descriptions = { .n = 0 };
	struct configure c = { .env = NULL };

	build_configure(&c, &l);
	menu_list_print(out, "configure", &l);
	build_timers(&c, &timers);
	menu_list_print(out, "timers", &timers);
	build_descriptions(&descriptions);
	menu_list_print(out, "descriptions", &descriptions);
}
