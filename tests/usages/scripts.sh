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
	silent 'pkill: nothing is said' cat "$tmp/out" "$tmp/err"
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
	silent 'a job by its id: nothing is said' cat "$tmp/err"
	# not all commands of a job are jobs
	script 'in the background of a script in the background' <<-'END'
		(
			iptraf-ng -B -L /var/log/nested.log -i eth0
			sleep 1
			pkill iptraf-ng
		) &
		wait
	END
	equal 'in the background of a script in the background: it goes on' 1 $((took < 10))
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
	silent 'hourly logs: nothing is said' cat "$tmp/err"
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
	silent 'while an application runs: nothing is said' cat "$tmp/out" "$tmp/err"
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
