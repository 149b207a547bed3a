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
