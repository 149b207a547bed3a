#ifndef CAPFILE_H
#define CAPFILE_H
/* Capture files put together in memory: pcap and pcapng, of this machine's byte order. */
#include "unit.h"

#include <string.h>

static uint8_t image[1 << 20];
static size_t image_len;

static inline void put(const void *bytes, size_t n)
{
	assert_true(image_len + n <= sizeof(image));
	memcpy(image + image_len, bytes, n);
	image_len += n;
}

static inline void put16(uint16_t v)
{
	put(&v, sizeof(v));
}

static inline void put32(uint32_t v)
{
	put(&v, sizeof(v));
}

static inline void put_zeros(size_t n)
{
	assert_true(image_len + n <= sizeof(image));
	memset(image + image_len, 0, n);
	image_len += n;
}

static inline void pcap_begin(uint32_t linktype)
{
	image_len = 0;
	put32(0xa1b2c3d4);
	put16(2);
	put16(4);
	put_zeros(8);
	put32(65535);
	put32(linktype);
}

static inline void pcap_packet(uint32_t sec, uint32_t usec, const void *bytes, uint32_t n,
			       uint32_t wire)
{
	put32(sec);
	put32(usec);
	put32(n);
	put32(wire);
	put(bytes, n);
}

/* The length is filled in by end_block. */
static inline size_t begin_block(uint32_t type)
{
	put32(type);
	put32(0);
	return image_len - 8;
}

static inline void end_block(size_t at)
{
	uint32_t length;

	put_zeros(-image_len & 3);
	length = (uint32_t)(image_len - at + 4);
	memcpy(image + at + 4, &length, 4);
	put32(length);
}

static inline void ng_section(void)
{
	size_t b = begin_block(0x0a0d0d0a);

	put32(0x1a2b3c4d);
	put16(1);
	put16(0);
	put32(UINT32_MAX);
	put32(UINT32_MAX);
	end_block(b);
}

static inline void put_option(uint16_t code, const char *text)
{
	put16(code);
	put16((uint16_t)strlen(text));
	put(text, strlen(text));
	put_zeros(-image_len & 3);
}

static inline void ng_iface(const char *name)
{
	size_t b = begin_block(1);

	put16(1);
	put16(0);
	put32(65535);
	if (name) {
		put_option(1, "a comment in front");
		put_option(2, name);
		put_option(0, "");
	}
	end_block(b);
}

static inline void ng_packet(uint32_t iface, uint32_t n)
{
	size_t b = begin_block(6);

	put32(iface);
	put_zeros(8);
	put32(n);
	put32(n);
	put_zeros(n);
	end_block(b);
}

/* Two sections; the length of each packet tells which it is. */
static inline void ng_example(void)
{
	size_t b;

	image_len = 0;
	ng_section();
	ng_iface("eth0");
	ng_iface(NULL);
	ng_packet(0, 20);
	ng_packet(1, 21);
	ng_iface("a-name-longer-than-most");
	ng_packet(2, 22);
	b = begin_block(3);
	put32(23);
	put_zeros(23);
	end_block(b);
	b = begin_block(5); /* statistics: passed over */
	put_zeros(12);
	end_block(b);
	ng_section();
	ng_iface("wlan0");
	ng_iface("eth0");
	ng_packet(1, 24);
	ng_packet(0, 25);
}
#endif
