#include "run/engine_env.h"

#include <sys/sysinfo.h>

#include "capture/localnet.h"
#include "config/ethers.h"
#include "config/names.h"
#include "config/ports.h"
#include "config/settings.h"
#include "config/vendors.h"

#define CONNS_MIN 1024u
#define CONNS_MAX 1048576u
#define CONN_COST 256u /* bytes of memory that a connection takes */

/* By the setting, else a million or what an eighth of the memory holds. */
static uint32_t room_for_conns(const struct settings *set)
{
	struct sysinfo si;
	uint64_t fits = CONNS_MAX;

	if (set->connections > 0)
		return (uint32_t)set->connections;
	if (sysinfo(&si) == 0)
		fits = (uint64_t)si.totalram * si.mem_unit / 8 / CONN_COST;
	return fits < CONNS_MIN ? CONNS_MIN : fits < CONNS_MAX ? (uint32_t)fits : CONNS_MAX;
}

void engine_env_load(struct engine_env *ee, const struct settings *set)
{
	struct diag ignored;

	ethers_load(&ignored);
	names_load_services();
	ee->set = set;
	ee->conns_max = room_for_conns(set);
	ee->port_is_listed = ports_have;
	ee->service_name = name_service;
	ee->station_name = ethers_find;
	ee->vendor_name = vendors_find;
	ee->addr_is_local = localnet_has;
}
