# shellcheck shell=sh
# A link that goes is a state, not an end (I1); promiscuity goes back (P4).

sees_ping() {
	before=$(captured)
	$a ping -q -c 1 -W 1 10.77.0.2 >/dev/null
	sleep 0.1
	[ "$(captured)" -gt "$before" ]
}

watch
check 'before: packets are seen' within 3 sees_ping
ip -n $ns-b link set b0 down
seen 'down: it says so' 'b0 is down'
ip -n $ns-b link set b0 up
check 'up: packets are seen again' within 3 sees_ping
check 'up: nothing more is said' within 2 term_shows_not 'b0 is'
ip -n $ns-b link del b0
seen 'deleted: it says so' 'b0 is gone'
ticks() {
	awk '{ print $14 + $15 }' "/proc/$(term_pid)/stat"
}
used=$(ticks)
sleep 1
check 'deleted: no spinning' test $(($(ticks) - used)) -lt 10
join
check 'made anew: packets are seen again' within 3 sees_ping
for n in 1 2 3; do
	ip -n $ns-b link set b0 down
	ip -n $ns-b link set b0 up
done
check 'flapping: packets are seen at the end' within 3 sees_ping
term_keys x
ends 'it still leaves' 0

# "all" takes up what comes later
$b "$iptraf" -i all >"$tmp/text" &
pid=$!
sleep 0.3
ip -n $ns-b link del b0
join
within 5 $a ping -q -c 1 -W 1 10.77.0.2 >/dev/null
sleep 0.2
kill -TERM $pid
wait $pid
check 'all: an interface that came later' grep -q 'ICMP; b0; .*echo req' "$tmp/text"

promiscuity() {
	ip -n $ns-b -d link show b0 2>/dev/null | sed -n 's/.*promiscuity \([0-9]*\).*/\1/p'
}
equal 'not promiscuous by itself' 0 "$(promiscuity)"
watch
equal 'nor while it runs' 0 "$(promiscuity)"
watch --set promiscuous=yes
equal 'promiscuous when asked for' 1 "$(promiscuity)"
$a "$traffic" flood a0 100 0 udp 0
sleep 0.2
check 'frames for others' test "$(captured)" -ge 100
kill -KILL "$(term_pid)"
is_plain() {
	[ "$(promiscuity)" = 0 ]
}
check 'and no more, even when it is killed' within 2 is_plain
