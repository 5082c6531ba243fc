/* serve_options.c - settings into options: seconds out of days, secrets out of files. */
#include "app/serve_options.h"

#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/file.h"

/* The first line of a secret's file; "" where none is set. */
static struct status secret_read(const char *path, char secret[SECRET_BYTES_MAX],
                                 struct problem *problem)
{
    size_t length = 0;
    uint8_t *bytes = NULL;
    secret[0] = '\0';
    if (path[0] == '\0') {
        return OK;
    }
    struct status status = file_load(path, SECRET_BYTES_MAX - 1, &bytes, &length);
    if (!status_ok(status)) {
        if (problem != NULL) {
            problem_text(problem->file, sizeof problem->file, path, strlen(path));
        }
        return problem_set(problem, status.code);
    }
    memcpy(secret, bytes, length);
    secret[length] = '\0';
    secret[strcspn(secret, "\r\n")] = '\0';
    wipe(bytes, length);
    free(bytes);
    return OK;
}

static bool listens_here_alone(const struct settings *settings)
{
    struct address address;
    uint16_t port = 0;
    return address_port_parse(settings->listen, strlen(settings->listen), &address, &port) &&
           address_is_loopback(&address) && !settings->behind_proxy;
}

struct status serve_options_fill(const struct settings *settings, struct serve_options *options,
                                 struct problem *problem)
{
    TRY(secret_read(settings->sms_secret_file, options->sms_secret, problem));
    TRY(secret_read(settings->wechat_secret_file, options->wechat_secret, problem));
    options->auth = (struct auth_options){
        .resident_seconds = settings->session_resident_days * 86400,
        .staff_seconds = settings->session_staff_hours * 3600,
        .staff_idle_seconds = settings->session_staff_idle_minutes * 60,
        .device_seconds = settings->session_device_days * 86400,
        .secure = settings->tls_cert[0] != '\0' || settings->behind_proxy,
        .wechat_base_url = settings->wechat_base_url,
        .wechat_appid = settings->wechat_appid,
        .wechat_secret = options->wechat_secret,
    };
    options->notify = (struct notify_options){
        .sms_url = settings->sms_url,
        .sms_secret = options->sms_secret,
        .sms_template = settings->sms_template,
        .sms_per_day = settings->sms_per_day,
        .wechat_base_url = settings->wechat_base_url,
        .wechat_appid = settings->wechat_appid,
        .wechat_secret = options->wechat_secret,
        .wechat_template = settings->wechat_template,
        .quiet_from = settings->quiet_from,
        .quiet_until = settings->quiet_until,
        .outbox = settings->sms_url[0] == '\0' && listens_here_alone(settings),
    };
    options->residents.public_url = settings->public_url;
    options->list[0] = (struct side_option){&auth_room, &options->auth};
    options->list[1] = (struct side_option){&notify_room, &options->notify};
    options->list[2] = (struct side_option){&residents_room, &options->residents};
    return OK;
}

void serve_options_wipe(struct serve_options *options)
{
    wipe(options->sms_secret, sizeof options->sms_secret);
    wipe(options->wechat_secret, sizeof options->wechat_secret);
}
