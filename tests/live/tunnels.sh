# shellcheck shell=sh
# What is in tunnels: against what is around it, what the kernel takes out of them, and what was sent.

# host_counts FILE ADDRESS INTERFACE WAY: packets and IP bytes of a host in a report.
host_counts() {
	awk -v host="$2 on $3," -v way="$4" '/^[^\t]/ { ours = index($0 ",", host) == 1 }
		ours && $1 == way { n = $2 " " $4 } END { print n }' "$1"
}

# around "PACKETS BYTES" HEADERS: the same with so many bytes around each packet.
around() {
	echo "$1" | awk -v headers="$2" '{ print $1, $2 + headers * $1 }'
}

# vx0_has WAY: packets and IP bytes that the kernel took out of the tunnel, or put into it.
vx0_has() {
	$b cat "/sys/class/net/vx0/statistics/$1_packets" "/sys/class/net/vx0/statistics/$1_bytes" |
		xargs
}

# vxlan HOST OWN OTHER: the end of a tunnel, of VNI 42, between the hosts.
vxlan() {
	ip -n "$ns-$1" link add vx0 address "02:00:00:00:0c:0$2" type vxlan id 42 \
		local "10.77.0.$2" remote "10.77.0.$3" dstport 4789 dev "${1}0" &&
		ip -n "$ns-$1" addr add "10.88.0.$2/24" dev vx0 &&
		ip netns exec "$ns-$1" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/vx0/disable_ipv6'
	ip -n "$ns-$1" link set vx0 up &&
		ip -n "$ns-$1" neigh add "10.88.0.$3" lladdr "02:00:00:00:0c:0$3" dev vx0
}

if vxlan a 1 2 2>"$tmp/err" && vxlan b 2 1 2>"$tmp/err"; then
	text "$tmp/outer" -H b0
	outer=$pid
	text "$tmp/device" -H vx0
	device=$pid
	text "$tmp/inner" -H b0 --tunnels
	$a ping -q -c 20 -i 0.02 -s 1000 10.88.0.2 >/dev/null
	$a "$traffic" udp 10.88.0.2 9 300 100
	text_ends "$outer" "$device" "$pid"
	for way in Incoming:rx Outgoing:tx; do
		inner=$(host_counts "$tmp/inner" 10.88.0.2 b0 ${way%:*})
		equal "vxlan: ${way%:*}: inside is what the kernel has of the tunnel" \
			"$(vx0_has ${way#*:})" "$inner"
		equal "vxlan: ${way%:*}: and what its device shows" \
			"$(host_counts "$tmp/device" 10.88.0.2 vx0 ${way%:*})" "$inner"
		equal "vxlan: ${way%:*}: outside are 50 bytes more for each packet" \
			"$(around "$inner" 50)" "$(host_counts "$tmp/outer" 10.77.0.2 b0 ${way%:*})"
	done
	equal 'vxlan: who is outside is not inside' '' "$(host_counts "$tmp/inner" 10.77.0.2 b0 Incoming)"

	watch --tunnels
	$b "$traffic" serve 10.88.0.2 5004 1 >"$tmp/served" &
	server=$!
	within 10 $b grep -q "$(printf ':%04X 00000000:0000 0A' 5004)" /proc/net/tcp
	$a "$traffic" send 10.88.0.2 5004 300000
	reap $server
	equal 'vxlan: a connection came over' 300000 "$(cat "$tmp/served")"
	term_keys '\'
	term_keys -l 'tunnel:vxlan vni:42'
	term_keys Enter
	seen 'vxlan: the connection is found' 'tunnel:vxlan vni:42 1-1 of 1 '
	seen 'vxlan: it is that inside' '10.88.0.2:5004'
	term_keys Enter
	seen 'vxlan: its details: the outer pair' 'Tunnel *VXLAN 42, 10.77.0.1 > 10.77.0.2 '
	term_keys q
	seen 'vxlan: back' '1-1 of 1 '
	term_keys q
	ends 'vxlan: end' 0
	for host in a b; do
		ip -n $ns-$host link del vx0
	done
else
	skip 'vxlan' "no such interface here: $(head -n 1 "$tmp/err")" 17
fi

# of every kind, made by hand: 28 bytes inside
for kind in gre:8 ipip:0 vxlan:30 geneve:16; do
	text "$tmp/outer" -i b0
	outer=$pid
	text "$tmp/inner" -i b0 --tunnels
	$a "$traffic" tunnel a0 100 ${kind%:*}
	text_ends "$outer" "$pid"
	equal "${kind%:*}: inside" 100 \
		"$(grep -c ' UDP; b0; 28 bytes; from 10.100.0.1:1024 to 10.99.1.1:53$' "$tmp/inner")"
	equal "${kind%:*}: outside" 100 \
		"$(grep -c "; b0; $((48 + ${kind#*:})) bytes; from 10.77.0.1[: ].*to 10.77.0.2" "$tmp/outer")"
	equal "${kind%:*}: nothing else" '0 0' "$(grep -c 'to 10.77.0.2' "$tmp/inner") $(
		grep -c 'to 10.99.1.1' "$tmp/outer")"
done
watch --tunnels
$a "$traffic" tunnel a0 3 geneve
term_keys w '\'
term_keys -l 'tunnel:geneve vni:42'
term_keys Enter
seen 'geneve: packets of the lower window' 'tunnel:geneve vni:42 1-3 of 3 '
term_keys Escape
seen 'geneve: all again' ' Time: '
term_keys q
ends 'geneve: end' 0
