#include "capture/ifnames.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	int ifindex;
	char name[IFNAMSIZ];
	uint64_t gone; /* when it went, in goings; 0: it is there */
};

static struct {
	pthread_mutex_t lock;
	struct entry *entry; /* sorted by index */
	size_t count, room, gone_count;
	uint64_t goings;
	atomic_uint changes;
} names = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Where the index is, or would be. */
static size_t find_place(int ifindex)
{
	size_t lo = 0, hi = names.count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (names.entry[mid].ifindex < ifindex)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct entry *find_entry(int ifindex)
{
	size_t at = find_place(ifindex);

	return at < names.count && names.entry[at].ifindex == ifindex ? &names.entry[at] : NULL;
}

static struct entry *add_entry(int ifindex)
{
	size_t at = find_place(ifindex);

	if (names.count == names.room) {
		size_t room = names.room ? 2 * names.room : 16;
		struct entry *more = reallocarray(names.entry, room, sizeof(*more));

		if (!more)
			return NULL;
		names.entry = more;
		names.room = room;
	}
	memmove(&names.entry[at + 1], &names.entry[at], (names.count - at) * sizeof(struct entry));
	names.count++;
	names.entry[at] = (struct entry){ .ifindex = ifindex };
	return &names.entry[at];
}

static void forget_longest_gone(void)
{
	struct entry *oldest = NULL, *end = names.entry + names.count;

	for (struct entry *e = names.entry; e < end; e++)
		if (e->gone && (!oldest || e->gone < oldest->gone))
			oldest = e;
	if (!oldest)
		return;
	memmove(oldest, oldest + 1, (size_t)(end - oldest - 1) * sizeof(*oldest));
	names.count--;
	names.gone_count--;
}

void ifnames_set(int ifindex, const char *name)
{
	struct entry *e;

	pthread_mutex_lock(&names.lock);
	e = find_entry(ifindex);
	if (!e)
		e = add_entry(ifindex);
	if (e) {
		if (e->gone)
			names.gone_count--;
		e->gone = 0;
		if (strncmp(e->name, name, sizeof(e->name) - 1) != 0)
			atomic_fetch_add(&names.changes, 1);
		snprintf(e->name, sizeof(e->name), "%s", name);
	}
	pthread_mutex_unlock(&names.lock);
}

void ifnames_gone(int ifindex)
{
	struct entry *e;

	pthread_mutex_lock(&names.lock);
	e = find_entry(ifindex);
	if (e && !e->gone) {
		e->gone = ++names.goings;
		if (++names.gone_count > IFNAMES_GONE_MAX)
			forget_longest_gone();
	}
	pthread_mutex_unlock(&names.lock);
}

unsigned ifnames_changes(void)
{
	return atomic_load_explicit(&names.changes, memory_order_relaxed);
}

char *ifnames_get(int ifindex, char *buf, size_t n)
{
	const struct entry *e;

	pthread_mutex_lock(&names.lock);
	e = find_entry(ifindex);
	if (e)
		snprintf(buf, n, "%s", e->name);
	else
		snprintf(buf, n, "if%d", ifindex);
	pthread_mutex_unlock(&names.lock);
	return buf;
}
