#include "stats/sort_value.h"

bool value_is_number(enum value_type type)
{
	return type != V_ENDPOINT && type != V_ADDR && type != V_MAC && type != V_TEXT;
}

/* The first bytes, as a number that sorts as they do. */
static uint64_t leading(const void *bytes, size_t n)
{
	const unsigned char *b = bytes;
	uint64_t v = 0;

	for (size_t i = 0; i < 8; i++)
		v = v << 8 | (i < n ? b[i] : 0);
	return v;
}

static void text_key(const char *s, struct sort_item *out)
{
	unsigned char low[16] = { 0 };

	for (size_t i = 0; i < sizeof(low) && s[i]; i++)
		low[i] = (unsigned char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] - 'A' + 'a' : s[i]);
	out->hi = leading(low, 8);
	out->lo = leading(low + 8, 8);
}

void sort_by_value(const struct value *v, struct sort_item *out)
{
	const unsigned char *b = (const void *)&v->ep.addr;

	out->hi = out->lo = 0;
	if (v->type == V_NONE)
		return;
	if (value_is_number(v->type)) {
		out->lo = v->u;
	} else if (v->type == V_TEXT) {
		text_key(v->s, out);
	} else if (v->type == V_MAC) {
		out->lo = leading(v->mac, 6);
	} else {
		out->hi = leading(b, 8);
		out->lo = leading(b + 8, 8);
	}
}
