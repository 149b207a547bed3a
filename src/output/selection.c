#include "output/selection.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* --- keys --- */

static void add_key(struct key *k, const struct field *f, unsigned way, bool port)
{
	snprintf(k->name, sizeof(k->name), "%s%s", way ? f->key_back : f->key, port ? "_port" : "");
	k->field = f;
	k->way = (uint8_t)way;
	k->port = port;
}

unsigned table_keys(const struct table *t, struct key *key)
{
	unsigned n = 0;

	for (const struct field *f = t->fields; f->key; f++)
		for (unsigned way = 0; way < (f->key_back ? 2 : 1); way++) {
			if (n + 2 > KEYS)
				return n;
			add_key(&key[n++], f, way, false);
			if (f->type == V_ENDPOINT)
				add_key(&key[n++], f, way, true);
		}
	return n;
}

void key_read(const struct key *k, const struct row *row, struct value *out)
{
	struct row r = *row;

	r.way = k->way;
	field_get(k->field, &r, out);
	if (!k->port)
		return;
	/* an endpoint that is a MAC address has none */
	out->type = out->type == V_ENDPOINT && out->port == PORT_NUMBER ? V_NUMBER : V_NONE;
	out->u = out->ep.port;
}

void key_get(const struct key *k, const struct row *row, struct value *out)
{
	struct addr addr;
	uint8_t mac[6];

	key_read(k, row, out);
	if (out->type == V_ENDPOINT || out->type == V_ADDR) {
		addr = out->ep.addr;
		out->s = addr_text(&addr, out->buf, sizeof(out->buf));
	} else if (out->type == V_MAC) {
		memcpy(mac, out->mac, sizeof(mac));
		out->s = mac_text(mac, out->buf, sizeof(out->buf));
	} else {
		return;
	}
	out->type = V_TEXT;
}

/* --- lists of names --- */

/* Takes the next name off the list; false: there is none. */
static bool next_name(const char **list, char name[KEY_NAME])
{
	size_t n;

	if (!*list)
		return false;
	n = strcspn(*list, ",");
	snprintf(name, KEY_NAME, "%.*s", (int)(n < KEY_NAME ? n : KEY_NAME - 1), *list);
	*list = (*list)[n] ? *list + n + 1 : NULL;
	return true;
}

static bool find_key(const struct table *t, const char *name, struct key *out)
{
	struct key key[KEYS];
	unsigned n = table_keys(t, key);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(key[i].name, name) == 0) {
			*out = key[i];
			return true;
		}
	return false;
}

static bool is_known(const struct table *const *tables, const char *name)
{
	struct key key;

	for (; *tables; tables++)
		if (find_key(*tables, name, &key))
			return true;
	return false;
}

bool selection_has_time(const struct selection *s)
{
	const char *list = s->fields;
	char name[KEY_NAME];

	while (next_name(&list, name))
		if (strcmp(name, KEY_TIME) == 0)
			return true;
	return !s->fields;
}

/* One of the names of `list` before `end`. */
static bool is_listed(const char *list, const char *end, const char *bare, bool signs)
{
	char name[KEY_NAME];

	while (list && list < end && next_name(&list, name))
		if (strcmp(name + (signs && *name == '-'), bare) == 0)
			return true;
	return false;
}

static int check_name(const char *bare, bool time, const struct table *const *tables,
		      struct diag *why)
{
	if (!*bare)
		diag_set(why, 0, "a field expected, not nothing (see iptraf-ng-output(5))");
	else if (!is_known(tables, bare) && !(time && strcmp(bare, KEY_TIME) == 0))
		diag_set(why, 0, "unknown field '%s' (see iptraf-ng-output(5))", bare);
	else
		return 0;
	return -EINVAL;
}

static int check_list(const char *list, bool signs, unsigned max, const struct table *const *tables,
		      struct diag *why)
{
	const char *all = list, *at = list;
	char name[KEY_NAME];

	for (unsigned n = 1; next_name(&list, name); n++) {
		const char *bare = name + (signs && *name == '-');

		if (n > max)
			diag_set(why, 0, "up to %u fields", max);
		else if (check_name(bare, !signs, tables, why) < 0)
			return -EINVAL;
		else if (is_listed(all, at, bare, signs))
			diag_set(why, 0, "field '%s' twice", bare);
		else {
			at = list;
			continue;
		}
		return -EINVAL;
	}
	return 0;
}

int selection_check(const struct selection *s, const struct table *const *tables, struct diag *why)
{
	int rc = check_list(s->fields, false, KEYS, tables, why);

	return rc < 0 ? rc : check_list(s->sort, true, SORT_KEYS, tables, why);
}

unsigned selection_keys(const struct selection *s, const struct table *t, struct key *key)
{
	const char *list = s->fields;
	char name[KEY_NAME];
	unsigned n = 0;

	if (!list)
		return table_keys(t, key);
	while (n < KEYS && next_name(&list, name))
		n += find_key(t, name, &key[n]);
	return n;
}

/* What --top asks for without --sort. */
static unsigned sort_by_traffic(const struct table *t, struct sort_key *key)
{
	*key = (struct sort_key){ .descending = true };
	if (!find_key(t, "bytes", &key->key) && !find_key(t, "packets", &key->key))
		return 0;
	key->either = key->key.field->key_back != NULL;
	return 1;
}

unsigned selection_sort(const struct selection *s, const struct table *t,
			struct sort_key key[SORT_KEYS])
{
	const char *list = s->sort;
	char name[KEY_NAME];
	unsigned n = 0;

	if (!list)
		return s->top ? sort_by_traffic(t, key) : 0;
	while (n < SORT_KEYS && next_name(&list, name)) {
		key[n] = (struct sort_key){ .descending = *name == '-' };
		n += find_key(t, name + key[n].descending, &key[n].key);
	}
	return n;
}
