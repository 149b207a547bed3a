#include "config/ethers.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/addr.h"
#include "config/statedir.h"

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

int ethers_parse_line(const char *s, size_t n, uint8_t mac[6], const char **text, size_t *text_n)
{
	const char *hash = memchr(s, '#', n);
	size_t i = 0, word;

	if (hash)
		n = (size_t)(hash - s);
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	while (i < n && isspace((unsigned char)s[i]))
		i++;
	if (i == n)
		return 0;
	for (word = i; word < n && !isspace((unsigned char)s[word]);)
		word++;
	if (mac_parse(s + i, word - i, mac) < 0)
		return -EINVAL;
	for (i = word; i < n && isspace((unsigned char)s[i]);)
		i++;
	if (i == n || memchr(s + i, '\0', n - i))
		return -EINVAL;
	*text = s + i;
	*text_n = n - i;
	return 1;
}

/* 1: a description was added, 0: an empty line, -EINVAL or -ENOMEM. */
static int take_line(const char *s, size_t n)
{
	const char *text;
	uint8_t mac[6];
	size_t text_n;
	int rc = ethers_parse_line(s, n, mac, &text, &text_n);

	return rc == 1 && add(mac, text, text_n) < 0 ? -ENOMEM : rc;
}

static int take_lines(const char *path, const char *s, size_t n, struct diag *why)
{
	int bad = 0, line = 1;

	for (size_t at = 0; at < n; line++) {
		const char *end = memchr(s + at, '\n', n - at);
		size_t len = end ? (size_t)(end - s) - at : n - at;
		int rc = take_line(s + at, len);

		if (rc == -ENOMEM)
			return rc;
		if (rc < 0 && bad++ == 0)
			diag_set(why, 0, "%.180s:%d: a MAC address and a description expected",
				 path, line);
		at += len + 1;
	}
	return bad;
}

static int read_all(int fd, char **text, size_t *n)
{
	struct stat st;
	ssize_t rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size > (off_t)FILE_MAX)
		return -EFBIG;
	*text = malloc((size_t)st.st_size + 1);
	if (!*text)
		return -ENOMEM;
	for (*n = 0; *n < (size_t)st.st_size; *n += (size_t)rc) {
		rc = read(fd, *text + *n, (size_t)st.st_size - *n);
		if (rc < 0)
			return -errno;
		if (rc == 0)
			break;
	}
	return 0;
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
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc;
	char *text = NULL;
	size_t n = 0;

	if (fd < 0 && errno == ENOENT)
		return 0;
	rc = fd < 0 ? -errno : read_all(fd, &text, &n);
	if (rc == 0) {
		rc = take_lines(path, text, n, why);
		sort();
	}
	if (rc < 0)
		diag_set(why, 0, "%s: %s", path,
			 rc == -EINVAL ? "not a file of text" : strerror(-rc));
	free(text);
	if (fd >= 0)
		close(fd);
	return rc;
}
