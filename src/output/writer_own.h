#ifndef OUTPUT_WRITER_OWN_H
#define OUTPUT_WRITER_OWN_H
/* What the two sides of a writer share: its thread (writer.c) and the one that feeds it. */
#include <pthread.h>

#include "output/outside.h"
#include "output/queue.h"
#include "output/writer.h"

#define QUEUE	 65536 /* items that may wait; a power of two */
#define PAUSE_MS 20    /* between two looks of a thread that waits for the other */

enum item_kind {
	ITEM_BEGIN,
	ITEM_EVENT,
	ITEM_REPORT,
	ITEM_LOSSES,
	ITEM_ROTATE,
	ITEM_REOPEN,
	ITEM_STOPPED,
};

struct item {
	struct now at; /* of all but events */
	uint8_t kind;  /* enum item_kind */
	union {
		struct event event;
		struct losses losses;
		struct run_state state; /* ITEM_REPORT */
	};
};

struct writer {
	struct outlet outlet;
	const struct format *format;
	void *state; /* the format's */
	struct run_info run;
	char *filter;
	bool wait;
	pthread_t thread;
	struct queue queue;
	_Atomic uint32_t reports;	/* queued */
	_Atomic uint32_t skipped;	/* reports that found no room, not counted yet */
	struct run_state skipped_state; /* of the last one; the writer reads it at the end */
	atomic_uint reopened;
	int work_fd, report_fd; /* eventfds: there is work; a report has been read */
	atomic_bool idle;	/* the buffer is written out */
	atomic_bool ended;	/* the writer has */
	struct outside outside; /* where the writer is */
	unsigned patience_ms;
	bool finished; /* writer_finish was called */
	bool stuck;    /* the writer never ends: a disk hangs */
	bool given_up; /* the feeding thread's: it does not wait for a stuck writer any more */

	/* the writer's */
	struct now at; /* of the last item */
	bool begun;
	struct report report;
	bool reporting;
	uint64_t counted;      /* of lines that are not written */
	uint64_t report_lines; /* of a report among them; 0: not known */
	uint64_t written;      /* lines handed to the outlet since the report began */
	struct out *out;
};

/* Watches the writer take steps. */
struct watch {
	uint32_t steps;
	int still; /* pauses without a step */
};

bool writer_seems_stuck(const struct writer *w, struct watch *watch);
/* Until fd (an eventfd of ours; -1: none) is written to, or for a pause. */
void writer_await(int fd);
#endif
