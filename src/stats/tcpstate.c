#include "stats/tcpstate.h"

#include <string.h>

static bool is_over(const struct tcp_half *h)
{
	return h->state == TCP_DONE || h->state == TCP_CLOS;
}

unsigned tcp_half_packet(struct tcp_half *own, struct tcp_half *other, bool other_seen,
			 uint8_t flags, uint32_t seq, uint32_t ack)
{
	bool was_closed = is_over(own) && is_over(other) &&
			  (own->state == TCP_CLOS || other->state == TCP_CLOS);
	unsigned came = 0;

	own->flags = flags;
	if (other->state == TCP_DONE && (flags & TCP_ACK) && seq == other->finack) {
		other->state = TCP_CLOS;
		came |= TCP_CAME_FIN_ACKED;
	}
	if (flags & TCP_FIN) {
		if (own->state == TCP_OPEN)
			own->state = TCP_DONE;
		own->finack = ack;
		came |= TCP_CAME_FIN;
		if (!other_seen)
			came |= TCP_CAME_CLOSED;
	}
	if (flags & TCP_RST) {
		tcp_half_end(own, other, TCP_RSET);
		return came | TCP_CAME_RESET | TCP_CAME_CLOSED;
	}
	if (!was_closed && is_over(own) && is_over(other) &&
	    (own->state == TCP_CLOS || other->state == TCP_CLOS))
		came |= TCP_CAME_CLOSED;
	return came;
}

void tcp_half_end(struct tcp_half *a, struct tcp_half *b, enum tcp_state how)
{
	a->state = how;
	b->state = how;
}

const char *tcp_state_name(const struct tcp_half *h)
{
	static const char *const names[] = {
		[TCP_OPEN] = "open",  [TCP_DONE] = "done",    [TCP_CLOS] = "closed",
		[TCP_RSET] = "reset", [TCP_TMOU] = "timeout",
	};

	return names[h->state];
}

void tcp_flags_text(const struct tcp_half *h, char out[5])
{
	out[0] = h->flags & TCP_SYN ? 'S' : '-';
	out[1] = h->flags & TCP_PSH ? 'P' : '-';
	out[2] = h->flags & TCP_ACK ? 'A' : '-';
	out[3] = h->flags & TCP_URG ? 'U' : '-';
	out[4] = '\0';
}
