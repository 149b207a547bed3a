#include "config/vendors.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/lines.h"
#include "base/text.h"
#include "sys/textfile.h"

#define LIST_MAX    (32u << 20) /* bytes of a list */
#define VENDORS_MAX 1000000u
#define KEPT	    40 /* bytes of a name that are kept */
#define MARK	    "(hex)"

const char *const vendors_files[] = { "/usr/share/ieee-data/oui.txt", "/var/lib/ieee-data/oui.txt",
				      "/usr/share/hwdata/oui.txt", NULL };

struct vendor {
	uint32_t prefix;
	uint32_t name; /* where in names */
};

static struct vendor *list; /* sorted by prefix */
static char *names;
static size_t count, used;

static void clear(void)
{
	free(list);
	free(names);
	list = NULL;
	names = NULL;
	count = used = 0;
}

static int compare(const void *a, const void *b)
{
	const struct vendor *x = a, *y = b;

	return (x->prefix > y->prefix) - (x->prefix < y->prefix);
}

/* "00-00-0C   (hex)		Cisco Systems, Inc"; false: another line. */
static bool read_line(struct span line, uint32_t *prefix, struct span *name)
{
	struct span word = line_word(&line), mark = line_word(&line);
	char text[MAC_TEXT];
	uint8_t mac[6];

	snprintf(text, sizeof(text), "%.*s-00-00-00", (int)(word.n < 8 ? word.n : 8), word.s);
	if (word.n != 8 || mark.n != strlen(MARK) || memcmp(mark.s, MARK, mark.n) != 0 ||
	    mac_parse(text, strlen(text), mac) < 0)
		return false;
	*prefix = (uint32_t)(mac[0] << 16 | mac[1] << 8 | mac[2]);
	*name = line;
	return name->n > 0;
}

static void take(uint32_t prefix, struct span name)
{
	char text[KEPT + 1], clean[KEPT + 1];

	snprintf(text, sizeof(text), "%.*s", (int)name.n, name.s);
	text_clean(clean, sizeof(clean), text, false);
	list[count++] = (struct vendor){ .prefix = prefix, .name = (uint32_t)used };
	used += (size_t)snprintf(names + used, KEPT + 1, "%s", clean) + 1;
}

static size_t count_marks(struct lines l)
{
	struct span name;
	uint32_t prefix;
	size_t n = 0;

	while (lines_next(&l))
		n += read_line(l.line, &prefix, &name);
	return n < VENDORS_MAX ? n : VENDORS_MAX;
}

static int take_lines(struct lines l)
{
	size_t room = count_marks(l);
	struct span name;
	uint32_t prefix;

	clear();
	list = calloc(room + 1, sizeof(*list));
	names = calloc(room + 1, KEPT + 1);
	if (!list || !names) {
		clear();
		return -ENOMEM;
	}
	while (lines_next(&l) && count < room)
		if (read_line(l.line, &prefix, &name))
			take(prefix, name);
	qsort(list, count, sizeof(*list), compare);
	return 0;
}

int vendors_load_of(const char *path)
{
	struct textfile f;
	int rc = textfile_read(&f, path, 0, LIST_MAX);

	if (rc < 0)
		return rc;
	rc = take_lines((struct lines){ .text = f.s, .n = f.n });
	free(f.s);
	return rc;
}

void vendors_load(void)
{
	for (size_t i = 0; vendors_files[i] && !list; i++)
		vendors_load_of(vendors_files[i]);
}

const char *vendors_find(const uint8_t mac[6])
{
	const struct vendor key = { .prefix = (uint32_t)(mac[0] << 16 | mac[1] << 8 | mac[2]) };
	const struct vendor *v = count ? bsearch(&key, list, count, sizeof(*list), compare) : NULL;

	return v ? names + v->name : NULL;
}
