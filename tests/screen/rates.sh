# shellcheck shell=sh
# Rates of the last hour: graphs of interfaces and of the monitor, and the list that opens them.

env='env NO_COLOR=1'
facility 80 24 -g
term_keys Enter
bar_on 'general: Enter brings a bar, on the first line' pcap0
env=
facility 80 24 -g
term_keys Enter
screen_is 'general: a bar, and its keys' general-bar.txt
term_keys Enter
screen_is 'general: Enter opens the interface' general-opened.txt
term_keys k
check 'general: its rates in bytes' within 10 term_shows '66.38 kBps'
term_keys k
screen_is 'general: and in bits' general-opened.txt
term_keys Escape
screen_is 'general: Esc returns' general-bar.txt
term_keys m
screen_is 'general: rates' general-rates.txt
term_keys s
screen_is 'general: the sort box' general-sort.txt
term_keys n
screen_is 'general: it is sorted' general-rates.txt
term_keys q
ends 'Q in the list of interfaces' 0

facility 100 30 -g
screen_is 'general, 100x30' general-100x30.txt
term_keys Enter Enter
screen_is 'general: opened, 100x30, with graphs' general-opened-100x30.txt
term_keys q q
ends 'Q in the interface, Q in the list' 0
facility 132 43 -g
term_keys m
screen_is 'general: rates, 132x43' general-rates-132x43.txt
facility 40 12 -g
term_keys m
screen_is 'general: rates, 40x12' general-rates-40x12.txt

facility 100 30 -d all
screen_is 'detailed, 100x30' detailed-100x30.txt
term_keys h
screen_is 'detailed, 100x30: minutes' detailed-minutes.txt
term_keys h
screen_is 'detailed, 100x30: seconds again' detailed-100x30.txt
facility 99 30 -d all
check 'detailed, 99x30: no graph' term_shows_not 'last 60'

env='env LC_ALL=C TERM=mach'
facility 100 30 -d all
screen_is 'detailed, 100x30, ASCII' detailed-ascii.txt
env=

show 100 30
check 'the monitor: a graph in the status line' within 10 term_shows 'kbps *[▁▂▃▄▅▆▇█]'
show 99 30
check 'the monitor, 99x30: none' term_shows_not '[▁▂▃▄▅▆▇█]'

facility 80 24 -g
term_keys s o
seen 'general: by rate out: the rates come up' ' In ─── Out ── Peak '
seen 'general: and the key that leads back' 'M-counts or rates'
# what is held has its graphs too: they are of the row's copy
facility 100 30 -g
term_keys p
seen 'general, held' 'held since'
check 'general, held: the graph' within 10 term_shows 'kbps *[▁▂▃▄▅▆▇█]'
term_keys Enter Enter
screen_is 'general, held: opened' general-opened-100x30.txt
term_keys p
seen 'the interface, held' 'held since'
check 'the interface, held: the graph' term_shows '⣿'
