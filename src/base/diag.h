#ifndef BASE_DIAG_H
#define BASE_DIAG_H
/*
 * Why a text was refused.  The command line prints it, a dialog shows it, a file loader adds
 * file:line.
 */
struct diag {
	int col; /* from 1; 0: the whole text */
	char msg[240];
};

void diag_set(struct diag *why, int col, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#endif
