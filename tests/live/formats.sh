# shellcheck shell=sh
# Every facility in every format at the same time: all have the same totals, those of the kernel.

fmts=$tmp/formats
mkdir "$fmts"

# begins FACILITY OPTION...: an instance for each format, each with metrics; ids in $started
begins() {
	name=$1
	shift
	for format in text json ndjson csv; do
		$b "$iptraf" "$@" --format $format --metrics "$fmts/$name-$format.prom" \
			--set metrics-interval=1 >"$fmts/$name.$format" 2>"$fmts/$name-$format.err" &
		started="$started $!"
		names="$names $name-$format"
	done
}

all_run() {
	for one in $names; do
		is_running "$fmts/$one.prom" 1 || return
	done
}

# sums FACILITY: what each format has, but for its name
sums() {
	python3 ./sums.py "$1" "$fmts/$1.text" "$fmts/$1.json" "$fmts/$1.ndjson" "$fmts/$1.csv" \
		"$fmts/$1-text.prom" | cut -d ' ' -f 2- | sort -u | tr '\n' ' ' | sed 's/ $//'
}

started='' names=''
begins iftotals -g
begins ifdetail -d b0
begins sizes -z b0
begins services -s b0
begins stations -l b0
begins hosts -H b0
begins conns -i b0
check 'every facility in every format: they run' within 30 all_run
before=$(kernel_says)
# TCP in single segments, ICMP, UDP: of larger ones the kernel counts what it handed over
serve 5010 1
$a "$traffic" send 10.77.0.2 5010 1000
reap $server
$a ping -q -c 20 -i 0.01 -s 700 10.77.0.2 >/dev/null
$a "$traffic" udp 10.77.0.2 53 300 200
# shellcheck disable=SC2086
text_ends $started
after=$(kernel_says)
# packets and bytes, and what IP of them is
frames=$(difference "$before" "$after" | awk '{ print $1 + $3, $2 + $4 }')
ip=$(echo "$frames" | awk '{ print $1, $2 - 14 * $1 }')
equal 'every format, detailed: what the kernel counted' "$frames" "$(sums ifdetail)"
equal 'every format, LAN: what the kernel counted' "$frames" "$(sums stations)"
equal 'every format, hosts: what the kernel counted' "$ip" "$(sums hosts)"
equal 'every format, sizes: what the kernel counted' "${frames% *} 0" "$(sums sizes)"
# the text has no bytes
equal 'every format, general: what the kernel counted' "${frames% *} 0 $frames" "$(sums iftotals)"
# the ping's packets have no port
equal 'every format, services: one total' 1 "$(sums services | wc -w | awk '{ print $1 / 2 }')"
check 'every format, services: UDP is among them' test "$(sums services | cut -d ' ' -f 1)" -ge 300
equal 'every format, connections: one total' 1 "$(sums conns | wc -w | awk '{ print $1 / 2 }')"
# (ports that no one listens at are reported by ICMP, too)
equal 'every packet but TCP is an event, and 300 are UDP' \
	"300 $(grep -c '; ICMP; b0; ' "$fmts/conns.text") 300" \
	"$(grep -c '; UDP; b0; ' "$fmts/conns.text") $(
	grep -c '"type":"packet".*"proto":"ICMP"' "$fmts/conns.ndjson") $(
	grep -c '"type":"packet".*"proto":"UDP"' "$fmts/conns.ndjson")"
if command -v jq >/dev/null; then
	equal 'connections and flows: what the kernel counted' "$ip" \
		"$(jq -s -r '.[-1] | [.connections[], .flows[]] |
			"\(map(.packets + .packets_back) | add) \(map(.bytes + .bytes_back) | add)"' "$fmts/conns.json")"
else
	skip 'connections and flows: what the kernel counted' 'no jq here'
fi
silent 'every format: no messages' sh -c 'cat "$1"/*.err' - "$fmts"
