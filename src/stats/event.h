#ifndef STATS_EVENT_H
#define STATS_EVENT_H
/* Something to log, complete in itself: it waits in a queue while its row lives on. */
#include "base/clock.h"
#include "stats/summary.h"
#include "stats/tunnels.h"

enum event_kind {
	EVENT_PACKET,	 /* a packet that is no TCP: .packet */
	EVENT_FIRST,	 /* from here on .conn; first packet of a direction */
	EVENT_FIN,	 /* FIN sent */
	EVENT_FIN_ACKED, /* FIN acknowledged */
	EVENT_RESET,
	EVENT_TIMEOUT,
	EVENT_NEW_MAC, /* old_mac is set */
	EVENT_ACTIVE,  /* open when the log was reopened or the run ended; of UDP flows, too */
	EVENT_EVICTED, /* open, of more than one packet, and the table was full */
	EVENT_CLOSED,  /* FIN of both is acknowledged, or of the only direction sent */
	EVENT_FLOW,    /* a flow of UDP has ended */
	EVENT_KINDS
};

struct event_sums {
	uint64_t packets, bytes;
};

/* A TCP connection or a flow of UDP, seen from the direction that something happened in. */
struct conn_event {
	struct summary summary;		 /* of the packet, or made from the row (no len: 0) */
	struct event_sums own, opposite; /* of the direction, and of the other one */
	uint32_t seconds;		 /* age of the connection */
	uint32_t first_s;		 /* its first packet, on the monotonic clock */
	bool syn;			 /* EVENT_FIRST: the packet had SYN */
	int8_t ended_by;   /* 1: the sender of `summary`, 0: the other, -1: none; of those below */
	const char *ended; /* conn_end.how, or "evicted"; NULL: it has not ended */
	uint32_t rtt_us;   /* of the whole path, smoothed; 0: unknown */
	uint32_t retransmitted, retransmitted_back; /* packets, of the direction and the other */
	uint8_t old_mac[6];
};

struct event {
	struct now at;
	uint8_t kind;  /* enum event_kind */
	uint16_t vlan; /* as vlan_of() has it: of the packet; of a connection or flow its row's */
	struct tunnel_tag tunnel; /* of the same; its src is at the sender of `summary` */
	union {
		struct summary packet;
		struct conn_event conn;
	};
};
#endif
