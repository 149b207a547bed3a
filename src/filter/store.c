#include "filter/store.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "config/statedir.h"
#include "config/statefile.h"
#include "filter/text.h"
#include "sys/textfile.h"

#define FOLDER	    "filters"
#define FILTERS_MAX 1000
#define KNOWN_HEAD  "# Addresses of hosts, as they were found last.\n" /* of a new file */

static void path_of(const char *file, char *path, size_t n)
{
	snprintf(path, n, FOLDER "/%s", file);
}

/* Not hidden, and of no other folder. */
static bool is_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n < FILTER_FILE && *s != '.' && !strchr(s, '/') && s[n - 1] != '~';
}

static int read_file(const char *file, struct ruleset *rs, struct diag *why)
{
	char path[RULES_FILE], *text;
	size_t size;
	int rc;

	path_of(file, path, sizeof(path));
	rc = statefile_read(path, &text, &size, why);
	if (rc < 0)
		return rc;
	rc = ruleset_parse(rs, path, text, size, why);
	snprintf(rs->file, sizeof(rs->file), "%s", path);
	free(text);
	return rc;
}

static int read_path(const char *path, struct ruleset *rs, struct diag *why)
{
	struct textfile f;
	int rc = textfile_read(&f, path, 0, STATEFILE_MAX);

	if (rc < 0)
		diag_set(why, 0, "%.150s: %s", path, textfile_reason(-rc));
	else
		rc = ruleset_parse(rs, path, f.s, f.n, why);
	free(f.s);
	return rc;
}

static int by_description(const void *a, const void *b)
{
	const struct filter_name *x = a, *y = b;
	int c = strcasecmp(x->description, y->description);

	return c ? c : strcmp(x->file, y->file);
}

/* What the file says of itself; a file that cannot be read goes by its name. */
static void describe(struct filter_name *f)
{
	struct ruleset rs = { .count = 0 };
	struct diag why;

	read_file(f->file, &rs, &why);
	snprintf(f->description, sizeof(f->description), "%s",
		 *rs.description ? rs.description : f->file);
	ruleset_free(&rs);
}

int filter_store_list(struct filter_name **list, struct diag *why)
{
	struct filter_name *names = calloc(FILTERS_MAX, sizeof(*names));
	char path[PATH_MAX];
	struct dirent *e;
	int n = 0;
	DIR *d;

	*list = names;
	if (!names || statedir_path(FOLDER, path, sizeof(path)) < 0) {
		diag_set(why, 0, "%s",
			 names ? "the state directory's path is too long" : "out of memory");
		return names ? -ENAMETOOLONG : -ENOMEM;
	}
	d = opendir(path);
	if (!d && errno != ENOENT) {
		diag_set(why, 0, "%.150s: %s", path, strerror(errno));
		return -errno;
	}
	while (d && n < FILTERS_MAX && (e = readdir(d))) {
		if (!is_name(e->d_name))
			continue;
		snprintf(names[n].file, sizeof(names[n].file), "%s", e->d_name);
		describe(&names[n++]);
	}
	if (d)
		closedir(d);
	qsort(names, (size_t)n, sizeof(*names), by_description);
	return n;
}

static bool find(const char *name, char *file, size_t n)
{
	struct filter_name *list;
	struct diag why;
	int count = filter_store_list(&list, &why);
	bool found = false;

	for (int i = 0; i < count && !found; i++)
		if (strcmp(list[i].file, name) == 0) {
			snprintf(file, n, "%s", list[i].file);
			found = true;
		}
	for (int i = 0; i < count && !found; i++)
		if (strcasecmp(list[i].description, name) == 0) {
			snprintf(file, n, "%s", list[i].file);
			found = true;
		}
	free(list);
	return found;
}

int filter_store_read(const char *name, struct ruleset *rs, struct diag *why)
{
	char file[FILTER_FILE];

	if (strchr(name, '/'))
		return read_path(name, rs, why);
	if (find(name, file, sizeof(file)))
		return read_file(file, rs, why);
	diag_set(why, 0, "there is no filter '%.60s' (iptraf-ng --list-filters)", name);
	return -ENOENT;
}

static int edit(void *ctx, const char *old, size_t n, FILE *out, struct diag *why)
{
	size_t size;
	char *text = ruleset_write(ctx, old, n, &size);

	if (!text) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	fwrite(text, 1, size, out);
	free(text);
	return 0;
}

int filter_store_save(const char *file, const struct ruleset *rs, struct diag *why)
{
	char path[FILTER_FILE + sizeof(FOLDER) + 1];

	path_of(file, path, sizeof(path));
	return statefile_edit(path, edit, (void *)(uintptr_t)rs, why);
}

static bool is_line_of(void *ctx, struct span line)
{
	return known_is_of(line.s, line.n, ctx);
}

int filter_store_keep(const struct ruleset *rs, const struct rule_known *k, struct diag *why)
{
	char line[RULE_LINE], host[RULE_HOST];
	struct strbuf sb;

	if (!*rs->file)
		return 0;
	memcpy(host, k->host, sizeof(host));
	sb_init(&sb, line, sizeof(line));
	known_write(k, &sb);
	return statefile_put_line(rs->file, is_line_of, host, line, KNOWN_HEAD, why);
}

void filter_store_name(const char *description, char *file, size_t n)
{
	char base[FILTER_FILE - 8], taken[FILTER_FILE];
	size_t len = 0;

	for (; *description && len + 1 < sizeof(base); description++) {
		unsigned char c = (unsigned char)*description;

		if (isascii(c) && isalnum(c))
			base[len++] = (char)tolower(c);
		else if (len > 0 && base[len - 1] != '-')
			base[len++] = '-';
	}
	while (len > 0 && base[len - 1] == '-')
		len--;
	base[len] = '\0';
	snprintf(file, n, "%s", len ? base : "filter");
	for (int i = 2; find(file, taken, sizeof(taken)); i++)
		snprintf(file, n, "%s-%d", len ? base : "filter", i);
}

int filter_store_delete(const char *file, struct diag *why)
{
	char name[FILTER_FILE + sizeof(FOLDER) + 1], path[PATH_MAX];
	int rc;

	path_of(file, name, sizeof(name));
	rc = statedir_path(name, path, sizeof(path));
	if (rc == 0 && unlink(path) < 0)
		rc = -errno;
	if (rc < 0)
		diag_set(why, 0, "%s: %s", name, strerror(-rc));
	return rc;
}
