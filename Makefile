# make            ./iptraf-ng
# make check      every test; nothing is installed        make lint    the fast, static ones
# make install    to DESTDIR/PREFIX (sbin, man, schemas, grafana, completions, units)    make bench   ns per packet
# make fuzz       libFuzzer over the parsers (clang), FUZZ_TIME seconds each
# make asan       the program and the fuzz corpus' reader under ASan and UBSan, in B/asan
# make msan       the fuzz corpus' reader under MemorySanitizer (clang), over the corpus
# make soak       hours of mixed load, SOAK_MINUTES in all; root only
# make tsan       the program under ThreadSanitizer, in B/tsan
# V=1 shows the commands.  The usual variables are honoured: CC CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG.

VERSION := $(shell cat VERSION)
PREFIX  ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
MANDIR  ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share/iptraf-ng
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
UNITDIR ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
TMPFILESDIR ?= $(PREFIX)/lib/tmpfiles.d
# for which the units are; reload is done in an older way before 253
SYSTEMD ?= $(shell $(PKG_CONFIG) --modversion systemd 2>/dev/null || \
	systemctl --version 2>/dev/null | awk 'NR == 1 { print $$2 }')
SYSCONFDIR ?= $(if $(filter /usr /usr/local,$(PREFIX)),/etc,$(PREFIX)/etc)
INSTALL ?= install
PKG_CONFIG ?= pkg-config
B       ?= build
FUZZ_TIME ?= 60
SOAK_MINUTES ?= 180

CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla
# those of the flags that the compiler takes without a warning
HASH    := \#
accepted = $(shell for f in $(1); do echo '$(HASH)include <string.h>' | $(CC) -O2 -Werror \
	-U_FORTIFY_SOURCE $$f -x c -c -o /dev/null - 2>/dev/null && echo $$f; done)
# _FORTIFY_SOURCE works, and is silent, with optimization only
FORTIFY := $(if $(filter-out -O0,$(filter -O%,$(CFLAGS))),-U_FORTIFY_SOURCE \
	$(or $(call accepted,-D_FORTIFY_SOURCE=3),-D_FORTIFY_SOURCE=2))
HARDEN  := -fPIE -fstack-protector-strong $(call accepted,-fstack-clash-protection \
	-fcf-protection -ftrivial-auto-var-init=zero) $(FORTIFY)
HARDLD  := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
# what a sanitizer or fuzzer build puts in place of HARDEN and HARDLD
SAN     ?=
TSAN    := -fsanitize=thread -fno-omit-frame-pointer
MSAN    := -fsanitize=memory -fno-sanitize-recover=all -fno-omit-frame-pointer
ASAN    := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

have_pcap := $(shell $(PKG_CONFIG) --exists libpcap && echo y)
PKGS    := ncursesw libcap $(if $(have_pcap),libpcap)
PKG_CF  := $(shell $(PKG_CONFIG) --cflags $(PKGS))
# libpcap is loaded when it is needed
PKG_LD  := $(shell $(PKG_CONFIG) --libs ncursesw libcap) -ldl

ALL_CPP := -Isrc -D_GNU_SOURCE -DVERSION='"$(VERSION)"' $(if $(have_pcap),-DHAVE_LIBPCAP) $(PKG_CF) $(CPPFLAGS)
ALL_CF  := -std=gnu11 $(WARN) $(if $(SAN),$(SAN),$(HARDEN)) -pthread $(CFLAGS)
ALL_LD  := $(if $(SAN),$(SAN),$(HARDLD)) -pthread $(LDFLAGS)

SRC     := $(wildcard src/*.c src/*/*.c)
OBJ     := $(SRC:%.c=$(B)/%.o)
LIBOBJ  := $(filter-out $(B)/src/main.o,$(OBJ))
UNIT    := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
SHIM    := $(B)/tests/shim.so
TOOLS   := $(B)/tests/live/traffic $(B)/tests/live/lossy $(B)/tests/live/walls $(SHIM)
UNITS   := $(B)/dist/iptraf-ng.service $(B)/dist/iptraf-ng@.service

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

.PHONY: all check lint unit units schema completions asan msan tsan fuzz soak bench install uninstall clean FORCE
.SECONDARY:
all: iptraf-ng

iptraf-ng: $(B)/iptraf-ng
	$(call say,CP,$@)
	$(Q)cp -f $< $@

$(B)/iptraf-ng: $(OBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD)

$(B)/%.o: %.c $(B)/flags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPP) $(ALL_CF) -MMD -MP -c -o $@ $<

# changes when the compiler, a flag or the version does, and then all is built anew
flags := $(CC) $(ALL_CPP) $(ALL_CF)
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(flags))' | cmp -s - $@ || echo '$(subst ','\'',$(flags))' >$@

$(B)/unit/%: $(B)/tests/unit/%.o $(LIBOBJ)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD) -lcmocka

unit: $(UNIT)

$(B)/bench: $(B)/tests/bench/bench.o $(LIBOBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD)

bench: $(B)/bench
	$(Q)$(B)/bench

lint: iptraf-ng
	$(Q)tests/lint.sh

# --- sanitizers and fuzzing: the same rules in a build directory of their own ---

$(B)/replay_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay_main.o $(LIBOBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD)

$(B)/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(LIBOBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LD) -fsanitize=fuzzer -o $@ $^ $(PKG_LD)

asan:
	$(Q)$(MAKE) --no-print-directory B=$(B)/asan SAN="$(ASAN)" $(B)/asan/iptraf-ng \
		$(FUZZERS:%=$(B)/asan/replay_%)

msan:
	$(Q)$(MAKE) --no-print-directory B=$(B)/msan CC=clang SAN="$(MSAN)" \
		$(FUZZERS:%=$(B)/msan/replay_%)
	$(Q)for f in $(FUZZERS); do \
		echo "== $$f"; $(B)/msan/replay_$$f tests/fuzz/corpus-$$f || exit; done

tsan:
	$(Q)$(MAKE) --no-print-directory B=$(B)/tsan SAN="$(TSAN)" $(B)/tsan/iptraf-ng

fuzz:
	$(Q)$(MAKE) --no-print-directory B=$(B)/fuzz CC=clang SAN="$(ASAN) -fsanitize=fuzzer-no-link" \
		$(FUZZERS:%=$(B)/fuzz/fuzz_%)
	$(Q)for f in $(FUZZERS); do \
		mkdir -p $(B)/fuzz/corpus-$$f && (cd $(B)/fuzz && ./fuzz_$$f -timeout=5 \
		-max_total_time=$(FUZZ_TIME) -print_final_stats=1 corpus-$$f \
		$(CURDIR)/tests/fuzz/corpus-$$f) || exit; done

soak: iptraf-ng $(TOOLS)
	$(Q)tests/live/soak.sh $(SOAK_MINUTES)

# --- every test ---

$(B)/tests/live/traffic $(B)/tests/live/lossy: %: %.o
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LD) -o $@ $^

$(B)/tests/live/walls: $(B)/tests/live/walls.o $(LIBOBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD)

$(SHIM): tests/lib/shim.c $(B)/flags
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARN) -O1 -shared -fPIC -o $@ $< -ldl

# not every C library comes with the sanitizers
can_link = $(shell mkdir -p $(B) && echo 'int main(void) { return 0; }' | \
	$(CC) $(1) -x c -o $(B)/can_link - 2>/dev/null && echo y)

check: iptraf-ng unit units schema completions $(TOOLS)
	$(Q)$(if $(call can_link,$(ASAN)),$(MAKE) --no-print-directory asan,echo "no ASan with $(CC)")
	$(Q)$(if $(call can_link,$(TSAN)),$(MAKE) --no-print-directory tsan,echo "no TSan with $(CC)")
	$(Q)B=$(B) CC="$(CC)" tests/run.sh

RELOAD  := dist/service.reload$(if $(shell [ "$(firstword $(subst ., ,$(SYSTEMD)))" -ge 253 ] \
	2>/dev/null && echo y),,-old)
# the units share what is in service.common
$(B)/dist/%.service: dist/%.service dist/service.common $(RELOAD) FORCE
	$(Q)mkdir -p $(@D)
	$(Q)sed -e '/@COMMON@/{' -e 'r dist/service.common' -e 'd' -e '}' \
		-e '/@RELOAD@/{' -e 'r $(RELOAD)' -e 'd' -e '}' \
		-e 's,@SBINDIR@,$(SBINDIR),' $< >$@

units: $(UNITS)

# JSON Schemas, made from the tables of the program
schema: $(B)/schema/made

$(B)/schema/made: dist/schema.awk $(B)/iptraf-ng
	$(call say,GEN,$(@D))
	$(Q)mkdir -p $(@D)
	$(Q)$(B)/iptraf-ng --doc | awk -v dir=$(@D) -f dist/schema.awk
	$(Q)touch $@

# completions for shells, made from the rows of the program
completions: $(B)/completions/made

$(B)/completions/made: dist/completions.awk $(B)/iptraf-ng
	$(call say,GEN,$(@D))
	$(Q)mkdir -p $(@D)
	$(Q)for shell in bash zsh fish; do $(B)/iptraf-ng --doc | \
		awk -v shell=$$shell -f dist/completions.awk >$(@D)/$$shell || exit; done
	$(Q)touch $@

install: iptraf-ng $(UNITS) schema completions
	$(INSTALL) -d $(DESTDIR)$(SBINDIR) $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man8 \
		$(DESTDIR)$(UNITDIR) $(DESTDIR)$(SYSCONFDIR)/logrotate.d
	$(INSTALL) -m 755 iptraf-ng $(DESTDIR)$(SBINDIR)/iptraf-ng
	ln -sf iptraf-ng $(DESTDIR)$(SBINDIR)/iptraf
	$(INSTALL) -m 644 man/iptraf-ng.8 $(DESTDIR)$(MANDIR)/man8/iptraf-ng.8
	ln -sf iptraf-ng.8 $(DESTDIR)$(MANDIR)/man8/iptraf.8
	$(INSTALL) -m 644 man/iptraf-ng.conf.5 man/iptraf-ng-output.5 $(DESTDIR)$(MANDIR)/man5
	$(INSTALL) -m 644 $(UNITS) $(DESTDIR)$(UNITDIR)
	$(INSTALL) -d $(DESTDIR)$(DATADIR)/schema
	$(INSTALL) -m 644 $(B)/schema/*.json $(DESTDIR)$(DATADIR)/schema
	$(INSTALL) -d $(DESTDIR)$(DATADIR)/grafana
	$(INSTALL) -m 644 dist/grafana/* $(DESTDIR)$(DATADIR)/grafana
	$(INSTALL) -d $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	$(INSTALL) -m 644 $(B)/completions/bash $(DESTDIR)$(BASHDIR)/iptraf-ng
	ln -sf iptraf-ng $(DESTDIR)$(BASHDIR)/iptraf
	$(INSTALL) -m 644 $(B)/completions/zsh $(DESTDIR)$(ZSHDIR)/_iptraf-ng
	$(INSTALL) -m 644 $(B)/completions/fish $(DESTDIR)$(FISHDIR)/iptraf-ng.fish
	ln -sf iptraf-ng.fish $(DESTDIR)$(FISHDIR)/iptraf.fish
	$(INSTALL) -m 644 dist/iptraf-ng.logrotate $(DESTDIR)$(SYSCONFDIR)/logrotate.d/iptraf-ng
	$(INSTALL) -d $(DESTDIR)$(SYSUSERSDIR) $(DESTDIR)$(TMPFILESDIR)
	$(INSTALL) -m 644 dist/iptraf-ng.sysusers $(DESTDIR)$(SYSUSERSDIR)/iptraf-ng.conf
	$(INSTALL) -m 644 dist/iptraf-ng.tmpfiles $(DESTDIR)$(TMPFILESDIR)/iptraf-ng.conf
	$(if $(DESTDIR),,-command -v systemd-sysusers >/dev/null && \
		systemd-sysusers $(SYSUSERSDIR)/iptraf-ng.conf)

uninstall:
	rm -rf $(DESTDIR)$(DATADIR)/schema $(DESTDIR)$(DATADIR)/grafana
	rm -f $(DESTDIR)$(BASHDIR)/iptraf-ng $(DESTDIR)$(BASHDIR)/iptraf $(DESTDIR)$(ZSHDIR)/_iptraf-ng \
		$(DESTDIR)$(FISHDIR)/iptraf-ng.fish $(DESTDIR)$(FISHDIR)/iptraf.fish
	-rmdir $(DESTDIR)$(DATADIR)
	rm -f $(addprefix $(DESTDIR)$(SBINDIR)/,iptraf-ng iptraf) \
		$(addprefix $(DESTDIR)$(MANDIR)/man8/,iptraf-ng.8 iptraf.8) \
		$(DESTDIR)$(MANDIR)/man5/iptraf-ng.conf.5 $(DESTDIR)$(MANDIR)/man5/iptraf-ng-output.5 \
		$(addprefix $(DESTDIR)$(UNITDIR)/,$(notdir $(UNITS))) \
		$(DESTDIR)$(SYSCONFDIR)/logrotate.d/iptraf-ng \
		$(DESTDIR)$(SYSUSERSDIR)/iptraf-ng.conf $(DESTDIR)$(TMPFILESDIR)/iptraf-ng.conf

clean:
	rm -rf build iptraf-ng

-include $(patsubst %.o,%.d,$(OBJ) $(UNIT:$(B)/unit/%=$(B)/tests/unit/%.o) \
	$(FUZZERS:%=$(B)/tests/fuzz/fuzz_%.o) \
	$(B)/tests/bench/bench.o $(B)/tests/fuzz/replay_main.o $(B)/tests/live/traffic.o $(B)/tests/live/lossy.o \
	$(B)/tests/live/walls.o)
