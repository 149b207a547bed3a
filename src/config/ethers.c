#include "config/ethers.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "config/statedir.h"
#include "sys/textfile.h"

#define FILE_MAX (8u << 20) /* bytes; ETHERS_MAX lines are shorter */

struct description {
	uint8_t mac[6];
	uint32_t number; /* of its coming */
	char text[ETHERS_TEXT];
};

static struct description *list; /* sorted by address */
static size_t count, room;

void ethers_clear(void)
{
	free(list);
	list = NULL;
	count = room = 0;
}

static int compare(const void *a, const void *b)
{
	const struct description *x = a, *y = b;
	int c = memcmp(x->mac, y->mac, 6);

	return c ? c : (x->number > y->number) - (x->number < y->number);
}

static int compare_mac(const void *mac, const void *d)
{
	return memcmp(mac, ((const struct description *)d)->mac, 6);
}

const char *ethers_find(const uint8_t mac[6])
{
	const struct description *d =
		count ? bsearch(mac, list, count, sizeof(*list), compare_mac) : NULL;

	return d ? d->text : NULL;
}

static int add(const uint8_t mac[6], const char *text, size_t n)
{
	struct description *d;

	if (count == ETHERS_MAX)
		return 0;
	if (count == room) {
		size_t more = room ? 2 * room : 64;

		d = realloc(list, more * sizeof(*list));
		if (!d)
			return -ENOMEM;
		list = d;
		room = more;
	}
	d = &list[count];
	memcpy(d->mac, mac, 6);
	d->number = (uint32_t)count++;
	snprintf(d->text, sizeof(d->text), "%.*s", (int)n, text);
	return 0;
}

/* The first of each address stays. */
static void sort(void)
{
	size_t out = 0;

	if (count)
		qsort(list, count, sizeof(*list), compare);
	for (size_t i = 0; i < count; i++)
		if (out == 0 || memcmp(list[out - 1].mac, list[i].mac, 6) != 0)
			list[out++] = list[i];
	count = out;
	for (size_t i = 0; i < count; i++)
		list[i].number = (uint32_t)i;
}

int ethers_parse_line(struct span line, uint8_t mac[6], struct span *text)
{
	struct span word;

	*text = line_body(line);
	if (text->n == 0)
		return 0;
	word = line_word(text);
	if (mac_parse(word.s, word.n, mac) < 0)
		return -EINVAL;
	return text->n == 0 || memchr(text->s, '\0', text->n) ? -EINVAL : 1;
}

/* 1: a description was added, 0: an empty line, -EINVAL or -ENOMEM. */
static int take_line(struct span line)
{
	struct span text;
	uint8_t mac[6];
	int rc = ethers_parse_line(line, mac, &text);

	return rc == 1 && add(mac, text.s, text.n) < 0 ? -ENOMEM : rc;
}

static int take_lines(const char *path, const struct textfile *f, struct diag *why)
{
	struct lines l = { .text = f->s, .n = f->n };
	int bad = 0;

	while (lines_next(&l)) {
		int rc = take_line(l.line);

		if (rc == -ENOMEM)
			return rc;
		if (rc < 0 && bad++ == 0)
			diag_set(why, 0, "%.180s:%d: a MAC address and a description expected",
				 path, l.number);
	}
	return bad;
}

int ethers_load(struct diag *why)
{
	static const char *const own[] = { ETHERS_FILE, ETHERS_FDDI_FILE };
	char path[PATH_MAX];
	struct diag ignored;
	int rc = 0;

	ethers_clear();
	for (int i = 0; i < 2; i++)
		if (statedir_path(own[i], path, sizeof(path)) == 0) {
			int bad = ethers_read(path, rc ? &ignored : why);

			rc = rc ? rc : bad;
		}
	ethers_read("/etc/ethers", &ignored);
	return rc;
}

int ethers_read(const char *path, struct diag *why)
{
	struct textfile f;
	int rc = textfile_read(&f, path, 0, FILE_MAX);

	if (rc == -ENOENT)
		return 0;
	if (rc == 0) {
		rc = take_lines(path, &f, why);
		sort();
	}
	if (rc < 0)
		diag_set(why, 0, "%s: %s", path, textfile_reason(-rc));
	free(f.s);
	return rc;
}
