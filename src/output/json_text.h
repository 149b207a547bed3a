#ifndef OUTPUT_JSON_TEXT_H
#define OUTPUT_JSON_TEXT_H
/*
 * JSON (RFC 8259), written as it comes: always valid UTF-8, numbers as plain digits whatever the
 * locale.  Keys are the program's own words and need no escapes; NULL: an element of an array.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/fmt.h"
#include "output/out.h"

struct json {
	struct out *out;
	bool more; /* a comma comes before the next */
};

/* A new text; what follows goes to out. */
void json_init(struct json *j, struct out *out);
/* bracket: '{' or '['; closing: '}' or ']'. */
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);
/* A line ends here; allowed wherever a value may be. */
void json_newline(struct json *j);
/* The text is complete: its line ends, another text may begin. */
void json_end_line(struct json *j);

/* --- values; inline, so that the compiler knows how long a literal key is --- */

/* The comma and the key before a value; returns where the value goes, with room for a short one. */
static inline char *json_begin(struct json *j, const char *key)
{
	struct strbuf *sb = out_room(j->out);
	char *at = sb->s + sb->len;
	size_t n;

	*at = ',';
	at += j->more;
	j->more = true;
	if (!key)
		return at;
	n = strlen(key);
	*at++ = '"';
	memcpy(at, key, n);
	memcpy(at + n, "\":", 2);
	return at + n + 2;
}

/* at: the end of the value. */
static inline void json_finish(struct json *j, char *at)
{
	*at = '\0';
	j->out->sb.len = (size_t)(at - j->out->sb.s);
}

static inline void json_number(struct json *j, const char *key, uint64_t v)
{
	char *at = json_begin(j, key);

	json_finish(j, at + fmt_digits(at, v));
}

static inline void json_bool(struct json *j, const char *key, bool v)
{
	char *at = json_begin(j, key);

	memcpy(at, v ? "true" : "false", 5);
	json_finish(j, at + (v ? 4 : 5));
}

static inline void json_null(struct json *j, const char *key)
{
	char *at = json_begin(j, key);

	memcpy(at, "null", 4);
	json_finish(j, at + 4);
}

/* A short text that needs no escapes. */
static inline void json_word(struct json *j, const char *key, const char *s)
{
	char *at = json_begin(j, key);
	size_t n = strlen(s);

	*at++ = '"';
	memcpy(at, s, n);
	at[n] = '"';
	json_finish(j, at + n + 1);
}

/* Members of an object that are JSON already, up to OUT_PIECE / 2 bytes. */
static inline void json_members(struct json *j, const char *s)
{
	char *at = json_begin(j, NULL);
	size_t n = strlen(s);

	memcpy(at, s, n);
	json_finish(j, at + n);
}

/*
 * Any bytes up to the NUL: what is not UTF-8 becomes U+FFFD; controls and what would hide or turn
 * around text are escaped.
 */
void json_text(struct json *j, const char *key, const char *s);
#endif
