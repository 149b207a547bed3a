#include "sys/altstack.h"

#include <signal.h>

#define BYTES 32768 /* a processor's registers alone may take 11 KiB */

void altstack_use(void)
{
	static _Thread_local char stack[BYTES];
	stack_t before;

	/* a sanitizer has given the thread one, and takes it back at its end */
	if (sigaltstack(NULL, &before) == 0 && before.ss_flags & SS_DISABLE)
		sigaltstack(&(stack_t){ .ss_sp = stack, .ss_size = sizeof(stack) }, NULL);
}
