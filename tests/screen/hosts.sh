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
done
for size in '60 15' '100 30' '200 60'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	facility $size -H all
	screen_is "hosts, $name" "hostmon-$name.txt"
done
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
