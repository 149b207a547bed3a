#include "stats/tcpstate.h"

#include <string.h>

static bool is_over(const struct tcp_half *h)
{
	return h->state == TCP_DONE || h->state == TCP_CLOS;
}

static bool is_closed(const struct tcp_half *a, const struct tcp_half *b)
{
	return is_over(a) && is_over(b) && (a->state == TCP_CLOS || b->state == TCP_CLOS);
}

unsigned tcp_half_packet(struct tcp_dir own, struct tcp_dir other, bool other_seen, uint8_t flags,
			 uint32_t seq, uint32_t ack)
{
	bool was_closed = is_closed(own.half, other.half);
	unsigned came = 0;

	own.half->flags = flags;
	if (other.half->state == TCP_DONE && (flags & TCP_ACK) && seq == other.more->finack) {
		other.half->state = TCP_CLOS;
		came |= TCP_CAME_FIN_ACKED;
	}
	if (flags & TCP_FIN) {
		if (own.half->state == TCP_OPEN)
			own.half->state = TCP_DONE;
		own.more->finack = ack;
		came |= TCP_CAME_FIN;
		if (!other_seen)
			came |= TCP_CAME_CLOSED;
	}
	if (flags & TCP_RST) {
		tcp_half_end(own.half, other.half, TCP_RSET);
		return came | TCP_CAME_RESET | TCP_CAME_CLOSED;
	}
	if (!was_closed && is_closed(own.half, other.half))
		came |= TCP_CAME_CLOSED;
	return came;
}

void tcp_half_end(struct tcp_half *a, struct tcp_half *b, enum tcp_state how)
{
	a->state = how & 7;
	b->state = how & 7;
}

const char *const tcp_state_names[] = {
	[TCP_OPEN] = "open",  [TCP_DONE] = "done",    [TCP_CLOS] = "closed",
	[TCP_RSET] = "reset", [TCP_TMOU] = "timeout", [TCP_TMOU + 1] = NULL,
};

const char *tcp_state_name(const struct tcp_half *h)
{
	return tcp_state_names[h->state];
}

void tcp_flags_text(const struct tcp_half *h, char out[5])
{
	out[0] = h->flags & TCP_SYN ? 'S' : '-';
	out[1] = h->flags & TCP_PSH ? 'P' : '-';
	out[2] = h->flags & TCP_ACK ? 'A' : '-';
	out[3] = h->flags & TCP_URG ? 'U' : '-';
	out[4] = '\0';
}
