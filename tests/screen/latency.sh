# shellcheck shell=sh
# Keys are answered while a flood of new flows comes in: in a namespace, for some seconds.

PRESSES=6
MOST_MS=1500 # of the slowest, on a machine that does other things too

flood_ns() {
	[ "$(id -u)" = 0 ] && [ -x "$traffic" ] && ip netns add $ns &&
		ip -n $ns link add wan0 type veth peer name lan7 &&
		for i in lo wan0 lan7; do ip -n $ns link set $i up || return 1; done
}

now_ms() {
	date +%s%3N
}

is_open() {
	term capture-pane -p | grep -q '┌ Keys'
}

is_closed() {
	! is_open
}

# answered KEY CONDITION: milliseconds until it is true after the key; no more than ten seconds.
answered() {
	start=$(now_ms)
	term_keys "$1"
	until "$2"; do
		[ $(($(now_ms) - start)) -lt 10000 ] || break
	done
	echo $(($(now_ms) - start))
}

asks_for_order() {
	term capture-pane -p | grep -q 'Select sort'
}

has_asked() {
	! asks_for_order
}

is_held() {
	term capture-pane -p | grep -q 'held'
}

is_released() {
	! is_held
}

press() {
	took=$(answered "$1" "$2")
	[ "$took" -le $worst ] || worst=$took
}

# The key page, opened and closed; of lists the order, and holding them.
slowest() {
	worst=0
	i=0
	while [ $i -lt $PRESSES ]; do
		press '?' is_open
		press Escape is_closed
		press s asks_for_order
		press b has_asked
		press p is_held
		press p is_released
		i=$((i + 1))
	done
	echo "$worst" >"$tmp/worst"
	[ $worst -le $MOST_MS ] || echo "$worst ms"
}

if ! flood_ns 2>/dev/null; then
	ip netns del $ns 2>/dev/null
	skip 'keys under a flood' 'needs root and network namespaces' 6
	return
fi
for arguments in '-i wan0' '-H wan0' '-g'; do
	term_open 80 24 "ip netns exec $ns" "$iptraf" "$arguments"
	within 10 term_shows 'wan0\|TCP Connections\|hosts' || :
	ip netns exec $ns "$traffic" flood lan7 400000 100000 syn 10 >/dev/null 2>&1 &
	check "$arguments: the flood has come" within 10 term_shows '[0-9][0-9][0-9][0-9][0-9] '
	silent "$arguments: keys under it are answered within $MOST_MS ms" slowest
	kill $! 2>/dev/null
	wait $!
	term_keys q
	within 3 term_ended || :
done
ip netns del $ns
