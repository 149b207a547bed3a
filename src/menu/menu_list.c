#include "menu/menu_list.h"

#include <ctype.h>
#include <string.h>

#include "sys/loop.h"

void menu_list_add(struct menu_list *m, const struct menu_row *rows, size_t n)
{
	for (size_t i = 0; i < n && m->n < MENU_LIST_ROWS; i++)
		m->row[m->n++] = rows[i];
}

void menu_list_mark_roomy(struct menu_list *m)
{
	m->roomy[m->n - 1] = true;
}

void menu_list_add_exit(struct menu_list *m, const char *label, const char *hint)
{
	const struct menu_row rows[] = { { .label = NULL }, { label, hint, NULL, 0, NULL } };

	menu_list_add(m, rows, 2);
}

void menu_list_show(const struct menu_list *m, const struct run_env *env, const struct menu *look,
		    void *ctx)
{
	struct menu_item items[MENU_LIST_ROWS + 1];
	struct menu menu = *look;
	struct menu_view *view;
	int at;

	for (size_t i = 0; i < m->n; i++)
		items[i] = (struct menu_item){ .label = m->row[i].label,
					       .hint = m->row[i].hint,
					       .state = m->row[i].state,
					       .roomy = m->roomy[i],
					       .rule = !m->row[i].label };
	items[m->n] = (struct menu_item){ .end = true };
	menu.items = items;
	view = menu_open(env->ui, &menu, 0);
	while (view && !loop_quitting(env->loop)) {
		at = menu_choose(view);
		if (at < 0 || !m->row[at].run)
			break;
		m->row[at].run(ctx, m->row[at].arg);
	}
	menu_close(view);
}

static void print_label(FILE *out, const char *label)
{
	for (; *label; label++)
		if (*label != '^')
			fputc(*label, out);
}

void menu_list_print(FILE *out, const char *name, const struct menu_list *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *label = m->row[i].label, *mark = label ? strchr(label, '^') : NULL;

		if (!mark)
			continue;
		fprintf(out, "menu\t%s\t%c\t", name, toupper((unsigned char)mark[1]));
		print_label(out, label);
		fputc('\n', out);
	}
}
