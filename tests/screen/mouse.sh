# shellcheck shell=sh
# The mouse, when the setting is on (SGR 1006 of xterm).

# click COLUMN LINE [BUTTON]: both from 1; 0: left, 64 and 65: the wheel up and down
click() {
	term send-keys -l "$(printf '\033[<%d;%d;%dM\033[<%d;%d;%dm' "${3:-0}" "$1" "$2" "${3:-0}" "$1" "$2")"
}

mouse_is() {
	[ "$(term display-message -p '#{mouse_any_flag}')" = "$1" ]
}

env='env TERM=xterm-256color NO_COLOR=1'
show 80 24
check 'the mouse is the terminal'\''s' mouse_is 0
show 80 24 --set mouse=yes
check 'with the setting it is taken' within 10 mouse_is 1
click 5 8
bar_on 'a click moves the bar' 10.1.2.5:22
click 5 5 65
bar_on 'the wheel: down' 10.1.1.8:40008
click 5 5 64
bar_on 'the wheel: up' 10.1.2.5:22
click 62 2
screen_is 'a click on a head sorts' monitor-by-bytes.txt
click 27 24
seen 'a click on a hint: M' 'Pkt Size'
click 10 18
seen 'a click on the lower window' 'Active ─┘$'
click 77 24
ends 'a click on X' 0
check 'the mouse is given back' within 10 mouse_is 0

# other ways out
show 80 24 --set mouse=yes
check 'taken' within 10 mouse_is 1
kill -SEGV "$(term_pid)"
check 'a crash gives it back' within 10 mouse_is 0
show 80 24 --set mouse=yes
check 'taken again' within 10 mouse_is 1
kill -TERM "$(term_pid)"
check 'a signal gives it back' within 10 mouse_is 0

facility 40 12 -l all --set mouse=yes
check 'stations: taken' within 10 mouse_is 1
click 5 4
bar_on 'stations: a list without a bar gets one' 102416
facility 80 24 -s all --set mouse=yes
check 'services: taken' within 10 mouse_is 1
click 4 2
screen_is 'services: a click on a head' services-by-port.txt
env=
