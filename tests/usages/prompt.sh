# shellcheck shell=bash
# At a prompt: numbers 1 to 12.

# prompt: an interactive shell, with job control.
prompt() {
	term_open 100 30 env PS1=ready: bash --norc --noprofile -i
	within 10 term_shows '^ready:'
}

# types TEXT: a line at the prompt.
types() {
	term_keys -l "$1"
	term_keys Enter
}

if wanted 6; then
	prompt
	types 'iptraf-ng -B; echo status $?'
	seen 'background: returns' 'status 0'
	seen 'background: its process and its pid file' \
		'running in the background as process [0-9]* (/run/iptraf-ng/conns-all-[0-9]*.pid)'
	pid=$(sed -n 's/.*as process \([0-9]*\) .*/\1/p' "$tmp/screen")
	file=$(sed -n 's/.*(\(.*pid\)).*/\1/p' "$tmp/screen")
	equal 'background: what it printed is true' "$pid $pid" "$(running) $(cat "$file")"
	check 'background: the default log' within 10 has 1 '; ICMP; eth0; ' $log/ip_traffic-1.log
	term_close
	check 'background: it outlives the terminal' kill -0 "$pid"
	# the same interface in another network namespace
	ip netns exec far iptraf-ng -B >/dev/null
	other=$(pgrep -nx iptraf-ng)
	check 'another network namespace: it runs' test "$other" -gt "$pid"
	sh -c "kill \$(cat $file)"
	equal 'background: the command of the manual ends this one' "$other" \
		"$(within 10 eval '[ "$(running)" = "$other" ]'; running)"
	kill "$other"
	none_left 'background'
fi

# leaves NAME: back at the prompt, and the terminal is as it was.
leaves() {
	seen "$1: the prompt is back" '^ready:$'
}

if wanted 1 || wanted 2; then
	for program in iptraf-ng iptraf; do
		prompt
		types $program
		seen "$program: the menu" 'IP traffic monitor'
		term_keys Down Enter
		seen "$program: Down and Enter" 'eth0.*[0-9]'
		term_keys q
		seen "$program: q leaves the screen" 'LAN station monitor'
		term_keys m
		seen "$program: a hot letter" 'Select Interface'
		term_keys Enter
		seen "$program: Enter picks" 'Packets captured'
		term_keys q
		seen "$program: back in the menu" 'LAN station monitor'
		term_keys x
		leaves "$program"
	done
	check 'iptraf: the manual has it' test -e "$tmp/installed/usr/share/man/man8/iptraf.8"
fi

if wanted 3; then
	for option in -h --help -v --version; do
		script "$option" <<-END
			iptraf-ng $option
		END
		check "$option: text" test -s "$tmp/out"
		silent "$option: nothing else" cat "$tmp/err"
	done
	check '-v: the version' grep -qF "$(cat "$top/VERSION")" "$tmp/out"
fi

if wanted 4; then
	# shellcheck disable=SC2016
	for iface in eth0 wlan0 lo '$(ip route | grep default | awk "{print \$5}")'; do
		prompt
		types "iptraf-ng -i $iface"
		seen "-i $iface" 'Packets captured'
		term_keys q
		leaves "-i $iface"
	done
	while read -r arguments text; do
		prompt
		types "iptraf-ng -${arguments/=/ }"
		seen "-$arguments" "$text"
		term_keys q
		leaves "-$arguments"
	done <<-'END'
		i=any on wlan0
		d=all Statistics for all
		s=all UDP/53
		z=all for interface all
		l=all HW addr: \|Ethernet
	END
	prompt
	types 'iptraf-ng eth0'
	seen 'an interface alone: how it is given' 'an interface is given by -i, as in -i eth0'
fi

if wanted 5; then
	prompt
	types 'iptraf-ng -g'
	seen '-g: eth0' 'eth0 '
	seen '-g: wlan0' 'wlan0 '
	term_keys q
	leaves '-g'
	script '-g without a terminal' <<-'END'
		iptraf-ng -g -t 2s
	END
	check '-g without a terminal: text' grep -q 'eth0: ' "$tmp/out"
	silent '-g without a terminal: nothing else' cat "$tmp/err"
fi

if wanted 7; then
	prompt
	types 'iptraf-ng -i eth0 -L ~/screen.log'
	seen '-L: a screen' 'Packets captured'
	check '-L: a log' within 10 has 1 '; ICMP; ' ~/screen.log
	term_keys q
	leaves '-L'
	complete '-L' ~/screen.log
	want=1 script '-L in no directory' <<-'END'
		iptraf-ng -i eth0 -L /var/log/none/x.log
	END
	equal '-L in no directory: one line' 1 "$(cat "$tmp/out" "$tmp/err" | grep -c '/var/log/none/x.log: No such')"
fi

if wanted 8; then
	for facility in daemon local0; do
		script "-f $facility" <<-END
			iptraf-ng -B -i eth0 -L /var/log/f.log -f $facility
			sleep 0.5
			pkill iptraf-ng
		END
		none_left "-f $facility"
	done
fi

if wanted 9; then
	cp "$iptraf" /mnt/iptraf-ng && chmod 755 /mnt/iptraf-ng
	if setcap cap_net_raw=ep /mnt/iptraf-ng 2>/dev/null; then
		script '-u, an ordinary user' <<-'END'
			setpriv --reuid=65534 --regid=65534 --clear-groups /mnt/iptraf-ng -u -i eth0 -t 2s
		END
		check '-u, an ordinary user: packets' grep -q '; ICMP; ' "$tmp/out"
	else
		skip '-u, an ordinary user' 'no file capabilities here' 2
	fi
	script '-u' <<-'END'
		iptraf-ng -u -i eth0 -t 1s
	END
fi

if wanted 10 || wanted 11; then
	for term in xterm-256color xterm linux vt100 screen tmux; do
		prompt
		types "export TERM=$term; iptraf-ng -i eth0"
		seen "$term" 'Packets captured'
		term_keys q
		leaves "$term"
		types 'stty -a | grep -o " echo "'
		seen "$term: echo is back" '^ echo'
	done
fi

if wanted 12; then
	prompt
	types 'iptraf-ng -B -i eth0 -L /var/log/a.log; iptraf-ng -B -i wlan0 -L /var/log/b.log; iptraf-ng -g'
	seen 'side by side: a screen' 'wlan0 '
	three() {
		[ "$(running | wc -l)" -eq 3 ]
	}
	check 'side by side: three' within 10 three
	check 'side by side: eth0' within 10 has 1 '; ICMP; eth0; ' /var/log/a.log
	check 'side by side: wlan0' within 10 has 1 '; ICMP; wlan0; ' /var/log/b.log
	pkill iptraf-ng
	none_left 'side by side'
fi
