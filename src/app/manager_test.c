/* manager_test.c - what a service manager gets, at a path and at a name that is no file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/manager.h"
#include "testing/scratch.h"

static void told(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char got[64] = "";
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_true(fd >= 0);
    memcpy(address.sun_path, name, strlen(name));
    if (name[0] == '@') {
        address.sun_path[0] = '\0';
    }
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
    assert_int_equal(0, bind(fd, (struct sockaddr *)&address, size));
    assert_int_equal(0, setenv("NOTIFY_SOCKET", name, 1));
    manager_tell("READY=1");
    assert_int_equal(7, recv(fd, got, sizeof got, MSG_DONTWAIT));
    assert_string_equal("READY=1", got);
    close(fd);
}

static void a_socket_at_a_path_is_told(void **state)
{
    (void)state;
    char scratch[SCRATCH_PATH_MAX];
    char path[SCRATCH_PATH_MAX + 8];
    scratch_make(scratch);
    snprintf(path, sizeof path, "%s/notify", scratch);
    told(path);
    scratch_remove(scratch);
}

static void a_socket_without_a_file_is_told(void **state)
{
    (void)state;
    char name[64];
    snprintf(name, sizeof name, "@sanbao-notify-test-%d", (int)getpid());
    told(name);
}

static void without_a_manager_nothing_happens(void **state)
{
    (void)state;
    static const char *const names[] = {"", "relative", "/no/such/socket", "@no-such-name"};
    char long_name[200];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(0, setenv("NOTIFY_SOCKET", names[i], 1));
        manager_tell("READY=1");
    }
    memset(long_name, '/', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal(0, setenv("NOTIFY_SOCKET", long_name, 1));
    manager_tell("READY=1");
    assert_int_equal(0, unsetenv("NOTIFY_SOCKET"));
    manager_tell("READY=1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_socket_at_a_path_is_told),
        cmocka_unit_test(a_socket_without_a_file_is_told),
        cmocka_unit_test(without_a_manager_nothing_happens),
    };
    return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
