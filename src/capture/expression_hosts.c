#include "capture/expression_hosts.h"

#include <arpa/inet.h>
#include <string.h>

#define WORD "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-:"

enum kind {
	HOST,  /* what follows is a host */
	OTHER, /* a network, a port, a protocol */
	MAC,   /* a link layer: its hosts are in ethers(5) */
	FOUR,
	SIX, /* hosts are of this family */
	QUALIFIER,
	WORD_NEXT, /* one word of its own follows */
	PLAIN,	   /* a primitive of its own, an operator */
};

static const struct {
	const char *words; /* blanks around each */
	enum kind kind;
} keywords[] = {
	{ " host ", HOST },
	{ " net mask port portrange proto protochain gateway ", OTHER },
	{ " ether fddi tr wlan link ppp slip decnet ra ta addr1 addr2 addr3 addr4 ", MAC },
	{ " ip arp rarp ", FOUR },
	{ " ip6 ", SIX },
	{ " src dst tcp udp sctp icmp icmp6 igmp igrp pim vrrp carp ah esp eigrp atalk aarp iso "
	  "clnp "
	  "esis isis es-is is-is stp ipx netbeui lat moprc mopdl l1 l2 iih lsp snp csnp psnp "
	  "radio ",
	  QUALIFIER },
	{ " type subtype dir direction on ifname rset ruleset reason action ", WORD_NEXT },
	{ " and or not broadcast multicast less greater byte len length inbound outbound vlan mpls "
	  "pppoed pppoes geneve vxlan llc rulenum rnr srnr subrulenum vpi vci lane oam oamf4 "
	  "oamf4ec "
	  "oamf4sc oamf4e oamf4s metac bcc sc ilmic connectmsg metaconnect sca fisu lssu lsu msu "
	  "hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc hsls tcpflags icmptype icmpcode "
	  "icmp6type "
	  "icmp6code fc lsap pass block nat rdr binat scrub loopback ",
	  PLAIN },
};

static bool is_in(const char *words, const char *word, size_t n)
{
	for (const char *w = words + 1; *w; w += strcspn(w, " ") + 1)
		if (strcspn(w, " ") == n && memcmp(w, word, n) == 0)
			return true;
	return false;
}

/* -1: none. */
static int kind_of(const char *word, size_t n)
{
	static const char *const values[] = { "tcp-", "icmp-", "icmp6-" }; /* to compare with */

	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (is_in(keywords[i].words, word, n))
			return (int)keywords[i].kind;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (n > strlen(values[i]) && memcmp(word, values[i], strlen(values[i])) == 0)
			return PLAIN;
	return -1;
}

/* Numbers, addresses of all kinds, parts of an IPv4 address. */
static bool is_number(const char *word, size_t n)
{
	size_t pairs = 0;

	if (memchr(word, ':', n) || strspn(word, "0123456789.") >= n)
		return true;
	if (n > 2 && word[0] == '0' && word[1] == 'x')
		return true;
	/* a MAC address with dashes or dots */
	if (strspn(word, "0123456789abcdefABCDEF-.") < n)
		return false;
	for (size_t i = 2; i < n; i += 3)
		pairs += word[i] == '-' || word[i] == '.';
	return n == 17 && pairs == 5;
}

static void take_keyword(struct host_scan *s, enum kind kind)
{
	bool qualifies = kind != PLAIN && kind != WORD_NEXT;

	/* those before it hold no longer */
	if (qualifies && !s->in_qualifiers) {
		s->other = s->mac = false;
		s->family = 0;
	}
	s->in_qualifiers = qualifies;
	s->skip_word = kind == WORD_NEXT;
	if (kind == HOST || kind == OTHER)
		s->other = kind == OTHER;
	else if (kind == MAC)
		s->mac = true;
	else if (kind == FOUR || kind == SIX)
		s->family = kind == FOUR ? 4 : 6;
}

/* True: it is a host's name. */
static bool take_word(struct host_scan *s, bool escaped)
{
	const char *word = s->text + s->start;
	int kind = escaped ? -1 : kind_of(word, s->n);
	bool skip = s->skip_word;

	s->skip_word = false;
	if (!skip && kind >= 0) {
		take_keyword(s, (enum kind)kind);
		return false;
	}
	s->in_qualifiers = false;
	return !skip && !s->other && !s->mac && !is_number(word, s->n);
}

bool host_scan_next(struct host_scan *s)
{
	while (s->text[s->at]) {
		size_t from = s->at;
		bool escaped = s->text[from] == '\\';

		s->start = from + escaped;
		s->n = strspn(s->text + s->start, WORD);
		if (s->text[from] == '[') { /* bytes of a header */
			s->at += strcspn(s->text + from, "]");
			s->in_qualifiers = false;
		} else if (s->n == 0) {
			s->at = s->start + !escaped;
		} else {
			s->at = s->start + s->n;
			if (take_word(s, escaped)) {
				s->n += escaped;
				s->start = from;
				return true;
			}
		}
	}
	return false;
}
