#include "menu/filter_menu.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter/filter.h"
#include "filter/store.h"
#include "menu/menu_list.h"
#include "menu/rule_list.h"
#include "run/filter_names.h"
#include "ui/form.h"
#include "ui/ui.h"

enum { SHOW_IP, SHOW_ARP, SHOW_RARP, SHOW_NON_IP, SHOWS };

struct filters {
	const struct run_env *env;
	struct config *settings;
	struct panel_line state[SHOWS];
	char word[SHOWS][16]; /* the same, behind the items of the menu */
};

static void say(const struct filters *f, const struct diag *why)
{
	error_show(f->env->ui, why->msg);
}

static void write_word(struct filters *f, int which, const char *word)
{
	snprintf(f->word[which], sizeof(f->word[which]), "%s", word);
}

static const char *visible(bool shown)
{
	return shown ? "visible" : "not visible";
}

static void renew_state(struct filters *f)
{
	const struct settings *o = &f->settings->set;

	f->state[SHOW_IP].label = *o->filter ? "IP filter active" : "No IP filter active";
	f->state[SHOW_ARP].label = o->arp ? "ARP visible" : "ARP not visible";
	f->state[SHOW_RARP].label = o->rarp ? "RARP visible" : "RARP not visible";
	f->state[SHOW_NON_IP].label = o->nonip ? "Non-IP visible" : "Non-IP not visible";
	write_word(f, SHOW_IP, *o->filter ? "filter active" : "no filter");
	write_word(f, SHOW_ARP, visible(o->arp));
	write_word(f, SHOW_RARP, visible(o->rarp));
	write_word(f, SHOW_NON_IP, visible(o->nonip));
}

static void change(struct filters *f, const char *key, const char *value)
{
	struct diag why;

	if (config_change(f->settings, key, value, &why) < 0)
		say(f, &why);
	renew_state(f);
}

/* --- the filters that there are --- */

static bool pick_filter(struct filters *f, struct filter_name *out)
{
	static const struct listbox_look look = {
		.title = "Select Filter", .height = 10, .width = 60, .rows = 14, .cols = 64
	};
	struct filter_name *list;
	const char **items;
	struct diag why;
	int n = filter_store_list(&list, &why), at = -1;

	items = n < 0 ? NULL : calloc((size_t)n + 1, sizeof(*items));
	if (n < 0)
		say(f, &why);
	for (int i = 0; items && i < n; i++)
		items[i] = list[i].description;
	if (items && n == 0)
		error_show(f->env->ui, "There are no filters yet");
	else if (items)
		at = listbox_ask(f->env->ui, &look, items, (size_t)n);
	if (at >= 0)
		*out = list[at];
	free(items);
	free(list);
	return at >= 0;
}

/* Another filter's name, or that of its file: either finds it. */
static bool is_taken(const char *name)
{
	struct filter_name *list;
	struct diag ignored;
	bool taken = false;
	int n = filter_store_list(&list, &ignored);

	if (n < 0) /* saving reports it */
		return false;
	for (int i = 0; i < n && !taken; i++)
		taken = strcmp(list[i].description, name) == 0 || strcmp(list[i].file, name) == 0;
	free(list);
	return taken;
}

static bool check_description(void *ctx, struct diag *why, size_t *at)
{
	const char *text = ctx;

	(void)at;
	if (!text[strspn(text, " ")])
		diag_set(why, 0, "Description: a filter needs one");
	else if (is_taken(text))
		diag_set(why, 0, "Description: a filter '%s' exists", text);
	else
		return true;
	return false;
}

static bool ask_description(struct filters *f, char text[FILTER_TEXT])
{
	static const struct form_text title = { 2, 2, "Enter a description for this filter" };
	const struct form_field field = { .label = "Description",
					  .y = 3,
					  .x = 2,
					  .width = 33,
					  .text = text,
					  .size = FILTER_TEXT };
	const struct form form = { .height = 7,
				   .width = 42,
				   .rows = 9,
				   .cols = 62,
				   .texts = &title,
				   .n_texts = 1,
				   .fields = &field,
				   .n_fields = 1,
				   .foot = "^Enter^-accept  ^Ctrl+X^-cancel",
				   .check = check_description,
				   .ctx = text };

	return form_ask(f->env->ui, &form);
}

static void run_define(void *ctx, int arg)
{
	struct filters *f = ctx;
	struct ruleset rs = { .count = 0 };
	char file[FILTER_FILE];
	struct diag why;

	(void)arg;
	if (!ask_description(f, rs.description))
		return;
	filter_store_name(rs.description, file, sizeof(file));
	/* before the rules are entered: what cannot be saved is better known then */
	if (filter_store_save(file, &rs, &why) < 0) {
		say(f, &why);
		return;
	}
	rule_list_edit(f->env->ui, &rs);
	if (filter_store_save(file, &rs, &why) < 0)
		say(f, &why);
	ruleset_free(&rs);
}

static void run_edit(void *ctx, int arg)
{
	struct filters *f = ctx;
	struct ruleset rs = { .count = 0 };
	struct filter_name name;
	struct diag why;
	int bad;

	(void)arg;
	if (!pick_filter(f, &name))
		return;
	bad = filter_store_read(name.file, &rs, &why);
	if (bad != 0)
		say(f, &why);
	if (bad >= 0 && rule_list_edit(f->env->ui, &rs) &&
	    filter_store_save(name.file, &rs, &why) < 0)
		say(f, &why);
	ruleset_free(&rs);
}

static void apply(struct filters *f, const struct filter_name *name)
{
	char text[FILTER_TEXT + 32];

	change(f, "filter", name->file);
	snprintf(text, sizeof(text), "Filter '%s' applied", name->description);
	if (strcmp(f->settings->set.filter, name->file) == 0)
		ui_say(f->env->ui, text);
}

/* A name that cannot be resolved is reported now, not at the next start of a facility. */
static void run_apply(void *ctx, int arg)
{
	struct filters *f = ctx;
	struct ruleset rs = { .count = 0 };
	struct filter *compiled = NULL;
	struct filter_name name;
	struct diag why;
	int rc;

	(void)arg;
	if (!pick_filter(f, &name))
		return;
	rc = filter_store_read(name.file, &rs, &why);
	if (rc > 0) /* half of a filter would be another one */
		rc = -EINVAL;
	if (rc == 0 && filter_names_learn(f->env, &rs, &why) > 0)
		say(f, &why);
	if (rc == 0)
		rc = filter_compile(&compiled, &rs, 0, &why);
	if (rc < 0)
		say(f, &why);
	else
		apply(f, &name);
	filter_free(compiled);
	ruleset_free(&rs);
}

static void run_delete(void *ctx, int arg)
{
	struct filters *f = ctx;
	char question[FILTER_TEXT + 64];
	struct filter_name name;
	struct diag why;

	(void)arg;
	if (!pick_filter(f, &name))
		return;
	snprintf(question, sizeof(question), "Delete filter '%s'%s?", name.description,
		 strcmp(f->settings->set.filter, name.file) == 0 ? ", which is applied" : "");
	if (!confirm_ask(f->env->ui, question))
		return;
	if (filter_store_delete(name.file, &why) < 0)
		say(f, &why);
	else if (strcmp(f->settings->set.filter, name.file) == 0)
		change(f, "filter", "");
}

static void run_detach(void *ctx, int arg)
{
	struct filters *f = ctx;
	const char *filter = f->settings->set.filter;
	bool applied = *filter;

	(void)arg;
	change(f, "filter", "");
	if (!*filter)
		ui_say(f->env->ui, applied ? "Filter detached" : "No filter is applied");
}

/* --- the menus --- */

static const struct menu_row ip_rows[] = {
	{ "^D^efine new filter...", "Create a filter", run_define, 0, NULL },
	{ "^A^pply filter...", "Show only what a filter includes", run_apply, 0, NULL },
	{ "De^t^ach filter", "Show everything again", run_detach, 0, NULL },
	{ "^E^dit filter...", "Change the rules of a filter", run_edit, 0, NULL },
	{ "De^l^ete filter...", "Delete a filter", run_delete, 0, NULL },
};

static void build_ip(struct menu_list *l)
{
	menu_list_add(l, ip_rows, sizeof(ip_rows) / sizeof(ip_rows[0]));
	menu_list_add_exit(l, "E^x^it menu", "Goes back to the Filters menu");
}

static void run_ip(void *ctx, int arg)
{
	static const struct menu look = { .width = 31, .rows = 8, .cols = 2 };
	const struct filters *f = ctx;
	struct menu_list l = { .n = 0 };

	(void)arg;
	build_ip(&l);
	menu_list_show(&l, f->env, &look, ctx);
}

static void run_toggle(void *ctx, int which)
{
	static const char *const keys[] = {
		[SHOW_ARP] = "show-arp", [SHOW_RARP] = "show-rarp", [SHOW_NON_IP] = "show-non-ip"
	};
	struct filters *f = ctx;
	const struct setting_def *d = &setting_defs[settings_find(keys[which])];

	change(f, d->key, settings_get(&f->settings->set, d) ? "no" : "yes");
}

static void build_kinds(const struct filters *f, struct menu_list *l)
{
	const struct menu_row rows[] = {
		{ "^I^P...", "Create, apply and change IP filters", run_ip, 0, f->word[SHOW_IP] },
		{ "^A^RP", "Show or hide ARP packets", run_toggle, SHOW_ARP, f->word[SHOW_ARP] },
		{ "^R^ARP", "Show or hide RARP packets", run_toggle, SHOW_RARP,
		  f->word[SHOW_RARP] },
		{ "^N^on-IP", "Show or hide other non-IP packets", run_toggle, SHOW_NON_IP,
		  f->word[SHOW_NON_IP] },
	};

	menu_list_add(l, rows, sizeof(rows) / sizeof(rows[0]));
	menu_list_add_exit(l, "E^x^it menu", "Back to the main menu");
}

void filter_menu(const struct run_env *env, struct config *s)
{
	static const struct menu look = { .width = 18, .rows = 8, .cols = 32 };
	struct filters f = { .env = env, .settings = s };
	struct menu_list l = { .n = 0 };
	const struct panel panel = { .title = "Filter Status",
				     .lines = f.state,
				     .n = SHOWS,
				     .width = 30,
				     .beside = 18,
				     .rows = 8,
				     .cols = 32 };
	struct panel_view *view;

	renew_state(&f);
	build_kinds(&f, &l);
	view = panel_open(env->ui, &panel);
	menu_list_show(&l, env, &look, &f);
	panel_close(view);
}

void filter_menu_print(FILE *out)
{
	struct menu_list kinds = { .n = 0 }, ip = { .n = 0 };
	const struct filters none = { .env = NULL };

	build_kinds(&none, &kinds);
	menu_list_print(out, "filters", &kinds);
	build_ip(&ip);
	menu_list_print(out, "ip-filters", &ip);
	rule_list_keys_print(out);
}
