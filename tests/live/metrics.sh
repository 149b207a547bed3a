# shellcheck shell=sh
# Metrics for Prometheus, beside a screen and a log, against the kernel's counters, and as a real
# node_exporter and Prometheus read them.

. ../lib/prometheus.sh
prom=$tmp/prom
mkdir "$prom"

# metric FILE NAME LABEL...: the value of the sample that has all these labels.
metric() {
	file=$1 name=$2
	shift 2
	grep "^iptraf_ng_$name{" "$file" >"$tmp/samples"
	for label; do
		grep -F "$label" "$tmp/samples" >"$tmp/samples.left"
		mv "$tmp/samples.left" "$tmp/samples"
	done
	sed 's/.* //' "$tmp/samples"
}

# detail FILE: the protocol table's total, as the kernel's counters are printed.
detail() {
	for way in in out; do
		for field in packets bytes; do
			metric "$1" "protocol_${field}_total" 'protocol="total"' "direction=\"$way\""
		done
	done | tr '\n' ' ' | sed 's/ $//'
}

is_running() {
	[ "$(metric "$1" running)" = "$2" ]
}

# a screen, a text and a background run, with files in one directory
before=$(kernel_says)
term_open 80 24 "$b" "$iptraf" -i b0 --metrics "$prom/screen.prom" --set metrics-interval=1
within 10 term_shows 'Packets captured'
text "$tmp/text" -d b0 --metrics "$prom/detail.prom" --set metrics-interval=1
detail=$pid
text "$tmp/services" -s b0 --metrics "$prom/services.prom" --set metrics-interval=1
services=$pid
(cd "$prom" && $b "$iptraf" -B -z b0 -L "$tmp/sizes.log" --metrics back.prom --set metrics-interval=1)
equal 'metrics of a background run: it starts' 0 $?
for file in screen detail services back; do
	check "$file: the first file" within 10 is_running "$prom/$file.prom" 1
done
sent=$(counted)
$a ping -q -c 20 -i 0.01 -s 1000 10.77.0.2 >/dev/null
$a "$traffic" udp 10.77.0.2 53 100 100
sent=$(($(counted) - sent))
check 'screen and metrics: as many as the interface counted' within 10 accounted "$sent"
written() {
	[ "$(metric "$prom/screen.prom" captured_packets_total)" = "$(captured)" ]
}
check 'metrics of a screen: as many' within 10 written
equal 'the threads of such a run are in the sandbox' 'Seccomp: 2 ' \
	"$(cat /proc/$detail/task/*/status | grep -o 'Seccomp:.*' | sort -u | tr '\t\n' '  ')"
silent 'and have no capability' \
	sh -c "cat /proc/$detail/task/*/status | grep -E 'Cap(Prm|Eff|Inh|Amb)' | grep -v 0000000000000000"
if command -v promtool >/dev/null; then
	for file in screen detail services back; do
		silent "$file: promtool has nothing to say against it" \
			promtool check metrics <"$prom/$file.prom"
	done
else
	skip 'metrics as promtool sees them' 'no promtool here' 4
fi

# the same file twice; a directory that is not there; one that may not be written
another() {
	timeout 10 $b "$iptraf" -g -t 1s --metrics "$1" >"$tmp/out" 2>"$tmp/err"
	equal "$2: status" 1 $?
	check "$2: why" grep -q "^iptraf-ng: .*$2" "$tmp/err"
}
another "$prom/detail.prom" 'another instance writes to it'
another "$tmp/none/x.prom" 'No such file or directory'

# --- a real collector, and a real Prometheus ---

# up PORT: something listens there
up() {
	$b grep -q "$(printf '0100007F:%04X 00000000:0000 0A' "$1")" /proc/net/tcp
}

ask() {
	$b promtool query instant http://127.0.0.1:19090 "$1" 2>&1
}

# value EXPRESSION: of a query with one result.
value() {
	ask "$1" | sed -nE 's/.* => ([0-9.e+-]+) @.*/\1/p'
}

# A dashboard's expression, as Grafana sends it.
expressions() {
	jq -r '.panels[].targets[].expr' ../../dist/grafana/iptraf-ng.json |
		sed -e 's/\$__rate_interval/1m/g' -e 's/\$__range/1h/g' -e 's/\$\(monitor\|instance\)/.*/g'
}

dashboard() {
	expressions | while read -r expression; do
		ask "$expression" >"$tmp/answer" || echo "$expression: $(cat "$tmp/answer")"
		grep -q ' => ' "$tmp/answer" || echo "$expression: no answer"
	done
}

scraped() {
	[ "$(value 'sum(iptraf_ng_running)')" = 0 ] && [ "$(value 'count(iptraf_ng_running)')" = 7 ]
}

collect() {
	cp ../../dist/grafana/iptraf-ng.rules.yml "$tmp"
	cat >"$tmp/prometheus.yml" <<-END
		global: { scrape_interval: 1s, evaluation_interval: 1s }
		rule_files: [ iptraf-ng.rules.yml ]
		scrape_configs:
		  - job_name: node
		    static_configs: [ { targets: [ '127.0.0.1:19100' ] } ]
	END
	$b prometheus-node-exporter --collector.disable-defaults --collector.textfile \
		--collector.textfile.directory="$prom" --web.listen-address=127.0.0.1:19100 \
		>"$tmp/exporter.log" 2>&1 &
	exporter=$!
	$b prometheus --config.file="$tmp/prometheus.yml" --storage.tsdb.path="$tmp/tsdb" \
		--web.listen-address=127.0.0.1:19090 >"$tmp/prometheus.log" 2>&1 &
	server=$!
	within 30 up 19100 && within 30 up 19090
}

have_prometheus() {
	command -v prometheus && command -v prometheus-node-exporter && command -v promtool &&
		command -v jq
}

no_scrape() {
	text_ends "$detail" "$services"
	kill -TERM "$(pgrep -f "metrics back.pro[m]")"
	term_keys x
	after=$(kernel_says)
}

if ! have_prometheus >/dev/null; then
	skip 'a scrape' 'no prometheus and prometheus-node-exporter here' 7
	no_scrape
elif ! collect; then
	cat "$tmp/exporter.log" "$tmp/prometheus.log" >"$tmp/collect"
	fail 'node_exporter and Prometheus start' "$tmp/collect"
	no_scrape
else
	pass 'node_exporter and Prometheus start'
	text "$tmp/general" -g --metrics "$prom/general.prom" --set metrics-interval=1
	general=$pid
	text "$tmp/hosts" -H b0 --metrics "$prom/hosts.prom" --set metrics-interval=1
	hosts=$pid
	text "$tmp/lan" -l b0 --metrics "$prom/lan.prom" --set metrics-interval=1
	$a ping -q -c 5 -i 0.01 10.77.0.2 >/dev/null
	# rates need two scrapes
	answered() {
		[ -z "$(dashboard)" ]
	}
	within 20 answered
	silent 'every panel of the dashboard has an answer' dashboard
	text_ends "$detail" "$services" "$general" "$hosts" "$pid"
	kill -TERM "$(pgrep -f "metrics back.pro[m]")"
	term_keys x
	after=$(kernel_says)
	check 'the last files are scraped' within 30 scraped
	equal 'a query is what the kernel counted' "$(difference "$before" "$after")" \
		"$(for way in in out; do for field in packets bytes; do
			value "iptraf_ng_protocol_${field}_total{protocol=\"total\",direction=\"$way\"}"
		done; done | tr '\n' ' ' | sed 's/ $//')"
	equal 'a query is what the report has' "$(sed -nE 's,^UDP/53: ([0-9]+) packets.*,\1,p' "$tmp/services" | tail -n 1)" \
		"$(value 'sum(iptraf_ng_service_packets_total{port="53"})')"
	equal 'sizes are a histogram' "$(echo "$before $after" | awk '{ print $5 - $1 + $7 - $3 }')" \
		"$(value 'sum(iptraf_ng_packet_size_bytes_count{monitor="back"})')"
	silent 'the collector has nothing to say against the files' \
		sh -c 'grep -iE "level=(error|warn)" "$1" | grep -v "as root"' - "$tmp/exporter.log"
	equal 'no alert' '' "$(ask 'ALERTS{alertstate="firing"}')"
	kill -TERM $server $exporter
	reap $server
	reap $exporter
fi
equal 'the last file is what the kernel counted' "$(difference "$before" "$after")" \
	"$(detail "$prom/detail.prom")"
check 'metrics of a background run: the last file' within 10 is_running "$prom/back.prom" 0
check 'metrics of a screen: the last file' within 10 is_running "$prom/screen.prom" 0
term_close
silent 'no temporary file is left' sh -c "ls -A '$prom' | grep -v '[a-z].prom\$'"

# --- trouble ---

# an interface with a name that needs escapes
if $b ip link add 'q"u\t' type veth peer name q1 2>"$tmp/err"; then
	$b ip link set 'q"u\t' up
	text "$tmp/text" -g --metrics "$prom/names.prom"
	check 'a name with a quote and a backslash' \
		within 10 has 1 'interface="q\\"u\\\\x5ct"' "$prom/names.prom"
	! command -v promtool >/dev/null || silent 'such a name: promtool has nothing to say against it' \
		promtool check metrics <"$prom/names.prom"
	text_ends
	$b ip link del 'q"u\t'
else
	skip 'a name with a quote and a backslash' "$(cat "$tmp/err")" 2
fi

# a full disk: reported once, counted, and written again when there is room
mkdir -p "$tmp/small"
if mount -t tmpfs -o size=32k none "$tmp/small" 2>"$tmp/err"; then
	dd if=/dev/zero of="$tmp/small/fill" bs=1k 2>/dev/null
	text "$tmp/text" -g --metrics "$tmp/small/x.prom" --set metrics-interval=1
	check 'a full disk is reported' within 10 has 1 'x.prom: No space left' "$tmp/err"
	$a ping -q -c 3 -i 0.3 10.77.0.2 >/dev/null
	equal 'a full disk: no half of a file' 'fill' "$(ls -A "$tmp/small")"
	rm "$tmp/small/fill"
	check 'room again: it is written' within 10 is_running "$tmp/small/x.prom" 1
	check 'room again: this is reported' within 10 has 1 'written again' "$tmp/err"
	check 'a full disk: failed writes are counted' \
		test "$(metric "$tmp/small/x.prom" metrics_failed_writes_total)" -ge 1
	text_ends
	equal 'a full disk: status' 0 "$rc"
	equal 'a full disk: reported once' 1 "$(grep -c 'No space left' "$tmp/err")"
	umount "$tmp/small"
else
	skip 'a full disk' "$(cat "$tmp/err")" 7
fi
