/* address_test.c - texts against the addresses, ports and ranges that are read of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/address.h"

static const struct port_row {
    const char *name;
    const char *text;
    const char *address; /* NULL: refused */
    int port;
    bool loopback;
} port_rows[] = {
    {"an IPv4 address and a port", "127.0.0.1:8080", "127.0.0.1", 8080, true},
    {"all of 127/8 stays on this machine", "127.9.9.9:1", "127.9.9.9", 1, true},
    {"an IPv6 address stands in brackets", "[::1]:443", "::1", 443, true},
    {"every address of the machine", "0.0.0.0:80", "0.0.0.0", 80, false},
    {"every IPv6 address of the machine", "[::]:80", "::", 80, false},
    {"port 0 is any that is free", "127.0.0.1:0", "127.0.0.1", 0, true},
    {"an IPv4 address as IPv6 has it is the same", "[::ffff:127.0.0.1]:1", "127.0.0.1", 1, true},
    {"no port", "127.0.0.1", NULL, 0, false},
    {"an empty port", "127.0.0.1:", NULL, 0, false},
    {"a port that is too large", "127.0.0.1:65536", NULL, 0, false},
    {"a port with a sign", "127.0.0.1:+80", NULL, 0, false},
    {"a name is no address", "localhost:80", NULL, 0, false},
    {"an address with a part too few", "127.0.1:80", NULL, 0, false},
    {"IPv6 without brackets", "::1:80", NULL, 0, false},
    {"IPv4 in brackets", "[127.0.0.1]:80", NULL, 0, false},
    {"half a bracket", "[::1:80", NULL, 0, false},
    {"no address", ":80", NULL, 0, false},
    {"nothing", "", NULL, 0, false},
};

static void port_check(void **state)
{
    const struct port_row *row = *state;
    struct address address;
    uint16_t port = 0;
    char text[ADDRESS_TEXT_SIZE];
    bool read = address_port_parse(row->text, strlen(row->text), &address, &port);
    assert_int_equal(row->address != NULL, read);
    if (read) {
        address_format(&address, text);
        assert_string_equal(row->address, text);
        assert_int_equal(row->port, port);
        assert_int_equal(row->loopback, address_is_loopback(&address));
    }
}

static const struct range_row {
    const char *name;
    const char *text;
    int count; /* -1: refused */
    const char *in;
    const char *out;
} range_rows[] = {
    {"one address", "10.1.2.3", 1, "10.1.2.3", "10.1.2.4"},
    {"an IPv4 range", "10.0.0.0/8", 1, "10.255.0.1", "11.0.0.0"},
    {"a range that ends within a byte", "192.168.4.0/22", 1, "192.168.7.255", "192.168.8.0"},
    {"an IPv6 range", "fd00::/8", 1, "fdff::1", "fe00::1"},
    {"several, with spaces", " 127.0.0.1 , ::1,10.0.0.0/8 ", 3, "::1", "::2"},
    {"all of IPv4 is not IPv6", "0.0.0.0/0", 1, "8.8.8.8", "2001:db8::1"},
    {"none", "", 0, NULL, "127.0.0.1"},
    {"bits after the prefix", "10.0.0.1/8", -1, NULL, NULL},
    {"a prefix that is too long", "10.0.0.0/33", -1, NULL, NULL},
    {"a prefix that is no number", "10.0.0.0/x", -1, NULL, NULL},
    {"a comma at the end", "10.0.0.1,", -1, NULL, NULL},
    {"two commas", "10.0.0.1,,10.0.0.2", -1, NULL, NULL},
    {"a name", "proxy", -1, NULL, NULL},
    {"more than the table takes",
     "::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,::1,"
     "::1,::1,::1,::1,::1,::1,::1,::1,::1,::1",
     -1, NULL, NULL},
};

static bool held(const struct address_range *ranges, size_t count, const char *text)
{
    struct address address;
    assert_true(address_parse(text, strlen(text), &address));
    for (size_t i = 0; i < count; i++) {
        if (address_range_holds(&ranges[i], &address)) {
            return true;
        }
    }
    return false;
}

static void range_check(void **state)
{
    const struct range_row *row = *state;
    struct address_range ranges[ADDRESS_RANGES_MAX];
    size_t count = 0;
    bool read = address_ranges_parse(row->text, strlen(row->text), ranges, &count);
    assert_int_equal(row->count >= 0, read);
    if (read) {
        assert_int_equal(row->count, count);
        assert_true(row->in == NULL || held(ranges, count, row->in));
        assert_false(held(ranges, count, row->out));
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(port_rows) + COUNT(range_rows)];
    size_t used = 0;
    for (size_t i = 0; i < COUNT(port_rows); i++) {
        tests[used++] = (struct CMUnitTest){port_rows[i].name, port_check, NULL, NULL,
                                            (void *)(uintptr_t)&port_rows[i]};
    }
    for (size_t i = 0; i < COUNT(range_rows); i++) {
        tests[used++] = (struct CMUnitTest){range_rows[i].name, range_check, NULL, NULL,
                                            (void *)(uintptr_t)&range_rows[i]};
    }
    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
