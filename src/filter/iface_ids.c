#include "filter/iface_ids.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/ifnames.h"

static uint16_t id_of(const struct iface_ids *ids, const char *name)
{
	for (size_t i = 0; i < ids->n; i++)
		if (strcmp(ids->name[i], name) == 0)
			return (uint16_t)(i + 1);
	return 0;
}

int iface_ids_add(struct iface_ids *ids, const char *name)
{
	char(*more)[IFNAMSIZ];
	uint16_t id = id_of(ids, name);

	if (!*name || id)
		return id;
	more = reallocarray(ids->name, ids->n + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	ids->name = more;
	snprintf(more[ids->n], sizeof(*more), "%s", name);
	return (int)++ids->n;
}

uint16_t iface_ids_find(struct iface_ids *ids, int ifindex)
{
	size_t at = (unsigned)ifindex % IFACE_IDS_SEEN;
	unsigned changes = ifnames_changes();
	char name[IFNAMSIZ];

	if (ids->changes != changes) {
		memset(ids->seen, 0, sizeof(ids->seen));
		ids->changes = changes;
	}
	if (ids->seen[at].ifindex != ifindex || ifindex == 0) {
		ids->seen[at].id = id_of(ids, ifnames_get(ifindex, name, sizeof(name)));
		ids->seen[at].ifindex = ifindex;
	}
	return ids->seen[at].id;
}

void iface_ids_fini(struct iface_ids *ids)
{
	free(ids->name);
}
