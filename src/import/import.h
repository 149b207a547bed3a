#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H
/*
 * Coming from iptraf-ng 1.2: its files in the state directory, iptraf.cfg, ports.dat,
 * ethernet.desc, fddi.desc and those of its filters, are turned into ours while there are none of
 * ours yet, and stay as they are.  All but the descriptions are memory of a 64-bit machine of the
 * same byte order.
 */
#include <stddef.h>
#include <stdio.h>

/* What is odd about the old files, and what cannot be saved, is reported on standard error. */
void import_original(void);

/*
 * One file's content to ours.  Return how much was odd and left out, or -EINVAL: nothing makes
 * sense.
 */
int import_settings(const char *old, size_t n, FILE *out);
int import_ports(const char *old, size_t n, FILE *out);
int import_descriptions(const char *old, size_t n, FILE *out);
#endif
