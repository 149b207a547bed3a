#include "capture/expression_hosts.h"

#include <arpa/inet.h>
#include <string.h>

#define WORD "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-:"

enum kind {
	HOST, /* what follows is a host */
	NETWORK,
	GATEWAY,
	OTHER, /* a port, a protocol */
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
	{ " net ", NETWORK },
	{ " gateway ", GATEWAY },
	{ " mask port portrange proto protochain ", OTHER },
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

/* Six pairs of digits, three of two pairs or one of all, as the lexer of libpcap has them. */
static bool is_mac(const char *word, size_t n)
{
	size_t groups = 0, longest = 0, shortest = n;

	for (size_t at = 0; at <= n; groups++) {
		size_t digits = strspn(word + at, "0123456789abcdefABCDEF");

		if (digits > n - at)
			digits = n - at;
		if (at + digits < n && word[at + digits] != '-' && word[at + digits] != '.')
			return false;
		longest = digits > longest ? digits : longest;
		shortest = digits < shortest ? digits : shortest;
		at += digits + 1;
	}
	return (groups == 6 && shortest >= 1 && longest <= 2) ||
	       (groups == 3 && shortest == 4 && longest == 4) || (groups == 1 && longest == 12);
}

/* Numbers, addresses of all kinds, parts of an IPv4 address. */
static bool is_number(const char *word, size_t n)
{
	if (memchr(word, ':', n) || strspn(word, "0123456789.") >= n)
		return true;
	if (n > 2 && word[0] == '0' && word[1] == 'x')
		return true;
	return is_mac(word, n);
}

static enum host_scan_kind type_of(enum kind kind)
{
	return kind == NETWORK	 ? HOST_SCAN_NETWORK
	       : kind == GATEWAY ? HOST_SCAN_GATEWAY
	       : kind == OTHER	 ? HOST_SCAN_OTHER
				 : HOST_SCAN_HOST;
}

static void take_keyword(struct host_scan *s, enum kind kind)
{
	bool qualifies = kind != PLAIN && kind != WORD_NEXT;

	/* those before it hold no longer */
	if (qualifies && !s->in_qualifiers) {
		s->type = HOST_SCAN_HOST;
		s->mac = false;
		s->family = 0;
	}
	s->in_qualifiers = qualifies;
	s->skip_word = kind == WORD_NEXT;
	if (kind <= OTHER)
		s->type = type_of(kind);
	else if (kind == MAC)
		s->mac = true;
	else if (kind == FOUR || kind == SIX)
		s->family = kind == FOUR ? 4 : 6;
}

/* True: it is a name that is looked up. */
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
	s->kind = s->type == HOST_SCAN_HOST && s->mac ? HOST_SCAN_STATION : s->type;
	if (skip || s->kind == HOST_SCAN_OTHER)
		return false;
	return s->kind == HOST_SCAN_GATEWAY || !is_number(word, s->n);
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
