#ifndef OUTPUT_CLASSIC_H
#define OUTPUT_CLASSIC_H
/* The words of iptraf-ng's logs, to the letter: scripts match on them.  For classic*.c alone. */
#include "output/format.h"

/* An event of the IP traffic monitor, without the time and the newline. */
void classic_event(struct strbuf *out, const struct event *ev, enum rate_unit unit);
#endif
