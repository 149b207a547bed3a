#!/bin/sh
# Formats for programs: JSON, NDJSON, CSV.  ALL=1 judges every capture, else a part of tcpdump's;
# CAPTURES=DIRECTORY those in a directory.
cd "$(dirname "$0")" || exit 1
. ../lib/check.sh
iptraf=$(realpath "${IPTRAF:-../../iptraf-ng}")
schema=$(cd ../.. && realpath -m "${B:-build}/schema")
export TZ=UTC LC_ALL=C.UTF-8

write() {
	timeout 20 "$iptraf" -r mix.pcap "$@" 2>"$tmp/err"
}

# --- what an independent reader says ---

if python3 -c 'import jsonschema' 2>/dev/null; then
	find "${CAPTURES:-.}" -name '*.pcap*' -type f | sort | awk -v all="${ALL-}" \
		'/tcpdump/ && !all && n++ % 4 { next } { print }' >"$tmp/captures"
	xargs python3 formats.py "$iptraf" "$schema" <"$tmp/captures" >"$tmp/judge" 2>"$tmp/sum"
	check 'captures in every format: judged' grep -q '^[1-9][0-9]* runs judged' "$tmp/sum"
	silent 'captures in every format' cat "$tmp/judge"
else
	skip 'captures in every format' 'no jsonschema for python3 here' 2
fi

# --- which rows and fields ---

equal 'the busiest ports' 'port,bytes 443,37980 25,29680 53,26280' \
	"$(write -s all --format csv --top 3 --sort -bytes --fields port,bytes | tr '\n' ' ' | sed 's/ $//')"
equal '--top alone: those with most bytes' '443,37980 25,29680' \
	"$(write -s all --format csv --top 2 --fields port,bytes | sed 1d | tr '\n' ' ' | sed 's/ $//')"
equal '--top alone: the larger direction counts' \
	"$(write -i all -j | jq -c '[.connections[] | [.bytes, .bytes_back] | max] | sort | reverse | .[:3]')" \
	"$(write -i all -j --top 3 | jq -c '[.connections[] | [.bytes, .bytes_back] | max]')"
equal '--top alone: most packets where there are no bytes' \
	"$(write -z all -j | jq -c '[.sizes[].packets] | sort | reverse | .[:3]')" \
	"$(write -z all -j --top 3 | jq -c '[.sizes[].packets]')"
equal 'sorted by two fields' 'UDP,53 UDP,123 UDP,161 UDP,514' \
	"$(write -s all --format csv --sort -proto,port --fields proto,port | sed 1d | head -4 | tr '\n' ' ' | sed 's/ $//')"
equal 'text: the busiest ports' 'TCP/443: TCP/25:' \
	"$(write -s all --top 2 --sort -bytes | grep -oE '^[A-Z]+/[0-9]+:' | tr '\n' ' ' | sed 's/ $//')"
write -s all >"$tmp/one"
write -s all --once >"$tmp/two"
check 'text: --once is the report of a file' cmp "$tmp/one" "$tmp/two"
write -s all --format text >"$tmp/two"
check 'text is the classic log' cmp "$tmp/one" "$tmp/two"
write -i all -j >"$tmp/one"
write -i all --format json >"$tmp/two"
check '-j is --format json' cmp "$tmp/one" "$tmp/two"
equal 'a report every half second, and one at the end' 5 "$(write -g -j --interval 0.5 | grep -c '"schema"')"
equal 'reports are counted' 2 "$(write -g -j --interval 0.5 --count 2 | grep -c '"schema"')"
equal 'with time' 'time,port' "$(write -s all --format csv --fields port,time | head -1)"

"$iptraf" -r tunnels.pcap -i all --tunnels --format ndjson >"$tmp/lines"
# of_type TYPE PATTERN: how many lines of the type have the pattern
of_type() {
	grep "^{\"type\":\"$1\"" "$tmp/lines" | grep -c "$2"
}
equal 'packets and connections have their VLAN and tunnel' '3 3 1 1 1 1' "$(
	of_type packet '"vlan":10,"tunnel":"vxlan","tunnel_id":42,"tunnel_src":"10.9.0.1","tunnel_dst":"10.9.0.2"') $(
	of_type packet '"vlan":10,"tunnel":"vxlan","tunnel_id":42,"tunnel_src":"10.9.0.2","tunnel_dst":"10.9.0.1"') $(
	of_type first '"vlan":10,"tunnel":"vxlan","tunnel_id":43,"tunnel_src":"10.9.0.1"') $(
	of_type first '"vlan":10,"tunnel":"vxlan","tunnel_id":43,"tunnel_src":"10.9.0.2"') $(
	of_type closed '"vlan":10,"tunnel":"vxlan","tunnel_id":43') $(
	of_type closed '"vlan":20,"tunnel":"ipip","tunnel_id":null')"

equal 'networks with the same addresses: connections and flows have names of their own' '2 2' "$(
	"$iptraf" -r tcpdump/geneve.pcap -i all --tunnels --format ndjson >"$tmp/lines"
	for type in connections flows; do
		grep "^{\"type\":\"$type\"" "$tmp/lines" | grep -o '"flow":"[0-9a-f]*"' | sort -u | wc -l
	done | tr '\n' ' ' | sed 's/ $//')"

# refused TEXT ARGUMENT...: status 2, and why.
refused() {
	text=$1
	shift
	write "$@" >"$tmp/out"
	equal "$*: status" 2 $?
	check "$*: why" grep -q -- "$text" "$tmp/err"
	silent "$*: no output" cat "$tmp/out"
}
refused "unknown field 'nosuch'" -s all -j --fields nosuch
refused '--fields needs --format json' -s all --once --fields port,bytes
refused '--fields needs --format json' -s all --format text --fields port,bytes
refused "unknown field 'mac'" -s all -j --sort -mac
refused "field 'port' twice" -s all -j --fields port,bytes,port
refused 'a field expected' -s all -j --sort ,
refused 'up to 4 fields' -s all --sort port,bytes,proto,packets,rate
refused "not 'xml'" -s all --format xml
refused 'seconds from 0.1' -g --interval 0.05
refused 'seconds from 0.1' -g --interval 1e3
refused 'rows from 1' -g --top 0

# --- files ---

write -g --format csv -L "$tmp/log.csv"
write -g --format csv -L "$tmp/log.csv"
equal 'one head in a file that is appended to' 'time 2023 2023' \
	"$(cut -c1-4 "$tmp/log.csv" | tr '\n' ' ' | sed 's/ $//')"
IPTRAF_LOG_PATH=$tmp/logs write -g -j -B --foreground
check 'files of a format have its suffix' test -s "$tmp/logs/iface_stats_general.json"
if [ -w /dev/full ]; then
	write -s all -j >/dev/full
	equal 'full disk: status' 1 $?
	check 'full disk: what it says' grep -q 'No space left' "$tmp/err"
	silent 'full disk: no other reason' grep 'slow' "$tmp/err"
	# lost_of FILE: how many lines are reported, whether in a log or not
	lost_of() {
		sed -nE 's/^iptraf-ng: ([0-9]+) (log )?lines? lost$/\1/p' "$1"
	}
	for what in '-i all' '-H all' '-s all' -g; do
		for format in text ndjson csv json prometheus; do
			# shellcheck disable=SC2086
			good=$("$iptraf" -r oncall.pcapng $what --format $format | wc -l)
			# shellcheck disable=SC2086
			"$iptraf" -r oncall.pcapng $what --format $format >/dev/full 2>"$tmp/err"
			equal "full disk, $what, $format: each line is counted once" "$good" "$(lost_of "$tmp/err")"
			# shellcheck disable=SC2086
			"$iptraf" -r oncall.pcapng $what --format $format -L /dev/full 2>"$tmp/err"
			equal "full disk, $what, $format: in a log as well" "$good" "$(lost_of "$tmp/err")"
		done
	done
	"$iptraf" -r oncall.pcapng -s all --format csv --fields port 'port 9' >/dev/full 2>"$tmp/err"
	check 'full disk: one line is a line' grep -qx 'iptraf-ng: 1 line lost' "$tmp/err"
	"$iptraf" -r oncall.pcapng -i all 2>"$tmp/err" | head -n 1 >/dev/null
	silent 'a reader that has seen enough: nothing is reported' cat "$tmp/err"
	for option in -h -V --doc --dump-config; do
		"$iptraf" $option >/dev/full 2>"$tmp/err"
		equal "full disk, $option: status" 1 $?
		equal "full disk, $option: one line" 'iptraf-ng: cannot write to standard output: No space left on device' \
			"$(cat "$tmp/err")"
	done
fi

# --- the examples of the manual ---

# example NUMBER CAPTURE
example() {
	awk -v want="$1" '
	/^\.SH EXAMPLES/ { here = 1 }
	/^\.EE/ { inside = 0 }
	inside && n == want
	here && /^\.EX/ { inside = 1; n++ }' ../../man/iptraf-ng-output.5 |
		sed -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e 's/\\e/\\/g' -e "s,FILE,$2," >"$tmp/example"
	PATH=$tmp/bin:$PATH sh -eu "$tmp/example" 2>&1
}
# readme NUMBER CAPTURE: the same of the README; its blocks are indented
readme() {
	awk -v want="$1" '
	/^## / { here = /Data for programs/ }
	!here { next }
	/^    / && !inside { n++ }
	{ inside = /^    / }
	inside && n == want' ../../README.md | sed "s,file.pcap,$2,"  >"$tmp/example"
	PATH=$tmp/bin:$PATH sh -eu "$tmp/example" 2>&1
}
if command -v jq >/dev/null; then
	mkdir "$tmp/bin"
	ln -s "$iptraf" "$tmp/bin/iptraf-ng"
	write -i all --format csv --fields bytes,bytes_back,src,dst | sed 1d |
		awk -F, '{ print $1 + $2, $3, $4 }' | sort -s -k1,1nr | head -10 >"$tmp/want"
	check 'the example has rows' test -s "$tmp/want"
	example 1 mix.pcap | sort -s -k1,1nr >"$tmp/got"
	check 'example: busiest connections' cmp "$tmp/want" "$tmp/got"
	"$iptraf" -r tcp.pcap -i all | sed -nE 's/.*from ([0-9.]+):.*; Connection reset.*/\1/p' |
		sort | uniq -c | awk '{ print $1, $2 }' >"$tmp/want"
	check 'there are resets' test -s "$tmp/want"
	example 2 tcp.pcap >"$tmp/got"
	check 'example: resets by host' diff -u "$tmp/want" "$tmp/got"
	write -s all --format csv --fields proto,port,bytes | sed 1d | sed 's,\,,/,;s/,/ /' >"$tmp/want"
	example 3 mix.pcap >"$tmp/got"
	check 'example: bytes by port' diff -u "$tmp/want" "$tmp/got"
	equal 'three examples' '' "$(example 4 mix.pcap)"
	for n in 1 2 3; do
		example $n tcp.pcap >"$tmp/want"
		readme $n tcp.pcap >"$tmp/got"
		check "example $n of the README is that of the manual" cmp "$tmp/want" "$tmp/got"
		check "example $n has an answer" test -s "$tmp/got"
	done
else
	skip 'examples of the manual' 'no jq here' 12
fi
finish
