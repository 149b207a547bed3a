#ifndef UI_VIEWFILE_H
#define UI_VIEWFILE_H
/*
 * The file in the log directory that the key E writes a list to; for the files of this folder
 * alone.
 */
#include "ui/find.h"
#include "ui/ui.h"

#define VIEWFILE_NAME 64

/*
 * Asks for the name of the file, at first what is in name, and before it overwrites.  The
 * descriptor of the empty file, which no other instance writes; -1: cancelled, or shown why not.
 */
int viewfile_ask(struct ui *ui, char name[VIEWFILE_NAME]);

/*
 * What the border says of a file that was written, or of the errno that kept it from that: its path
 * where that has room in so many columns, else its name.
 */
void viewfile_note(char buf[FIND_NOTE], const char *name, int error, int room);
#endif
