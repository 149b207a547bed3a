#include "base/clock.h"

void clock_read(struct now *now)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	now->mono_ms = (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
	clock_gettime(CLOCK_REALTIME, &ts);
	now->wall = ts.tv_sec;
	now->wall_us = (uint32_t)(ts.tv_nsec / 1000);
}

uint64_t clock_mono_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

void clock_from_ns(struct now *now, uint64_t ns)
{
	now->mono_ms = ns / 1000000;
	now->wall = (time_t)(ns / 1000000000);
	now->wall_us = (uint32_t)(ns / 1000 % 1000000);
}
