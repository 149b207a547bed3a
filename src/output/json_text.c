#include "output/json_text.h"

#include <string.h>

#include "base/fmt.h"
#include "base/text.h"

#define ESCAPE 12 /* the longest: a pair of surrogates */

static void add(struct strbuf *sb, const char *s, size_t n)
{
	memcpy(sb->s + sb->len, s, n);
	sb->len += n;
	sb->s[sb->len] = '\0';
}

void json_init(struct json *j, struct out *out)
{
	*j = (struct json){ .out = out };
}

/* The comma and the key before a value; room for a short one behind them. */
static struct strbuf *begin(struct json *j, const char *key)
{
	struct strbuf *sb = out_room(j->out);

	if (j->more)
		add(sb, ",", 1);
	j->more = true;
	if (!key)
		return sb;
	add(sb, "\"", 1);
	add(sb, key, strlen(key));
	add(sb, "\":", 2);
	return sb;
}

void json_open(struct json *j, const char *key, char bracket)
{
	add(begin(j, key), &bracket, 1);
	j->more = false;
}

void json_close(struct json *j, char bracket)
{
	add(out_room(j->out), &bracket, 1);
	j->more = true;
}

void json_newline(struct json *j)
{
	struct strbuf *sb = out_room(j->out);

	if (j->more)
		add(sb, ",", 1);
	j->more = false;
	add(sb, "\n", 1);
}

void json_end_line(struct json *j)
{
	add(out_room(j->out), "\n", 1);
	j->more = false;
}

void json_number(struct json *j, const char *key, uint64_t v)
{
	char digits[FMT_DIGITS];

	add(begin(j, key), digits, fmt_digits(digits, v));
}

void json_bool(struct json *j, const char *key, bool v)
{
	add(begin(j, key), v ? "true" : "false", v ? 4 : 5);
}

void json_null(struct json *j, const char *key)
{
	add(begin(j, key), "null", 4);
}

void json_members(struct json *j, const char *s)
{
	add(begin(j, NULL), s, strlen(s));
}

static void add_unit(struct strbuf *sb, uint32_t unit)
{
	static const char hex[] = "0123456789abcdef";
	const char text[] = {
		'\\',	       'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15],
		hex[unit & 15]
	};

	add(sb, text, sizeof(text));
}

static void add_escaped(struct strbuf *sb, uint32_t cp)
{
	if (cp >= 0x10000) {
		add_unit(sb, 0xd800 + ((cp - 0x10000) >> 10));
		add_unit(sb, 0xdc00 + ((cp - 0x10000) & 0x3ff));
	} else {
		add_unit(sb, cp);
	}
}

/* The character at s; returns its length. */
static size_t add_char(struct strbuf *sb, const char *s)
{
	unsigned char c = (unsigned char)*s;
	uint32_t cp = c;
	size_t n = 1;

	if (c >= 0x80) {
		n = text_utf8(s, &cp);
		if (n && text_is_visible(cp))
			add(sb, s, n);
		else
			add_escaped(sb, n ? cp : 0xfffd);
		return n ? n : 1;
	}
	if (c == '"' || c == '\\') {
		add(sb, "\\", 1);
		add(sb, s, 1);
	} else if (c < 0x20 || c == 0x7f) {
		add_escaped(sb, c);
	} else {
		add(sb, s, 1);
	}
	return n;
}

void json_text(struct json *j, const char *key, const char *s)
{
	struct strbuf *sb = begin(j, key);

	add(sb, "\"", 1);
	while (*s) {
		sb = out_room(j->out);
		for (size_t room = OUT_PIECE; *s && room >= ESCAPE; room -= ESCAPE)
			s += add_char(sb, s);
	}
	add(out_room(j->out), "\"", 1);
}

void json_word(struct json *j, const char *key, const char *s)
{
	struct strbuf *sb = begin(j, key);

	add(sb, "\"", 1);
	add(sb, s, strlen(s));
	add(sb, "\"", 1);
}
