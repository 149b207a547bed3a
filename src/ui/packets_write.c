/* Packets of the lower window as text: to the terminal's clipboard, and to a file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fmt.h"
#include "base/text.h"
#include "ui/layer.h"
#include "ui/packets.h"
#include "ui/paint.h"
#include "ui/term.h"
#include "ui/viewfile.h"

/* --- the clipboard --- */

static void show_bar(struct packets *p)
{
	struct scroll *s = &p->scroll;

	if (s->has_bar || !s->count)
		return;
	s->has_bar = true;
	scroll_to(s, scroll_at_end(s) ? s->count - 1 : s->top);
	p->top = p->shown[s->home];
	p->bar = p->shown[s->bar];
}

void packets_copy(struct packets *p)
{
	const struct table_lock *lock = p->env->host->lock;
	struct summary b;
	bool any;
	char text[PACKETS_TEXT];

	table_lock(lock);
	packets_fit(p);
	show_bar(p);
	any = p->scroll.count > 0;
	if (any)
		b = *packets_at(p, p->bar);
	table_unlock(lock);
	if (!any)
		return;
	term_copy(packets_text(p, &b, text));
	ui_say(p->env->ui, "Copied");
}

/* --- the file --- */

/* Copies of those that are shown; returns how many. */
static size_t copy_shown(struct packets *p, struct summary copy[CONNS_OTHERS])
{
	const struct table_lock *lock = p->env->host->lock;
	size_t n;

	table_lock(lock);
	packets_fit(p);
	n = p->scroll.count;
	for (size_t i = 0; i < n; i++)
		copy[i] = *packets_at(p, p->shown[i]);
	table_unlock(lock);
	return n;
}

static void write_lines(struct packets *p, const struct summary *b, size_t n, FILE *out)
{
	char date[FMT_DATE], text[PACKETS_TEXT];
	const struct packets_find *f = &p->find;
	struct run_status st;

	screen_status(p->env, &st);
	fprintf(out, "%s, %zu of them, %s%s%s\n", packets_table.help, n,
		fmt_date(date, sizeof(date), st.now.wall), f->only ? ", only " : "",
		f->only ? text_clean(text, sizeof(text), f->pattern, paint_is_utf8()) : "");
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s\n", packets_text(p, &b[i], text));
}

void packets_write(struct packets *p)
{
	int error = 0, fd;
	char name[VIEWFILE_NAME] = "packets.txt";
	struct summary *copy;
	FILE *out;

	fd = viewfile_ask(p->env->ui, name);
	if (fd < 0)
		return;
	copy = malloc(CONNS_OTHERS * sizeof(*copy));
	out = copy ? fdopen(fd, "w") : NULL;
	if (!out) {
		close(fd);
		free(copy);
		error_show(p->env->ui, "out of memory");
		return;
	}
	write_lines(p, copy, copy_shown(p, copy), out);
	if (ferror(out))
		error = errno ? errno : EIO;
	if (fclose(out) != 0 && !error)
		error = errno;
	free(copy);
	viewfile_say(p->env->ui, name, error);
}
