#ifndef SYS_RESOLVER_WIRE_H
#define SYS_RESOLVER_WIRE_H
/* What the resolver and its helper process exchange, a message each; and how the helper begins. */
#include <stdint.h>
#include <sys/types.h>

#include "base/addr.h"

#define RESOLVER_HOST	   256 /* room of a host's name */
#define RESOLVER_ADDRESSES 32  /* of one name */
#define RESOLVER_IN_FLIGHT 16  /* questions at a time */

enum resolver_kind {
	RESOLVER_BY_ADDR = 1, /* what an address is called */
	RESOLVER_BY_NAME,     /* the addresses of a host */
};

enum resolver_result {
	RESOLVER_FOUND,
	RESOLVER_NOT_FOUND, /* there is no such name */
	RESOLVER_NO_SERVER, /* no name server answers */
};

struct resolver_question {
	uint32_t kind;	/* enum resolver_kind */
	uint32_t index; /* the asker's; comes back with the answer */
	struct addr addr;
	char host[RESOLVER_HOST];
};

struct resolver_answer {
	uint32_t kind, index;
	uint32_t result;	  /* enum resolver_result */
	uint32_t count;		  /* of list */
	struct addr addr;	  /* the one asked for */
	char name[RESOLVER_HOST]; /* empty: it has none */
	struct addr list[RESOLVER_ADDRESSES];
};

/* Becomes the helper: closes all but sock, gives up every right, answers until sock's other end is
 * closed.  argv: what ps(1) shows of it is changed; NULL: it stays. */
_Noreturn void resolver_helper(int sock, char **argv);
#endif
