/* The reports of the facilities that count. */
#include <stdio.h>

#include "config/ethers.h"
#include "base/fmt.h"
#include "base/text.h"
#include "output/format.h"
#include "output/sink.h"
#include "stats/ifdetail.h"
#include "stats/iftotals.h"
#include "stats/services.h"
#include "stats/sizes.h"
#include "stats/stations.h"

#define ULL(v) ((unsigned long long)(v))

/* Names come from outside; a log has one line per line. */
struct clean {
	char s[64];
};

static struct clean clean(const char *name)
{
	struct clean c;

	text_clean(c.s, sizeof(c.s), name ? name : "all", false);
	return c;
}

struct text {
	char s[FMT_RATE];
};

static struct text rate(const struct report_info *info, uint64_t bytes_per_s)
{
	struct text t;

	fmt_rate(t.s, sizeof(t.s), bytes_per_s, info->unit);
	return t;
}

/* A table as the report reads it. */
static struct reading reading_of(const struct table *t, const void *engine,
				 const struct report_info *info)
{
	return (struct reading){
		.table = t, .engine = engine, .now_ms = info->now.mono_ms, .run_ms = info->run_ms
	};
}

static void get(const struct reading *t, uint32_t slot, const char *key, struct value *out)
{
	struct row r;

	out->type = V_NONE;
	if (table_read(t, slot, &r))
		field_get(field_find(t->table->fields, key, NULL), &r, out);
}

/* Not for text that is in the value's own buffer. */
static struct value value(const struct reading *t, uint32_t slot, const char *key)
{
	struct value v;

	get(t, slot, key, &v);
	return v;
}

static unsigned long long num(const struct reading *t, uint32_t slot, const char *key)
{
	return value(t, slot, key).u;
}

static struct text stamp(const struct report_info *info)
{
	struct text t;

	fmt_date(t.s, sizeof(t.s), info->now.wall);
	return t;
}

static void report_iftotals(struct sink *out, const void *engine, const struct report_info *info)
{
	const struct reading t = reading_of(&iftotals_table, engine, info);

	sink_printf(out, "\n*** General interface statistics log generated %s\n\n", stamp(info).s);
	for (uint32_t i = 0; i < table_rows(t.table, engine).used; i++) {
		struct value name;

		get(&t, i, "iface", &name);
		sink_printf(out, "%s: %llu total, %llu IP, %llu non-IP, %llu IP checksum errors, ",
			    clean(name.s).s, num(&t, i, "packets"), num(&t, i, "ipv4"),
			    num(&t, i, "nonip"), num(&t, i, "badip"));
		sink_printf(out, "average activity %s, ", rate(info, num(&t, i, "average")).s);
		sink_printf(out, "peak activity %s, ", rate(info, num(&t, i, "peak")).s);
		sink_printf(out, "last 5-second average activity %s\n",
			    rate(info, num(&t, i, "rate")).s);
	}
	sink_printf(out, "\n%u seconds running time\n", info->seconds);
}

static void detail_rates(struct sink *out, const struct reading *t, const struct report_info *info)
{
	static const char *const ways[][5] = {
		{ "Total", "total activity", "average", "average_pps", "peak" },
		{ "Incoming", "incoming rate", "average_in", "average_pps_in", "peak_in" },
		{ "Outgoing", "outgoing rate", "average_out", "average_pps_out", "peak_out" },
	};
	static const char *const peaks[] = { "peak_pps", "peak_pps_in", "peak_pps_out" };

	sink_printf(out, "\nAverage rates:\n");
	for (int way = 0; way < 3; way++)
		sink_printf(out, "  %s:\t%s, %9llu pps\n", ways[way][0],
			    rate(info, num(t, DETAIL_TOTAL, ways[way][2])).s,
			    num(t, DETAIL_TOTAL, ways[way][3]));
	sink_printf(out, "\n");
	for (int way = 0; way < 3; way++)
		sink_printf(out, "Peak %s: %s, %9llu pps\n", ways[way][1],
			    rate(info, num(t, DETAIL_TOTAL, ways[way][4])).s,
			    num(t, DETAIL_TOTAL, peaks[way]));
}

static void report_ifdetail(struct sink *out, const void *engine, const struct report_info *info)
{
	static const struct {
		enum detail_line line;
		const char *head;
	} lines[] = {
		{ DETAIL_TOTAL, "Total: \t" },	  { DETAIL_IPV4, "IP: \t" },
		{ DETAIL_IPV6, "IPv6: \t" },	  { DETAIL_TCP, "TCP: " },
		{ DETAIL_UDP, "UDP: " },	  { DETAIL_ICMP, "ICMP: " },
		{ DETAIL_OTHERIP, "Other IP: " }, { DETAIL_NONIP, "Non-IP: " },
	};
	const struct reading t = reading_of(&detail_table, engine, info);

	sink_printf(out, "\n*** Detailed statistics for interface %s, generated %s\n\n",
		    clean(info->iface).s, stamp(info).s);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		uint32_t line = lines[i].line;

		sink_printf(out, "%s%llu packets, %llu bytes\n", lines[i].head,
			    num(&t, line, "packets"), num(&t, line, "bytes"));
		sink_printf(out,
			    "\t(incoming: %llu packets, %llu bytes; outgoing: %llu packets, %llu "
			    "bytes)\n",
			    num(&t, line, "packets_in"), num(&t, line, "bytes_in"),
			    num(&t, line, "packets_out"), num(&t, line, "bytes_out"));
	}
	sink_printf(out, "Broadcast: %llu packets, %llu bytes\n",
		    num(&t, DETAIL_BROADCAST, "packets"), num(&t, DETAIL_BROADCAST, "bytes"));
	detail_rates(out, &t, info);
	sink_printf(out, "\nIP checksum errors: %llu\n", num(&t, DETAIL_BADSUM, "packets"));
	sink_printf(out, "\nRunning time: %u seconds\n", info->seconds);
}

static void report_sizes(struct sink *out, const void *engine, const struct report_info *info)
{
	const struct reading t = reading_of(&sizes_table, engine, info);
	const struct reading sum = reading_of(&sizes_sum_table, engine, info);
	uint32_t last = table_rows(t.table, engine).used - 1;

	sink_printf(out, "*** Packet Size Distribution, generated %s\n\n", stamp(info).s);
	sink_printf(out, "Interface: %s   MTU: %llu\n\n", clean(info->iface).s,
		    num(&sum, 0, "mtu"));
	sink_printf(out, "Packet Size (bytes)\tIn\t\tOut\n");
	for (uint32_t i = 0; i < last; i++)
		sink_printf(out, "%llu to %llu:\t\t%8llu\t%8llu\n", num(&t, i, "from"),
			    num(&t, i, "to"), num(&t, i, "packets_in"), num(&t, i, "packets_out"));
	if (num(&t, last, "packets_in") || num(&t, last, "packets_out"))
		sink_printf(out, "oversized:\t\t%8llu\t%8llu\n", num(&t, last, "packets_in"),
			    num(&t, last, "packets_out"));
	sink_printf(out, "\nRunning time: %u seconds\n", info->seconds);
}

static void report_services(struct sink *out, const void *engine, const struct report_info *info)
{
	static const char *const ways[][4] = {
		{ "total", "packets", "bytes", "average" },
		{ "incoming", "packets_to", "bytes_to", "average_to" },
		{ "outgoing", "packets_from", "bytes_from", "average_from" },
	};
	const struct reading t = reading_of(&services_table, engine, info);

	sink_printf(out, "\n*** TCP/UDP traffic log, generated %s\n\n", stamp(info).s);
	for (uint32_t i = 0; i < table_rows(t.table, engine).used; i++) {
		sink_printf(out, "%s/%llu:", value(&t, i, "proto").s, num(&t, i, "port"));
		for (int way = 0; way < 3; way++)
			sink_printf(out, "%s %llu packets, %llu bytes %s, %s", way ? ";" : "",
				    num(&t, i, ways[way][1]), num(&t, i, ways[way][2]),
				    ways[way][0], rate(info, num(&t, i, ways[way][3])).s);
		sink_printf(out, "\n\n");
	}
	sink_printf(out, "\nRunning time: %u seconds\n", info->seconds);
}

static void station_line(struct sink *out, const char *way, unsigned long long packets,
			 unsigned long long bytes, unsigned long long ip)
{
	sink_printf(out, "\t%s total %llu packets, %llu bytes; %llu IP packets\n", way, packets,
		    bytes, ip);
}

static void report_stations(struct sink *out, const void *engine, const struct report_info *info)
{
	const struct reading t = reading_of(&stations_table, engine, info);

	sink_printf(out, "\n*** LAN traffic log, generated %s\n\n", stamp(info).s);
	for (uint32_t i = 0; i < table_rows(t.table, engine).used; i++) {
		struct value text = value(&t, i, "description"), hw = value(&t, i, "mac");
		bool has = text.type != V_NONE;
		char mac[MAC_TEXT];

		if (hw.type == V_NONE)
			continue;
		sink_printf(out, "\n%s address: %s%s%s%s\n", value(&t, i, "link").s,
			    mac_text(hw.mac, mac, sizeof(mac)), has ? " (" : "",
			    has ? clean(text.s).s : "", has ? ")" : "");
		station_line(out, "Incoming", num(&t, i, "packets_in"), num(&t, i, "bytes_in"),
			     num(&t, i, "ip_in"));
		station_line(out, "Outgoing", num(&t, i, "packets_out"), num(&t, i, "bytes_out"),
			     num(&t, i, "ip_out"));
		sink_printf(out, "\tAverage rates: %s incoming, ",
			    rate(info, num(&t, i, "average_in")).s);
		sink_printf(out, "%s outgoing\n", rate(info, num(&t, i, "average_out")).s);
		sink_printf(out, "\tLast 5-second rates: %s incoming, ",
			    rate(info, num(&t, i, "rate_in")).s);
		sink_printf(out, "%s outgoing\n", rate(info, num(&t, i, "rate_out")).s);
	}
	sink_printf(out, "\nRunning time: %u seconds\n", info->seconds);
}

const struct log_words log_iftotals = {
	.banner = "General interface statistics",
	.report = report_iftotals,
};
const struct log_words log_ifdetail = {
	.banner = "Detailed interface statistics",
	.report = report_ifdetail,
};
const struct log_words log_sizes = {
	.banner = "Packet size distribution facility",
	.report = report_sizes,
};
const struct log_words log_services = {
	.banner = "TCP/UDP service monitor",
	.report = report_services,
};
const struct log_words log_stations = {
	.banner = "LAN traffic monitor",
	.report = report_stations,
};
