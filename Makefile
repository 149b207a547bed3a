# make            ./iptraf-ng
# make check      every test; nothing is installed        make lint    the fast, static ones
# make install    to DESTDIR/PREFIX (sbin, man8)          make bench   ns per packet
# make fuzz       libFuzzer over the decoder (clang)      V=1          show the commands
# Variables of the usual names are honoured: CC CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG.

VERSION := $(shell cat VERSION)
PREFIX  ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
MANDIR  ?= $(PREFIX)/share/man
INSTALL ?= install
PKG_CONFIG ?= pkg-config
B       ?= build

CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla
HARDEN  := -fPIE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
HARDLD  := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
# what a sanitizer or fuzzer build puts in place of HARDEN and HARDLD
SAN     ?=

have_pcap := $(shell $(PKG_CONFIG) --exists libpcap && echo y)
PKGS    := ncursesw libcap $(if $(have_pcap),libpcap)
PKG_CF  := $(shell $(PKG_CONFIG) --cflags $(PKGS))
PKG_LD  := $(shell $(PKG_CONFIG) --libs $(PKGS))

ALL_CPP := -Isrc -D_GNU_SOURCE -DVERSION='"$(VERSION)"' $(if $(have_pcap),-DHAVE_LIBPCAP) $(PKG_CF) $(CPPFLAGS)
ALL_CF  := -std=gnu11 $(WARN) $(if $(SAN),$(SAN),$(HARDEN)) -pthread $(CFLAGS)
ALL_LD  := $(if $(SAN),$(SAN),$(HARDLD)) -pthread $(LDFLAGS)

SRC     := $(wildcard src/*.c src/*/*.c)
OBJ     := $(SRC:%.c=$(B)/%.o)
LIBOBJ  := $(filter-out $(B)/src/main.o,$(OBJ))
UNIT    := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

.PHONY: all check lint unit fuzz bench install uninstall clean dist
.SECONDARY:
all: iptraf-ng

iptraf-ng: $(B)/iptraf-ng
	$(Q)cp -f $< $@

$(B)/iptraf-ng: $(OBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD)

$(B)/%.o: %.c VERSION Makefile
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPP) $(ALL_CF) -MMD -MP -c -o $@ $<

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

lint:
	$(Q)tests/lint.sh

check: iptraf-ng unit
	$(Q)tests/run.sh

install: iptraf-ng
	$(INSTALL) -d $(DESTDIR)$(SBINDIR) $(DESTDIR)$(MANDIR)/man8
	$(INSTALL) -m 755 iptraf-ng $(DESTDIR)$(SBINDIR)/iptraf-ng
	$(INSTALL) -m 644 man/iptraf-ng.8 $(DESTDIR)$(MANDIR)/man8/iptraf-ng.8

uninstall:
	rm -f $(DESTDIR)$(SBINDIR)/iptraf-ng $(DESTDIR)$(MANDIR)/man8/iptraf-ng.8

clean:
	rm -rf build iptraf-ng

-include $(OBJ:.o=.d) $(UNIT:$(B)/unit/%=$(B)/tests/unit/%.d) $(B)/tests/bench/bench.d
