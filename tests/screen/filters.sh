# shellcheck shell=sh
# The Filters menu: a filter is defined, applied, edited, detached and deleted.

if ! have_ns 2>/dev/null; then
	skip 'filters' 'needs root and network namespaces' 36
	return
fi
state=$tmp/filters-state
mkdir "$state"
term_open 80 24 "env IPTRAF_WORK_PATH=$state $in_ns" "$iptraf"
seen 'menu' 'Filters'
term_keys f
screen_is 'Filters' filters-menu.txt
term_keys a n
screen_is 'ARP and non-IP are visible' filters-visible.txt
term_keys i
screen_is 'IP filters' filters-ip.txt
term_keys x
term_size 40 12
screen_is 'Filters, 40x12: what is in force is on the lines' filters-menu-40x12.txt
term_size 80 24
term_keys i
screen_is 'IP filters again' filters-ip.txt
term_keys a
seen 'there are none yet' 'no filters yet'
term_keys Space
term_keys d
screen_is 'the description' filters-description.txt
term_keys 'web only' Enter
screen_is 'no rules' filters-none.txt
term_keys a
screen_is 'a rule' filters-rule.txt
term_keys 10.0.0.0/8 Tab Tab 80 Tab Tab fd00::1
screen_is 'what is entered' filters-rule-entered.txt
term_keys C-x
screen_is 'Ctrl+X: nothing is added' filters-none.txt
term_keys a 10.0.0.0/8 Tab Tab Tab Tab Tab Tab Tab Tab Tab y Enter
seen 'the rule' '10.0.0.0/8:0  *--> 0.0.0.0/0:0  *tcp  *any  *I'
term_keys i fd00::/8 Tab Tab 8x Tab Tab Tab Tab Tab Tab y Enter
seen 'a port that is none' "Source port: '8x' is not a port"
term_keys Space C-u 43,8000-8010 Home '80,x' BSpace Right Left 4 End Enter
seen 'several ports' 'fd00::/8:80,443,8000-8010  *-->'
term_keys Enter Tab Tab
screen_is 'a field shows the start of a longer text, and scrolls' filters-long.txt
term_keys Home Right Right
screen_is 'Home: its start' filters-long-home.txt
term_size 60 15
screen_is 'a rule, 60x15: a field a line, behind its label' filters-rule-60x15.txt
term_size 40 12
screen_is 'a rule, 40x12' filters-rule-40x12.txt
term_keys BTab BTab BTab
screen_is 'a rule, 40x12: its end' filters-rule-end-40x12.txt
term_keys C-x
screen_is 'rules, 40x12' filters-two-40x12.txt
term_keys Right Right Right Right Right Right Right
screen_is 'rules, 40x12: heads shift with their columns' filters-two-right-40x12.txt
term_size 80 24
term_keys Left Left Left Left Left Left Left Enter Tab Tab
screen_is 'a rule, 80x24 again' filters-long.txt
term_keys C-x Enter BTab a/b Enter
seen 'an interface that is none' "Interface: 'a/b' is not the name of an interface"
term_keys Space C-u wan0 Enter
seen 'the rule is for one interface' 'fd00::/8:80,443,8000-8010  *--> 0.0.0.0/0:0  *any  *wan0'
term_keys d
term_keys i fd00::/8 Tab Tab Tab Tab Tab Tab Tab Tab y Tab
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do term_keys Tab; done
term_keys e Enter
screen_is 'one before it' filters-two.txt
term_keys d
seen 'deleted' '10.0.0.0/8:0  *--> 0.0.0.0/0:0  *tcp  *any  *I'
term_keys x a Enter
seen 'applying is confirmed' "Filter 'web only' applied"
term_keys d 'web only' Enter
seen 'no two filters have one name' "a filter 'web only' exists"
term_keys Space C-x x
screen_is 'applied' filters-applied.txt
equal 'the file' 'description web only
include tcp from 10.0.0.0/8' "$(cat "$state/filters/web-only")"
check 'the setting' grep -qx 'filter = web-only' "$state/iptraf-ng.conf"
term_keys x m Enter
seen 'in force, and shown' 'filter: web only'
seen 'why there is nothing' "No packet matches filter 'web only'"
term_keys x f i t
seen 'detaching is confirmed' 'Filter detached'
term_keys t
seen 'detached: there is none' 'No filter is applied'
term_keys x
seen 'detached' 'No IP filter active'
term_keys i l Enter
seen 'deleting asks' "Delete filter 'web only'?"
term_keys n
check 'no: it is there' test -e "$state/filters/web-only"
term_keys l Enter y
term_keys x x x
ends 'Exit' 0
equal 'deleted permanently' '' "$(ls "$state/filters")"
ip netns del $ns
