/*
 * How it works: a sort is a row of phases, each of which passes over the items once: a step is a
 * piece of such a pass.  At the end of a phase it is known which one comes next.
 */
#include "stats/sort.h"

#include <string.h>

#define DIGITS 16 /* bytes of a key, 15 the highest */

static uint64_t high(const struct sort *s, const struct sort_item *i)
{
	return i->hi ^ s->flip;
}

static uint64_t low(const struct sort *s, const struct sort_item *i)
{
	return i->lo ^ s->flip;
}

static unsigned digit(const struct sort *s, const struct sort_item *i)
{
	unsigned d = s->digit;

	return (d < 8 ? low(s, i) >> 8 * d : high(s, i) >> 8 * (d - 8)) & 255;
}

static void begin_phase(struct sort *s, enum sort_phase phase, uint32_t end)
{
	s->phase = phase;
	s->at = 0;
	s->end = end;
}

/* --- which digits differ --- */

static void begin_comparing(struct sort *s)
{
	s->hi = s->lo = 0;
	begin_phase(s, SORT_COMPARE, s->n);
}

static void compare_piece(struct sort *s, uint32_t to)
{
	const struct sort_item *item = s->item;
	uint64_t hi = s->hi, lo = s->lo;

	for (uint32_t i = s->at; i < to; i++) {
		hi |= item[i].hi ^ item[0].hi;
		lo |= item[i].lo ^ item[0].lo;
	}
	s->hi = hi;
	s->lo = lo;
}

static void take_digits(struct sort *s)
{
	s->bits = 0;
	for (unsigned d = 0; d < DIGITS; d++)
		if ((d < 8 ? s->lo >> 8 * d : s->hi >> 8 * (d - 8)) & 255)
			s->bits |= 1u << d;
}

/* --- the first `need` to the front --- */

/* The digits above d, the others 0. */
static void mask_above(unsigned d, uint64_t *hi, uint64_t *lo)
{
	*hi = d >= DIGITS - 1 ? 0 : d < 8 ? UINT64_MAX : UINT64_MAX << 8 * (d - 7);
	*lo = d < 7 ? UINT64_MAX << 8 * (d + 1) : 0;
}

/*
 * The key of the item that is number `need`, and how many of that key belong to the first `need`:
 * from the highest digit on, the value of the next digit is that in whose bucket the item falls.
 */
static void next_selection(struct sort *s)
{
	while (s->digit > 0 && !(s->bits & 1u << (s->digit - 1)))
		s->digit--;
	if (s->digit == 0) {
		s->front = s->back = 0;
		begin_phase(s, SORT_GATHER, s->n);
		return;
	}
	s->digit--;
	memset(s->many, 0, sizeof(s->many));
	begin_phase(s, SORT_SELECT, s->n);
}

static void begin_selecting(struct sort *s)
{
	take_digits(s);
	s->hi = high(s, &s->item[0]);
	s->lo = low(s, &s->item[0]);
	s->left = s->need;
	s->digit = DIGITS;
	next_selection(s);
}

static void select_piece(struct sort *s, uint32_t to)
{
	uint64_t mask_hi, mask_lo;

	mask_above(s->digit, &mask_hi, &mask_lo);
	for (uint32_t i = s->at; i < to; i++) {
		const struct sort_item *it = &s->item[i];

		if (!((high(s, it) ^ s->hi) & mask_hi) && !((low(s, it) ^ s->lo) & mask_lo))
			s->many[digit(s, it)]++;
	}
}

static void end_selection(struct sort *s)
{
	unsigned d = s->digit;
	uint64_t v = 0;

	while (s->left > s->many[v])
		s->left -= s->many[v++];
	if (d < 8)
		s->lo = (s->lo & ~(255ull << 8 * d)) | v << 8 * d;
	else
		s->hi = (s->hi & ~(255ull << 8 * (d - 8))) | v << 8 * (d - 8);
	next_selection(s);
}

static int compare(const struct sort *s, const struct sort_item *a)
{
	if (high(s, a) != s->hi)
		return high(s, a) < s->hi ? -1 : 1;
	return low(s, a) == s->lo ? 0 : low(s, a) < s->lo ? -1 : 1;
}

/* As they were among themselves, and so the others. */
static void gather_piece(struct sort *s, uint32_t to)
{
	for (uint32_t i = s->at; i < to; i++) {
		int c = compare(s, &s->item[i]);

		if (c < 0 || (c == 0 && s->left > 0)) {
			s->left -= c == 0;
			s->item[s->front++] = s->item[i];
		} else {
			s->scratch[s->back++] = s->item[i];
		}
	}
}

static void rest_piece(struct sort *s, uint32_t to)
{
	memcpy(s->item + s->need + s->at, s->scratch + s->at, (to - s->at) * sizeof(*s->item));
}

/* --- those in order: least significant digit first --- */

static void next_digit(struct sort *s)
{
	while (s->digit < DIGITS && !(s->bits & 1u << s->digit))
		s->digit++;
	if (s->digit < DIGITS) {
		memset(s->many, 0, sizeof(s->many));
		begin_phase(s, SORT_COUNT, s->n);
	} else if (s->src != s->item) {
		begin_phase(s, SORT_RETURN, s->n);
	} else {
		s->phase = SORT_DONE;
	}
}

static void begin_sorting(struct sort *s)
{
	take_digits(s);
	s->src = s->item;
	s->dst = s->scratch;
	s->digit = 0;
	next_digit(s);
}

static void count_piece(struct sort *s, uint32_t to)
{
	for (uint32_t i = s->at; i < to; i++)
		s->many[digit(s, &s->src[i])]++;
}

static void begin_moving(struct sort *s)
{
	uint32_t at = 0;

	for (unsigned v = 0; v < 256; v++) {
		uint32_t many = s->many[v];

		s->many[v] = at;
		at += many;
	}
	begin_phase(s, SORT_MOVE, s->n);
}

static void move_piece(struct sort *s, uint32_t to)
{
	for (uint32_t i = s->at; i < to; i++)
		s->dst[s->many[digit(s, &s->src[i])]++] = s->src[i];
}

static void end_moving(struct sort *s)
{
	struct sort_item *t = s->src;

	s->src = s->dst;
	s->dst = t;
	s->digit++;
	next_digit(s);
}

static void return_piece(struct sort *s, uint32_t to)
{
	memcpy(s->item + s->at, s->src + s->at, (to - s->at) * sizeof(*s->item));
}

/* --- all of it --- */

/* The others are where they belong: from now on it is about the first. */
static void end_rest(struct sort *s)
{
	s->n = s->need;
	begin_comparing(s);
}

static void end_comparing(struct sort *s)
{
	if (s->need < s->n)
		begin_selecting(s);
	else
		begin_sorting(s);
}

static void end_gathering(struct sort *s)
{
	begin_phase(s, SORT_REST, s->back);
}

static void end_returning(struct sort *s)
{
	s->phase = SORT_DONE;
}

static const struct {
	void (*piece)(struct sort *s, uint32_t to); /* from s->at on */
	void (*end)(struct sort *s);
} phases[] = {
	[SORT_COMPARE] = { compare_piece, end_comparing },
	[SORT_SELECT] = { select_piece, end_selection },
	[SORT_GATHER] = { gather_piece, end_gathering },
	[SORT_REST] = { rest_piece, end_rest },
	[SORT_COUNT] = { count_piece, begin_moving },
	[SORT_MOVE] = { move_piece, end_moving },
	[SORT_RETURN] = { return_piece, end_returning },
};

void sort_begin(struct sort *s, struct sort_item *item, struct sort_item *scratch, uint32_t n,
		uint32_t need, bool descending)
{
	s->item = item;
	s->scratch = scratch;
	s->n = n;
	s->need = need < n ? need : n;
	s->flip = descending ? UINT64_MAX : 0;
	if (n < 2 || need == 0)
		s->phase = SORT_DONE;
	else
		begin_comparing(s);
}

bool sort_step(struct sort *s)
{
	if (s->phase == SORT_DONE)
		return true;
	if (s->at < s->end) {
		uint32_t to = s->end - s->at < SORT_STEP ? s->end : s->at + SORT_STEP;

		phases[s->phase].piece(s, to);
		s->at = to;
	}
	if (s->at == s->end)
		phases[s->phase].end(s);
	return s->phase == SORT_DONE;
}

void sort_first(struct sort_item *item, struct sort_item *scratch, uint32_t n, uint32_t need,
		bool descending)
{
	struct sort s;

	sort_begin(&s, item, scratch, n, need, descending);
	while (!sort_step(&s))
		;
}
