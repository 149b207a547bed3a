#!/bin/sh
# A capture file in, an exact text out.  UPDATE=1 stores what comes out: then look at it.
cd "$(dirname "$0")" || exit 1
. ../lib/check.sh
iptraf=$(realpath "${IPTRAF:-../../iptraf-ng}")
asan=$(cd ../.. && realpath -m "${B:-build}/asan/iptraf-ng")
export TZ=UTC LC_ALL=C.UTF-8
all='--set show-arp=yes --set show-rarp=yes --set show-non-ip=yes'

replay() {
	timeout 20 "$iptraf" -r "$@"
}

# text NAME FILE ARGUMENT...: its output is NAME.txt, and nothing else is said.
text() {
	name=$1
	shift
	replay "$@" >"$tmp/out" 2>"$tmp/err"
	equal "$name: status" 0 $?
	same "$name" "$name.txt" "$tmp/out"
	silent "$name: nothing on standard error" cat "$tmp/err"
}

# refused NAME FILE ARGUMENT...: status 1, one line that names the program.
refused() {
	name=$1
	shift
	replay "$@" >"$tmp/out" 2>"$tmp/err"
	equal "$name: status" 1 $?
	equal "$name: one line" 1 "$(grep -c '^iptraf-ng: ' "$tmp/err")$(sed 1d "$tmp/err")"
}

# --- what is told of packets ---

text tcp tcp.pcap -i all
text tcp-macs tcp.pcap -i all --set mac-addresses=yes --set kbytes=yes
# shellcheck disable=SC2086
text others others.pcap -i all $all
for f in link-*.pcap; do
	text "${f%.pcap}" "$f" -i all
done
text interfaces interfaces.pcapng -i all
text general mix.pcap -g
text detailed mix.pcap -d all
text sizes mix.pcap -z all
text services mix.pcap -s all
text stations mix.pcap -l all
text hosts interfaces.pcapng -H all
text hosts-top mix.pcap --hosts all --format csv --top 5 --sort -bytes,address
text general-interfaces interfaces.pcapng -g
text detailed-picked interfaces.pcapng -d wlan%0
text interfaces-picked interfaces.pcapng -i wlan%0

# --- filters ---

text filter-web mix.pcap -i all --filter filters/web
text filter-four mix.pcap -d all --filter filters/four
text expression mix.pcap -i all 'tcp port 443 or icmp6'
text expression-words mix.pcap -d all tcp port 443 and not ip6
text expression-and-filter mix.pcap -d all --filter filters/web -F 'ip6'
status() {
	name=$1 want=$2 text=$3
	shift 3
	replay mix.pcap "$@" >"$tmp/out" 2>"$tmp/err"
	equal "$name: status" "$want" $?
	check "$name: what it says" grep -q -- "$text" "$tmp/err"
	equal "$name: one line" 1 "$(wc -l <"$tmp/err")"
}
status 'bad expression' 2 'expression: .*syntax' -i all -F 'tcp prot 80'
status 'expression with a network name' 2 'expression: lab: names of networks are not looked up; write ADDRESS/BITS$' -i all -F 'src net lab'
status 'expression with a station name' 2 'expression: ap: names of stations are not looked up; write the MAC address$' -i all -F 'tcp or ether src ap'
status 'expression with a gateway' 2 'expression: gw: gateway is not supported; write ether host MAC and not host ADDRESS$' -i all -F 'gateway gw'
status 'expression twice' 2 'not both' -i all -F tcp udp
status 'no such filter' 1 "no filter 'nosuch'" -i all --filter nosuch
status 'filter with a bad line' 1 'broken: line 3: column 9: protocols' -i all --filter filters/broken
status 'filter that is a directory' 1 '/' -i all --filter ./filters
mkdir -m 500 "$tmp/closed"
status 'a log that may not be written' 4 'closed/x.log: Permission denied' -i all -L "$tmp/closed/x.log"
mkdir -p "$IPTRAF_WORK_PATH/filters"
cp filters/web filters/four "$IPTRAF_WORK_PATH/filters/"
equal 'list of filters' 'four                     not IPv6
web                      web and names' "$("$iptraf" --list-filters)"
odd=$(printf 'w\033[2J\nforged')
cp filters/web "$IPTRAF_WORK_PATH/filters/$odd"
check 'list of filters: the name of a file is one line' sh -c "'$iptraf' --list-filters | grep -q '^w?.2J?forged  '"
rm "$IPTRAF_WORK_PATH/filters/$odd"
replay mix.pcap -i all --filter 'Web and Names' >"$tmp/out"
check 'a stored filter by its description' cmp filter-web.txt "$tmp/out"
echo 'filter = web' >"$IPTRAF_WORK_PATH/iptraf-ng.conf"
replay mix.pcap -i all >"$tmp/out"
check 'the applied filter' cmp filter-web.txt "$tmp/out"
rm -r "$IPTRAF_WORK_PATH"

# --- the filters of iptraf-ng 1.2 ---

cp -r state-1.2 "$IPTRAF_WORK_PATH"
equal '1.2: list of filters' 'second-one               second one
web-only                 web only' "$("$iptraf" --list-filters 2>&1)"
equal '1.2: rules' 'description web only
include tcp,8,18-20 from 10.1.2.0/255.255.255.0 port 80-90 to www.example/0.0.0.0 port 443
include all from 10.0.0.0/255.0.0.0' "$(cat "$IPTRAF_WORK_PATH/filters/web-only")"
equal '1.2: what is applied and visible' 'show-arp show-rarp show-non-ip filter' \
	"$("$iptraf" --dump-config | sed -n 's/ = .*iptraf-ng.conf:.*//p' | tr '\n' ' ' | sed 's/ $//')"
check '1.2: the old files stay' sh -c 'for f in state-1.2/*; do cmp "$f" "$1/${f#*/}" || exit; done' \
	- "$IPTRAF_WORK_PATH"
rm -r "$IPTRAF_WORK_PATH"/filters "$IPTRAF_WORK_PATH"/iptraf-ng.conf
echo nonsense >"$IPTRAF_WORK_PATH/othipfilters.dat"
equal '1.2: an odd file is reported' 1 "$("$iptraf" --list-filters 2>&1 | grep -c 'othipfilters.dat: not a file')"
rm -r "$IPTRAF_WORK_PATH"

# --- settings of a run ---

replay others.pcap -i all >"$tmp/out"
grep -v '; N\?on-IP \|; R\?ARP ' others.txt >"$tmp/ip"
same 'ARP, RARP and non-IP only when asked for' "$tmp/ip" "$tmp/out"
replay others.pcap -i all --set six-in-four=no >"$tmp/out"
equal 'IPv6 in IPv4 as such when asked for' 2 "$(grep -c '; 78 bytes; from 10.1.1.1 to 10.1.2.1$' "$tmp/out")"
replay tcp.pcap -i all -t 1 >"$tmp/out"
equal 'packets after the end of -t' 0 "$(grep -c 10.1.1.29 "$tmp/out")"
check 'it ends with its stop line' grep -q stopped "$tmp/out"

# --- tunnels ---

text tunnels tunnels.pcap -i all --tunnels
text tunnels-outside tunnels.pcap -i all
text tunnels-hosts tunnels.pcap -H all --tunnels --format csv --sort address,tunnel_id \
	--fields address,vlan,tunnel,tunnel_id,packets,bytes
text tunnels-services tunnels.pcap -s all --tunnels
replay tunnels.pcap -d all >"$tmp/outside"
replay tunnels.pcap -d all --tunnels >"$tmp/out"
same 'interface statistics count frames, whatever is in them' "$tmp/outside" "$tmp/out"
cat >"$tmp/inside" <<'END'
description inside
include tcp from 10.1.0.0/16 port 1005 to 10.1.0.0/16 port 80 opposite
END
replay tunnels.pcap -i all --tunnels --filter "$tmp/inside" >"$tmp/out"
equal 'rules are about what is inside' 4 "$(grep -c 'first packet' "$tmp/out")"
equal 'rules are about what is outside, with tunnels off' 0 \
	"$(replay tunnels.pcap -i all --filter "$tmp/inside" | grep -c ' from ')"
replay tunnels.pcap -i all --tunnels -F 'udp port 6081' >"$tmp/out"
equal 'an expression is about what is outside' 4 "$(grep -c 'first packet' "$tmp/out")"

# --- other people's packets ---

for f in tcpdump/*.pcap*; do
	echo "== $f"
	# shellcheck disable=SC2086
	replay "$f" -i all $all 2>&1
done >"$tmp/out"
same tcpdump tcpdump.txt "$tmp/out"

# --- the same every time, wherever it comes from ---

equal 'every frame counts' 488 "$(awk '$1 == "Total:" && $3 == "packets," { print $2 }' detailed.txt)"

for f in mix.pcap others.pcap interfaces.pcapng; do
	replay "$f" -i all >"$tmp/one"
	replay "$f" -i all >"$tmp/two"
	check "$f: twice the same" cmp "$tmp/one" "$tmp/two"
	replay - -i all <"$f" >"$tmp/two"
	check "$f: from standard input" cmp "$tmp/one" "$tmp/two"
	# a pipe cannot be read twice
	# shellcheck disable=SC2002
	cat "$f" | replay - -i all >"$tmp/two"
	check "$f: from a pipe" cmp "$tmp/one" "$tmp/two"
done
if [ "$(id -u)" = 0 ]; then
	chmod 755 "$tmp"
	install -m 755 "$iptraf" "$tmp/iptraf-ng"
	install -m 644 mix.pcap "$tmp/mix.pcap"
	setpriv --reuid=65534 --clear-groups "$tmp/iptraf-ng" -r "$tmp/mix.pcap" -i all >"$tmp/two"
	replay mix.pcap -i all >"$tmp/one"
	check 'reading a file takes no privilege' cmp "$tmp/one" "$tmp/two"
fi

# --- files that are none, or not whole ---

: >"$tmp/empty"
head -c 500 tcp.pcap >"$tmp/cut"
head -c 20 tcp.pcap >"$tmp/cut-head"
{ cat tcp.pcap; head -c 100 /dev/urandom; } >"$tmp/tail"
refused 'empty file' "$tmp/empty" -i all
refused 'file cut in a packet' "$tmp/cut" -i all
equal 'what was whole of it is told' 2 "$(grep -c 'first packet' "$tmp/out")"
refused 'file cut in its header' "$tmp/cut-head" -i all
refused 'text file' run.sh -i all
refused 'directory' . -i all
refused 'no such file' "$tmp/none" -i all
refused 'no such interface in the file' interfaces.pcapng -i eth7
equal 'those there are' 1 "$(grep -c 'eth0.*wlan%0' "$tmp/err")"
refused 'endless nothing' /dev/zero -i all
for letter in d z s; do
	refused "-$letter: no such interface in the file" interfaces.pcapng -$letter eth7
done

# --- sanitizers ---

under_asan() {
	timeout 60 "$asan" -r "$@" >"$tmp/out" 2>"$tmp/err"
	rc=$?
	if [ $rc -le 1 ] && ! grep -qE 'Sanitizer|runtime error' "$tmp/err"; then
		pass "$* under ASan and UBSan"
	else
		fail "$1 under ASan and UBSan: status $rc" "$tmp/err"
	fi
}

if [ -x "$asan" ]; then
	for f in *.pcap* tcpdump/*.pcap* "$tmp/cut" "$tmp/tail" "$tmp/empty"; do
		# shellcheck disable=SC2086
		under_asan "$f" -i all $all --set connections=64 --set mac-addresses=yes
		for facility in -g '-d all' '-z all' '-s all' '-l all'; do
			# shellcheck disable=SC2086
			under_asan "$f" $facility
		done
	done
else
	skip 'captures under ASan and UBSan' 'this compiler has no sanitizers'
fi
finish
