#!/bin/sh
# Metrics as Prometheus' own tools judge them; the dashboard and the alert rules.
cd "$(dirname "$0")" || exit 1
. ../lib/check.sh
. ../lib/prometheus.sh
iptraf=$(realpath "${IPTRAF:-../../iptraf-ng}")
grafana=../../dist/grafana
replay=../replay
export TZ=UTC LC_ALL=C.UTF-8

write() {
	timeout 20 "$iptraf" -r "$@" --format prometheus 2>"$tmp/err"
}

# every facility has metrics, of every capture
facilities() {
	"$iptraf" --doc | awk -F'\t' '$1 == "facility" { sub(/,.*/, "", $3); print $3, ($4 == "" ? "" : "all") }'
}

lint() {
	facilities >"$tmp/facilities"
	for capture in $replay/*.pcap*; do
		while read -r option iface; do
			write "$capture" "$option" ${iface:+"$iface"} >"$tmp/metrics"
			promtool check metrics <"$tmp/metrics" 2>&1 || echo "$capture $option"
		done <"$tmp/facilities"
	done
}

if command -v promtool >/dev/null; then
	silent 'promtool has nothing to say against the metrics' lint
	cp $grafana/iptraf-ng.rules.yml alerts.yml "$tmp"
	check 'alert rules' promtool check rules --lint=all --lint-fatal "$tmp/iptraf-ng.rules.yml"
	check 'alerts fire when they should, and only then' promtool test rules "$tmp/alerts.yml"
else
	skip 'metrics, rules and alerts' 'no promtool here' 3
fi

# --- the dashboard ---

# Those that expressions and rules ask for.
asked() {
	grep -ohE 'iptraf_ng_[a-z_]+' $grafana/* | sort -u
}

# a histogram is asked for by its samples
written() {
	while read -r option iface; do
		write $replay/mix.pcap "$option" ${iface:+"$iface"}
	done <"$tmp/facilities" | sed -nE 's/^(iptraf_ng_[a-z_0-9]+)\{.*/\1/p' | sort -u
}

facilities >"$tmp/facilities"
asked >"$tmp/asked"
written >"$tmp/written"
check 'the dashboard and the rules ask for metrics' has 10 . "$tmp/asked"
silent 'all metrics that they ask for are written' comm -23 "$tmp/asked" "$tmp/written"
if command -v jq >/dev/null; then
	equal 'the dashboard has panels' 17 "$(jq '.panels | length' $grafana/iptraf-ng.json)"
	equal 'the dashboard needs no edit: its data source is a variable' '["${datasource}"]' \
		"$(jq -c '[.. | .datasource? | objects | .uid] | unique' $grafana/iptraf-ng.json)"
	equal 'no panel covers another' '' "$(jq -r '.panels as $p | range($p | length) as $i |
		range($i) as $j | [$p[$i].gridPos, $p[$j].gridPos] | select(.[0].x < .[1].x + .[1].w and .[1].x < .[0].x + .[0].w and
			.[0].y < .[1].y + .[1].h and .[1].y < .[0].y + .[0].h) | "\($i) \($j)"' \
		$grafana/iptraf-ng.json)"
else
	skip 'the dashboard' 'no jq here' 3
fi

# --- what the command line takes ---

refused() {
	text=$1
	shift
	"$iptraf" "$@" >"$tmp/out" 2>"$tmp/err"
	equal "$*: status" 2 $?
	check "$*: why" grep -q -- "$text" "$tmp/err"
}
refused 'ends in .prom' -i lo --metrics x.txt
refused 'ends in .prom' -i lo --metrics "$tmp/.prom"
refused 'for live captures' -r $replay/mix.pcap -g --metrics "$tmp/x.prom"

# series METRIC OPTION...: of a capture with tunnels, labels but the run's and values
series() {
	metric=$1
	shift
	write $replay/tunnels.pcap "$@" | sed -n "s/^iptraf_ng_$metric{monitor=\"[^,]*,facility=\"[^,]*,//p"
}
equal 'hosts of networks with the same addresses are series of their own' \
	"$("$iptraf" -r $replay/tunnels.pcap -H all --tunnels --format csv --fields address,tunnel,tunnel_id |
		sed 1d | sort | uniq | wc -l)" \
	"$(series host_packets_total -H all --tunnels | grep -c 'direction="in"')"
check 'their labels say which' grep -q 'tunnel="vxlan",tunnel_id="42",direction="in"} ' <<END
$(series host_packets_total -H all --tunnels)
END
if command -v jq >/dev/null; then
	equal 'traffic by VLAN' \
		"$("$iptraf" -r $replay/tunnels.pcap -H all -j | jq -r '.vlans[] | "\(.vlan // "") \(.packets_in)"' | sort)" \
		"$(series vlan_packets_total -H all | sed -nE 's/^(vlan="([0-9]+)",)?.*direction="in"\} ([0-9]+)$/\2 \3/p' | sort)"
else
	skip 'traffic by VLAN' 'no jq here'
fi
silent 'the number of a VLAN or network is a label, no value' sh -c 'grep -E "iptraf_ng_[a-z]+_(vlan|tunnel_id)"' <<END
$(write $replay/tunnels.pcap -H all --tunnels; write $replay/tunnels.pcap -l all)
END

# few rows: the rest is one, and all is as much as in JSON
write $replay/mix.pcap -s all --set metrics-rows=2 >"$tmp/metrics"
equal 'two ports and the others' 'port="25" port="443" port="other"' \
	"$(grep '^iptraf_ng_service_bytes_total' "$tmp/metrics" | grep -o ' \?port="[0-9a-z]*"' |
		sort -u | tr '\n' ' ' | sed 's/ $//')"
# sums and histograms are of all rows in their order, whatever is selected
while read -r option field; do
	write $replay/mix.pcap "$option" all >"$tmp/metrics.all"
	write $replay/mix.pcap "$option" all --top 2 --sort="-$field" >"$tmp/metrics.top"
	check "$option: written" has 10 . "$tmp/metrics.all"
	silent "$option: all rows" diff "$tmp/metrics.all" "$tmp/metrics.top"
done <<END
-s bytes
-z rx_packets
END
if command -v jq >/dev/null; then
	equal 'as many bytes as in JSON' \
		"$("$iptraf" -r $replay/mix.pcap -s all -j | jq '[.services[].bytes] | add')" \
		"$(awk '/^iptraf_ng_service_bytes_total/ { n += $NF } END { print n }' "$tmp/metrics")"
else
	skip 'as many bytes as in JSON' 'no jq here'
fi
finish
