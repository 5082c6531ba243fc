/* settings_check.c - what the settings say together, and whether the files that hold secrets are
 * fit for that. */
#include <string.h>
#include <sys/stat.h>

#include "app/settings_internal.h"
#include "base/address.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/text.h"
#include "crypto/crypto.h"

void setting__blame(const struct settings *settings, size_t row, struct problem *problem)
{
    const struct setting_source *source = &settings->sources[row];
    const char *value = source->value == NULL ? settings_table[row].fallback : source->value;
    if (problem == NULL) {
        return;
    }
    problem->line = source->line;
    snprintf(problem->column, sizeof problem->column, "%s", settings_table[row].key);
    text_show(problem->value, sizeof problem->value, value, strlen(value), 60);
}

/* ---- secrets ---- */

struct status secret_check(const char *path, struct problem *problem)
{
    struct stat info;
    if (problem != NULL) {
        problem_text(problem->file, sizeof problem->file, path, strlen(path));
    }
    if (stat(path, &info) != 0) {
        return problem_set(problem, STATUS_FILE_OPEN);
    }
    mode_t group = info.st_mode & 070;
    bool group_good = group == 0 || (info.st_uid == 0 && group == 040);
    if (!S_ISREG(info.st_mode) || (info.st_mode & 07) != 0 || !group_good) {
        return problem_set(problem, STATUS_SECRET_OPEN);
    }
    return OK;
}

struct status secret_load(const char *path, struct secret *secret, struct problem *problem)
{
    REQUIRE(path != NULL && secret != NULL);
    SCOPED(file_close) struct file file = FILE_CLOSED;
    size_t got = 0;
    *secret = (struct secret){0};
    TRY(secret_check(path, problem));
    struct status status = file_open(path, FILE_FOR_READING, &file);
    if (status_ok(status)) {
        status = file_read(&file, 0, secret->text, sizeof secret->text, &got);
    }
    if (!status_ok(status)) {
        return problem_set(problem, status.code);
    }
    const char *end = memchr(secret->text, '\n', got);
    size_t length = end == NULL ? got : (size_t)(end - secret->text);
    if (length > 0 && secret->text[length - 1] == '\r') {
        length--;
    }
    bool good =
        length > 0 && length < sizeof secret->text && memchr(secret->text, '\0', length) == NULL;
    if (!good) {
        wipe(secret, sizeof *secret);
        return problem_set(problem, length == sizeof secret->text ? STATUS_LIMIT_EXCEEDED
                                                                  : STATUS_SETTING_VALUE);
    }
    wipe(secret->text + length, sizeof secret->text - length);
    return OK;
}

static struct status secrets_check(const struct settings *settings, struct problem *problem)
{
    for (size_t row = 0; row < settings_count; row++) {
        const struct setting *setting = &settings_table[row];
        const char *path =
            *(const char *const *)(const void *)((const char *)settings + setting->at);
        if (setting->kind != SETTING_SECRET || path[0] == '\0') {
            continue;
        }
        struct status status = secret_check(path, problem);
        if (!status_ok(status)) {
            if (problem != NULL) {
                snprintf(problem->column, sizeof problem->column, "%s", setting->key);
            }
            return status;
        }
    }
    return OK;
}

/* ---- together ---- */

static struct status refuse_with(const struct settings *settings, const char *key,
                                 struct problem *problem, const char *wanted, enum status_code code)
{
    setting__blame(settings, setting_find(key, strlen(key)), problem);
    if (problem != NULL) {
        snprintf(problem->expected, sizeof problem->expected, "%s", wanted);
    }
    return problem_set(problem, code);
}

static bool lies_within(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* Listening beyond this machine in the clear must be asked for. */
static struct status plain_check(const struct settings *settings, struct problem *problem)
{
    struct address address;
    uint16_t port = 0;
    REQUIRE(address_port_parse(settings->listen, strlen(settings->listen), &address, &port));
    if (address_is_loopback(&address) || settings->tls_cert[0] != '\0' || settings->behind_proxy) {
        return OK;
    }
    return refuse_with(settings, "listen", problem,
                       lang_pick("127.0.0.1，或者 tls_cert 和 tls_key，或者 behind_proxy = yes",
                                 "127.0.0.1, or tls_cert and tls_key, or behind_proxy = yes"),
                       STATUS_SETTING_PLAIN);
}

struct status settings__check(const struct settings *settings, struct problem *problem)
{
    size_t proxies = setting_find("trusted_proxies", 15);
    const struct pair {
        bool broken;
        const char *key;
        const char *zh;
        const char *en;
    } pairs[] = {
        {settings->tls_cert[0] != '\0' && settings->tls_key[0] == '\0', "tls_cert",
         "同时写 tls_key", "tls_key too"},
        {settings->tls_key[0] != '\0' && settings->tls_cert[0] == '\0', "tls_key",
         "同时写 tls_cert", "tls_cert too"},
        {settings->sources[proxies].from != SETTING_DEFAULT && !settings->behind_proxy,
         "trusted_proxies", "同时写 behind_proxy = yes", "behind_proxy = yes too"},
        {settings->sms_secret_file[0] != '\0' && settings->sms_url[0] == '\0', "sms_secret_file",
         "同时写 sms_url", "sms_url too"},
        {settings->wechat_appid[0] != '\0' && settings->wechat_secret_file[0] == '\0',
         "wechat_appid", "同时写 wechat_secret_file", "wechat_secret_file too"},
        {settings->wechat_secret_file[0] != '\0' && settings->wechat_appid[0] == '\0',
         "wechat_secret_file", "同时写 wechat_appid", "wechat_appid too"},
        {settings->backup_passphrase_file[0] != '\0' && settings->backup_folder[0] == '\0',
         "backup_passphrase_file", "同时写 backup_folder", "backup_folder too"},
        {settings->backup_folder[0] != '\0' && lies_within(settings->backup_folder, settings->data),
         "backup_folder", "数据目录以外的地方，最好是另一块盘",
         "a place outside the data folder, best another disk"},
        {settings->body_bytes > settings->bulk_body_bytes, "body_bytes", "不大于 bulk_body_bytes",
         "at most bulk_body_bytes"},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        if (pairs[i].broken) {
            return refuse_with(settings, pairs[i].key, problem, lang_pick(pairs[i].zh, pairs[i].en),
                               STATUS_SETTING_CONTRADICTION);
        }
    }
    TRY(plain_check(settings, problem));
    return secrets_check(settings, problem);
}
