#include "base/lines.h"

#include <ctype.h>
#include <string.h>

bool lines_next(struct lines *l)
{
	const char *s, *end;

	if (l->at >= l->n)
		return false;
	s = l->text + l->at;
	end = memchr(s, '\n', l->n - l->at);
	l->line = (struct span){ s, end ? (size_t)(end - s) : l->n - l->at };
	l->at += l->line.n + 1;
	l->number++;
	return true;
}

static struct span trimmed(struct span t)
{
	while (t.n > 0 && isspace((unsigned char)t.s[t.n - 1]))
		t.n--;
	while (t.n > 0 && isspace((unsigned char)*t.s)) {
		t.s++;
		t.n--;
	}
	return t;
}

struct span line_comment(struct span line)
{
	const char *hash = line.n ? memchr(line.s, '#', line.n) : NULL;
	size_t before = hash ? (size_t)(hash - line.s) : line.n;

	return (struct span){ line.s + before, line.n - before };
}

struct span line_body(struct span line)
{
	line.n -= line_comment(line).n;
	return trimmed(line);
}

struct span line_word(struct span *rest)
{
	struct span all = trimmed(*rest), word = { all.s, 0 };

	while (word.n < all.n && !isspace((unsigned char)word.s[word.n]))
		word.n++;
	*rest = trimmed((struct span){ all.s + word.n, all.n - word.n });
	return word;
}
