# shellcheck shell=sh
# The statistics against the kernel's own counters, interfaces that come and go, floods.

# What the kernel counted on b0, as the report has it.
kernel_says() {
	$b sh -c 'cd /sys/class/net/b0/statistics && cat rx_packets rx_bytes tx_packets tx_bytes' |
		tr '\n' ' '
}

report_says() {
	sed -n '/^Total:/{n;s/[^0-9]\{1,\}/ /g;s/^ //p;}' "$1" | tail -n 1
}

difference() {
	echo "$1 $2" | awk '{ print $5 - $1, $6 - $2, $7 - $3, $8 - $4 }'
}

# 802.1Q tags: the kernel takes them off what comes in, and counts their bytes
text "$tmp/lan" -l b0
lan=$pid
before=$(kernel_says)
text "$tmp/text" -d b0
$a "$traffic" tagged a0 195 5
$b "$traffic" tagged b0 100 4094
text_ends
after=$(kernel_says)
kill -TERM $lan
wait $lan
equal 'tags: detailed has what the kernel counted' "$(difference "$before" "$after")" \
	"$(report_says "$tmp/text" | sed 's/ *$//')"
equal 'tags: LAN has what the kernel counted' "295 packets, $((295 * 64)) bytes; 295 IP packets" \
	"$(grep -A 2 ' 02:00:00:00:00:01$' "$tmp/lan" | sed -n 's/.*Outgoing total //p')"

ip -n $ns-a route add 224.0.0.0/4 dev a0
before=$(kernel_says)
text "$tmp/text" -d b0
$a ping -q -c 10 -i 0.01 -s 1400 10.77.0.2 >/dev/null
$a ping -q -b -c 3 -i 0.01 10.77.0.255 >/dev/null 2>&1
$a "$traffic" udp 224.0.0.99 9 20 300
$a "$traffic" flood a0 1000 0 udp 0
ip -n $ns-a neigh del 10.77.0.9 dev a0 2>/dev/null
$a ping -q -c 1 -W 1 10.77.0.9 >/dev/null # asks by ARP
asked() {
	ip -n $ns-a neigh show 10.77.0.9 | grep -q FAILED
}
within 10 asked # and asks no more
serve 5002 1
# (in one segment: of larger ones the kernel counts what it handed over)
$a "$traffic" send 10.77.0.2 5002 1000
reap $server
text_ends
after=$(kernel_says)
equal 'detailed: what the kernel counted' "$(difference "$before" "$after")" \
	"$(report_says "$tmp/text" | sed 's/ *$//')"
check 'detailed: broadcast' grep -qE '^Broadcast: [1-9]' "$tmp/text"
check 'detailed: non-IP' grep -qE '^Non-IP: [1-9]' "$tmp/text"

# jumbo frames, and segments that the stack leaves uncut
for host in a b; do
	ip -n $ns-$host link set ${host}0 mtu 9000
done
before=$(kernel_says)
text "$tmp/text" -d b0
$a ping -q -c 5 -i 0.01 -s 8900 10.77.0.2 >/dev/null
text_ends
after=$(kernel_says)
equal 'jumbo frames: what the kernel counted' "$(difference "$before" "$after")" \
	"$(report_says "$tmp/text" | sed 's/ *$//')"
for host in a b; do
	ip -n $ns-$host link set ${host}0 mtu 1500
done
text "$tmp/sizes" -z b0
sizes=$pid
text "$tmp/text" -d b0
serve 5003 1
$a "$traffic" send 10.77.0.2 5003 20000000
reap $server
text_ends "$sizes" "$pid"
# 1448 bytes of payload each, whatever the stack handed over
incoming=$(report_says "$tmp/text" | cut -d ' ' -f 1)
check "segments: packets as on the wire ($incoming)" \
	test "$incoming" -gt 13700 -a "$incoming" -lt 14200
equal 'segments: none is oversized' 0 "$(grep -c '^oversized:' "$tmp/sizes")"
check 'segments: the largest bracket has them' \
	awk '/^1426 to 1500/ { n = $4 } END { exit n < 13000 }' "$tmp/sizes"

# interfaces that come and go
term_open 80 24 "$b" "$iptraf" -g
seen 'general: the interfaces that are up' ' b0 '
ip -n $ns-b link add late0 type veth peer name late1
ip -n $ns-b link set late0 up
seen 'general: one that came later' ' late0 '
ip -n $ns-b link set late0 down
seen 'general: down' ' late0 .* down'
ip -n $ns-b link del late0
seen 'general: gone' ' late0 .* gone'
ip -n $ns-b link add late0 type veth peer name late1
ip -n $ns-b link set late0 up
check 'general: back on its line' within 10 term_shows_not ' late0 .* gone'
equal 'general: one line' 1 "$(grep -c ' late0 ' "$tmp/screen")"
ip -n $ns-b link set late0 down
ip -n $ns-b link set late0 name newname0
seen 'general: renamed' ' newname0 '
ip -n $ns-b link del newname0

# the one that is watched
term_open 80 24 "$b" "$iptraf" -d b0
seen 'detailed' 'Statistics for b0'
ip -n $ns-b link set b0 down
seen 'detailed: down' 'b0 is down'
ip -n $ns-b link set b0 name c0
seen 'detailed: renamed' 'Statistics for c0'
ip -n $ns-b link set c0 name b0
seen 'detailed: renamed back' 'c0 is now called b0'
ip -n $ns-b link set b0 up
ip -n $ns-b neigh add 10.77.0.1 lladdr 02:00:00:00:0a:01 dev b0

# an MTU that cannot be divided
for mtu in 0 19; do
	ip -n $ns-b link set lo mtu $mtu
	term_open 80 24 "$b" "$iptraf" -z lo
	seen "sizes: MTU $mtu" 'MTU'
	$b ping -q -c 2 -i 0.01 127.0.0.1 >/dev/null 2>&1
	term_keys x
	ends "sizes: MTU $mtu" 0
done
# with so small an MTU lo loses its address; it gets it when it is brought up
ip -n $ns-b link set lo mtu 65536
ip -n $ns-b link set lo down
ip -n $ns-b link set lo up

# floods
term_open 80 24 "$b" "$iptraf" -l b0
seen 'stations' 'PktsIn'
term_keys Home # of a list that is empty yet
$a "$traffic" flood a0 200000 100000 mac 0
check '20 000 and more stations' within 10 term_shows ' 200001 entries '
equal 'stations: none dropped' 0 "$(dropped)"
check 'stations: the view is where it was' term_shows '02:00:00:00:00:00 on b0'
# a search over all of them, again and again, while more come
term_keys '\' 0 2 : 0 0 : 0 0 : Enter
seen 'stations: only some' ' 1-[0-9]* of 78[0-9] '
$a "$traffic" flood a0 200000 100000 mac 0
within 10 settled
seen 'stations: still' ' 1-[0-9]* of 78[0-9] '
equal 'stations: none dropped for the search' 0 "$(dropped)"
term_keys Escape
seen 'stations: all again' ' 200001 entries '
term_open 80 24 "$b" "$iptraf" -s b0
seen 'services' 'Proto/Port'
$a "$traffic" flood a0 200000 100000 udp 0
check 'services: the flood is one of them' within 10 term_shows 'UDP/53 *200000 '
term_keys a
seen 'services: all ports' 'all'
equal 'services: none dropped' 0 "$(dropped)"
term_keys Home
$a "$traffic" flood a0 65536 100000 port 0
check 'services: 65 536 ports' within 10 term_shows ' 65536 entries, all'
equal 'services: none dropped for them' 0 "$(dropped)"
# held rows: they scroll, sort and change window; counting continues
term_keys p
seen 'held' ' held since '
$a "$traffic" flood a0 1000 0 udp 0
within 10 settled
term_keys s p
seen 'held: sorted by packets' 'UDP/53 *200001 '
term_keys a
seen 'held: the other list' ' 1024 entries ─* held'
check 'held: was held with it' term_shows 'UDP/53 *200001 '
term_keys a
seen 'held: and back' ' 65536 entries, all '
check 'held: the rows are as they were' term_shows 'UDP/53 *200001 '
term_keys p
seen 'let go: counting went on' 'UDP/53 *201001 '

# what a filter can never pass does not wake the program
wakes() {
	cat "/proc/$pid"/task/*/status | awk '/^voluntary/ { n += $2 } END { print n }'
}
uptime_ms() {
	awk '{ print $1 * 1000 }' /proc/uptime
}

# wakes_while COMMAND...: how often the program woke up meanwhile, for every two seconds of it.
wakes_while() {
	count=$(wakes) since=$(uptime_ms)
	"$@"
	echo $((($(wakes) - count) * 2000 / ($(uptime_ms) - since)))
}

printf 'include tcp\n' >"$tmp/tcp"
for how in "--filter $tmp/tcp" '-F tcp'; do
	# shellcheck disable=SC2086
	text "$tmp/text" -d b0 $how
	# two seconds without traffic, to compare with
	idle=$(wakes_while sleep 2)
	busy=$(wakes_while $a "$traffic" flood a0 200000 100000 udp 0)
	# each 20 ms there would be a block of them
	check "$how: rejected packets cost nothing ($busy wake-ups in 2 s, idle $idle)" \
		test "$busy" -lt $((idle + 40))
	$a "$traffic" flood a0 500 0 syn 0
	text_ends
	equal "$how: and the others count" 500 "$(report_says "$tmp/text" | cut -d ' ' -f 1)"
done
