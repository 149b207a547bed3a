# shellcheck shell=sh
# Rates where there is room for them, as a set of columns, and to sort by.

show 80 24
term_keys m m m
screen_is 'M three times: rates' monitor-rates.txt
term_keys s
screen_is 'S: they are in the sort box' monitor-rates-sort.txt
term_keys x m
seen 'M again: VLAN and tunnel' '─ VLAN Tunnel ─'
term_keys m
screen_is 'and again twice: counts' monitor.txt
term_keys s r
screen_is 'S R: by rate, though the box has no room to list it; its columns come up' monitor-by-rate.txt
term_keys s v
seen 'S V: those of VLAN' '─ VLAN Tunnel ─'
term_keys s t
seen 'S T: those of retransmissions' '─ Rate ─ Retr ─ RTT ─'
term_keys m
seen 'M: the set behind them' '─ VLAN Tunnel ─'
term_keys m s p
screen_is 'S P: they stay, with packets' monitor-by-packets.txt
term_keys m s p
seen 'S P: they stay, without packets' '─ Pkt Size ─ Win Size '
term_keys s l
seen 'S L: those of round trip time' '─ Rate ─ Retr ─ RTT ─'
term_keys s b
seen 'S B: they stay' '─ Rate ─ Retr ─ RTT ─'
show 132 43
term_keys s r
check 'S R: they stay where there is a rate' within 10 term_shows ' Rate b/s .* Packets '
show 91 24
check 'no column of rates on 91 columns' within 10 term_shows_not ' Rate '
show 92 24
screen_is 'rates on 92 columns' monitor-92x24.txt
term_keys s
screen_is 'and in the sort box' monitor-92x24-sort.txt
term_keys r R
screen_is 'kept by rate' monitor-92x24-kept.txt
facility 100 30 -s all
screen_is 'services, 100x30: rates' services-100x30.txt
term_keys s a
screen_is 'services by rate' services-by-rate.txt
facility 80 24 -l all
term_keys s r
screen_is 'stations by rate in' stations-by-rate.txt
