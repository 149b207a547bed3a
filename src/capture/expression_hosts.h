#ifndef CAPTURE_EXPRESSION_HOSTS_H
#define CAPTURE_EXPRESSION_HOSTS_H
/*
 * The host names in an expression, pcap-filter(7).  libpcap would look them up itself, and wait for
 * as long as name servers please; with addresses in their place it has nothing to ask.
 */
#include <stdbool.h>
#include <stddef.h>

/* A walk over a text: `while (host_scan_next(&s))`.  Start: { .text = text }. */
struct host_scan {
	const char *text;
	size_t start, n; /* the name */
	int family;	 /* 4 or 6: addresses of that alone; 0: both */
	/* what it is about to read, and the qualifiers that hold there */
	size_t at;
	bool other, mac, in_qualifiers, skip_word;
};

/* The next name; false: there are no more. */
bool host_scan_next(struct host_scan *s);
#endif
