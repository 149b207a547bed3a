#ifndef OUTPUT_NDJSON_H
#define OUTPUT_NDJSON_H
/* The events of the NDJSON format; for ndjson*.c alone. */
#include "output/json_run.h"

/* The members of an event's object. */
void ndjson_event(struct json_run *r, struct json *j, const struct event *ev);
#endif
