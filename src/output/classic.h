#ifndef OUTPUT_CLASSIC_H
#define OUTPUT_CLASSIC_H
/* The words of iptraf-ng's logs, to the letter: scripts match on them.  For classic*.c alone. */
#include "output/format.h"
#include "output/template.h"

/* An event of the IP traffic monitor, without the time and the newline. */
void classic_event(struct strbuf *out, const struct event *ev, enum rate_unit unit);

/*
 * A part of a report: a template for the rows of a table or, without one, for the fields of the
 * run ("generated", "iface", "seconds").  A report is an array of them; it ends with .text NULL.
 */
struct part {
	const char *table;
	/*
	 * Which rows: "key=text" (its value is that text), "key" (it has a value), "!key" (it has
	 * none); NULL: all.
	 */
	const char *rows;
	bool counted; /* only rows in which something that is printed is not zero */
	const char *text;
};

#define CLASSIC_PARTS  16
#define CLASSIC_PIECES 160

struct classic_part {
	const struct part *part;
	struct template text;
	const struct field *key; /* of part.rows; NULL: all rows */
};

struct classic_report {
	struct classic_part parts[CLASSIC_PARTS];
	unsigned count, pieces;
	struct template_piece piece[CLASSIC_PIECES];
	/* of a facility without words */
	struct part plain[CLASSIC_PARTS];
	struct strbuf plain_text;
	char plain_buf[8192];
};

/*
 * The parts of run->words; without any, and without events, every field of every table.  0, or
 * -EINVAL: a part names a table or field that there is not; -ENOSPC.
 */
int classic_report_prepare(struct classic_report *c, const struct run_info *run);
void classic_report_write(const struct classic_report *c, struct out *out, struct report *r,
			  enum rate_unit unit);
#endif
