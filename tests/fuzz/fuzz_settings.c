/*
 * Files of the state directory under libFuzzer (make fuzz), or over files by replay_main.c: the
 * settings and their saving, ports, descriptions.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "config/ethers.h"
#include "config/ports.h"
#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hear(void *ctx, int line, const char *what)
{
	assert(line > 0 && *what && !strchr(what, '\n'));
	(*(int *)ctx)++;
}

static int parse(struct config *s, const char *text, size_t n)
{
	int heard = 0, bad;

	config_default(s);
	bad = config_parse(s, text, n, hear, &heard);
	assert(bad == heard);
	for (const struct setting_def *d = setting_defs; d->key; d++) {
		long v = d->type == SETTING_TEXT ? d->min : settings_get(&s->set, d);

		assert(v >= d->min && v <= d->max);
	}
	assert(memchr(s->set.filter, '\0', sizeof(s->set.filter)));
	return bad;
}

static char *edit(const char *old, size_t n, size_t *new_n)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, new_n);

	if (!out)
		abort();
	config_edit("ring", "77", old, n, out);
	if (fclose(out) != 0)
		abort();
	return text;
}

/* A changed setting reads back, nothing else of the file changes in meaning. */
static void save(const char *text, size_t n)
{
	struct config before, after;
	int bad = parse(&before, text, n);
	size_t once_n, twice_n;
	char *once = edit(text, n, &once_n), *twice;

	assert(parse(&after, once, once_n) == bad);
	assert(after.set.ring == 77);
	after.set.ring = before.set.ring;
	for (const struct setting_def *d = setting_defs; d->key; d++)
		assert(settings_get(&before.set, d) == settings_get(&after.set, d));
	twice = edit(once, once_n, &twice_n);
	assert(once_n == twice_n && memcmp(once, twice, once_n) == 0);
	free(once);
	free(twice);
}

static void lists(const char *text, size_t n)
{
	struct diag why;
	struct span what;
	uint8_t mac[6];

	ports_take("file", text, n, &why);
	for (size_t i = 0; i < ports_count(); i++)
		assert(ports_have(ports_at(i).from) && ports_have(ports_at(i).to));
	if (ethers_parse_line((struct span){ text, n }, mac, &what) == 1)
		assert(what.n > 0 && what.s > text && what.s + what.n <= text + n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size ? size : 1); /* of its exact size, for the sanitizer */

	if (!text)
		abort();
	memcpy(text, data, size);
	save(text, size);
	lists(text, size);
	free(text);
	return 0;
}
