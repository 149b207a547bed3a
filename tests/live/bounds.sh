# shellcheck shell=sh
# Floods: exact drops (K1 of INVARIANTS.md), a bounded table that keeps what lives (B1).

resident() {
	awk '/^VmRSS/ { print $2 }' "/proc/$(term_pid)/status"
}

watch
before=$(captured)
kill -STOP "$(term_pid)"
$a "$traffic" flood a0 400000 0 udp 0
kill -CONT "$(term_pid)"
accounts 'stopped in a flood: received and dropped make up what was sent' $((before + 400000))
check 'some were dropped' test "$(dropped)" -gt 0

watch
$a "$traffic" flood a0 300000 100000 udp 0
accounts '100 000 packets a second: all accounted for' 300000
equal '100 000 packets a second: none dropped' 0 "$(dropped)"

# a terminal that reads nothing for two seconds
watch
server=$(term display-message -p '#{pid}')
kill -STOP "$server"
$a "$traffic" flood a0 200000 100000 udp 0
kill -CONT "$server"
accounts 'terminal that stands still: all accounted for' 200000
equal 'terminal that stands still: none dropped' 0 "$(dropped)"

# ten connections live on while 99 000 others go through a table of 20 000
lines=50
watch --set connections=20000
lines=
$a "$traffic" flood a0 100000 50000 syn 10
accounts 'SYN flood: all accounted for' 100000
equal 'SYN flood: none dropped' 0 "$(dropped)"
check 'SYN flood: the table is full' term_shows 'TCP:  20000 entries'
check 'SYN flood: the screen shows how many were evicted' term_shows ' 79010 evicted'
term_keys s p
check 'SYN flood: the ten are there' within 10 term_shows '10\.77\.0\.10:7777'
equal 'SYN flood: with every packet of theirs' 10 "$(grep -cE '10\.77\.0\.[0-9]+:7777 .* 100 +4000 S---' "$tmp/screen")"
check "SYN flood: memory is bounded ($(resident) kB)" test "$(resident)" -lt 60000
