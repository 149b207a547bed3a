# shellcheck shell=sh
# What is shown against what the kernel counted.

before=$(counted)
watch
$a ping -q -c 20 -i 0.02 -s 1000 10.77.0.2 >/dev/null
serve 5001 2 "$tmp/served"
$a "$traffic" send 10.77.0.2 5001 3000000
$a "$traffic" send 10.77.0.2 5001 1
$a "$traffic" udp 10.77.0.2 9 500 100
reap $server
equal 'the bytes came over' '3000000 1 ' "$(tr '\n' ' ' <"$tmp/served")"
accounts 'ping, TCP and UDP: as many as the interface counted' $(($(counted) - before))
equal 'nothing dropped' 0 "$(dropped)"
check 'the second connection takes the line of the first' within 10 term_shows 'TCP:      1 entries'

# as text: the log's lines, each packet that is not TCP
text "$tmp/text" -i b0
$a ping -q -c 5 -i 0.02 10.77.0.2 >/dev/null
$a "$traffic" udp 10.77.0.2 9 50 100
within 10 has 50 '; UDP; ' "$tmp/text"
kill -INT $pid
reap $pid
equal 'text: status after SIGINT' 0 $rc
equal 'text: echo requests' 5 "$(grep -c 'ICMP; b0; 84 bytes; from 10.77.0.1 to 10.77.0.2; echo req$' "$tmp/text")"
equal 'text: echo replies' 5 "$(grep -c 'ICMP; b0; 84 bytes; from 10.77.0.2 to 10.77.0.1; echo rply$' "$tmp/text")"
equal 'text: datagrams' 50 "$(grep -c 'UDP; b0; 128 bytes; from 10.77.0.1:[0-9]* to 10.77.0.2:9$' "$tmp/text")"
equal 'text: it begins' 1 "$(head -n 1 "$tmp/text" | grep -c 'IP traffic monitor started')"
equal 'text: it ends' 1 "$(tail -n 1 "$tmp/text" | grep -c 'IP traffic monitor stopped')"

# what came just before the end counts
text "$tmp/text" -i b0
$a ping -q -c 3 -i 0.002 10.77.0.2 >/dev/null
text_ends
equal 'text: the last packets' 6 "$(grep -c 'ICMP; b0; ' "$tmp/text")"

# "all" sees the same, by interface
text "$tmp/text" -i all
$a ping -q -c 3 -i 0.02 10.77.0.2 >/dev/null
$b ping -q -c 3 -i 0.02 127.0.0.1 >/dev/null
within 5 sh -c "[ \$(grep -c 'ICMP; .*echo req\$' '$tmp/text') -ge 9 ]" || :
text_ends
equal 'all: on b0' 3 "$(grep -c 'ICMP; b0; .*echo req$' "$tmp/text")"
equal 'all: on lo' 6 "$(grep -c 'ICMP; lo; .*echo req$' "$tmp/text")"

# several at once
text "$tmp/one" -i b0
first=$pid
text "$tmp/two" -i b0
$a "$traffic" udp 10.77.0.2 9 50 100
text_ends "$first" "$pid"
equal 'several instances: each sees all' '50 50' "$(grep -c ' UDP; ' "$tmp/one") $(grep -c ' UDP; ' "$tmp/two")"

# VLAN tags, which the kernel takes off and keeps beside the packet
ip -n $ns-a link add link a0 name a0.5 type vlan id 5 2>/dev/null &&
	ip -n $ns-a addr add 10.78.0.1/24 dev a0.5 && ip -n $ns-a link set a0.5 up
if ip -n $ns-a link show a0.5 >/dev/null 2>&1; then
	text "$tmp/text" -i b0
	ip -n $ns-a neigh add 10.78.0.2 lladdr 02:00:00:00:00:09 dev a0.5
	$a "$traffic" udp 10.78.0.2 9 5 100
	text_ends
	equal 'tagged frames' 5 "$(grep -c 'UDP; b0; 128 bytes; from 10.78.0.1' "$tmp/text")"
	ip -n $ns-a link del a0.5
else
	skip 'tagged frames' 'this kernel has no VLAN interfaces'
fi
