#ifndef CAPTURE_LOCALNET_H
#define CAPTURE_LOCALNET_H
/*
 * Which addresses are local: those of private, link-local and loopback ranges, and of the networks
 * that this machine's interfaces are in.
 */
#include <stdbool.h>
#include "base/addr.h"

/*
 * Asks the kernel for the networks of the interfaces, by a socket of its own; call once, before
 * threads start and before the sandbox is closed.  Without it only ranges count.
 */
void localnet_load(void);
bool localnet_has(const struct addr *a);
#endif
