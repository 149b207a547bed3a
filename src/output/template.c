#include "output/template.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

static int compile_width(struct template_piece *p, const char *s, size_t len)
{
	if (len != 1 || *s < '1' || *s > '9')
		return -EINVAL;
	p->width = (uint8_t)(*s - '0');
	return 0;
}

/* "{key...}": sets the piece's field and what follows the key. */
static int compile_field(struct template_piece *p, const char *s, size_t len,
			 const struct field *fields)
{
	size_t key_len = 0;
	char key[32];

	while (key_len < len && s[key_len] != ':' && s[key_len] != '?')
		key_len++;
	if (key_len >= sizeof(key))
		return -EINVAL;
	memcpy(key, s, key_len);
	key[key_len] = '\0';
	p->field = field_find(fields, key, &p->way);
	if (!p->field)
		return -EINVAL;
	return s[key_len] == ':' ? compile_width(p, s + key_len + 1, len - key_len - 1) : 0;
}

/* "? (|)" behind the key. */
static int compile_frame(struct template_piece *p, const char *s, size_t len)
{
	const char *mark = memchr(s, '?', len), *bar = memchr(s, '|', len);

	if (!mark)
		return 0;
	if (!bar || bar < mark || len > UINT8_MAX)
		return -EINVAL;
	p->text = mark + 1;
	p->text_len = (uint8_t)(bar - p->text);
	p->text_always = false;
	p->tail = bar + 1;
	p->tail_len = (uint8_t)(s + len - p->tail);
	return 0;
}

/* One piece from s on: text, and the field behind it.  Bytes taken, or -EINVAL. */
static int compile_piece(struct template_piece *p, const char *s, const struct field *fields)
{
	size_t text_len = strcspn(s, "{"), len;
	const char *end = strchr(s, '}');
	int rc;

	*p = (struct template_piece){ .text = s, .tail = "", .text_always = true };
	if (text_len > UINT8_MAX || (s[text_len] && !end))
		return -EINVAL;
	p->text_len = (uint8_t)text_len;
	if (!s[text_len])
		return (int)text_len;
	s += text_len + 1;
	len = (size_t)(end - s);
	/* text before a framed value is a piece of its own */
	if (text_len && memchr(s, '?', len))
		return (int)text_len;
	rc = compile_field(p, s, len, fields);
	if (rc == 0)
		rc = compile_frame(p, s, len);
	return rc < 0 ? rc : (int)(text_len + len + 2);
}

int template_compile(struct template *t, const char *text, const struct field *fields,
		     struct template_piece *room, unsigned max)
{
	*t = (struct template){ .pieces = room };
	while (*text) {
		int n;

		if (t->count == max)
			return -ENOSPC;
		n = compile_piece(&room[t->count++], text, fields);
		if (n < 0)
			return n;
		text += n;
	}
	return 0;
}

static void add_bytes(struct strbuf *sb, const char *s, size_t n)
{
	if (n >= sb->size - sb->len)
		n = sb->size - sb->len - 1;
	memcpy(sb->s + sb->len, s, n);
	sb->len += n;
	sb->s[sb->len] = '\0';
}

static void add_number(struct strbuf *sb, uint64_t v, unsigned width)
{
	char digits[24];
	unsigned n = sizeof(digits);

	do
		digits[--n] = (char)('0' + v % 10);
	while (v /= 10);
	while (width-- > sizeof(digits) - n)
		sb_addch(sb, ' ');
	add_bytes(sb, digits + n, sizeof(digits) - n);
}

static void add_value(struct strbuf *sb, const struct value *v, unsigned width, enum rate_unit unit)
{
	char text[128];

	switch (v->type) {
	case V_NONE:
		break;
	case V_RATE:
		sb_add(sb, fmt_rate(text, sizeof(text), v->u, unit));
		break;
	case V_MAC:
		sb_add(sb, mac_text(v->mac, text, sizeof(text)));
		break;
	case V_TEXT:
		sb_add(sb, text_clean(text, sizeof(text), v->s, false));
		break;
	case V_ENDPOINT:
	case V_ADDR:
		sb_add(sb, addr_text(&v->ep.addr, text, sizeof(text)));
		break;
	default:
		add_number(sb, v->u, width);
	}
}

static bool get_value(const struct template_piece *p, const struct row *row, struct value *v)
{
	struct row side = *row;

	if (!p->field)
		return false;
	side.way = p->way;
	field_get(p->field, &side, v);
	return v->type != V_NONE;
}

void template_write(const struct template *t, const struct row *row, enum rate_unit unit,
		    struct out *out)
{
	struct value v;

	for (unsigned i = 0; i < t->count; i++) {
		const struct template_piece *p = &t->pieces[i];
		bool has = get_value(p, row, &v);
		struct strbuf *sb = out_room(out);

		if (has || p->text_always)
			add_bytes(sb, p->text, p->text_len);
		if (!has)
			continue;
		add_value(sb, &v, p->width, unit);
		add_bytes(sb, p->tail, p->tail_len);
	}
}

static bool is_count(const struct value *v)
{
	return v->type == V_COUNT || v->type == V_BYTES;
}

bool template_counts(const struct template *t, const struct row *row)
{
	struct value v;

	for (unsigned i = 0; i < t->count; i++)
		if (get_value(&t->pieces[i], row, &v) && is_count(&v) && v.u != 0)
			return true;
	return false;
}
