#include "menu/filter_menu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter/filter.h"
#include "filter/store.h"
#include "menu/rule_list.h"
#include "ui/form.h"
#include "ui/ui.h"

enum { SHOW_IP, SHOW_ARP, SHOW_RARP, SHOW_NON_IP, SHOWS };

struct filters {
	const struct run_env *env;
	struct config *settings;
	struct panel_line state[SHOWS];
};

/* The bar of a menu calls this with the item's number; false: the menu ends. */
typedef bool pick_fn(struct filters *f, int at);

static void say(const struct filters *f, const struct diag *why)
{
	error_show(f->env->ui, why->msg);
}

static void renew_state(struct filters *f)
{
	const struct settings *o = &f->settings->set;

	f->state[SHOW_IP].label = *o->filter ? "IP filter active" : "No IP filter active";
	f->state[SHOW_ARP].label = o->arp ? "ARP visible" : "ARP not visible";
	f->state[SHOW_RARP].label = o->rarp ? "RARP visible" : "RARP not visible";
	f->state[SHOW_NON_IP].label = o->nonip ? "Non-IP visible" : "Non-IP not visible";
}

static void change(struct filters *f, const char *key, const char *value)
{
	struct diag why;

	if (config_change(f->settings, key, value, &why) < 0)
		say(f, &why);
	renew_state(f);
}

static void toggle(struct filters *f, const char *key)
{
	const struct setting_def *d = &setting_defs[settings_find(key)];

	change(f, key, settings_get(&f->settings->set, d) ? "no" : "yes");
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

static bool check_description(void *ctx, struct diag *why, size_t *at)
{
	(void)at;
	if (*(const char *)ctx)
		return true;
	diag_set(why, 0, "A description expected");
	return false;
}

static bool ask_description(struct filters *f, char text[FILTER_TEXT])
{
	static const struct form_text title = { 2, 2, "Enter a description for this filter" };
	const struct form_field field = {
		.y = 3, .x = 2, .width = 33, .text = text, .size = FILTER_TEXT
	};
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

static void define(struct filters *f)
{
	struct ruleset rs = { .count = 0 };
	char file[FILTER_FILE];
	struct diag why;

	if (!ask_description(f, rs.description))
		return;
	filter_store_name(rs.description, file, sizeof(file));
	/* before the rules are entered: what cannot be saved is better known then */
	if (filter_store_save(file, &rs, &why) < 0) {
		say(f, &why);
		return;
	}
	rulelist_edit(f->env->ui, &rs);
	if (filter_store_save(file, &rs, &why) < 0)
		say(f, &why);
	ruleset_free(&rs);
}

static void edit(struct filters *f)
{
	struct ruleset rs = { .count = 0 };
	struct filter_name name;
	struct diag why;
	int bad;

	if (!pick_filter(f, &name))
		return;
	bad = filter_store_read(name.file, &rs, &why);
	if (bad != 0)
		say(f, &why);
	if (bad >= 0 && rulelist_edit(f->env->ui, &rs) &&
	    filter_store_save(name.file, &rs, &why) < 0)
		say(f, &why);
	ruleset_free(&rs);
}

/* What cannot be resolved is said now, not at the next start of a facility. */
static void apply(struct filters *f)
{
	struct ruleset rs = { .count = 0 };
	struct filter *compiled = NULL;
	struct filter_name name;
	struct diag why;
	int rc;

	if (!pick_filter(f, &name))
		return;
	rc = filter_store_read(name.file, &rs, &why);
	if (rc == 0)
		rc = filter_compile(&compiled, &rs, 0, &why);
	if (rc != 0)
		say(f, &why);
	else
		change(f, "filter", name.file);
	filter_free(compiled);
	ruleset_free(&rs);
}

static void delete (struct filters *f)
{
	struct filter_name name;
	struct diag why;

	if (!pick_filter(f, &name))
		return;
	if (filter_store_delete(name.file, &why) < 0)
		say(f, &why);
	else if (strcmp(f->settings->set.filter, name.file) == 0)
		change(f, "filter", "");
}

/* --- the menus --- */

static void show(struct filters *f, const struct menu *menu, pick_fn *pick)
{
	struct menu_view *view = menu_open(f->env->ui, menu, 0);
	int at;

	while (view && !loop_quitting(f->env->loop)) {
		at = menu_choose(view);
		if (at < 0 || !pick(f, at))
			break;
	}
	menu_close(view);
}

static bool pick_ip(struct filters *f, int at)
{
	static void (*const act[])(struct filters *) = { define, apply, NULL, edit, delete };

	if (at == 2)
		change(f, "filter", "");
	else if (at < 5)
		act[at](f);
	return at < 5;
}

static void show_ip(struct filters *f)
{
	static const struct menu_item items[] = {
		{ .label = "^D^efine new filter...", .hint = "Makes a filter of rules of its own" },
		{ .label = "^A^pply filter...", .hint = "Lets pass only what a filter includes" },
		{ .label = "De^t^ach filter", .hint = "Lets everything pass again" },
		{ .label = "^E^dit filter...", .hint = "Changes the rules of a filter" },
		{ .label = "De^l^ete filter...", .hint = "Takes a filter away for good" },
		{ .rule = true },
		{ .label = "E^x^it menu", .hint = "Goes back to the Filters menu" },
		{ .end = true },
	};
	const struct menu menu = { .items = items, .width = 31, .rows = 8, .cols = 2 };

	show(f, &menu, pick_ip);
}

static bool pick_kind(struct filters *f, int at)
{
	switch (at) {
	case SHOW_IP:
		show_ip(f);
		return true;
	case SHOW_ARP:
		toggle(f, "show-arp");
		return true;
	case SHOW_RARP:
		toggle(f, "show-rarp");
		return true;
	case SHOW_NON_IP:
		toggle(f, "show-non-ip");
		return true;
	default:
		return false;
	}
}

void filter_menu(const struct run_env *env, struct config *s)
{
	static const struct menu_item items[] = {
		{ .label = "^I^P...", .hint = "Manages the filters of IP packets" },
		{ .label = "^A^RP", .hint = "Shows ARP packets, or hides them" },
		{ .label = "^R^ARP", .hint = "Shows RARP packets, or hides them" },
		{ .label = "^N^on-IP",
		  .hint = "Shows other packets that are not IP, or hides them" },
		{ .rule = true },
		{ .label = "E^x^it menu", .hint = "Goes back to the main menu" },
		{ .end = true },
	};
	const struct menu menu = { .items = items, .width = 18, .rows = 8, .cols = 32 };
	struct filters f = { .env = env, .settings = s };
	const struct panel panel = { .title = "Filter Status",
				     .lines = f.state,
				     .n = SHOWS,
				     .width = 30,
				     .beside = 18,
				     .rows = 8,
				     .cols = 32 };
	struct panel_view *view;

	renew_state(&f);
	view = panel_open(env->ui, &panel);
	show(&f, &menu, pick_kind);
	panel_close(view);
}
