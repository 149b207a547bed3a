#ifndef CONFIG_STATEFILE_H
#define CONFIG_STATEFILE_H
/*
 * Small files of text in the state directory, read whole and replaced whole.  A new one is written
 * beside the old, brought to the disk and renamed, under the lock of its directory, so that a
 * crash, a full disk or two programs at once leave the old file or the new one, never half of one.
 * Names are relative to the state directory (statedir.h); there may be folders in them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "base/diag.h"
#include "base/lines.h"

#define STATEFILE_MAX (1u << 20) /* bytes; a larger file is neither read nor replaced */

/*
 * Reads a file, any bytes; *text (freed by the caller, NULL on error) has a NUL after its n bytes.
 * 0; -ENOENT, with why set: a missing file is no error and is not reported; another
 * -errno with why set: -EINVAL for a link, a directory or what else is no file, -EFBIG.
 */
int statefile_read(const char *name, char **text, size_t *n, struct diag *why);

/*
 * Makes the new content from the old (of n bytes, 0 when there is no file) on out.  0, or -errno
 * with why set, and then the file stays as it is.
 */
typedef int statefile_edit_fn(void *ctx, const char *old, size_t n, FILE *out, struct diag *why);

/*
 * Reads, edits and saves in one go that no other program gets between; makes the directory when
 * there is none.  What could not be read is not replaced.  0, or -errno with why set; -EBUSY when
 * another program holds the lock for longer than a quarter of a second.
 */
int statefile_edit(const char *name, statefile_edit_fn *edit, void *ctx, struct diag *why);
/*
 * Edits a file of lines with comments from # on.  The first line that matches becomes `line`, its
 * comment kept, further ones go; when none matches it is added at the end.  line NULL: those that
 * match go.  head: first lines of a new file, each with its newline.  Returns as statefile_edit.
 */
int statefile_put_line(const char *name, bool (*matches)(void *ctx, struct span line), void *ctx,
		       const char *line, const char *head, struct diag *why);
/* The same with the new content at hand. */
int statefile_save(const char *name, const char *text, size_t n, struct diag *why);
/* Makes the state directory and those above it, if they are missing; errors come when saving. */
void statefile_make_dir(void);
#endif
