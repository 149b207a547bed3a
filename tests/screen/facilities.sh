# shellcheck shell=sh
# The facilities beside the IP traffic monitor, and what all of them have in common.

for size in '80 24' '132 43' '40 10' '60 15' '200 60'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	facility $size -g
	screen_is "general, $name" "general-$name.txt"
	# shellcheck disable=SC2086
	facility $size -d all
	screen_is "detailed, $name" "detailed-$name.txt"
	# shellcheck disable=SC2086
	facility $size -z all
	screen_is "sizes, $name" "sizes-$name.txt"
	# shellcheck disable=SC2086
	facility $size -s all
	screen_is "services, $name" "services-$name.txt"
	# shellcheck disable=SC2086
	facility $size -l all
	screen_is "stations, $name" "stations-$name.txt"
done

# a sheet that is larger than its window
facility 60 12 -d all
term_keys Down Down Right
screen_is 'detailed, 60x12, scrolled' detailed-scrolled.txt
term_keys End
screen_is 'detailed, 60x12, its end' detailed-end.txt
term_size 80 24
screen_is 'detailed, all of it again' detailed-80x24.txt
facility 40 10 -z all
term_keys NPage
screen_is 'sizes, 40x10, a page down' sizes-page.txt

# services: sorting, all ports
facility 80 24 -s all
term_keys s
screen_is 'services: the sort box' services-sort.txt
term_keys r
screen_is 'services: by port' services-by-port.txt
term_keys R
screen_is 'services: the order is kept, and marked' services-kept.txt
term_keys R
screen_is 'services: and no longer' services-by-port.txt
term_keys a
screen_is 'services: all ports' services-all.txt
term_keys a
screen_is 'services: those below 1024 again' services-by-port.txt

# stations
facility 80 24 -l all
term_keys s
screen_is 'stations: the sort box' stations-sort.txt
term_keys k
screen_is 'stations: by packets out' stations-by-out.txt

mkdir "$tmp/ethers"
printf '02-00-00-00-00-01 router\n0200.0000.0002 printer on the second floor\n' >"$tmp/ethers/ethers"
env="env IPTRAF_WORK_PATH=$tmp/ethers"
facility 80 24 -l all
seen 'stations: a description' 'HW addr: 02:00:00:00:00:01 (router) on pcap0'
seen 'stations: and another' 'HW addr: 02:00:00:00:00:02 (printer on the second floor) on pcap0'
env=

# flows
show 80 24
term_keys u
screen_is 'flows' flows.txt
term_keys w s
screen_is 'flows: the sort box' flows-sort.txt
term_keys b R
screen_is 'flows: by bytes, kept' flows-kept.txt
term_keys w R
seen 'R without an order asks for one' 'Select sort criterion'
term_keys p
seen 'and keeps it' '[^ ]Packets '
term_keys w u
seen 'back to the packets' ' Bottom '
show 132 43
term_keys u
screen_is 'flows, 132x43' flows-132x43.txt
show 40 10
term_keys u
screen_is 'flows, 40x10' flows-40x10.txt
for size in '80 24' '132 43'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	term_open $size "$iptraf" -r "$others" -i all
	within 10 term_shows 'end of file' || :
	term_keys u w End
	screen_is "flows of ARP and other non-IP, $name" "flows-others-$name.txt"
done

# the key page, of each its own
show 80 24
term_keys '?'
screen_is 'keys of the monitor' keys-monitor.txt
term_keys Escape
screen_is 'and away' monitor.txt
facility 80 24 -s all
term_keys '?'
screen_is 'keys of the service monitor' keys-services.txt
show 40 10
term_keys '?' Down Down
screen_is 'keys, 40x10, scrolled' keys-40x10.txt

# held
for arguments in '-i all' '-g' '-d all' '-z all' '-s all' '-l all' '-H all'; do
	# shellcheck disable=SC2086
	facility 80 24 $arguments
	term_keys p
	seen "$arguments: P" ' held since [012][0-9]:'
	term_keys P
	check "$arguments: P again" within 10 term_shows_not ' held since '
done

# what is held scrolls, sorts and has its other columns and windows
env='env TZ=UTC'
for size in '80 24' '40 12'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	show $size
	term_keys p m
	screen_is "held, M, $name" "held-sizes-$name.txt"
	term_keys m s b w Up
	screen_is "held, sorted, the lower window scrolled, $name" "held-sorted-$name.txt"
	# shellcheck disable=SC2086
	facility $size -s all
	term_keys p
	screen_is "services, held, $name" "held-services-$name.txt"
done
env=
