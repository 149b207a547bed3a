#ifndef OUTPUT_JSON_TEXT_H
#define OUTPUT_JSON_TEXT_H
/*
 * JSON (RFC 8259), written as it comes: always valid UTF-8, numbers as plain digits whatever the
 * locale.  Keys are the program's own words and need no escapes; NULL: an element of an array.
 */
#include <stdbool.h>
#include <stdint.h>
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
void json_number(struct json *j, const char *key, uint64_t v);
void json_bool(struct json *j, const char *key, bool v);
void json_null(struct json *j, const char *key);
/* Members of an object that are JSON already, up to OUT_PIECE / 2 bytes. */
void json_members(struct json *j, const char *s);
/*
 * Any bytes up to the NUL: what is not UTF-8 becomes U+FFFD; controls and what would hide or turn
 * around text are escaped.
 */
void json_text(struct json *j, const char *key, const char *s);
/* A text that needs no escapes. */
void json_word(struct json *j, const char *key, const char *s);
#endif
