/* The reports of the facilities that count. */
#include <stdio.h>

#include "config/ethers.h"
#include "base/fmt.h"
#include "capture/ifnames.h"
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

static struct clean clean_iface(int ifindex)
{
	char name[IFNAMSIZ];

	return clean(ifnames_get(ifindex, name, sizeof(name)));
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

static struct text rate_since(const struct report_info *info, uint64_t bytes, uint32_t first_s)
{
	uint32_t now_s = (uint32_t)(info->now.mono_ms / 1000);

	return rate(info, bytes / (now_s > first_s ? now_s - first_s : 1));
}

static struct text stamp(const struct report_info *info)
{
	struct text t;

	fmt_date(t.s, sizeof(t.s), info->now.wall);
	return t;
}

static void report_iftotals(struct sink *out, const void *engine, const struct report_info *info)
{
	sink_printf(out, "\n*** General interface statistics log generated %s\n\n", stamp(info).s);
	for (size_t i = 0; i < iftotals_count(engine); i++) {
		const struct iftotals_row *r = iftotals_row(engine, i);

		sink_printf(out, "%s: %llu total, %llu IP, %llu non-IP, %llu IP checksum errors, ",
			    clean_iface(r->ifindex).s, ULL(r->total), ULL(r->ipv4), ULL(r->nonip),
			    ULL(r->badip));
		sink_printf(out, "average activity %s, ", rate(info, r->bytes / info->seconds).s);
		sink_printf(out, "peak activity %s, ", rate(info, r->peak).s);
		sink_printf(out, "last 5-second average activity %s\n",
			    rate(info, iftotals_rate(engine, r)).s);
	}
	sink_printf(out, "\n%u seconds running time\n", info->seconds);
}

static void detail_line(struct sink *out, const char *head, const struct tally line[DETAIL_WAYS])
{
	sink_printf(out, "%s%llu packets, %llu bytes\n", head, ULL(line[DETAIL_BOTH].packets),
		    ULL(line[DETAIL_BOTH].bytes));
	sink_printf(out,
		    "\t(incoming: %llu packets, %llu bytes; outgoing: %llu packets, %llu bytes)\n",
		    ULL(line[DETAIL_IN].packets), ULL(line[DETAIL_IN].bytes),
		    ULL(line[DETAIL_OUT].packets), ULL(line[DETAIL_OUT].bytes));
}

static void detail_rates(struct sink *out, const struct ifdetail_view *v,
			 const struct report_info *info)
{
	static const char *const heads[DETAIL_WAYS] = { "Total", "Incoming", "Outgoing" };
	static const char *const peaks[DETAIL_WAYS] = { "total activity", "incoming rate",
							"outgoing rate" };

	sink_printf(out, "\nAverage rates:\n");
	for (int way = 0; way < DETAIL_WAYS; way++) {
		const struct tally *t = &v->line[DETAIL_TOTAL][way];

		sink_printf(out, "  %s:\t%s, %9llu pps\n", heads[way],
			    rate(info, t->bytes / info->seconds).s,
			    ULL(t->packets / info->seconds));
	}
	sink_printf(out, "\n");
	for (int way = 0; way < DETAIL_WAYS; way++)
		sink_printf(out, "Peak %s: %s, %9llu pps\n", peaks[way],
			    rate(info, v->peak[way].bytes).s, ULL(v->peak[way].packets));
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
	struct ifdetail_view v;

	ifdetail_view(engine, &v);
	sink_printf(out, "\n*** Detailed statistics for interface %s, generated %s\n\n",
		    clean(v.iface).s, stamp(info).s);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		detail_line(out, lines[i].head, v.line[lines[i].line]);
	sink_printf(out, "Broadcast: %llu packets, %llu bytes\n",
		    ULL(v.line[DETAIL_BROADCAST][DETAIL_BOTH].packets),
		    ULL(v.line[DETAIL_BROADCAST][DETAIL_BOTH].bytes));
	detail_rates(out, &v, info);
	sink_printf(out, "\nIP checksum errors: %llu\n", ULL(v.bad_checksums));
	sink_printf(out, "\nRunning time: %u seconds\n", info->seconds);
}

static void report_sizes(struct sink *out, const void *engine, const struct report_info *info)
{
	struct sizes_view v;

	sizes_view(engine, &v);
	sink_printf(out, "*** Packet Size Distribution, generated %s\n\n", stamp(info).s);
	sink_printf(out, "Interface: %s   MTU: %u\n\n", clean(v.iface).s, v.mtu);
	sink_printf(out, "Packet Size (bytes)\tIn\t\tOut\n");
	for (unsigned i = 0; i < SIZES_BRACKETS && v.width; i++)
		sink_printf(out, "%u to %u:\t\t%8llu\t%8llu\n", v.width * i + 1, v.width * (i + 1),
			    ULL(v.packets[i][SIZES_IN]), ULL(v.packets[i][SIZES_OUT]));
	if (v.packets[SIZES_BRACKETS][SIZES_IN] || v.packets[SIZES_BRACKETS][SIZES_OUT])
		sink_printf(out, "oversized:\t\t%8llu\t%8llu\n",
			    ULL(v.packets[SIZES_BRACKETS][SIZES_IN]),
			    ULL(v.packets[SIZES_BRACKETS][SIZES_OUT]));
	sink_printf(out, "\nRunning time: %u seconds\n", info->seconds);
}

static void report_services(struct sink *out, const void *engine, const struct report_info *info)
{
	static const char *const ways[SERVICE_WAYS] = { "total", "incoming", "outgoing" };

	sink_printf(out, "\n*** TCP/UDP traffic log, generated %s\n\n", stamp(info).s);
	for (size_t i = 0; i < services_count(engine); i++) {
		const struct service *s = services_row(engine, i);

		sink_printf(out, "%s/%u:", s->proto == IPPROTO_TCP ? "TCP" : "UDP", s->port);
		for (int way = 0; way < SERVICE_WAYS; way++)
			sink_printf(out, "%s %llu packets, %llu bytes %s, %s", way ? ";" : "",
				    ULL(s->way[way].packets), ULL(s->way[way].bytes), ways[way],
				    rate_since(info, s->way[way].bytes, s->first_s).s);
		sink_printf(out, "\n\n");
	}
	sink_printf(out, "\nRunning time: %u seconds\n", info->seconds);
}

static void station_line(struct sink *out, const char *way, const struct station_way *w)
{
	sink_printf(out, "\t%s total %llu packets, %llu bytes; %llu IP packets\n", way,
		    ULL(w->packets), ULL(w->bytes), ULL(w->ip_packets));
}

static void report_stations(struct sink *out, const void *engine, const struct report_info *info)
{
	sink_printf(out, "\n*** LAN traffic log, generated %s\n\n", stamp(info).s);
	for (size_t i = 0; i < stations_count(engine); i++) {
		const struct station *s = stations_row(engine, i);
		const char *text = ethers_find(s->key.mac);
		char mac[MAC_TEXT];

		sink_printf(out, "\n%s address: %s%s%s%s\n", station_link(s),
			    mac_text(s->key.mac, mac, sizeof(mac)), text ? " (" : "",
			    text ? clean(text).s : "", text ? ")" : "");
		station_line(out, "Incoming", &s->way[STATION_IN]);
		station_line(out, "Outgoing", &s->way[STATION_OUT]);
		sink_printf(out, "\tAverage rates: %s incoming, ",
			    rate_since(info, s->way[STATION_IN].bytes, s->first_s).s);
		sink_printf(out, "%s outgoing\n",
			    rate_since(info, s->way[STATION_OUT].bytes, s->first_s).s);
		sink_printf(out, "\tLast 5-second rates: %s incoming, ",
			    rate(info, stations_rate(engine, s, STATION_IN)).s);
		sink_printf(out, "%s outgoing\n",
			    rate(info, stations_rate(engine, s, STATION_OUT)).s);
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
