/*
 * Messages of rtnetlink under libFuzzer (make fuzz), or over files by replay_main.c: the input is
 * what two reads of the socket bring during a listing; its first byte says, in units of 16 bytes,
 * how long the first is.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "capture/iflist.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct iflist *l)
{
	assert(l->count <= l->room);
	for (size_t i = 0; i < l->count; i++) {
		const struct iface *f = &l->row[i].iface;

		assert(i == 0 || l->row[i - 1].iface.index < f->index);
		assert(memchr(f->name, '\0', sizeof(f->name)));
		assert(iflist_find_index(l, f->index) == f);
	}
	iflist_sort(l);
	for (size_t i = 0; i < l->count; i++) {
		const struct iface *f = l->by_name[i];

		assert(i == 0 || strcmp(l->by_name[i - 1]->name, f->name) <= 0);
		assert(strcmp(iflist_find(l, f->name)->name, f->name) == 0);
	}
}

/* From memory of the exact size, so that a sanitizer sees one byte too far. */
static void take(struct iflist *l, const uint8_t *data, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	int rc;

	if (!copy)
		abort();
	memcpy(copy, data, n);
	rc = iflist_take(l, copy, n);
	assert(rc <= 1);
	free(copy);
	check(l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct iflist l;
	size_t first;

	if (size < 1)
		return 0;
	first = data[0] * 16u < size - 1 ? data[0] * 16u : size - 1;
	iflist_init(&l, NULL);
	iflist_begin(&l);
	take(&l, data + 1, first);
	iflist_begin(&l);
	take(&l, data + 1 + first, size - 1 - first);
	iflist_end(&l);
	check(&l);
	iflist_free(&l);
	return 0;
}
