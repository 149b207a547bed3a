#include "run/log_name.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "sys/logdir.h"

#define INSTANCES 1000

static char *in_dir(const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", logdir(), name) < 0 ? NULL : path;
}

static bool is_numbered(const struct facility *fac)
{
	return strstr(fac->log_name, "%n") != NULL;
}

/* A capture file may call its interfaces what it likes. */
static void add_iface(struct strbuf *sb, const char *iface)
{
	char clean[64];

	for (const char *s = text_clean(clean, sizeof(clean), iface, true); *s; s++)
		sb_addch(sb, *s == '/' ? '_' : *s);
}

static char *default_path(const struct request *req, unsigned number)
{
	const struct format *format = req->format ? req->format : formats[0];
	char name[128];
	struct strbuf sb;

	sb_init(&sb, name, sizeof(name));
	for (const char *s = req->fac->log_name; *s; s++) {
		if (*s != '%')
			sb_addch(&sb, *s);
		else if (*++s == 'n')
			sb_printf(&sb, "%u", number);
		else
			add_iface(&sb, req->iface ? req->iface : "all");
	}
	sb_add(&sb, format->suffix);
	return in_dir(name);
}

char *log_name_default(const struct request *req)
{
	return default_path(req, 1);
}

static int open_path(struct logfile **fp, char *path, bool make_dir, struct diag *why)
{
	int rc = -ENOMEM;

	if (path)
		rc = logfile_open(fp, path, make_dir, why);
	else
		diag_set(why, 0, "out of memory");
	free(path);
	return rc;
}

int log_name_open(struct logfile **fp, const struct request *req, struct diag *why)
{
	const char *file = req->log_file;
	int rc = -EBUSY;

	if (file && strchr(file, '/'))
		return logfile_open(fp, file, false, why);
	if (file)
		return open_path(fp, in_dir(file), true, why);
	for (unsigned n = 1; n < INSTANCES && rc == -EBUSY; n++) {
		rc = open_path(fp, default_path(req, n), true, why);
		if (!is_numbered(req->fac))
			break;
	}
	return rc;
}
