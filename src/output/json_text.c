#include "output/json_text.h"

#include <string.h>

#include "base/text.h"

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

void json_open(struct json *j, const char *key, char bracket)
{
	char *at = json_begin(j, key);

	*at = bracket;
	json_finish(j, at + 1);
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

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* A character that is not plain; returns its length. */
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
	} else {
		add_escaped(sb, c);
	}
	return n;
}

/* Plain characters, up to n; returns how many. */
static size_t add_plain(struct strbuf *sb, const char *s, size_t n)
{
	char *at = sb->s + sb->len;
	size_t i = 0;

	for (; i < n && is_plain((unsigned char)s[i]); i++)
		at[i] = s[i];
	at[i] = '\0';
	sb->len += i;
	return i;
}

void json_text(struct json *j, const char *key, const char *s)
{
	char *at = json_begin(j, key);

	*at = '"';
	json_finish(j, at + 1);
	s += add_plain(out_room(j->out), s, OUT_PIECE);
	while (*s) {
		s += add_char(out_room(j->out), s);
		s += add_plain(out_room(j->out), s, OUT_PIECE);
	}
	add(out_room(j->out), "\"", 1);
}
