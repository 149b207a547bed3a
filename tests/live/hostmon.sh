# shellcheck shell=sh
# The host monitor against what the kernel counted, and its screens on a live line.

# b0_has COUNTER: of the interface.
b0_has() {
	$b cat "/sys/class/net/b0/statistics/$1"
}

# came COUNTER: since the counters were kept.
came() {
	echo $(($(b0_has "$1") - $(cat "$tmp/$1")))
}

# reported WAY: packets and IP bytes of host b in the report.
reported() {
	awk -v way="$1" '/^10[.]77[.]0[.]2 on b0/ { ours = 1; next }
		/^[^\t]/ { ours = 0 }
		ours && $1 == way { print $2, $4 }' "$tmp/text" | tail -n 1
}

text "$tmp/text" -H b0
for counter in rx_packets tx_packets rx_bytes tx_bytes; do
	b0_has $counter >"$tmp/$counter"
done
$a ping -q -c 20 -i 0.02 -s 1000 10.77.0.2 >/dev/null
$a "$traffic" udp 10.77.0.2 9 300 100
text_ends
equal 'hosts: status' 0 "$rc"
# an Ethernet header is 14 bytes
equal 'hosts: as many packets and bytes came as the interface counted' \
	"$(came rx_packets) $(($(came rx_bytes) - 14 * $(came rx_packets)))" "$(reported Incoming)"
equal 'hosts: and left it' \
	"$(came tx_packets) $(($(came tx_bytes) - 14 * $(came tx_packets)))" "$(reported Outgoing)"
has 1 '^10.77.0.0/24 on b0: 2 hosts$' "$tmp/text" && pass 'hosts: their network' ||
	fail 'hosts: their network' "$tmp/text"

# whose connections they are
serve 5001 1
term_open 80 24 "$b" "$iptraf" -H b0
seen 'hosts: ready' ' 0 hosts '
$a "$traffic" send 10.77.0.2 5001 3000000
reap $server
seen 'hosts: both are listed' ' 2 hosts '
term_keys s a
seen 'hosts: by address' '10.77.0.1 .*'
term_keys Enter
seen 'hosts: the connection of one' '10.77.0.2:5001'
seen 'hosts: and whose it is' 'filter: host 10.77.0.1'
term_keys Escape
seen 'hosts: back' ' 2 hosts '
term_keys g Enter
seen 'networks: the connections of one' 'filter: network 10.77.0.0/24'
term_keys Escape
seen 'networks: back' ' 1 networks '
term_keys x
ends 'hosts: end' 0
