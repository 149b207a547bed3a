#include "ui/keys.h"

#include <string.h>

#include "ui/paint.h"

#define HINTS_MAX   16
#define HINT_BLANKS 2 /* between two of them */

/* The last one with a name that is not spare is how to leave. */
static const struct keybind common[] = {
	{ .key = KEY_UP, .act = ACT_UP },
	{ .key = KEY_DOWN, .act = ACT_DOWN },
	{ .key = KEY_PPAGE, .act = ACT_PAGE_UP },
	{ .key = '-', .act = ACT_PAGE_UP },
	{ .key = KEY_NPAGE, .act = ACT_PAGE_DOWN },
	{ .key = ' ', .act = ACT_PAGE_DOWN },
	{ .key = KEY_HOME, .act = ACT_HOME },
	{ .key = KEY_FIND, .act = ACT_HOME },
	{ .key = KEY_END, .act = ACT_END },
	{ .key = KEY_SELECT, .act = ACT_END },
	{ .key = '?', .act = ACT_HELP },
	{ .key = 'p',
	  .act = ACT_PAUSE,
	  .name = "P",
	  .hint = "pause",
	  .hint_on = "resume",
	  .spare = true },
	{ .key = 'd', .act = ACT_NAMES },
	{ .key = 'v', .act = ACT_SERVICES },
	{ .key = 'k', .act = ACT_UNITS },
	{ .key = 'i', .act = ACT_PROMISC },
	{ .key = 'l', .act = ACT_REDRAW },
	{ .key = KEY_CTRL('l'), .act = ACT_REDRAW },
	{ .key = 'x', .act = ACT_LEAVE, .name = "X", .hint = "exit" },
	{ .key = 'q', .act = ACT_LEAVE },
	{ .key = KEY_CTRL('x'), .act = ACT_LEAVE },
	{ .key = KEY_ESCAPE, .act = ACT_LEAVE },
	{ .key = 0 },
};

static int lower(int key)
{
	return key >= 'A' && key <= 'Z' ? key - 'A' + 'a' : key;
}

static enum action find(const struct keybind *k, int key)
{
	const struct keybind *match = NULL;

	/* a capital may have a binding of its own */
	for (; k && k->key; k++) {
		if (k->key == key)
			return k->act;
		if (k->key == lower(key) && !match)
			match = k;
	}
	return match ? match->act : ACT_NONE;
}

enum action keys_action(const struct keybind *own, int key)
{
	enum action act = find(own, keys_is_enter(key) ? '\r' : key);

	return act != ACT_NONE ? act : find(common, key);
}

const char *keys_action_help(enum action act)
{
	static const char *const help[] = {
#define ACTION_HELP(id, text) [ACT_##id] = (text),
		ACTIONS(ACTION_HELP)
#undef ACTION_HELP
	};

	return help[act];
}

static void name_key(int key, struct strbuf *out)
{
	static const struct {
		int key;
		const char *name;
	} names[] = {
		{ KEY_UP, "Up" },      { KEY_DOWN, "Down" },   { KEY_PPAGE, "PgUp" },
		{ KEY_NPAGE, "PgDn" }, { KEY_HOME, "Home" },   { KEY_END, "End" },
		{ KEY_LEFT, "Left" },  { KEY_RIGHT, "Right" }, { KEY_F(6), "F6" },
		{ KEY_ESCAPE, "Esc" }, { '\t', "Tab" },	       { ' ', "Space" },
		{ '\r', "Enter" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].key == key) {
			sb_add(out, names[i].name);
			return;
		}
	if (key < ' ')
		sb_printf(out, "Ctrl+%c", key + '@');
	else if (key >= 'A' && key <= 'Z')
		sb_printf(out, "Shift+%c", key);
	else if (key < 127)
		sb_printf(out, "%c", key >= 'a' && key <= 'z' ? key - 'a' + 'A' : key);
}

/* Of a table, but for those that another one before it has. */
static void add_keys(const struct keybind *k, const struct keybind *before, enum action act,
		     struct strbuf *out)
{
	char name[16];
	struct strbuf sb;
	int last = 0;

	for (; k && k->key; k++) {
		if (k->act != act || find(before, k->key) != ACT_NONE || k->key == last)
			continue;
		last = k->key; /* what two windows call differently is there twice */
		sb_init(&sb, name, sizeof(name));
		name_key(k->key, &sb);
		if (sb.len)
			sb_printf(out, "%s%s", out->len ? ", " : "", name);
	}
}

void keys_of(const struct keybind *own, enum action act, struct strbuf *out)
{
	add_keys(own, NULL, act, out);
	add_keys(common, own, act, out);
}

/* It is in the table before: what two windows call differently. */
static bool is_repeated(const struct keybind *table, const struct keybind *k)
{
	while (table < k && table->key != k->key)
		table++;
	return table < k;
}

void keys_print(FILE *out, const char *screen, const struct keybind *own)
{
	const struct keybind *table = own ? own : common;

	for (const struct keybind *k = table; k->key; k++) {
		char name[16];
		struct strbuf sb;

		sb_init(&sb, name, sizeof(name));
		name_key(k->key, &sb);
		if (sb.len && !is_repeated(table, k) && (!own || find(common, k->key) != k->act))
			fprintf(out, "key\t%s\t%s\t%s\n", screen, name, keys_action_help(k->act));
	}
}

bool keys_is_enter(int key)
{
	return key == '\n' || key == '\r' || key == KEY_ENTER;
}

static int hint_width(const struct keyhint *h, int blanks)
{
	return paint_width(h->name) + paint_width(h->hint) + 1 + blanks;
}

static size_t count_fixed(const struct keyhint *hints, size_t n)
{
	while (n > 0 && hints[n - 1].spare)
		n--;
	return n;
}

static bool is_help(const struct keyhint *h)
{
	return h->name[0] == '?';
}

/* Which of the entries have room. */
static void select_hints(const struct keyhint *hints, size_t n, int blanks, bool shown[HINTS_MAX])
{
	size_t fixed = count_fixed(hints, n);
	int room = COLS - 1, x = 1;

	if (fixed > 0)
		room -= hint_width(&hints[fixed - 1], blanks);
	if (fixed < n && is_help(&hints[fixed]) && COLS < 80)
		room -= hint_width(&hints[fixed], 0);
	for (size_t i = 0; i < n; i++) {
		int width = hint_width(&hints[i], blanks);

		if (i >= fixed)
			shown[i] = COLS - x >= width - blanks;
		else
			shown[i] = i + 1 == fixed || width <= room;
		if (!shown[i])
			continue;
		room -= i + 1 == fixed ? 0 : width;
		x += width;
	}
}

static int draw_hint(struct rect line, int x, const struct keyhint *h, int blanks)
{
	x = paint_text(line, 0, x, ROLE_HIGH, h->name);
	return paint_textf(line, 0, x, ROLE_TEXT, "-%s%*s", h->hint, blanks, "");
}

static void draw_spaced(const struct keyhint *hints, size_t n, int blanks)
{
	struct rect line = { .y = LINES - 1, .h = 1, .w = COLS };
	size_t fixed;
	bool shown[HINTS_MAX];
	int x = 1;

	if (n > HINTS_MAX)
		n = HINTS_MAX;
	fixed = count_fixed(hints, n);
	select_hints(hints, n, blanks, shown);
	paint_fill(line, ROLE_TEXT);
	for (size_t i = 0; i < n; i++) {
		if (shown[i])
			x = draw_hint(line, x, &hints[i], blanks);
		else if (i == fixed && is_help(&hints[i]))
			x = paint_text(line, 0, x, ROLE_HIGH, hints[i].name);
	}
}

void keys_draw(const struct keyhint *hints, size_t n)
{
	draw_spaced(hints, n, HINT_BLANKS);
}

void keys_draw_close(const struct keyhint *hints, size_t n)
{
	draw_spaced(hints, n, 1);
}

static const char *hint_of(const struct keybind *k, const struct keys_state *state)
{
	return k->hint_on && (state->on & KEYS_ON(k->act)) ? k->hint_on : k->hint;
}

static size_t gather(struct keyhint *out, size_t n, const struct keybind *k,
		     const struct keys_state *state, bool spare)
{
	for (; k && k->key && n < HINTS_MAX; k++)
		if (k->name && k->spare == spare && (!k->panes || (k->panes & state->pane)))
			out[n++] = (struct keyhint){ k->name, hint_of(k, state), k->key, spare };
	return n;
}

/* Of the spare ones, how to learn of all keys comes first. */
static size_t gather_all(struct keyhint hints[HINTS_MAX], const struct keybind *own,
			 const struct keys_state *state)
{
	static const struct keybind help[] = {
		{ .key = '?', .act = ACT_HELP, .name = "?", .hint = "keys", .spare = true },
		{ .key = 0 },
	};
	size_t n = gather(hints, 0, own, state, false);

	n = gather(hints, n, common, state, false);
	n = gather(hints, n, help, state, true);
	n = gather(hints, n, own, state, true);
	return gather(hints, n, common, state, true);
}

int keys_at(const struct keybind *own, const struct keys_state *state, int x)
{
	struct keyhint hints[HINTS_MAX];
	size_t n = gather_all(hints, own, state);
	bool shown[HINTS_MAX];
	int from = 1;

	select_hints(hints, n, HINT_BLANKS, shown);
	for (size_t i = 0; i < n; i++) {
		int to = from + (shown[i] ? hint_width(&hints[i], HINT_BLANKS) : 0);

		if (x >= from && x < to - HINT_BLANKS)
			return hints[i].key;
		from = to;
	}
	return 0;
}

void keys_draw_bindings(const struct keybind *own, const struct keys_state *state)
{
	struct keyhint hints[HINTS_MAX];

	keys_draw(hints, gather_all(hints, own, state));
}
