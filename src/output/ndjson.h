#ifndef OUTPUT_NDJSON_H
#define OUTPUT_NDJSON_H
/* The events of the NDJSON format; for ndjson*.c alone. */
#include "capture/ifnames.h"
#include "output/json_run.h"
#include "stats/flow_id.h"

#define NDJSON_FLOWS 16384 /* a power of two */

struct ndjson {
	struct json_run run; /* first: it is the state of the rest */
	char text[128];	     /* one that is being made */
	/* The interface of the last event. */
	int ifindex;
	unsigned ifnames; /* ifnames_changes() then */
	char iface[IFNAMSIZ];
	/* Community IDs of flows seen lately: making one takes as long as the rest of a line. */
	struct ndjson_flow {
		struct flow_tuple tuple;
		char community[COMMUNITY_ID];
	} flow[NDJSON_FLOWS];
};

/* What it needs of an event that comes soon. */
void ndjson_soon(const struct ndjson *n, const struct event *ev);
/* The members of an event's object. */
void ndjson_event(struct ndjson *n, struct json *j, const struct event *ev);
#endif
