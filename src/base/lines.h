#ifndef BASE_LINES_H
#define BASE_LINES_H
/* The lines of a text of any bytes, with comments from # on. */
#include <stdbool.h>
#include <stddef.h>

/* A piece of a text; not ended by NUL. */
struct span {
	const char *s;
	size_t n;
};

/* A walk over n bytes of text: `while (lines_next(&l))`.  Start: { .text = text, .n = n }. */
struct lines {
	const char *text;
	size_t n, at;
	int number;	  /* of the line, from 1 */
	struct span line; /* the line without its newline; within the text */
};

/* The next line; false at the end. */
bool lines_next(struct lines *l);

/* What is in a line: without the comment and the blanks around.  n 0: nothing. */
struct span line_body(struct span line);
/* From # on; n 0: none. */
struct span line_comment(struct span line);
/* Takes the first word off: returns it, *rest loses it and the blanks around. */
struct span line_word(struct span *rest);
#endif
