# shellcheck shell=bash
# Reading the log with the tools that are there: numbers 31 to 34.

# A log with connections, one of them without an answer, UDP and ICMP; in /mnt/traffic.log.
log_of_traffic() {
	serve 3
	iptraf-ng -B -i eth0 -L /mnt/traffic.log
	within 10 has 1 'monitor started' /mnt/traffic.log
	for i in 1 2 3; do
		"$traffic" send 10.77.1.1 8080 50000 2>/dev/null
	done
	# no one is at that port any more
	reap "$server"
	"$traffic" send 10.77.1.1 8080 1 2>/dev/null
	ping -q -c 3 -i 0.05 10.77.1.1 >/dev/null
	within 10 has 1 'Connection reset' /mnt/traffic.log
	within 10 has 1 '; ICMP; ' /mnt/traffic.log
	within 10 has 1 '; UDP; ' /mnt/traffic.log
	pkill iptraf-ng
	none_left 'a log of traffic'
}

# serve COUNT: so many connections to port 8080 at the other end of eth0; its id in $server.
serve() {
	ip netns exec far "$traffic" serve 10.77.1.1 8080 "$1" >/dev/null 2>&1 &
	server=$!
	within 10 listens
}

listens() {
	ip netns exec far grep -qi ':1F90 00000000:0000 0A' /proc/net/tcp
}

# prints NAME PATTERN: what a script of standard input prints has such a line.
prints() {
	script "$1"
	check "$1: what it prints" grep -qE -- "$2" "$tmp/out"
	silent "$1: no complaint" cat "$tmp/err"
}

if wanted 31 || wanted 32 || wanted 33 || wanted 34; then
	log_of_traffic
	prints 'what is unusual' 'ICMP.*dest unrch|Connection reset' <<-'END'
		grep -i "error\|fail\|unusual\|reset\|unrch" /mnt/traffic.log
	END
	prints 'a rate of events' '^[1-9][0-9]*$' <<-'END'
		tail -1000 /mnt/traffic.log | grep -c packet
	END
	prints 'protocols, counted' '^ *[1-9][0-9]* TCP$' <<-'END'
		grep -o -E "(TCP|UDP|ICMP)" /mnt/traffic.log | sort | uniq -c | sort -rn
	END
	equal 'protocols, counted: all three' 3 "$(wc -l <"$tmp/out")"
	prints 'top addresses' '^ *[1-9][0-9]* 10\.77\.1\.1$' <<-'END'
		grep -o -E '[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}' /mnt/traffic.log | sort | uniq -c | sort -rn | head -10
	END
	prints 'top ports' '^ *[1-9][0-9]* :8080$' <<-'END'
		grep -o -E ':[0-9]+' /mnt/traffic.log | sort | uniq -c | sort -rn | head -10
	END
	prints 'line by line into CSV' '^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4},TCP,10\.77\.1\.2:[0-9]+,10\.77\.1\.1:8080$' <<-'END'
		while read -r line; do
			[[ $line =~ ^([^;]*)\;\ (TCP|UDP)\;.*from\ ([^ ]+)\ to\ ([^ ;]+) ]] || continue
			echo "${BASH_REMATCH[1]},${BASH_REMATCH[2]},${BASH_REMATCH[3]},${BASH_REMATCH[4]}"
		done </mnt/traffic.log
	END
	prints 'peak hours' '^ *[1-9][0-9]* [0-2][0-9]$' <<-'END'
		awk '/TCP|UDP|ICMP/ { split($4, t, ":"); print t[1] }' /mnt/traffic.log | sort | uniq -c | sort -rn
	END
	prints 'an alert' '^ALERT: [0-9]+ connections$' <<-'END'
		n=$(grep -c 'first packet (SYN); *$\|first packet (SYN)$' /mnt/traffic.log)
		[ "$n" -le 3 ] || echo "ALERT: $n connections"
	END
	rm -f /mnt/traffic.log
fi
