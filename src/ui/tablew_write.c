/* Rows of a list as text: to the terminal's clipboard, and to a file in the log directory. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fmt.h"
#include "base/text.h"
#include "sys/logdir.h"
#include "sys/logplace.h"
#include "ui/box.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/prompt.h"
#include "ui/tablew.h"
#include "ui/term.h"

#define LINE_ROOM  2048	 /* bytes of a row's line */
#define CELL_WIDTH 300	 /* columns: nothing is cut */
#define PIECE	   256u	 /* rows copied in one go under the lock */
#define STEP	   4096u /* and written before the next picture */
#define NAME_ROOM  64

struct tablew_file {
	int fd;
	uint32_t line; /* the next row */
	int error;
	char name[NAME_ROOM];
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

	w->columns->heading(w->columns->table, r, text, sizeof(text));
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

static void say(struct tablew *w, const char *what, const char *name)
{
	char clean[sizeof(w->said)];

	snprintf(w->said, sizeof(w->said), " %s%.60s ", what,
		 text_clean(clean, sizeof(clean), name, paint_is_utf8()));
}

/* --- the clipboard --- */

static void copy_row(struct tablew *w)
{
	const struct table_lock *lock = w->env->host->lock;
	const struct run_status st = { .now.mono_ms = w->now_ms, .run_ms = w->run_ms };
	char text[LINE_ROOM];
	struct strbuf sb;
	struct row r;

	tablew_show_bar(w);
	tablew_find_finish(w);
	sb_init(&sb, text, sizeof(text));
	table_lock(lock);
	if (tablew_selected(w, &st, &r))
		row_text(w, &r, &sb);
	table_unlock(lock);
	if (!sb.len)
		return;
	term_copy(text);
	say(w, "copied", "");
}

/* --- the file --- */

static const char *refused(const char *name)
{
	if (!*name || *name == '.' || strchr(name, '/'))
		return "A file in the log directory: a name without / and not beginning with a dot";
	return NULL;
}

static bool may_overwrite(struct ui *ui, const char *name)
{
	char clean[NAME_ROOM], text[NAME_ROOM + 32];
	const char *lines[] = {
		"", text, "", "^Y^ - overwrite it", "^Any other key^ - cancel", ""
	};
	int key;

	snprintf(text, sizeof(text), "%s exists",
		 text_clean(clean, sizeof(clean), name, paint_is_utf8()));
	key = box_ask(ui,
		      &(struct box){ .look = &box_dialog, .lines = lines, .n = 6, .width = 44 });
	return key == 'y' || key == 'Y';
}

/* The descriptor of a file that is this program's to write, or -errno. */
static int open_place(const char *name)
{
	struct logplace *place;
	struct stat st;
	char *path;
	int fd;

	if (asprintf(&path, "%s/%s", logdir(), name) < 0)
		return -ENOMEM;
	place = logplace_new(path, true);
	free(path);
	fd = place ? logplace_open(place) : -ENOMEM;
	logplace_free(place);
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK))
		return fd;
	close(fd);
	return -EBUSY;
}

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
	if (f->error)
		say(w, "not written: ", strerror(f->error));
	else
		say(w, "written to ", f->name);
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
	tablew_find_finish(w);
	write_head(w, f->out);
}

static void ask_name(struct tablew *w)
{
	char name[NAME_ROOM], text[256];
	const struct prompt prompt = { .lead = "Write to: ", .text = name, .size = sizeof(name) };
	const char *why;
	struct stat st;
	int fd;

	snprintf(name, sizeof(name), "%s.txt", w->columns->table->name);
	if (w->file || !prompt_ask(w->env->ui, &prompt))
		return;
	why = refused(name);
	fd = why ? -EINVAL : open_place(name);
	if (fd < 0) {
		snprintf(text, sizeof(text), "%s: %s", name,
			 fd == -EBUSY ? "no file, or one that is being written" : strerror(-fd));
		error_show(w->env->ui, why ? why : text);
		return;
	}
	if (fstat(fd, &st) == 0 && st.st_size > 0 && !may_overwrite(w->env->ui, name)) {
		close(fd);
		return;
	}
	if (ftruncate(fd, 0) < 0)
		errno = 0;
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

void tablew_file_step(struct tablew *w)
{
	struct tablew_file *f = w->file;
	struct row r = { .engine = NULL };
	uint32_t n = 1;

	if (!f)
		return;
	for (uint32_t done = 0; done < STEP && n > 0; done += n) {
		n = copy_piece(w, f, &r);
		for (uint32_t i = 0; i < n; i++) {
			r = (struct row){ .engine = w->view.engine,
					  .data = f->rows + i * w->columns->table->row_size,
					  .now_ms = w->now_ms,
					  .run_ms = w->run_ms };
			if (f->live[i])
				write_row(w, f->out, &r);
		}
	}
	if (ferror(f->out) && !f->error)
		f->error = errno ? errno : EIO;
	if (n == 0 || f->error)
		close_file(w);
	ui_again(w->env->ui);
}

void tablew_file_close(struct tablew *w)
{
	if (w->file)
		close_file(w);
}

bool tablew_write_act(struct tablew *w, enum action act)
{
	if (act == ACT_COPY)
		copy_row(w);
	else if (act == ACT_WRITE)
		ask_name(w);
	else
		return false;
	return true;
}
