#include "config/config.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "sys/err.h"
#include "config/statedir.h"
#include "config/statefile.h"
#include "base/lines.h"
#include "base/text.h"

#define COMPLAINTS 5 /* more lines than that are only counted */

void config_default(struct config *s)
{
	memset(s, 0, sizeof(*s));
	settings_default(&s->set);
}

int config_set(struct config *s, const char *key, const char *text, struct diag *why)
{
	int rc = settings_set(&s->set, key, text, why);

	if (rc == 0)
		s->source[settings_find(key)].origin = SETTING_COMMAND;
	return rc;
}

/* --- the form of a line --- */

/* What is in a line of the file. */
struct entry {
	char key[64], value[SETTING_ROOM];
	struct span where; /* the value, within the line */
};

/* Copies a word without the blanks around; false when there is no room or it has a NUL. */
static bool take_word(char *dst, size_t size, struct span s)
{
	if (s.n >= size || memchr(s.s, '\0', s.n))
		return false;
	memcpy(dst, s.s, s.n);
	dst[s.n] = '\0';
	return true;
}

/* 1: it has a key and a value; 0: nothing but blanks and a comment; -1: something else. */
static int split(struct span line, struct entry *e)
{
	struct span body = line_body(line), key = body;
	const char *eq = body.n ? memchr(body.s, '=', body.n) : NULL;

	if (!eq)
		return body.n ? -1 : 0;
	key.n = (size_t)(eq - body.s);
	e->where = line_body((struct span){ eq + 1, body.n - key.n - 1 });
	key = line_body(key);
	return key.n > 0 && take_word(e->key, sizeof(e->key), key) &&
			       take_word(e->value, sizeof(e->value), e->where)
		       ? 1
		       : -1;
}

/* --- reading --- */

static int take_line(struct config *s, const struct lines *l, struct diag *why)
{
	struct settings scratch = s->set;
	struct entry e;
	int form = split(l->line, &e), row;

	if (form == 0)
		return 0;
	if (form < 0) {
		diag_set(why, 0, "KEY = VALUE expected");
		return -EINVAL;
	}
	if (settings_set(&scratch, e.key, e.value, why) < 0)
		return -EINVAL;
	row = settings_find(e.key);
	if (s->source[row].origin == SETTING_COMMAND)
		return 0;
	s->set = scratch;
	s->source[row].origin = SETTING_FILE;
	s->source[row].line = l->number;
	return 0;
}

int config_parse(struct config *s, const char *text, size_t n,
		 void (*complain)(void *ctx, int line, const char *what), void *ctx)
{
	struct lines l = { .text = text, .n = n };
	struct diag why;
	int bad = 0;

	while (lines_next(&l)) {
		if (take_line(s, &l, &why) == 0)
			continue;
		bad++;
		complain(ctx, l.number, why.msg);
	}
	return bad;
}

static void warn_line(void *ctx, int line, const char *what)
{
	int *said = ctx;
	char path[PATH_MAX], clean[240];

	if ((*said)++ >= COMPLAINTS)
		return;
	statedir_path(CONFIG_FILE, path, sizeof(path));
	warn("%s:%d: %s", path, line, text_clean(clean, sizeof(clean), what, false));
}

int config_load(struct config *s)
{
	int said = 0, bad, rc;
	struct diag why;
	char *text;
	size_t n;

	rc = statefile_read(CONFIG_FILE, &text, &n, &why);
	if (rc < 0) {
		if (rc != -ENOENT)
			warn("%s", why.msg);
		return rc == -ENOENT ? 0 : rc;
	}
	bad = config_parse(s, text, n, warn_line, &said);
	if (bad > COMPLAINTS)
		warn("%s has %d more invalid lines", CONFIG_FILE, bad - COMPLAINTS);
	free(text);
	return 0;
}

/* --- saving --- */

static bool sets(struct span line, const char *key, struct entry *e)
{
	struct settings scratch;
	struct diag why;

	settings_default(&scratch);
	return split(line, e) == 1 && strcmp(e->key, key) == 0 &&
	       settings_set(&scratch, e->key, e->value, &why) == 0;
}

/* Where in the text the value of a key's last good line is; .s NULL: nowhere. */
static struct span find_value(const char *key, const char *text, size_t n)
{
	struct lines l = { .text = text, .n = n };
	struct span found = { NULL, 0 };
	struct entry e;

	while (lines_next(&l)) {
		if (!sets(l.line, key, &e))
			continue;
		found = e.where;
		if (found.n == 0 && found.s < l.line.s + l.line.n && *found.s == ' ')
			found.s++;
	}
	return found;
}

void config_edit(const char *key, const char *value, const char *old, size_t n, FILE *out)
{
	struct span was = find_value(key, old, n);

	if (was.s) {
		const char *rest = was.s + was.n;

		fwrite(old, 1, (size_t)(was.s - old), out);
		fputs(value, out);
		fwrite(rest, 1, (size_t)(old + n - rest), out);
		return;
	}
	if (n == 0)
		fputs("# Settings of iptraf-ng: see iptraf-ng.conf(5)\n", out);
	fwrite(old, 1, n, out);
	if (n > 0 && old[n - 1] != '\n')
		fputc('\n', out);
	fprintf(out, "%s = %s\n", key, value);
}

struct change {
	const char *key, *value;
};

static int edit(void *ctx, const char *old, size_t n, FILE *out, struct diag *why)
{
	const struct change *c = ctx;

	(void)why;
	config_edit(c->key, c->value, old, n, out);
	return 0;
}

int config_change(struct config *s, const char *key, const char *value, struct diag *why)
{
	struct change c = { key, value };
	int row, rc = settings_set(&s->set, key, value, why);

	if (rc < 0)
		return rc;
	row = settings_find(key);
	s->source[row].origin = SETTING_FILE;
	s->source[row].line = 0;
	return statefile_edit(CONFIG_FILE, edit, &c, why);
}

void config_dump(const struct config *s, FILE *out)
{
	char path[PATH_MAX], value[SETTING_ROOM];

	statedir_path(CONFIG_FILE, path, sizeof(path));
	for (int i = 0; setting_defs[i].key; i++) {
		settings_text(&s->set, &setting_defs[i], value, sizeof(value));
		fprintf(out, "%s = %-*s # ", setting_defs[i].key,
			(int)(28 - strlen(setting_defs[i].key)), value);
		if (s->source[i].origin == SETTING_FILE)
			fprintf(out, "%s:%d\n", path, s->source[i].line);
		else
			fputs(s->source[i].origin == SETTING_COMMAND ? "command line\n"
								     : "default\n",
			      out);
	}
}
