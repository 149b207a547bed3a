/* Rows of a list as text: to the terminal's clipboard, and to a file in the log directory. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fmt.h"
#include "base/text.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/tablew.h"
#include "ui/term.h"
#include "ui/viewfile.h"

#define LINE_ROOM   2048 /* bytes of a row's line */
#define CELL_WIDTH  300	 /* columns: nothing is cut */
#define PIECE	    256u /* rows copied in one go under the lock */

struct tablew_file {
	int fd;
	uint32_t line; /* the next row */
	int error;
	char name[VIEWFILE_NAME];
	bool begun;
	char *rows; /* copies of a piece */
	bool live[PIECE];
	FILE *out;
};

/* --- text --- */

static const char *cell(const struct tablew *w, size_t i, const struct row *r, char *buf, size_t n)
{
	struct column wide = w->column[i];
	size_t len;

	wide.w = CELL_WIDTH;
	tablew_cell(w, &wide, r, buf, n);
	for (len = strlen(buf); len > 0 && buf[len - 1] == ' ';)
		buf[--len] = '\0';
	return buf;
}

static void add_heading(const struct tablew *w, const struct row *r, struct strbuf *out)
{
	char text[256], clean[256];

	w->columns->heading(w->columns->table, r, CELL_WIDTH, text, sizeof(text));
	sb_add(out, text_clean(clean, sizeof(clean), text, paint_is_utf8()));
}

/* All of a row in one line. */
static void row_text(const struct tablew *w, const struct row *row, struct strbuf *out)
{
	char text[1024];

	if (w->columns->heading)
		add_heading(w, row, out);
	for (unsigned way = 0; way < (w->columns->pairs ? 2u : 1u); way++) {
		struct row r = *row;

		r.way = way;
		for (size_t i = 0; i < w->shown; i++) {
			const char *s = cell(w, i, &r, text, sizeof(text));

			s += strspn(s, " ");
			if (*s)
				sb_printf(out, "%s%s", out->len ? "  " : "", s);
		}
	}
}

static void pad(struct strbuf *out, size_t column)
{
	size_t is = (size_t)paint_width(out->s);

	do
		sb_addch(out, ' ');
	while (++is < column);
}

/* As on the screen, but that nothing is cut. */
static void line_text(const struct tablew *w, const struct row *r, struct strbuf *out)
{
	char text[1024];

	for (size_t i = 0; i < w->shown; i++) {
		const char *s = cell(w, i, r, text, sizeof(text));

		if (i > 0)
			pad(out, (size_t)(w->column[i].x - w->column[0].x));
		sb_add(out, s);
	}
}

static void titles_text(const struct tablew *w, struct strbuf *out)
{
	char title[TABLEW_TITLE];

	for (size_t i = 0; i < w->shown; i++) {
		if (!*w->column[i].def->title)
			continue;
		if (i > 0)
			pad(out, (size_t)(w->column[i].title_x + 1 - w->column[0].x));
		sb_add(out, tablew_title(w, w->column[i].def, title));
	}
}

/* --- the clipboard --- */

static void copy_row(struct tablew *w)
{
	const struct table_lock *lock = w->env->host->lock;
	const struct run_status st = { .now.mono_ms = w->now_ms, .run_ms = w->run_ms };
	char text[LINE_ROOM];
	struct strbuf sb;
	struct row r;

	tablew_take_time(w);
	tablew_begin(w);
	sb_init(&sb, text, sizeof(text));
	table_lock(lock);
	if (tablew_selected(w, &st, &r))
		row_text(w, &r, &sb);
	table_unlock(lock);
	if (!sb.len)
		return;
	term_copy(text);
	ui_say(w->env->ui, "Copied");
}

void tablew_copy_work(struct tablew *w)
{
	if (!w->copies)
		return;
	w->copies = false;
	copy_row(w);
}

/* At once, unless it is not known yet which row that will be. */
static void press_copy(struct tablew *w)
{
	tablew_show_bar(w);
	if (tablew_is_finding(w) || tablew_is_sorting(w))
		w->copies = true;
	else
		copy_row(w);
}

/* --- the file --- */

static void write_head(const struct tablew *w, FILE *out)
{
	char date[FMT_DATE], clean[SEARCH_TEXT], line[LINE_ROOM] = "";
	struct strbuf sb;

	fprintf(out, "%s, %u of them, %s%s%s\n", w->columns->table->help, w->view.lines,
		fmt_date(date, sizeof(date), w->wall),
		*w->find.pattern && w->find.only ? ", only " : "",
		w->find.only ? text_clean(clean, sizeof(clean), w->find.pattern, paint_is_utf8())
			     : "");
	sb_init(&sb, line, sizeof(line));
	titles_text(w, &sb);
	fprintf(out, "%s\n", line);
}

static void close_file(struct tablew *w)
{
	struct tablew_file *f = w->file;

	if (fclose(f->out) != 0 && !f->error)
		f->error = errno;
	viewfile_say(w->env->ui, f->name, f->error);
	free(f->rows);
	free(f);
	w->file = NULL;
}

static void start(struct tablew *w, const char *name, int fd)
{
	struct tablew_file *f = calloc(1, sizeof(*f));

	if (f) {
		f->rows = malloc(PIECE * w->columns->table->row_size);
		f->out = fdopen(fd, "w");
	}
	if (!f || !f->rows || !f->out) {
		if (f && f->out)
			fclose(f->out);
		else
			close(fd);
		if (f)
			free(f->rows);
		free(f);
		error_show(w->env->ui, "out of memory");
		return;
	}
	snprintf(f->name, sizeof(f->name), "%s", name);
	w->file = f;
}

static void ask_name(struct tablew *w)
{
	char name[VIEWFILE_NAME];
	int fd;

	if (w->file)
		return;
	snprintf(name, sizeof(name), "%s.txt", w->columns->table->name);
	fd = viewfile_ask(w->env->ui, name);
	if (fd >= 0)
		start(w, name, fd);
}

static uint32_t copy_piece(struct tablew *w, struct tablew_file *f, struct row *r)
{
	const struct table_lock *lock = w->env->host->lock;
	size_t size = w->columns->table->row_size;
	uint32_t n = 0;

	table_lock(lock);
	for (; n < PIECE && f->line + n < w->view.lines; n++) {
		f->live[n] = view_read(&w->view, f->line + n, w->now_ms, w->run_ms, r);
		if (f->live[n])
			memcpy(f->rows + n * size, r->data, size);
	}
	table_unlock(lock);
	f->line += n;
	return n;
}

static void write_row(const struct tablew *w, FILE *out, struct row *r)
{
	char text[LINE_ROOM];
	struct strbuf sb;

	if (w->columns->heading) {
		sb_init(&sb, text, sizeof(text));
		add_heading(w, r, &sb);
		fprintf(out, "%s\n", text);
	}
	for (r->way = 0; r->way < (w->columns->pairs ? 2u : 1u); r->way++) {
		sb_init(&sb, text, sizeof(text));
		line_text(w, r, &sb);
		fprintf(out, "%s\n", text);
	}
}

/* Returns how many rows there were. */
static uint32_t write_piece(struct tablew *w, struct tablew_file *f)
{
	struct row r = { .engine = NULL };
	uint32_t n = copy_piece(w, f, &r);

	for (uint32_t i = 0; i < n; i++) {
		r = (struct row){ .engine = w->view.engine,
				  .data = f->rows + i * w->columns->table->row_size,
				  .now_ms = w->now_ms,
				  .run_ms = w->run_ms };
		if (f->live[i])
			write_row(w, f->out, &r);
	}
	if (ferror(f->out) && !f->error)
		f->error = errno ? errno : EIO;
	return n;
}

static void begin_file(struct tablew *w, struct tablew_file *f)
{
	tablew_begin(w);
	write_head(w, f->out);
	f->begun = true;
}

bool tablew_file_work(struct tablew *w, uint64_t until_us)
{
	struct tablew_file *f = w->file;
	uint32_t n;

	if (!f)
		return false;
	if (!f->begun)
		begin_file(w, f);
	do
		n = write_piece(w, f);
	while (n > 0 && !f->error && clock_mono_us() < until_us);
	if (n == 0 || f->error)
		close_file(w);
	return w->file;
}

void tablew_file_close(struct tablew *w)
{
	if (w->file)
		close_file(w);
}

bool tablew_write_act(struct tablew *w, enum action act)
{
	if (act == ACT_COPY)
		press_copy(w);
	else if (act == ACT_WRITE)
		ask_name(w);
	else
		return false;
	return true;
}
