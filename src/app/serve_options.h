/* serve_options.h - what the settings say to the rooms of the service, as the rooms want it. */
#pragma once

#include "app/settings.h"
#include "auth/auth.h"
#include "notify/notify.h"
#include "residents/residents.h"

enum { SERVE_OPTIONS_MAX = 4 };

struct serve_options {
    struct auth_options auth;
    struct notify_options notify;
    struct residents_options residents;
    struct side_option list[SERVE_OPTIONS_MAX]; /* for the sides; ends with a NULL room */
    char sms_secret[SECRET_BYTES_MAX];
    char wechat_secret[SECRET_BYTES_MAX];
};

/* `settings` is borrowed for as long as the options are used. Reads the files of secrets. Faults:
 * FILE_OPEN, FILE_READ; `problem` names the file. */
CHECKED struct status serve_options_fill(const struct settings *settings,
                                         struct serve_options *options, struct problem *problem);
void serve_options_wipe(struct serve_options *options);
