/* settings.h - what an operator may set, in one typed table: name, kind, unit, range, default and
 * what it is for. Help texts, docs/settings.md and the checks all come from that table.
 *
 * A value comes from a flag (--max-connections N), else from the environment
 * (SANBAO_MAX_CONNECTIONS), else from the file (max_connections = N), else from the table. A secret
 * is never a value: what is set is the path of a file that holds it. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/problem.h"
#include "base/status.h"

enum {
    SETTINGS_MAX = 64, /* rows of the table */
    SETTINGS_FILE_BYTES_MAX = 64 * 1024,
    SETTING_VALUE_BYTES_MAX = 1024,
    SECRET_BYTES_MAX = 1024,
};

/* The values in force. Texts are never NULL and "" where nothing is set; they are owned. */
struct settings {
    /* the server */
    const char *listen; /* address and port, base/address.h */
    const char *public_url;
    const char *tls_cert;
    const char *tls_key;
    bool behind_proxy;
    const char *trusted_proxies; /* ranges, base/address.h; "" unless behind_proxy */
    const char *data;
    const char *calendar_file;
    /* what it writes down */
    const char *log_level; /* error, warning, info, debug */
    const char *access_log;
    /* limits */
    int64_t max_connections;
    int64_t connections_per_address;
    int64_t requests_per_second; /* per address */
    int64_t requests_burst;
    int64_t stream_listeners;
    int64_t body_bytes;
    int64_t bulk_body_bytes;
    int64_t photo_bytes;
    int64_t request_seconds;
    int64_t idle_seconds;
    /* sessions */
    int64_t session_resident_days;
    int64_t session_staff_hours;
    int64_t session_staff_idle_minutes;
    int64_t session_device_days;
    /* messages */
    const char *sms_url;
    const char *sms_secret_file;
    const char *sms_template;
    int64_t sms_per_day;
    const char *wechat_base_url;
    const char *wechat_appid;
    const char *wechat_secret_file;
    const char *wechat_template;
    int64_t quiet_from; /* minutes after midnight */
    int64_t quiet_until;
    /* copies */
    const char *backup_folder;
    int64_t backup_hour;
    int64_t backup_keep;
    const char *backup_passphrase_file;

    /* where each value came from, by row of the table */
    struct setting_source {
        enum { SETTING_DEFAULT, SETTING_FROM_FILE, SETTING_FROM_ENVIRONMENT, SETTING_FLAG } from;
        int64_t line; /* of the file */
        char *value;  /* as it was written; malloc'ed; NULL: the table's */
    } sources[SETTINGS_MAX];
};

enum setting_kind {
    SETTING_TEXT,
    SETTING_WORD,    /* one of `words` */
    SETTING_SWITCH,  /* yes or no */
    SETTING_NUMBER,  /* whole, min..max */
    SETTING_CLOCK,   /* HH:MM */
    SETTING_ADDRESS, /* with a port */
    SETTING_RANGES,  /* of addresses */
    SETTING_URL,     /* https, or http to this machine; nothing after the path */
    SETTING_PATH,
    SETTING_SECRET, /* the path of a file that nobody else may read */
};
struct setting {
    const char *key;
    enum setting_kind kind;
    size_t at; /* offset in struct settings of its const char *, int64_t or bool */
    int64_t min, max;
    const char *fallback; /* the default, as it would be written */
    const char *words;    /* "error|warning" */
    const char *unit_zh;  /* "" where there is none */
    const char *unit_en;
    const char *zh;
    const char *en;
    const char *group_zh; /* opens a group; NULL: as the row before */
    const char *group_en;
};
extern const struct setting settings_table[];
extern const size_t settings_count;

/* The row of a key; settings_count where there is none. */
size_t setting_find(const char *key, size_t length);
/* The row of a flag, "--max-connections"; settings_count where there is none. */
size_t setting_find_flag(const char *flag);

/* What the command line gave: the file, and values by row; NULL where nothing was given. */
struct settings_given {
    const char *config;
    const char *values[SETTINGS_MAX];
};

/* Reads flags, environment ("NAME=value" texts, ends with NULL) and file (--config, else
 * SANBAO_CONFIG, else none) and checks what they say together. An empty variable counts as not
 * there. The caller gives back with settings_free(), also after a failure.
 * Refuses, naming file and line, variable or flag, key and value: SETTING_LINE (neither comment
 * nor "key = value"), SETTING_UNKNOWN, SETTING_TWICE, SETTING_VALUE, SETTING_CONTRADICTION,
 * SETTING_PLAIN (listens beyond this machine without TLS and without behind_proxy), SECRET_OPEN (a
 * secret's file that others may read), TEXT_ENCODING, LIMIT_EXCEEDED. Faults: FILE_OPEN, FILE_READ,
 * OUT_OF_MEMORY. */
CHECKED struct status settings_load(const struct settings_given *given, char *const *environment,
                                    struct settings *out, struct problem *problem);
void settings_free(struct settings *settings); /* Empties it; all zero is welcome. */

/* The same for the text of a file alone, without the checks of what values say together and of
 * files that they name. */
CHECKED struct status settings_parse(const char *text, size_t length, struct settings *out,
                                     struct problem *problem);

/* The first line of a secret's file, NUL-ended. Refuses: SECRET_OPEN, LIMIT_EXCEEDED (longer than
 * SECRET_BYTES_MAX), SETTING_VALUE (empty, or with a NUL). Faults: FILE_OPEN, FILE_READ. The caller
 * wipes it. */
struct secret {
    char text[SECRET_BYTES_MAX + 1];
};
CHECKED struct status secret_load(const char *path, struct secret *secret, struct problem *problem);
/* Whether a file is fit to hold a secret: a regular file that others cannot read or write; its
 * group may read where it belongs to root, as files do that systemd hands to a service.
 * Refuses: SECRET_OPEN. Faults: FILE_OPEN. */
CHECKED struct status secret_check(const char *path, struct problem *problem);

/* ---- in words ---- */

/* The table as help for a command that takes all of it as flags. */
void settings_help_print(FILE *out);
/* The table as docs/settings.md; the same in both languages. */
void settings_page_print(FILE *out);
/* The table as a file of settings in which every line is a comment, in the language chosen. */
void settings_template_print(FILE *out);
/* Each key, the value in force and where it came from. Of a secret the path alone. */
void settings_values_print(const struct settings *settings, FILE *out);
