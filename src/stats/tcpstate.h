#ifndef STATS_TCPSTATE_H
#define STATS_TCPSTATE_H
/*
 * How it works: what a monitor in the middle can tell of a TCP connection, one small state per
 * direction.
 *
 *   OPEN -> DONE   it sent a FIN
 *   DONE -> CLOS   the other side acknowledged that FIN
 *   any  -> RSET   both directions: a RST, or an ICMP error that quotes the connection
 *   any  -> TMOU   both directions: idle for too long
 *
 * A connection is closed when one direction is CLOS and the other DONE or CLOS, when both are
 * RSET or TMOU, or on a FIN while nothing was ever seen the other way.  A monitor that started
 * late sees only the tail, so nothing here insists on a handshake.
 */
#include <stdbool.h>

#include "stats/tcpdir.h"

/* What a packet brought about; bits. */
enum { TCP_CAME_FIN = 1, TCP_CAME_FIN_ACKED = 2, TCP_CAME_RESET = 4, TCP_CAME_CLOSED = 8 };

/* True if a packet with these flags begins an entry when there is none. */
static inline bool tcp_begins(uint8_t flags)
{
	return !(flags & TCP_FIN);
}

/* True for the mark `=` (seen from its start), false for `>`. */
static inline bool tcp_from_start(uint8_t flags)
{
	return (flags & (TCP_SYN | TCP_RST)) != 0;
}

/* A packet of `own`; other_seen: packets were seen the other way.  Returns TCP_CAME_* bits. */
unsigned tcp_half_packet(struct tcp_dir own, struct tcp_dir other, bool other_seen, uint8_t flags,
			 uint32_t seq, uint32_t ack);
/* Both directions at once: an ICMP error, a time-out, or the end of one. */
void tcp_half_end(struct tcp_half *a, struct tcp_half *b, enum tcp_state how);
/* "open", "done" (FIN sent), "closed" (FIN acknowledged), "reset", "timeout". */
const char *tcp_state_name(const struct tcp_half *h);
extern const char *const tcp_state_names[]; /* those, NULL at the end */
/* Flags of the last packet, "S-A-": exactly four characters and a NUL. */
void tcp_flags_text(const struct tcp_half *h, char out[5]);
#endif
