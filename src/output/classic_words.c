/* What the reports of the facilities that count say. */
#include "output/classic.h"

#define RUNNING_TIME                                                                               \
	{                                                                                          \
		.text = "\nRunning time: {seconds} seconds\n"                                      \
	}

static const struct part interfaces[] = {
	{ .text = "\n*** General interface statistics log generated {generated}\n\n" },
	{ .table = "interfaces",
	  .text = "{iface}: {packets} total, {ipv4} IP, {nonip} non-IP, "
		  "{badip} IP checksum errors, average activity {average}, "
		  "peak activity {peak}, last 5-second average activity {rate}\n" },
	{ .text = "\n{seconds} seconds running time\n" },
	{ .text = NULL },
};

#define TALLIES                                                                                    \
	"{packets} packets, {bytes} bytes\n"                                                       \
	"\t(incoming: {rx_packets} packets, {rx_bytes} bytes; "                                    \
	"outgoing: {tx_packets} packets, {tx_bytes} bytes)\n"
#define DETAIL(protocol, words)                                                                    \
	{                                                                                          \
		.table = "detail", .rows = "protocol=" protocol, .text = words                     \
	}

static const struct part detail[] = {
	{ .text = "\n*** Detailed statistics for interface {iface}, generated {generated}\n\n" },
	DETAIL("total", "Total: \t" TALLIES),
	DETAIL("ipv4", "IP: \t" TALLIES),
	DETAIL("ipv6", "IPv6: \t" TALLIES),
	DETAIL("tcp", "TCP: " TALLIES),
	DETAIL("udp", "UDP: " TALLIES),
	DETAIL("icmp", "ICMP: " TALLIES),
	DETAIL("otherip", "Other IP: " TALLIES),
	DETAIL("nonip", "Non-IP: " TALLIES),
	DETAIL("broadcast", "Broadcast: {packets} packets, {bytes} bytes\n"),
	DETAIL("total", "\nAverage rates:\n"
			"  Total:\t{average}, {average_pps:9} pps\n"
			"  Incoming:\t{rx_average}, {rx_average_pps:9} pps\n"
			"  Outgoing:\t{tx_average}, {tx_average_pps:9} pps\n\n"
			"Peak total activity: {peak}, {peak_pps:9} pps\n"
			"Peak incoming rate: {rx_peak}, {rx_peak_pps:9} pps\n"
			"Peak outgoing rate: {tx_peak}, {tx_peak_pps:9} pps\n"),
	DETAIL("badsum", "\nIP checksum errors: {packets}\n"),
	RUNNING_TIME,
	{ .text = NULL },
};

static const struct part sizes[] = {
	{ .text = "*** Packet Size Distribution, generated {generated}\n\nInterface: {iface}   " },
	{ .table = "sizes_sum", .text = "MTU: {mtu}\n\nPacket Size (bytes)\tIn\t\tOut\n" },
	{ .table = "sizes",
	  .rows = "to",
	  .text = "{from} to {to}:\t\t{rx_packets:8}\t{tx_packets:8}\n" },
	{ .table = "sizes",
	  .rows = "!to",
	  .counted = true,
	  .text = "oversized:\t\t{rx_packets:8}\t{tx_packets:8}\n" },
	RUNNING_TIME,
	{ .text = NULL },
};

static const struct part services[] = {
	{ .text = "\n*** TCP/UDP traffic log, generated {generated}\n\n" },
	{ .table = "services",
	  .text = "{proto}/{port}: {packets} packets, {bytes} bytes total, {average}; "
		  "{packets_to} packets, {bytes_to} bytes incoming, {average_to}; "
		  "{packets_from} packets, {bytes_from} bytes outgoing, {average_from}\n\n" },
	RUNNING_TIME,
	{ .text = NULL },
};

static const struct part stations[] = {
	{ .text = "\n*** LAN traffic log, generated {generated}\n\n" },
	{ .table = "stations",
	  .text = "\n{link} address: {mac}{description? (|)}\n"
		  "\tIncoming total {packets_in} packets, {bytes_in} bytes; {ip_in} IP packets\n"
		  "\tOutgoing total {packets_out} packets, {bytes_out} bytes; "
		  "{ip_out} IP packets\n"
		  "\tAverage rates: {average_in} incoming, {average_out} outgoing\n"
		  "\tLast 5-second rates: {rate_in} incoming, {rate_out} outgoing\n" },
	RUNNING_TIME,
	{ .text = NULL },
};

#define HOST_SUMS                                                                                  \
	"\tIncoming {packets_in} packets, {bytes_in} bytes, {rate_in}\n"                           \
	"\tOutgoing {packets_out} packets, {bytes_out} bytes, {rate_out}\n"                        \
	"\tOpen: {connections} connections, {flows} flows\n"

static const struct part hosts[] = {
	{ .text = "\n*** Host log, generated {generated}\n\n" },
	{ .table = "hosts", .text = "\n{address} on {iface}{mac?, |}{vendor? (|)}\n" HOST_SUMS },
	{ .text = "\n*** Networks\n\n" },
	{ .table = "networks",
	  .text = "\n{address}/{prefix} on {iface}: {hosts} hosts\n" HOST_SUMS },
	RUNNING_TIME,
	{ .text = NULL },
};

const struct log_words log_conns = {
	.banner = "IP traffic monitor",
	.events = true,
};
const struct log_words log_iftotals = {
	.banner = "General interface statistics",
	.parts = interfaces,
};
const struct log_words log_ifdetail = {
	.banner = "Detailed interface statistics",
	.parts = detail,
};
const struct log_words log_sizes = {
	.banner = "Packet size distribution facility",
	.parts = sizes,
};
const struct log_words log_services = {
	.banner = "TCP/UDP service monitor",
	.parts = services,
};
const struct log_words log_stations = {
	.banner = "LAN traffic monitor",
	.parts = stations,
};
const struct log_words log_hosts = {
	.banner = "Host monitor",
	.parts = hosts,
};
