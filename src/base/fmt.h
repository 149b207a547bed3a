#ifndef BASE_FMT_H
#define BASE_FMT_H
/* Numbers as the screens and logs show them; all output is bounded by n. */
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/*
 * A count right-aligned in 9 columns; from 10^8 up 8 columns and k, M, G or T (integer division).
 * Returns buf.
 */
#define FMT_COUNT 12
char *fmt_count(char *buf, size_t n, uint64_t v);

/* Units of an activity rate. */
enum rate_unit { RATE_KBITS, RATE_KBYTES };

/*
 * Bytes per second as "%9.2f kbps" (1000 bits; Mbps, Gbps, ... from 10^8 bytes/s up) or
 * "%9.2f kBps" (1024 bytes; next unit from 99 * 2^20 bytes/s up).  Returns buf.
 */
#define FMT_RATE 32
char *fmt_rate(char *buf, size_t n, uint64_t bytes_per_s, enum rate_unit unit);

/*
 * The same in kbps or kBps without the unit, in eight columns: with one decimal to 99999.9, which
 * leaves a blank; then without it, and from 10^7 on in thousands (k).  Returns buf.
 */
char *fmt_rate_short(char *buf, size_t n, uint64_t bytes_per_s, enum rate_unit unit);

/* A count in five columns: to 99999, then four figures and k, M, G, T.  Returns buf. */
#define FMT_BRIEF 8
char *fmt_brief(char *buf, size_t n, uint64_t v);

/* A span in three columns, rounded down: seconds to 99s, then m, h, d to 99d.  Returns buf. */
#define FMT_AGE 8
char *fmt_age(char *buf, size_t n, uint64_t ms);

/* Microseconds in six columns, three figures: " 870us", "1.25ms", "40.1ms", " 400ms", "  12s". */
#define FMT_MICROS 16
char *fmt_micros(char *buf, size_t n, uint64_t us);

/* Elapsed time as "%3u:%02u", hours and minutes.  Returns buf. */
#define FMT_HHMM 16
char *fmt_hhmm(char *buf, size_t n, uint64_t seconds);

/* Local time in the form of ctime(3), without its newline: the dates of logs.  Returns buf. */
#define FMT_DATE 32
char *fmt_date(char *buf, size_t n, time_t wall);

/* Local time of day: "14:03:22".  Returns buf. */
#define FMT_CLOCK 16
char *fmt_clock(char *buf, size_t n, time_t wall);

/* UTC by RFC 3339, to the second: "2026-11-24T11:18:16".  Returns buf. */
#define FMT_UTC 32
char *fmt_utc(char *buf, size_t n, time_t wall);

/* The noun behind a count: "line" behind 1, else "lines". */
const char *fmt_noun(uint64_t count, const char *one, const char *many);

/* Decimal digits, not ended by NUL; buf has room for 20.  Returns how many. */
#define FMT_DIGITS 20
size_t fmt_digits(char buf[FMT_DIGITS], uint64_t v);
#endif
