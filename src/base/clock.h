#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
#include <stdint.h>
#include <time.h>

/*
 * Taken once per loop turn and passed down; nothing below the session reads a clock.
 * mono_ms never goes back: CLOCK_MONOTONIC for a live source, the packets' own time for a file.
 */
struct now {
	uint64_t mono_ms;
	time_t wall;
};

/* Reads both clocks of the machine. */
void clock_read(struct now *now);
#endif
