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
	uint32_t wall_us; /* microseconds of that second */
};

/* Reads both clocks of the machine. */
void clock_read(struct now *now);
/* CLOCK_MONOTONIC in microseconds, for those who compare with times of their own. */
uint64_t clock_mono_us(void);
/* Both clocks by the time of a captured frame, nanoseconds since the epoch. */
void clock_from_ns(struct now *now, uint64_t ns);
#endif
