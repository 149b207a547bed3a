#ifndef CONFIG_NAMES_H
#define CONFIG_NAMES_H
/*
 * What protocols (with base/protocols.h), message types and ports are called.
 */
#include <stdbool.h>
#include <stdint.h>

/* Read without the name service switch, so that nothing is loaded into the program for it. */
#define NAMES_PROTOCOLS "/etc/protocols"
#define NAMES_SERVICES	"/etc/services"

/*
 * Reads the system's protocol list (/etc/protocols, protocols(5)) once; call before threads
 * start.
 */
void names_load(void);
/* Reads the system's service list (services(5)) once; call before threads start. */
void names_load_services(void);
/* The same from files of that form. */
void names_load_protocols(const char *path);
void names_load_services_of(const char *path);

/* IP protocol by number; NULL when it has no name. */
const char *name_ipproto(uint8_t proto);
/*
 * ICMP (RFC 792, IANA) and ICMPv6 (RFC 4443, 4861, 2710) message types; "bad/unkn" when not in
 * the list.
 */
const char *name_icmp_type(uint8_t type);
const char *name_icmp6_type(uint8_t type);
/* Codes of destination unreachable; NULL when not in the list. */
const char *name_icmp_unreach(uint8_t code);
const char *name_icmp6_unreach(uint8_t code);
/* OSPF packet types 1-5 (RFC 2328, A.3.1); NULL when not in the list. */
const char *name_ospf_type(uint8_t type);
/* Known non-IP ethertypes; NULL when not in the list. */
const char *name_ethertype(uint16_t type);
/* Service name of a port for IPPROTO_TCP or IPPROTO_UDP; NULL when unknown or not loaded. */
const char *name_service(uint16_t port, uint8_t proto);
#endif
