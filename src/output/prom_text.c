#include "output/prom_text.h"

#include <string.h>

#include "base/fmt.h"
#include "base/text.h"

#define VALUE_ROOM 160 /* of a label's value, as it is written */
#define ESCAPE	   5   /* "\\x1b" */

/* A byte as \xNN; the backslash itself is escaped. */
static void add_escaped(struct strbuf *sb, unsigned char c)
{
	sb_printf(sb, "\\\\x%02x", c);
}

/* The character at s; returns its length. */
static size_t add_char(struct strbuf *sb, const char *s)
{
	unsigned char c = (unsigned char)*s;
	uint32_t cp;
	size_t n = c >= 0x80 ? text_utf8(s, &cp) : 0;

	if (n && text_is_visible(cp)) {
		sb_printf(sb, "%.*s", (int)n, s);
		return n;
	}
	if (c == '"')
		sb_add(sb, "\\\"");
	else if (c == '\\' || c < 0x20 || c >= 0x7f)
		add_escaped(sb, c);
	else
		sb_addch(sb, (char)c);
	return 1;
}

void prom_label(struct strbuf *sb, const char *name, const char *value)
{
	size_t end;

	sb_printf(sb, "%s%s=\"", sb->len ? "," : "", name);
	end = sb->len + VALUE_ROOM;
	while (*value && sb->len + ESCAPE <= end)
		value += add_char(sb, value);
	sb_addch(sb, '"');
}

void prom_family(struct out *out, const char *name, const char *tail, const char *type,
		 const char *help)
{
	sb_printf(out_room(out), "# HELP " PROM_PREFIX "%s%s %s\n", name, tail, help);
	sb_printf(out_room(out), "# TYPE " PROM_PREFIX "%s%s %s\n", name, tail, type);
}

static void add_text(struct out *out, const char *s)
{
	out_text(out, s, strlen(s));
}

void prom_sample(struct out *out, const char *name, const char *tail, const char *const labels[2],
		 uint64_t v)
{
	char digits[FMT_DIGITS];

	sb_printf(out_room(out), PROM_PREFIX "%s%s{", name, tail);
	add_text(out, labels[0]);
	add_text(out, *labels[0] && *labels[1] ? "," : "");
	add_text(out, labels[1]);
	add_text(out, "} ");
	out_text(out, digits, fmt_digits(digits, v));
	add_text(out, "\n");
}
