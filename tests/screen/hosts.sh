# shellcheck shell=sh
# The host monitor.

for size in '80 24' '132 43' '40 12'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	facility $size -H all
	screen_is "hosts, $name" "hostmon-$name.txt"
	term_keys m
	screen_is "hosts, $name: counts" "hostmon-counts-$name.txt"
	term_keys m
	screen_is "hosts, $name: cards" "hostmon-cards-$name.txt"
	term_keys m g
	screen_is "networks, $name" "hostmon-networks-$name.txt"
	term_keys Enter
	seen "networks, $name: Enter: the name, however narrow" ' network 10.1.1.0/24 '
done
for size in '60 15' '100 30' '200 60'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	facility $size -H all
	screen_is "hosts, $name" "hostmon-$name.txt"
done
whole=$mix mix=$tunnels
for size in '80 24' '132 43' '40 12'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	facility $size -H all
	term_keys t
	screen_is "VLANs, $name" "hostmon-vlans-$name.txt"
	term_keys Down Enter
	check "VLANs, $name: Enter" within 10 term_shows 'TCP: '
	screen_is "VLANs, $name: the connections and flows of one" "hostmon-vlans-opened-$name.txt"
	term_keys Escape
	screen_is "VLANs, $name: Esc: back" "hostmon-vlans-$name.txt"
	term_keys Escape
	seen "VLANs, $name: Esc: back to the hosts" ' Host ──'
	# shellcheck disable=SC2086
	facility $size -H all --tunnels
	screen_is "hosts, $name: tunnels behind addresses" "hostmon-tunnels-$name.txt"
	term_keys s a Down Enter
	seen "hosts, $name: Enter: the tunnel is named" 'host 10.1.0.1 in vxlan 42  *end of file'
	term_keys Escape
	seen "hosts, $name: Esc: back" ' 20 hosts '
	# shellcheck disable=SC2086
	facility $size -H all --tunnels
	term_keys m m m
	screen_is "hosts, $name: VLAN and tunnel" "hostmon-path-$name.txt"
	term_keys m
	seen "hosts, $name: rates again" '<b/s'
	# shellcheck disable=SC2086
	facility $size -l all
	term_keys m
	screen_is "stations, $name: VLANs" "stations-vlans-$name.txt"
done
facility 132 43 -H all
screen_is 'hosts, 132x43: VLAN beside the rates' hostmon-tags-132x43.txt
facility 132 43 -l all
screen_is 'stations, 132x43: VLAN beside the counts' stations-tags-132x43.txt
term_keys s v
seen 'stations: by VLAN' ' VLAN '
facility 80 24 -H all
term_keys g m m
seen 'networks: the last set' ' Iface ── Age '
term_keys m
seen 'networks: and the first, they have no VLAN' '<Byt  Byt>'
term_keys g s v
seen 'hosts: by VLAN: its columns come up, without tunnels' 'VLAN ─*  *<b/s  *b/s> ─ Iface '
term_keys t
term_size 80 24
term_keys / v l a n : 2 0 Enter
screen_is 'VLANs: one is found' hostmon-vlans-found.txt
term_keys Escape
check 'VLANs: Esc ends the search' within 10 term_shows_not '/vlan:20'
term_keys '?'
check 'VLANs: the key page' within 10 term_shows 'Enter  *open what the bar is on'
check 'VLANs: the key page: only what they have' term_shows_not 'next set of columns'
term_keys z Enter
seen 'VLANs: Enter: the name' 'filter: VLAN 20 '
term_keys Escape
seen 'VLANs: Esc returns to them' ' VLAN ── Iface'
term_keys t
check 'VLANs: T returns' within 10 term_shows 'Host ──'
term_keys g
seen 'networks: G' ' Network ──'
term_keys Escape
seen 'networks: Esc: back to the hosts' ' Host ──'
term_keys Escape
check 'hosts: Esc leaves' within 10 term_ended
mix=$whole
facility 80 24 -H all
term_keys s
screen_is 'hosts: the sort box' hostmon-sort.txt
term_keys b
screen_is 'hosts: by bytes' hostmon-by-bytes.txt
term_keys Enter
seen 'hosts: Enter: whose connections' 'filter: host fd00:1::3'
screen_is 'hosts: the connections and flows of one' hostmon-opened.txt
term_keys Escape
screen_is 'hosts: Esc: back' hostmon-by-bytes.txt
term_keys o
screen_is 'hosts: local ones first' hostmon-local.txt
term_keys g s h
screen_is 'networks: by hosts' hostmon-networks-by-hosts.txt
facility 80 24 -H all
term_keys s p
seen 'hosts: by packets: their columns come up' '↓PktsIn ──↓PktsOut ─ BytesIn '
term_keys g
seen 'networks: the same ones' ' PktsIn .* BytesIn '
term_keys s c
seen 'networks: by connections: their columns' '<Byt  Byt> ↓Conn '
term_keys m m s i
seen 'networks: by rate in' '↓<b/s  b/s> '
