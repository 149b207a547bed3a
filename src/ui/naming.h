#ifndef UI_NAMING_H
#define UI_NAMING_H
/*
 * Addresses and ports as the settings want them: by name as far as one is known, else as numbers.
 */
#include "base/addr.h"
#include "base/strbuf.h"
#include "stats/summary.h"
#include "ui/screen.h"

#define NAMING_SERVICE 10 /* columns that a service's name may take */

void naming_addr(const struct screen_env *env, const struct addr *a, struct strbuf *out);
void naming_port(const struct screen_env *env, uint16_t port, uint8_t proto, struct strbuf *out);
/* The same for summary_line(); env must outlive the style. */
struct summary_style naming_style(const struct screen_env *env);
#endif
