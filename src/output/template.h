#ifndef OUTPUT_TEMPLATE_H
#define OUTPUT_TEMPLATE_H
/*
 * Templates: text with fields of a table in it, by their keys.
 *
 *	{packets}		the value; nothing where a row has none
 *	{packets:8}		right-aligned, at least so wide (1 to 9)
 *	{description? (|)}	between the two texts, which are left out where a row has no value
 */
#include "base/fmt.h"
#include "output/out.h"
#include "stats/field.h"

struct template_piece {
	const struct field *field; /* NULL: none, text alone */
	unsigned way;
	const char *text; /* before the value */
	const char *tail; /* behind it */
	uint8_t text_len, tail_len, width;
	bool text_always; /* also where there is no value */
};

struct template
{
	const struct template_piece *pieces;
	unsigned count;
};

/*
 * Takes pieces from room, of which it uses up to max.  Borrows text and fields.  0, -EINVAL (an
 * unknown key, a bad form, text of over 255 bytes in a piece) or -ENOSPC.
 */
int template_compile(struct template *t, const char *text, const struct field *fields,
		     struct template_piece *room, unsigned max);
void template_write(const struct template *t, const struct row *row, enum rate_unit unit,
		    struct out *out);
/* Some number in it is not zero. */
bool template_counts(const struct template *t, const struct row *row);
#endif
