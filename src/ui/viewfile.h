#ifndef UI_VIEWFILE_H
#define UI_VIEWFILE_H
/*
 * The file in the log directory that the key E writes a list to; for the files of this folder
 * alone.
 */
#include "ui/ui.h"

#define VIEWFILE_NAME 64

/*
 * Asks for the name of the file, at first what is in name, and before it overwrites.  The
 * descriptor of the empty file, which no other instance writes; -1: cancelled, or shown why not.
 */
int viewfile_ask(struct ui *ui, char name[VIEWFILE_NAME]);

/*
 * Says on the key line that the file was written, or the errno that prevented it: its path where
 * that has room, else its name.
 */
void viewfile_say(struct ui *ui, const char *name, int error);
#endif
