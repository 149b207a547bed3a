# shellcheck shell=bash
# In scripts: numbers 13 to 27.

if wanted 17; then
	script 'pkill' <<-'END'
		LOG_FILE="/var/log/session 1.log" INTERFACE=eth0
		iptraf-ng -B -L "$LOG_FILE" -i "$INTERFACE"
		sleep 2
		pkill iptraf-ng
	END
	none_left 'pkill'
	complete 'pkill' '/var/log/session 1.log'
	covers 'pkill' '/var/log/session 1.log' 2
	silent 'pkill: no output' cat "$tmp/out" "$tmp/err"
fi

if wanted 19; then
	script 'a job by its id' <<-'END'
		iptraf-ng -B -L /var/log/job.log -i eth0 &
		PID=$!
		sleep 2
		kill -0 $PID && ps -o comm= -p $PID
		kill $PID
		wait $PID
	END
	equal 'a job by its id: it is the monitor' iptraf-ng "$(cat "$tmp/out")"
	none_left 'a job by its id'
	complete 'a job by its id' /var/log/job.log
	covers 'a job by its id' /var/log/job.log 2
	silent 'a job by its id: no output' cat "$tmp/err"
	# not all commands of a job are jobs
	script 'in the background of a script in the background' <<-'END'
		(
			iptraf-ng -B -L /var/log/nested.log -i eth0
			sleep 1
			pkill iptraf-ng
		) &
		wait
	END
	equal 'in the background of a script in the background: it continues' 1 $((took < 10))
	none_left 'in the background of a script in the background'
	at_terminal 'a job, on a terminal' <<-'END'
		iptraf-ng -B -L /var/log/job-tty.log -i eth0 &
		PID=$!
		sleep 1
		kill $PID
		wait $PID
	END
	none_left 'a job, on a terminal'
	complete 'a job, on a terminal' /var/log/job-tty.log
fi

if wanted 20; then
	script 'hourly logs' <<-'END'
		hours=0
		while true; do
			HOURLY_LOG=/var/log/hourly_$hours.log
			timeout 2s iptraf-ng -B -L "$HOURLY_LOG"
			echo "status $?"
			find /var/log -name 'hourly_*.log' ! -name "*_$hours.log" -exec gzip {} \;
			hours=$((hours + 1))
			[ $hours -lt 3 ] || break
		done
	END
	equal 'hourly logs: each ends by its time' 'status 124 status 124 status 124 ' "$(tr '\n' ' ' <"$tmp/out")"
	silent 'hourly logs: no output' cat "$tmp/err"
	none_left 'hourly logs'
	gunzip /var/log/hourly_*.gz
	for i in 0 1 2; do
		complete "hourly logs: $i" /var/log/hourly_$i.log
		covers "hourly logs: $i" /var/log/hourly_$i.log 2
	done
fi

if wanted 21; then
	script 'reports for a week' <<-'END'
		REPORT_INTERVAL=1 INTERFACE=eth0
		for day in 1 2 3; do
			REPORT_FILE="/var/log/report_$day.log"
			timeout "$REPORT_INTERVAL"s iptraf-ng -B -L "$REPORT_FILE" -i "$INTERFACE"
			[ $? -eq 124 ] || exit 1
		done
	END
	none_left 'reports for a week'
	equal 'reports for a week: all' 3 "$(grep -l ' stopped ' /var/log/report_*.log | wc -l)"
fi

if wanted 22; then
	script 'before and after' <<-'END'
		timeout 2s iptraf-ng -B -L /var/log/pre.log -i eth0
		: deploy
		timeout 3s iptraf-ng -B -L /var/log/post.log -i eth0
		[ $? -eq 124 ]
	END
	none_left 'before and after'
	covers 'before' /var/log/pre.log 2
	covers 'after' /var/log/post.log 3
fi

if wanted 23; then
	script 'while an application runs' <<-'END'
		T=3
		timeout "$T"s iptraf-ng -B -L /var/log/app.log -i eth0 &
		MONITOR_PID=$!
		ping -q -c 2 -i 0.2 10.77.1.1 >/dev/null
		wait $MONITOR_PID
		[ $? -eq 124 ]
	END
	equal 'while an application runs: seconds' 3 "$took"
	none_left 'while an application runs'
	covers 'while an application runs' /var/log/app.log 3
	silent 'while an application runs: no output' cat "$tmp/out" "$tmp/err"
fi

if wanted 24; then
	script 'samples' <<-'END'
		for i in 1 2; do
			timeout 1s iptraf-ng -B -L /var/log/samples.log
			sleep 1
		done
	END
	none_left 'samples'
	equal 'samples: in one log' 2 "$(grep -c ' stopped ' /var/log/samples.log)"
fi

if wanted 13; then
	prompt
	types 'timeout 2s iptraf-ng -i eth0; echo status $?'
	seen 'timeout at a prompt: a screen' 'Packets captured'
	seen 'timeout at a prompt: status' 'status 124'
	want=124 at_terminal 'timeout in a script' <<-'END'
		DURATION=2
		set -- eth0
		timeout "$DURATION"s iptraf-ng -i "$1"
	END
	check 'timeout in a script: why there is no screen' grep -q \
		'^iptraf-ng: no screen: another job has the terminal (use timeout --foreground, or -t instead)' "$tmp/screen"
	check 'timeout in a script: log lines' grep -q '; ICMP; ' "$tmp/screen"
	at_terminal 'timeout --foreground and -t in a script' <<-'END'
		timeout --foreground 2s iptraf-ng -i eth0 | grep never
		timeout --foreground 2s iptraf-ng -i eth0
		[ $? -eq 124 ] && iptraf-ng -i eth0 -t 2s
	END
	equal 'timeout --foreground and -t in a script: no log lines' 0 "$(grep -c '; ICMP; ' "$tmp/screen")"
	# the terminal's owner is outside: nothing may touch it
	want=124 at_terminal 'timeout in a PID namespace' <<-'END'
		unshare -mpf --mount-proc bash -c 'timeout 2s iptraf-ng -i eth0'
	END
	check 'timeout in a PID namespace: log lines' grep -q '; ICMP; ' "$tmp/screen"
	none_left 'timeout'
fi

if wanted 14; then
	script 'one interface after the other' <<-'END'
		for interface in eth0 wlan0; do timeout 2s iptraf-ng -i $interface; done
		[ $? -eq 124 ]
	END
	for iface in eth0 wlan0; do
		check "one interface after the other: $iface" grep -q "; ICMP; $iface; " "$tmp/out"
	done
	silent 'one interface after the other: nothing else' cat "$tmp/err"
fi

if wanted 15; then
	script 'interfaces side by side' <<-'END'
		for interface in eth0 wlan0; do timeout 2s iptraf-ng -i "$interface" & done; wait
	END
	equal 'interfaces side by side: seconds' 2 "$took"
	for iface in eth0 wlan0; do
		check "interfaces side by side: $iface" grep -q "; ICMP; $iface; " "$tmp/out"
	done
fi

if wanted 16; then
	cat >"$tmp/monitor" <<-'END'
		iptraf-ng -i eth0 &
		PID=$!
		sleep 2
		kill $PID || exit 1
		wait $PID
	END
	at_terminal 'a monitor beside a script' <"$tmp/monitor"
	equal 'a monitor beside a script: one line says why' 1 "$(grep -c \
		'^iptraf-ng: no screen: standard input is not a terminal; log lines follow$' "$tmp/screen")"
	check 'a monitor beside a script: log lines' grep -q '; ICMP; ' "$tmp/screen"
	for to in '| cat' '>/mnt/file' '| cat >/mnt/file'; do
		{ echo '{'; cat "$tmp/monitor"; echo "} $to"; } >"$tmp/piped"
		rm -f /mnt/file
		script "a monitor beside a script $to" <"$tmp/piped"
		[ ! -e /mnt/file ] || cp /mnt/file "$tmp/out"
		complete "a monitor beside a script $to" "$tmp/out"
		silent "a monitor beside a script $to: nothing else" cat "$tmp/err"
	done
	none_left 'a monitor beside a script'
	prompt
	types 'iptraf-ng -i eth0 &'
	seen 'a job at a prompt: one line says why' 'iptraf-ng: no screen: another job has the terminal (started with &'
	types 'kill %1'
	none_left 'a job at a prompt'
fi

if wanted 18; then
	script 'a log by date' <<-'END'
		iptraf-ng -B -L /var/log/iptraf_$(date +%Y%m%d).log
		ps aux | grep iptraf-ng | grep -v grep
		sleep 1
		pkill iptraf-ng
	END
	check 'a log by date: ps shows it' grep -q 'iptraf-ng -B -L /var/log/iptraf_' "$tmp/out"
	none_left 'a log by date'
	complete 'a log by date' "/var/log/iptraf_$(date +%Y%m%d).log"
fi

if wanted 25; then
	script 'time' <<-'END'
		timeout 2s /usr/bin/time -v iptraf-ng -B -L /var/log/time.log -i eth0
		pkill iptraf-ng
		/usr/bin/time -v iptraf-ng -i eth0 -t 1s >/dev/null
	END
	check 'time: what was used' grep -q 'Maximum resident set size' "$tmp/err"
	covers 'time, under timeout' /var/log/time.log 2
	none_left 'time'
fi

if wanted 26; then
	script 'a directory' <<-'END'
		mkdir -p /var/log/network/daily
		timeout 1s iptraf-ng -B -L /var/log/network/daily/x.log -i eth0
		[ $? -eq 124 ] && grep -q stopped /var/log/network/daily/x.log
	END
	want=4 script "another user's directory" <<-'END'
		mkdir -p /var/log/other && chown 65534:65534 /var/log/other
		iptraf-ng -B -L /var/log/other/x.log -i eth0
	END
	equal "another user's directory: one clear line" 1 \
		"$(grep -c '/var/log/other/x.log: Permission denied' "$tmp/err")"
	want=1 script 'a read-only disk' <<-'END'
		mkdir /mnt/ro && mount -t tmpfs -o ro none /mnt/ro
		iptraf-ng -B -L /mnt/ro/x.log -i eth0
	END
	equal 'a read-only disk: one clear line' 1 "$(grep -c '/mnt/ro/x.log: Read-only file system' "$tmp/err")"
	script 'a full disk' <<-'END'
		mkdir /mnt/full && mount -t tmpfs -o size=16k none /mnt/full
		dd if=/dev/zero of=/mnt/full/zeroes bs=1k count=16 2>/dev/null
		iptraf-ng -B -L /mnt/full/x.log -i eth0
		sleep 2
		pkill iptraf-ng
	END
	check 'a full disk: it is reported' within 5 grep -q '/mnt/full/x.log: No space left' $log/daemon.log
	none_left 'a full disk'
fi

if wanted 27; then
	mkdir -p /var/network
	for file in /var/network/x.log /tmp/iptraf-usage-$$.log ~/x.log "/var/log/it's \"$(date)\".log"; do
		want=124 script "-L $file" <<-END
			timeout 1s iptraf-ng -B -L $(printf %q "$file") -i eth0
		END
		check "-L $file: the log" grep -q stopped "$file"
		rm -f "$file"
	done
	rmdir /var/network
fi
