/* How a row is compared with a pattern; what a pattern says is in search_parse.c. */
#include "stats/search.h"

#include <string.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* needle is in lower case. */
static bool text_has(const char *s, const char *needle, bool whole)
{
	size_t n = strlen(needle);

	if (!s)
		return false;
	for (; *s; s++) {
		size_t i = 0;

		while (i < n && lower(s[i]) == needle[i])
			i++;
		if (i == n && (!whole || !s[i]))
			return true;
		if (whole)
			return false;
	}
	return n == 0;
}

static bool mac_has(const struct search_term *t, const uint8_t mac[6])
{
	unsigned whole = t->mac_digits / 2;

	if (memcmp(t->mac, mac, whole) != 0)
		return false;
	return t->mac_digits % 2 == 0 || t->mac[whole] >> 4 == mac[whole] >> 4;
}

static bool number_has(const struct search_term *t, uint64_t v)
{
	return t->has_number && v >= t->least && v <= t->most;
}

static bool port_is_called(const struct search *s, const struct search_term *t, uint16_t port,
			   uint8_t proto)
{
	return t->has_text && !t->has_number && s->names.service &&
	       text_has(s->names.service(port, proto), t->text, t->whole);
}

static bool host_is_called(const struct search *s, const struct search_term *t,
			   const struct addr *a)
{
	return t->has_text && !t->has_number && s->names.host &&
	       text_has(s->names.host(s->names.ctx, a), t->text, t->whole);
}

/* An address with a port must match by both; names and a port alone by either. */
static bool endpoint_has(const struct search *s, const struct search_term *t, const struct value *v,
			 bool has_port)
{
	if (t->has_addr && t->part != SEARCH_PORT && addr_matches(&v->ep.addr, &t->addr, t->bits) &&
	    (!t->has_number || (has_port && number_has(t, v->ep.port))))
		return true;
	if (!t->has_addr && t->part != SEARCH_ADDR && has_port &&
	    (number_has(t, v->ep.port) || port_is_called(s, t, v->ep.port, v->proto)))
		return true;
	return t->part != SEARCH_PORT && host_is_called(s, t, &v->ep.addr);
}

static bool value_has(const struct search *s, const struct search_term *t, const struct value *v)
{
	switch (v->type) {
	case V_NONE:
		return false;
	case V_ENDPOINT:
		return endpoint_has(s, t, v, v->port == PORT_NUMBER);
	case V_ADDR:
		return endpoint_has(s, t, v, false);
	case V_MAC:
		return t->mac_digits && mac_has(t, v->mac);
	case V_TEXT:
		return t->has_text && text_has(v->s, t->text, t->whole);
	case V_PORT:
		return (!t->has_addr && number_has(t, v->u)) ||
		       port_is_called(s, t, (uint16_t)v->u, v->proto);
	default:
		return number_has(t, v->u);
	}
}

/* A row being compared; one value for all of its fields, as a fresh one has to be cleared. */
struct compared {
	struct row r;
	struct value v;
};

static bool field_has(const struct search *s, const struct search_term *t, const struct field *f,
		      struct compared *c)
{
	for (unsigned way = 0; way < (f->key_back ? 2u : 1u); way++) {
		if (f->key_back && !(t->ways >> way & 1))
			continue;
		c->r.way = way;
		field_get(f, &c->r, &c->v);
		if (value_has(s, t, &c->v))
			return true;
	}
	return false;
}

static bool term_has(const struct search *s, const struct search_term *t, struct compared *c)
{
	for (unsigned i = 0; i < t->fields; i++)
		if (field_has(s, t, &s->table->fields[t->field[i]], c))
			return true;
	return false;
}

bool search_match(const struct search *s, const struct row *row)
{
	struct compared c;

	c.r = *row;
	for (unsigned i = 0; i < s->terms; i++)
		if (term_has(s, &s->term[i], &c) == s->term[i].negated)
			return false;
	return true;
}
