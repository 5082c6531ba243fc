/* address.h - internet addresses as texts: "127.0.0.1", "::1", "10.0.0.0/8", "[::1]:8080".
 *
 * Only numbers are read, never names: reading one asks nobody. IPv4 is kept as IPv6 has it
 * (::ffff:a.b.c.d, RFC 4291 section 2.5.5.2), so that one comparison serves both. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { ADDRESS_BYTES = 16, ADDRESS_TEXT_SIZE = 48, ADDRESS_RANGES_MAX = 32 };

struct address {
    uint8_t bytes[ADDRESS_BYTES];
};
struct address_range {
    struct address first; /* all bits after the prefix are 0 */
    int prefix_bits;      /* 0..128; of an IPv4 range: 96 more than is written */
};

/* An address with nothing before or after. */
CHECKED bool address_parse(const char *text, size_t length, struct address *address);
void address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE]);
/* "a.b.c.d:port" or "[x::y]:port"; ports 0..65535, 0: any that is free. */
CHECKED bool address_port_parse(const char *text, size_t length, struct address *address,
                                uint16_t *port);
/* "address" or "address/bits"; refuses bits set after the prefix: they are a slip. */
CHECKED bool address_range_parse(const char *text, size_t length, struct address_range *range);
/* Ranges with commas between, white space around them; the empty text is none. False where one is
 * no range, or where there are more than ADDRESS_RANGES_MAX. */
CHECKED bool address_ranges_parse(const char *text, size_t length,
                                  struct address_range ranges[ADDRESS_RANGES_MAX], size_t *count);
bool address_range_holds(const struct address_range *range, const struct address *address);

/* Addresses that stay on this machine: 127.0.0.0/8 and ::1. */
bool address_is_loopback(const struct address *address);
