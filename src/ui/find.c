#include "ui/find.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/names.h"
#include "config/settings.h"
#include "sys/resolver.h"
#include "ui/paint.h"
#include "ui/prompt.h"

static const char *host_name(void *ctx, const struct addr *a)
{
	const struct screen_env *env = ctx;

	return resolver_known(env->resolver, a);
}

struct search_names find_names(const struct screen_env *env)
{
	bool named = env->resolver && env->set->revlook;

	return (struct search_names){ .ctx = (void *)env,
				      .host = named ? host_name : NULL,
				      .service = name_service,
				      .rate_in_bits = !env->set->kbytes };
}

struct asked {
	const struct find_prompt *p;
	char text[SEARCH_TEXT];
	struct diag why;
};

static void on_change(void *ctx)
{
	struct asked *a = ctx;

	a->why.msg[0] = '\0';
	a->p->look(a->p->list, a->text, &a->why);
}

static const char *note_of(void *ctx)
{
	const struct asked *a = ctx;

	return a->p->note(a->p->list);
}

bool find_ask(const struct find_prompt *p)
{
	struct asked a = { .p = p };
	const struct prompt prompt = { .lead = p->only ? "\\" : "/",
				       .text = a.text,
				       .size = sizeof(a.text),
				       .changed = on_change,
				       .note = note_of,
				       .wrong = &a.why,
				       .ctx = &a };

	return prompt_ask(p->ui, &prompt);
}

const char *find_note(const struct find_result *r, char buf[FIND_NOTE])
{
	char clean[SEARCH_TEXT];

	text_clean(clean, sizeof(clean), r->pattern, paint_is_utf8());
	if (!r->only)
		snprintf(buf, FIND_NOTE, " /%s%s ", clean,
			 r->missing ? " not found"
			 : r->done  ? ""
				    : "...");
	else if (!r->count)
		snprintf(buf, FIND_NOTE, " \\%s %s ", clean, r->done ? "nothing" : "...");
	else
		snprintf(buf, FIND_NOTE, " \\%s %zu-%zu of %zu%s ", clean, r->first, r->last,
			 r->count, r->done ? "" : "+");
	return buf;
}
