/* file_faults.c - the rule in force, and what it says about each call. */
#include "base/file_faults.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct file_faults *file_faults = NULL;

static bool name_take(const char **text, const char *const *names, size_t count, size_t *index)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        char after = strncmp(*text, names[i], length) == 0 ? (*text)[length] : 'x';
        if (after == ':' || after == '\0') {
            *text += length;
            *index = i;
            return true;
        }
    }
    return false;
}

static bool number_take(const char **text, int64_t *number)
{
    const char *digit = *text;
    *number = 0;
    while (*digit >= '0' && *digit <= '9' && *number < 1000000000) {
        *number = *number * 10 + (*digit - '0');
        digit++;
    }
    bool some = digit > *text;
    *text = digit;
    return some;
}

static bool colon_take(const char **text)
{
    if (**text != ':') {
        return false;
    }
    (*text)++;
    return true;
}

struct status file_faults_from_environment(void)
{
    static const char *const calls[] = {"write", "sync", "change", "any"};
    static const char *const faults[] = {"enospc", "short", "eio", "kill"};
    static struct file_faults rule;

    const char *text = getenv("SANBAO_FILE_FAULT");
    if (text == NULL) {
        return OK;
    }
    size_t call = 0;
    size_t fault = 0;
    int64_t bytes = 0;
    if (!name_take(&text, calls, COUNT(calls), &call) || !colon_take(&text) ||
        !number_take(&text, &rule.at) || rule.at < 1 || !colon_take(&text) ||
        !name_take(&text, faults, COUNT(faults), &fault) ||
        (colon_take(&text) && !number_take(&text, &bytes)) || *text != '\0') {
        return REFUSE(USAGE);
    }
    rule.call = (enum file_call)call;
    rule.fault = (enum file_fault)fault;
    rule.bytes = (size_t)bytes;
    atomic_store(&rule.calls, 0);
    file_faults = &rule;
    return OK;
}

int file_faults_check(enum file_call call, size_t *bytes)
{
    struct file_faults *rule = file_faults;
    if (rule == NULL || (rule->call != FILE_CALL_ANY && rule->call != call)) {
        return 0;
    }
    int64_t number = atomic_fetch_add(&rule->calls, 1) + 1;
    if (number < rule->at) {
        return 0;
    }
    bool now = number == rule->at;
    bool part = now && call == FILE_CALL_WRITE && rule->bytes > 0;
    switch (rule->fault) {
    case FILE_FAULT_ENOSPC:
        return ENOSPC;
    case FILE_FAULT_EIO:
        return now ? EIO : 0;
    case FILE_FAULT_SHORT:
        if (!part) {
            return ENOSPC;
        }
        break;
    case FILE_FAULT_KILL:
        if (now && !part) {
            raise(SIGKILL);
        }
        break;
    }
    if (part && bytes != NULL && *bytes > rule->bytes) {
        *bytes = rule->bytes;
    }
    return 0;
}

void file_faults_written(void)
{
    const struct file_faults *rule = file_faults;
    if (rule != NULL && rule->fault == FILE_FAULT_KILL && atomic_load(&rule->calls) >= rule->at) {
        raise(SIGKILL);
    }
}
