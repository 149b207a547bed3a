#include "base/fmt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

char *fmt_count(char *buf, size_t n, uint64_t v)
{
	if (v < 100000000u)
		snprintf(buf, n, "%9" PRIu64, v);
	else if (v < 1000000000u)
		snprintf(buf, n, "%8" PRIu64 "k", v / 1000);
	else if (v < 1000000000000u)
		snprintf(buf, n, "%8" PRIu64 "M", v / 1000000);
	else if (v < 1000000000000000u)
		snprintf(buf, n, "%8" PRIu64 "G", v / 1000000000);
	else
		snprintf(buf, n, "%8" PRIu64 "T", v / 1000000000000u);
	return buf;
}

char *fmt_rate(char *buf, size_t n, uint64_t bytes_per_s, enum rate_unit unit)
{
	static const char prefix[] = "kMGTPE";
	double base = unit == RATE_KBITS ? 1000 : 1024;
	double v = unit == RATE_KBITS ? (double)bytes_per_s * 8 / 1000 : (double)bytes_per_s / 1024;
	/* where the next unit takes over, in this unit */
	double limit = unit == RATE_KBITS ? 800000 : 99 * 1024;
	size_t i = 0;

	while (v >= limit && prefix[i + 1]) {
		v /= base;
		i++;
	}
	snprintf(buf, n, "%9.2f %c%s", v, prefix[i], unit == RATE_KBITS ? "bps" : "Bps");
	return buf;
}

char *fmt_rate_short(char *buf, size_t n, uint64_t bytes_per_s, enum rate_unit unit)
{
	double v = unit == RATE_KBITS ? (double)bytes_per_s * 8 / 1000 : (double)bytes_per_s / 1024;

	if (v < 99999.95)
		snprintf(buf, n, "%8.1f", v);
	else if (v < 9999999.5)
		snprintf(buf, n, "%8.0f", v);
	else
		snprintf(buf, n, "%7.0fk", v / 1000);
	return buf;
}

char *fmt_brief(char *buf, size_t n, uint64_t v)
{
	static const char suffix[] = " kMGTPE";
	size_t i = 0;

	if (v <= 99999) {
		snprintf(buf, n, "%5" PRIu64, v);
		return buf;
	}
	while (v > 9999) {
		v /= 1000;
		i++;
	}
	snprintf(buf, n, "%4" PRIu64 "%c", v, suffix[i]);
	return buf;
}

char *fmt_age(char *buf, size_t n, uint64_t ms)
{
	uint64_t s = ms / 1000, h = s / 3600;

	if (s < 100)
		snprintf(buf, n, "%2" PRIu64 "s", s);
	else if (h < 1)
		snprintf(buf, n, "%2" PRIu64 "m", s / 60);
	else if (h < 100)
		snprintf(buf, n, "%2" PRIu64 "h", h);
	else
		snprintf(buf, n, "%2" PRIu64 "d", h / 24 < 99 ? h / 24 : 99);
	return buf;
}

char *fmt_micros(char *buf, size_t n, uint64_t us)
{
	unsigned part = (unsigned)(us % 1000);

	if (us < 1000)
		snprintf(buf, n, "%4uus", part);
	else if (us < 10000)
		snprintf(buf, n, "%u.%02ums", (unsigned)(us / 1000), part / 10);
	else if (us < 100000)
		snprintf(buf, n, "%u.%ums", (unsigned)(us / 1000), part / 100);
	else if (us < 10000000)
		snprintf(buf, n, "%4ums", (unsigned)(us / 1000));
	else
		snprintf(buf, n, "%5" PRIu64 "s", us / 1000000);
	return buf;
}

char *fmt_hhmm(char *buf, size_t n, uint64_t seconds)
{
	snprintf(buf, n, "%3" PRIu64 ":%02u", seconds / 3600, (unsigned)(seconds / 60 % 60));
	return buf;
}

char *fmt_date(char *buf, size_t n, time_t wall)
{
	struct tm tm;

	if (!localtime_r(&wall, &tm) || !strftime(buf, n, "%a %b %e %H:%M:%S %Y", &tm))
		snprintf(buf, n, "(no time)");
	return buf;
}

char *fmt_clock(char *buf, size_t n, time_t wall)
{
	struct tm tm;

	if (!localtime_r(&wall, &tm) || strftime(buf, n, "%H:%M:%S", &tm) == 0)
		snprintf(buf, n, "(no time)");
	return buf;
}

char *fmt_utc(char *buf, size_t n, time_t wall)
{
	struct tm tm;

	if (!gmtime_r(&wall, &tm) || strftime(buf, n, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		snprintf(buf, n, "1970-01-01T00:00:00");
	return buf;
}

static const char pairs[] = "0001020304050607080910111213141516171819"
			    "2021222324252627282930313233343536373839"
			    "4041424344454647484950515253545556575859"
			    "6061626364656667686970717273747576777879"
			    "8081828384858687888990919293949596979899";

static size_t digits_of(uint64_t v)
{
	size_t n = 1;

	for (uint64_t limit = 10; v >= limit && n < FMT_DIGITS; limit *= 10)
		n++;
	return n;
}

const char *fmt_noun(uint64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

size_t fmt_digits(char buf[FMT_DIGITS], uint64_t v)
{
	size_t n = digits_of(v);
	char *at = buf + n;

	for (; v >= 100; v /= 100) {
		at -= 2;
		memcpy(at, pairs + v % 100 * 2, 2);
	}
	if (v >= 10)
		memcpy(at - 2, pairs + v * 2, 2);
	else
		at[-1] = (char)('0' + v);
	return n;
}
