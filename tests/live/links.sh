# shellcheck shell=sh
# A link that goes is a state, not an end (I1 of INVARIANTS.md); promiscuity goes back (P4).

sees_ping() {
	$a ping -q -c 1 -W 1 10.77.0.2 >/dev/null
	[ "$(captured)" -gt "$before" ]
}

# sees_pings NAME: pings until they count.
sees_pings() {
	before=$(captured)
	check "$1" within 10 sees_ping
}

watch
sees_pings 'before: packets are seen'
ip -n $ns-b link set b0 down
seen 'down: it is reported' 'b0 is down'
ip -n $ns-b link set b0 up
sees_pings 'up: packets are seen again'
check 'up: no longer reported' within 10 term_shows_not 'b0 is'
ip -n $ns-b link del b0
seen 'deleted: it is reported' 'b0 is gone'
ticks() {
	awk '{ print $14 + $15 }' "/proc/$(term_pid)/stat"
}
used=$(ticks)
# a second in which there is nothing to do
sleep 1
check 'deleted: no spinning' test $(($(ticks) - used)) -lt 10
join
sees_pings 'made again: packets are seen again'
for n in 1 2 3; do
	ip -n $ns-b link set b0 down
	ip -n $ns-b link set b0 up
done
sees_pings 'flapping: packets are seen at the end'

# under load: another MTU, another name, another namespace and back
more() {
	[ "$(captured)" -gt "$before" ]
}

# counts NAME: what is sent is counted, at once.
counts() {
	before=$(captured)
	check "$1" within 1 more
}

# without a carrier the sender would try for ever, so that it is not waited for but killed
load() {
	$a "$traffic" flood a0 1000000000 10000 udp 1 &
	flood=$!
	counts "$1"
}

unload() {
	kill $flood
	reap $flood
	within 10 settled
}

# Packets that the screen does not have yet, or that came while there was no link.
missing() {
	echo $(($(counted) - $(captured) - $(dropped)))
}
is_steady() {
	was=$(missing)
	sleep 0.3
	[ "$(missing)" = "$was" ]
}
within 10 is_steady
before_load=$was
load 'load: packets are counted'
for mtu in 9000 68 1500; do
	ip -n $ns-b link set b0 mtu $mtu
	counts "MTU $mtu: packets are counted"
done
if ip -n $ns-b link set b0 name bx0 2>/dev/null; then
	seen 'another name: it is shown' 'b0 is now called bx0'
	counts 'another name: packets are counted'
	ip -n $ns-b link set bx0 name b0
	seen 'the old name again: it is shown' 'bx0 is now called b0'
	counts 'the old name again: packets are counted'
else
	skip 'another name' 'this kernel does not rename what is up' 4
fi
unload
accounts 'another MTU and name: no packet is missing' $(($(counted) - before_load))
load 'load again: packets are counted'
ip -n $ns-b link set b0 netns $ns-a
seen 'another namespace: it is gone' 'b0 is gone'
unload
used=$(ticks)
# a second in which there is nothing to do
sleep 1
check 'another namespace: no spinning' test $(($(ticks) - used)) -lt 10
ip -n $ns-a link set b0 netns $ns-b
ip -n $ns-b addr add 10.77.0.2/24 dev b0
ip -n $ns-b link set b0 up
ip -n $ns-b neigh add 10.77.0.1 lladdr 02:00:00:00:0a:01 dev b0
load 'back from there: packets are counted'
unload
term_keys x
ends 'it still leaves' 0

# "all" takes up what comes later
text "$tmp/text" -i all
ip -n $ns-b link del b0
join
told_ping() {
	$a ping -q -c 1 -W 1 10.77.0.2 >/dev/null
	grep -q 'ICMP; b0; .*echo req' "$tmp/text"
}
check 'all: an interface that came later' within 10 told_ping
text_ends

promiscuity() {
	ip -n $ns-b -d link show b0 2>/dev/null | sed -n 's/.*promiscuity \([0-9]*\).*/\1/p'
}
equal 'not promiscuous by itself' 0 "$(promiscuity)"
watch
equal 'nor while it runs' 0 "$(promiscuity)"
watch --set promiscuous=yes
equal 'promiscuous when asked for' 1 "$(promiscuity)"
$a "$traffic" flood a0 100 0 udp 0
at_least() {
	[ "$(captured)" -ge "$1" ]
}
check 'frames for others' within 10 at_least 100
kill -KILL "$(term_pid)"
is_plain() {
	[ "$(promiscuity)" = 0 ]
}
check 'and no more, even when it is killed' within 10 is_plain
