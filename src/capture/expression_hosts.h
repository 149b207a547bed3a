#ifndef CAPTURE_EXPRESSION_HOSTS_H
#define CAPTURE_EXPRESSION_HOSTS_H
/*
 * The names in an expression, pcap-filter(7), that libpcap would look up itself, in files of /etc
 * and with name servers, and wait for as long as those please; with addresses in their place it has
 * nothing to ask.
 */
#include <stdbool.h>
#include <stddef.h>

enum host_scan_kind {
	HOST_SCAN_HOST,
	HOST_SCAN_NETWORK, /* networks(5) */
	HOST_SCAN_STATION, /* ethers(5) */
	HOST_SCAN_GATEWAY, /* whatever "gateway" has: libpcap looks up both of its addresses */
	HOST_SCAN_OTHER,   /* never found: a port, a protocol */
};

/* A walk over a text: `while (host_scan_next(&s))`.  Start: { .text = text }. */
struct host_scan {
	const char *text;
	size_t start, n; /* the name */
	enum host_scan_kind kind;
	int family; /* 4 or 6: addresses of that alone; 0: both */
	/* what it is about to read, and the qualifiers that hold there */
	size_t at;
	enum host_scan_kind type;
	bool mac, in_qualifiers, skip_word;
};

/* The next name; false: there are no more. */
bool host_scan_next(struct host_scan *s);
#endif
