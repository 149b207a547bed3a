# shellcheck shell=sh
# Facilities from the menu, again and again: neither descriptors nor memory grow (Z1).

descriptors() {
	ls "/proc/$(term_pid)/fd" | wc -l
}

resident() {
	awk '$1 == "VmRSS:" { print $2 }' "/proc/$(term_pid)/status"
}

# rounds N: so many times through four facilities; all keys are taken when the box is there.
rounds() {
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1))
		term_keys s x m Enter x d Enter x l Enter x
	done
	term_keys a
	within 20 term_shows 'An IP traffic monitor'
	term_keys Enter
	within 10 term_shows_not 'An IP traffic monitor'
}

term_open 80 24 "$b" "$iptraf"
within 10 term_shows 'General interface'
for keys in 's' 'm Enter' 'd Enter' 'l Enter'; do
	# shellcheck disable=SC2086
	term_keys $keys
	seen "leaks: $keys is a facility" 'Elapsed\|Time:'
	term_keys x
	within 10 term_shows 'General interface statistics'
done
rounds 5
descriptors=$(descriptors) resident=$(resident)
rounds 25
equal 'leaks: descriptors after a hundred facilities' "$descriptors" "$(descriptors)"
check 'leaks: memory after a hundred facilities' test $(($(resident) - resident)) -lt 1024
equal 'leaks: threads' 1 "$(ls "/proc/$(term_pid)/task" | wc -l)"
term_close
