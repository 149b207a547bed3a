# shellcheck shell=bash
# On the screen: numbers 35 to 37.

# look ARGUMENTS: the program at a prompt.
look() {
	prompt
	types "iptraf-ng $1"
}

if wanted 35; then
	look '-i eth0'
	seen 'connections: the screen' 'Packets captured'
	serve 1
	"$traffic" send 10.77.1.1 8080 50000
	seen 'connections: packets, bytes and flags' '10\.77\.1\.2:[0-9]*  *\([0-9][0-9.kM]* *\)\{0,1\}[>=]* *[1-9][0-9]*  *5[0-9]\{4\}.*\(CLOS\|DONE\)'
	seen 'connections: the other end' '10\.77\.1\.1:8080 '
	seen 'UDP by port' 'UDP (128 bytes) from 10\.77\.1\.2:[0-9]* to 10\.77\.1\.1:53 on eth0'
	ping -q -c 10 -i 0.05 10.77.1.1 >/dev/null
	seen 'ping -c 10' 'ICMP echo rply (84 bytes) from 10\.77\.1\.1 to 10\.77\.1\.2 on eth0'
	seen 'as of traceroute: an ICMP error' 'ICMP dest unrch (port)'
	term_keys q
	leaves 'connections'
fi

if wanted 36; then
	rm -rf /var/lib/iptraf-ng
	look ''
	seen 'a filter: the menu' 'Filters'
	term_keys f i d
	seen 'a filter: its description' 'description'
	term_keys web Enter
	seen 'a filter: its rules' 'A-add'
	term_keys a 192.168.1.0/24 Tab Tab Tab Tab Tab Tab 80,443,8080 Tab Tab Tab y Enter
	seen 'a filter: several ports' '192\.168\.1\.0/24.*:80,443,80.*tcp'
	term_keys a Tab Tab Tab Tab Tab Tab '3306, 5432, 1521' Tab Tab Tab y Enter
	seen 'a filter: several ports, with blanks' ':3306,5432.*tcp'
	term_keys a Tab Tab Tab Tab Tab Tab 53 Tab Tab Tab Tab y Enter
	seen 'a filter: UDP' '0\.0\.0\.0/0:53 .*udp'
	term_keys x
	check 'a filter: its ports are kept' within 10 has 1 '80,443,8080' /var/lib/iptraf-ng/filters/web
	check 'a filter: it is kept' within 10 has 3 '^include' /var/lib/iptraf-ng/filters/web
	term_keys a Enter
	seen 'a filter: applied' "Filter 'web' applied"
	term_keys x x x
	leaves 'a filter'
	look '-i eth0'
	seen 'a filter, used again: what it lets through' 'UDP (128 bytes) from .*:53 on eth0'
	sleep 0.5 # pings go on
	check 'a filter, used again: nothing else' term_shows_not 'ICMP echo'
	term_keys q
	leaves 'a filter, used again'
	rm -rf /var/lib/iptraf-ng
fi

if wanted 37; then
	while IFS='|' read -r arguments text; do
		look "$arguments"
		seen "$arguments: figures" "$text"
		term_keys q
		leaves "$arguments"
	done <<-'END'
		-g|eth0  *[1-9][0-9]*  *[1-9]
		-d eth0|ICMP: *[1-9]
		-z eth0|76 to  *150: *[1-9]
		-s eth0|UDP/53  *[1-9]
		-l eth0|Ethernet HW addr: [0-9a-f:]* on eth0
	END
fi
