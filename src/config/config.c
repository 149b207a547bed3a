#include "config/config.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "sys/err.h"
#include "config/statedir.h"
#include "config/statefile.h"
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

/* A line of the file without its end, and what is in it. */
struct line {
	const char *s;
	size_t n;
	char key[64], value[64];
	size_t value_at, value_n; /* where the value stands */
};

static size_t next_line(const char *text, size_t n, size_t at, struct line *l)
{
	const char *end = memchr(text + at, '\n', n - at);

	*l = (struct line){ .s = text + at, .n = end ? (size_t)(end - text) - at : n - at };
	return at + l->n + (end != NULL);
}

static size_t skip_blanks(const char *s, size_t i, size_t n)
{
	while (i < n && isspace((unsigned char)s[i]))
		i++;
	return i;
}

/* Copies a word without the blanks behind it; false when there is no room or it has a NUL. */
static bool take_word(char *dst, size_t size, const char *s, size_t *n)
{
	while (*n > 0 && isspace((unsigned char)s[*n - 1]))
		(*n)--;
	if (*n >= size || memchr(s, '\0', *n))
		return false;
	memcpy(dst, s, *n);
	dst[*n] = '\0';
	return true;
}

/* 1: it has a key and a value; 0: nothing but blanks and a comment; -1: something else. */
static int split(struct line *l)
{
	const char *hash = memchr(l->s, '#', l->n), *eq;
	size_t n = hash ? (size_t)(hash - l->s) : l->n, at = skip_blanks(l->s, 0, n), key_n;

	if (at == n)
		return 0;
	eq = memchr(l->s + at, '=', n - at);
	if (!eq)
		return -1;
	key_n = (size_t)(eq - l->s) - at;
	l->value_at = skip_blanks(l->s, (size_t)(eq - l->s) + 1, n);
	l->value_n = n - l->value_at;
	return take_word(l->key, sizeof(l->key), l->s + at, &key_n) && key_n > 0 &&
			       take_word(l->value, sizeof(l->value), l->s + l->value_at,
					 &l->value_n)
		       ? 1
		       : -1;
}

/* --- reading --- */

static int take_line(struct config *s, struct line *l, int number, struct diag *why)
{
	struct settings scratch = s->set;
	int form = split(l), row;

	if (form == 0)
		return 0;
	if (form < 0) {
		diag_set(why, 0, "KEY = VALUE expected");
		return -EINVAL;
	}
	if (settings_set(&scratch, l->key, l->value, why) < 0)
		return -EINVAL;
	row = settings_find(l->key);
	if (s->source[row].origin == SETTING_COMMAND)
		return 0;
	s->set = scratch;
	s->source[row].origin = SETTING_FILE;
	s->source[row].line = number;
	return 0;
}

int config_parse(struct config *s, const char *text, size_t n,
		 void (*complain)(void *ctx, int line, const char *what), void *ctx)
{
	int bad = 0, number = 0;
	struct diag why;
	struct line l;

	for (size_t at = 0; at < n;) {
		at = next_line(text, n, at, &l);
		if (take_line(s, &l, ++number, &why) == 0)
			continue;
		bad++;
		complain(ctx, number, why.msg);
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
		warn("%s has %d more lines that make no sense", CONFIG_FILE, bad - COMPLAINTS);
	free(text);
	return 0;
}

/* --- saving --- */

static bool sets(struct line *l, const char *key)
{
	struct settings scratch;
	struct diag why;

	settings_default(&scratch);
	return split(l) == 1 && strcmp(l->key, key) == 0 &&
	       settings_set(&scratch, l->key, l->value, &why) == 0;
}

/* Where in the text the value of a key's last good line stands; false: nowhere. */
static bool find_value(const char *key, const char *text, size_t n, size_t *from, size_t *to)
{
	bool found = false;
	struct line l;

	for (size_t at = 0; at < n;) {
		at = next_line(text, n, at, &l);
		if (!sets(&l, key))
			continue;
		*from = (size_t)(l.s - text) + l.value_at;
		*to = *from + l.value_n;
		found = true;
	}
	return found;
}

void config_edit(const char *key, const char *value, const char *old, size_t n, FILE *out)
{
	size_t from, to;

	if (find_value(key, old, n, &from, &to)) {
		fwrite(old, 1, from, out);
		fputs(value, out);
		fwrite(old + to, 1, n - to, out);
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

int config_dump(const struct config *s, FILE *out)
{
	char path[PATH_MAX], value[32];

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
	return fflush(out) == 0 && !ferror(out) ? 0 : -EIO;
}
