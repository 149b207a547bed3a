# shellcheck shell=sh
# Details of a TCP connection, and the set of columns about health.

for size in '80 24' '40 12' '132 43'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	show $size
	term_keys Enter
	screen_is "details, $name" "details-$name.txt"
	term_keys Right
	[ "$name" != 40x12 ] || screen_is "details, $name: scrolled" "details-right-$name.txt"
	term_keys Escape
	check "details, $name: Esc returns" within 10 term_shows 'Packets captured\|Packets:'
done
whole=$mix mix=$tunnels
show 80 24 --tunnels
term_keys m m m m
screen_is 'columns about VLAN and tunnel' monitor-path.txt
term_keys Enter
screen_is 'details of a connection in a tunnel' details-tunnel.txt
term_keys q
seen 'back from them' ' VLAN Tunnel '
term_keys w '\' v n i : 4 2 Enter
seen 'and packets have them' ' on pcap0 VLAN 10 in vxlan 4'
show 80 24 --tunnels
check 'on 80 columns packets have them only then' within 10 term_shows_not 'VLAN 10'
show 100 30 --tunnels
screen_is 'packets and their VLANs, 100x30' monitor-path-100x30.txt
term_keys u
screen_is 'flows, VLANs and tunnels, 100x30' flows-vlans-100x30.txt
show 132 43 --tunnels
term_keys u
screen_is 'flows, VLANs and tunnels' flows-vlans.txt
mix=$whole
show 80 24
term_keys m m m
screen_is 'columns about health' monitor-health.txt
term_keys s
screen_is 'columns about health: the sort box lists them' monitor-health-sort.txt
term_keys l
screen_is 'L: by round trip time' monitor-health-by-rtt.txt
term_keys Down Enter
check 'details of the connection under the bar' within 10 term_shows 'TCP connection'
term_keys q
screen_is 'Q returns to the list, the bar where it was' monitor-health-bar.txt
term_keys w Enter
screen_is 'Enter in the lower window does nothing' monitor-health-lower.txt
show 132 43
term_keys s
screen_is '132x43: the sort box' monitor-132x43-sort.txt
