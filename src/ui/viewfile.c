#include "ui/viewfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "sys/logdir.h"
#include "sys/logplace.h"
#include "ui/box.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/prompt.h"

#define DIRECTORY_LEAST 16 /* columns of one that is shown */
#define PROMPT_ROOM	40 /* and those of what else is in the prompt */

static const char *refused(const char *name)
{
	if (!*name || *name == '.' || strchr(name, '/'))
		return "A file in the log directory: a name without / and not beginning with a dot";
	return NULL;
}

static bool may_overwrite(struct ui *ui, const char *name)
{
	char clean[VIEWFILE_NAME], text[VIEWFILE_NAME + 32];
	const char *lines[] = {
		"", text, "", "^Y^ - overwrite it", "^Any other key^ - cancel", ""
	};
	static const struct keyhint keys[] = { { .name = "Y", .hint = "overwrite it" },
					       { .name = "Any other key", .hint = "cancel" } };
	int key;

	snprintf(text, sizeof(text), "%s exists",
		 text_clean(clean, sizeof(clean), name, paint_is_utf8()));
	key = box_ask(ui,
		      &(struct box){ .look = &box_dialog,
				     .lines = lines,
				     .n = 6,
				     .width = 44,
				     .keys = keys,
				     .n_keys = 2 });
	return key == 'y' || key == 'Y';
}

/* The descriptor of a file that is this program's to write, or -errno. */
static int open_place(const char *name)
{
	struct logplace *place;
	struct stat st;
	char *path;
	int fd;

	if (asprintf(&path, "%s/%s", logdir(), name) < 0)
		return -ENOMEM;
	place = logplace_new(path, true);
	free(path);
	fd = place ? logplace_open(place) : -ENOMEM;
	logplace_free(place);
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK))
		return fd;
	close(fd);
	return -EBUSY;
}

/* "Write to /var/log/iptraf-ng/", or without the directory on a narrow screen. */
static const char *lead(char *buf, size_t n)
{
	char clean[256], cut[256];
	int room = COLS - PROMPT_ROOM;

	text_clean(clean, sizeof(clean), logdir(), paint_is_utf8());
	paint_cut_middle(cut, sizeof(cut), clean, room);
	if (room < DIRECTORY_LEAST)
		snprintf(buf, n, "Write to: ");
	else
		snprintf(buf, n, "Write to %s/", cut);
	return buf;
}

int viewfile_ask(struct ui *ui, char name[VIEWFILE_NAME])
{
	char text[256], line[256 + 16];
	const struct prompt prompt = {
		.lead = lead(line, sizeof(line)), .text = name, .size = VIEWFILE_NAME
	};
	const char *why;
	struct stat st;
	int fd;

	if (!prompt_ask(ui, &prompt))
		return -1;
	why = refused(name);
	fd = why ? -EINVAL : open_place(name);
	if (fd < 0) {
		snprintf(text, sizeof(text), "%s: %s", name,
			 fd == -EBUSY ? "no file, or one that is being written" : strerror(-fd));
		error_show(ui, why ? why : text);
		return -1;
	}
	if (fstat(fd, &st) == 0 && st.st_size > 0 && !may_overwrite(ui, name)) {
		close(fd);
		return -1;
	}
	if (ftruncate(fd, 0) < 0)
		errno = 0;
	return fd;
}

void viewfile_say(struct ui *ui, const char *name, int error)
{
	static const char written[] = "Written to ";
	char path[256], clean[256], text[sizeof(written) + sizeof(clean)];

	snprintf(path, sizeof(path), "%s/%s", logdir(), name);
	text_clean(clean, sizeof(clean), path, paint_is_utf8());
	if (paint_width(clean) + (int)sizeof(written) >= COLS)
		text_clean(clean, sizeof(clean), name, paint_is_utf8());
	if (error)
		snprintf(text, sizeof(text), "Not written: %s", strerror(error));
	else
		snprintf(text, sizeof(text), "%s%s", written, clean);
	ui_say(ui, text);
}
