# shellcheck shell=sh
# What a network engineer on call asks: each answer takes at most four keys from the open facility.
# A text that is typed counts as one.

KEYS_MOST=4

# task NAME ARGUMENT...: opens a facility over the capture; no key has been pressed.
task() {
	task=$1 pressed=0
	shift
	term_open 80 24 "${env-}" "$iptraf" -r "$oncall" "$@"
	within 10 term_shows 'end of file' || :
}

press() {
	pressed=$((pressed + $#))
	term_keys "$@"
}

type_text() {
	pressed=$((pressed + 1))
	term_keys -l "$1"
}

few_keys() {
	check "$task: $pressed keys" test "$pressed" -le $KEYS_MOST
}

line_has() {
	term_text >"$tmp/screen"
	cat "$tmp/screen"
	sed -n "${1}p" "$tmp/screen" | grep -q -- "$2"
}

clipboard_is() {
	[ "$(term show-buffer 2>/dev/null)" = "$1" ]
}

# answer PATTERN...: all of them come up.
answer() {
	few_keys
	for text in "$@"; do
		seen "$task: $text" "$text"
	done
}

# answer_first PATTERN: it is in the first line of the list.
answer_first() {
	few_keys
	SHOW=60 check "$task: $1 is first" within 10 line_has 3 "$1"
}

task 'top host' -H all
press s b
answer_first '10\.3\.7\.9 .* 2440  172k '

task 'top connection' -i all
press s b
answer_first '10\.3\.7\.9:51000 .* 172880 '

task 'top network' -H all
press g s b
answer_first '10\.20\.0\.0/24 .* 190k '

task 'top port' -s all
press a s b
answer_first 'TCP/8443 .* 175320 '

task 'top LAN station, by bytes in' -l all
press s b
answer_first '02:00:00:00:00:14 on eth1'

task 'who retransmits' -i all
press s t Enter
answer 'First end  *10\.1\.0\.8:52000' 'Retransmitted  7 (35\.00% of packets)'

task 'slow ssh' -i all
press '\'
type_text 'port:22 rtt:>100ms'
press Enter
seen "$task: found" '\\port:22 rtt:>100ms 1-1 of 1 '
press Enter
answer 'First end  *10\.1\.0\.32:53002' 'Second end  *10\.20\.0\.7:22' 'RTT  *350ms'

task 'a network among many' -i all
press '\'
type_text 10.3.0.0/16
press Enter
answer '10\.3\.7\.9:51000' '10\.3\.200\.1:40101' '\\10\.3\.0\.0/16 1-2 of 2 '

task 'a port' -i all
press '\'
type_text port:8443
press Enter
answer '10\.20\.0\.5:8443' '\\port:8443 1-1 of 1 '

task 'resets' -i all
press '\'
type_text state:reset
press Enter
answer '10\.1\.0\.66:54000 .* RSET ' '\\state:reset 1-1 of 1 '

task 'connections of one host' -i all
press '\'
type_text 10.1.0.8
press Enter
answer '10\.1\.0\.8:52000' '\\10\.1\.0\.8 1-1 of 1 '

task 'details of the top connection' -i all
press s b Enter
answer 'First end  *10\.3\.7\.9:51000' 'Second end  *10\.20\.0\.5:8443' 'Handshake 2\.30ms'

task 'hold, and the end of the list' -H all
press p End
answer ' held since ' '10\.20\.0\.54 '
check "$task: the first lines are scrolled off" term_shows_not '10\.3\.7\.9 '

task 'copy' -i all
term set -s set-clipboard on
press '\'
type_text port:8443
press Enter y
answer '^ Copied'
check "$task: the clipboard has it" within 10 \
	clipboard_is '10.3.7.9:51000  =  122  172880  -PA-  eth1  10.20.0.5:8443  =  61  2440  --A-  eth1'

env="env TZ=UTC IPTRAF_LOG_PATH=$tmp/oncall"
task 'write to a file' -H all
press e Enter
answer "^ Written to $tmp/oncall/hosts.txt"
check "$task: it has the hosts" has 1 '^10\.3\.7\.9 ' "$tmp/oncall/hosts.txt"
env=

task 'broadcast storm: rate of the interface' -d eth1
answer 'Broadcast:  *203 ' 'Broadcast rates:  *110\.2. kbps' '  203 pps'
task 'broadcast storm: who sends it' -l all
press s k
answer_first '02:00:00:00:00:66 on eth1'

task 'top VLAN' -H all
press t s b
answer_first 'no tag'
SHOW=60 check "$task: VLAN 20 is next" within 10 line_has 4 ' 20  eth0 .* 10596 '

task 'whose traffic is in a VLAN' -H all
press t
check "$task: they are sorted" within 10 line_has 4 ' 20  eth0 '
press Down Enter
answer ' filter: VLAN 20 ' '10\.5\.20\.1:41010 ' 'TCP:  *1 entries'

task 'top interface' -g
press s a
answer_first 'eth1 '

task 'flows of DNS' -i all
press u w '\'
type_text port:53
answer '10\.1\.0\.40  *10\.20\.0\.53:53  *UDP ' '4 flows  \\port:53 1-4 of 4 '

task 'packet sizes' -z all
answer '1426 to  1500:      120 '
