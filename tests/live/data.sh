# shellcheck shell=sh
# JSON and NDJSON, live: rotation under load, a pipe that is not read, a full disk.

# Whether all lines are JSON, and each by itself.
all_json() {
	python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    json.loads(line)' "$1"
}

# As documents, one after the other.
documents() {
	jq -c .schema "$@" | sort | uniq -c | sed 's/^ *//'
}

bg "$tmp/n.log" -i b0 --format ndjson
equal 'ndjson in the background: status' 0 "$rc"
$a "$traffic" flood a0 40000 10000 udp 1 &
flood=$!
i=0
while [ $i -lt 10 ]; do
	i=$((i + 1))
	mv "$tmp/n.log" "$tmp/n.log.$i"
	kill -USR1 "$pid"
	within 10 test -s "$tmp/n.log" || break
done
equal 'ndjson: rotations' 10 "$i"
reap $flood
within 10 settled
end TERM
cat "$tmp"/n.log* >"$tmp/lines"
check 'ndjson, rotated under load: each line is JSON' all_json "$tmp/lines"
equal 'ndjson, rotated under load: no line lost or doubled' 40000 "$(grep -c '"type":"packet".*"proto":"UDP"' "$tmp/lines")"
equal 'ndjson: a new file begins with it' 10 "$(grep -c '"type":"reopened"' "$tmp/lines")"
equal 'ndjson: start and stop' '1 1' "$(grep -c '"type":"start"' "$tmp/lines") $(grep -c '"type":"stop"' "$tmp/lines")"
rm -f "$tmp"/n.log*

if command -v jq >/dev/null; then
	bg "$tmp/j.log" -z b0 -j --interval 0.5
	check 'json in the background: reports' within 20 has 2 '"schema"' "$tmp/j.log"
	mv "$tmp/j.log" "$tmp/j.log.1"
	kill -USR1 "$pid"
	check 'json: reports in the new file' within 20 has 2 '"schema"' "$tmp/j.log"
	end TERM
	equal 'json, rotated: whole documents' "$(cat "$tmp"/j.log* | grep -c '"schema"') \"iptraf-ng.sizes/1\"" \
		"$(documents "$tmp/j.log" "$tmp/j.log.1")"
	rm -f "$tmp"/j.log*
else
	skip 'json, rotated' 'no jq here' 5
fi

# --- a pipe that is not read: capture is not disturbed, what is lost is counted ---

mkfifo "$tmp/pipe"
sleep 1000 <"$tmp/pipe" &
blocker=$!
$b "$iptraf" -i b0 --format ndjson --metrics "$prom/pipe.prom" --set metrics-interval=1 \
	>"$tmp/pipe" 2>"$tmp/err" &
pid=$!
within 10 is_running "$prom/pipe.prom" 1
$a "$traffic" flood a0 120000 40000 udp 1
captures_all() {
	[ "$(metric "$1" captured_packets_total)" -eq 120000 ]
}
check 'blocked pipe: every packet is captured' within 10 captures_all "$prom/pipe.prom"
equal 'blocked pipe: none is dropped' 0 "$(metric "$prom/pipe.prom" dropped_packets_total)"
check 'blocked pipe: lines are lost, and counted' \
	test "$(metric "$prom/pipe.prom" lost_lines_total)" -gt 10000
: >"$tmp/lines"
cat "$tmp/pipe" >"$tmp/lines" &
reader=$!
# (without any the pipe is broken)
within 10 test -s "$tmp/lines"
kill $blocker
reap $blocker
all_lines() {
	[ "$(($(grep -c '"type":"packet"' "$tmp/lines") + $(metric "$prom/pipe.prom" lost_lines_total)))" -eq 120000 ]
}
check 'blocked pipe: read again, written and lost lines are what was sent' within 20 all_lines
kill -TERM $pid
reap $pid
equal 'blocked pipe: status' 0 "$rc"
reap $reader
check 'blocked pipe: each line is JSON' all_json "$tmp/lines"
equal 'blocked pipe: the losses are in the data' "$(metric "$prom/pipe.prom" lost_lines_total)" \
	"$(sed -n 's/.*"type":"losses".*"lost_lines":\([0-9]*\).*/\1/p' "$tmp/lines" | tail -n 1)"

# --- a full disk ---

IPTRAF_LOG_PATH=$tmp/logs timeout 60 $b sh -c "mount -t tmpfs -o size=256k small '$tmp/small' &&
	'$iptraf' -B -L '$tmp/small/y.log' -i b0 --format ndjson; exit" 2>"$tmp/err"
pid=$(pid_of "$tmp/small/y.log")
if [ -n "$pid" ]; then
	small=/proc/$pid/root$tmp/small
	$a "$traffic" udp 10.77.0.2 9 1000 100
	check 'ndjson, disk full: it is reported' within 10 grep -q "\[$pid\] log .*: No space left" "$tmp/logs/daemon.log"
	cp "$small/y.log" "$tmp/part1"
	: >"$small/y.log"
	check 'ndjson, room again: it is reported' within 20 told_again
	equal 'ndjson, room again: the queue held all lines' 0 "$(lost_of)"
	cat "$tmp/part1" "$small/y.log" >"$tmp/lines"
	check 'ndjson, room again: each line is JSON' all_json "$tmp/lines"
	equal 'ndjson, room again: every line is there' 1000 "$(grep -c '"length":128' "$tmp/lines")"
	end TERM
else
	skip 'ndjson on a disk that is full' "no tmpfs here: $(head -n 1 "$tmp/err")" 6
fi

# --- full for longer than the queue lasts: what is lost is counted, capture is not disturbed ---

# Packets in the log, and what it says that it has lost.
logged() {
	case $1 in
	text) grep -c '; UDP; b0; 28 bytes; ' "$2" ;;
	ndjson) grep -c '"type":"packet".*"proto":"UDP"' "$2" ;;
	esac
}
logged_lost() {
	case $1 in
	text) sed -n 's/.*; \([0-9]*\) log lines lost.*/\1/p' "$2" | tail -n 1 ;;
	ndjson) sed -n 's/.*"type":"losses".*"lost_lines":\([0-9]*\).*/\1/p' "$2" | tail -n 1 ;;
	esac
}

# full_disk FORMAT
full_disk() {
	IPTRAF_LOG_PATH=$tmp/logs timeout 60 $b sh -c "mount -t tmpfs -o size=256k small '$tmp/small' &&
		'$iptraf' -B -L '$tmp/small/$1.log' -i b0 --format $1 --metrics '$prom/full-$1.prom' \
			--set metrics-interval=1; exit" 2>"$tmp/err"
	pid=$(pid_of "$tmp/small/$1.log")
	if [ -z "$pid" ] || ! command -v nsenter >/dev/null; then
		skip "$1, disk full for long" "no tmpfs or no nsenter here: $(head -n 1 "$tmp/err")" 9
		return
	fi
	within 10 is_running "$prom/full-$1.prom" 1
	$a "$traffic" flood a0 120000 40000 udp 1
	check "$1, disk full for long: every packet is captured" within 10 captures_all "$prom/full-$1.prom"
	equal "$1, disk full for long: none is dropped" 0 "$(metric "$prom/full-$1.prom" dropped_packets_total)"
	lost=$(metric "$prom/full-$1.prom" lost_lines_total)
	check "$1, disk full for long: lines are lost, and counted" test "$lost" -gt 10000
	nsenter -t "$pid" -m mount -o remount,size=200m "$tmp/small"
	check "$1, room again: it is reported" within 20 told_again
	equal "$1, room again: so are the lines lost" "$lost" "$(lost_of)"
	cp "/proc/$pid/root$tmp/small/$1.log" "$tmp/lines"
	equal "$1, room again: written and lost lines are what was sent" 120000 \
		"$(($(logged "$1" "$tmp/lines") + lost))"
	exec 9<"/proc/$pid/root$tmp/small/$1.log"
	end TERM
	cat <&9 >"$tmp/lines"
	exec 9<&-
	equal "$1, room again: the losses are in the log" "$lost" "$(logged_lost "$1" "$tmp/lines")"
	[ "$1" = text ] || check "$1, room again: each line is JSON" all_json "$tmp/lines"
}

full_disk text
full_disk ndjson
