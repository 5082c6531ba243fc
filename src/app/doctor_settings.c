/* doctor_settings.c - what the settings name: the certificate and when it ends, who can reach the
 * server, where messages go, variables that nobody reads. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/doctor.h"
#include "base/address.h"
#include "base/day.h"
#include "base/lang.h"
#include "base/workdays.h"
#include "crypto/crypto.h"

enum { CERT_MUST_DAYS = 7, CERT_NOTE_DAYS = 30, CERT_BYTES_MAX = 1 << 20 };

static void certificate_check(struct doctor *doctor)
{
    const struct settings *settings = doctor->settings;
    uint8_t *cert = NULL;
    uint8_t *key = NULL;
    size_t cert_length = 0;
    size_t key_length = 0;
    struct certificate found = {.ends_at = 0};
    char day[DAY_TEXT_SIZE];
    if (settings->tls_cert[0] == '\0') {
        return;
    }
    struct status status = file_load(settings->tls_cert, CERT_BYTES_MAX, &cert, &cert_length);
    if (status_ok(status)) {
        status = file_load(settings->tls_key, CERT_BYTES_MAX, &key, &key_length);
    }
    if (status_ok(status)) {
        status = certificate_read(cert, cert_length, key, key_length, &found);
    }
    free(cert);
    if (key != NULL) {
        wipe(key, key_length);
    }
    free(key);
    if (!status_ok(status)) {
        DOCTORF(doctor, "tls", FINDING_MUST, "TLS 证书或私钥不能用：%s",
                "the TLS certificate or its key is of no use: %s", status_text(status.code));
        return;
    }
    int32_t ends_on = instant_day(found.ends_at, CHINA_OFFSET_MINUTES);
    int32_t left = ends_on - doctor->today;
    day_format(ends_on, day);
    DOCTORF(doctor, "tls",
            left < CERT_MUST_DAYS   ? FINDING_MUST
            : left < CERT_NOTE_DAYS ? FINDING_NOTE
                                    : FINDING_GOOD,
            "TLS 证书到 %s 为止（还有 %" PRId32 " 天）%s",
            "the TLS certificate ends on %s (in %" PRId32 " days)%s", day, left,
            left < CERT_NOTE_DAYS
                ? lang_pick("。请换新的，再重启服务。", ". Get a new one and restart the service.")
                : lang_pick("。", "."));
}

static void reach_check(struct doctor *doctor)
{
    const struct settings *settings = doctor->settings;
    struct address address;
    uint16_t port = 0;
    REQUIRE(address_port_parse(settings->listen, strlen(settings->listen), &address, &port));
    bool here = address_is_loopback(&address);
    if (here && !settings->behind_proxy) {
        DOCTORF(
            doctor, "reach", FINDING_NOTE,
            "只有这台机器能访问（listen = %s）。要让村民访问，设置 TLS，或放在反向代理后面。",
            "only this machine can reach the server (listen = %s). For villagers, set up TLS or "
            "put it behind a proxy.",
            settings->listen);
    } else if (settings->public_url[0] == '\0') {
        DOCTOR(doctor, "public_url", FINDING_MUST,
               "没有设置 public_url：印出去的二维码没有网址可指。",
               "public_url is not set: printed codes have no address to lead to.");
    } else {
        DOCTORF(doctor, "reach", FINDING_GOOD, "对外网址：%s", "public address: %s",
                settings->public_url);
    }
}

static void messages_check(struct doctor *doctor)
{
    const struct settings *settings = doctor->settings;
    if (settings->sms_url[0] == '\0') {
        DOCTOR(doctor, "sms", FINDING_NOTE, "没有设置短信网关：验证码只进发件箱页面，只能试用。",
               "no SMS gateway is set: codes go to the outbox page, fit for trying out only.");
    }
    if (settings->access_log[0] == '\0') {
        DOCTOR(doctor, "access_log", FINDING_NOTE,
               "没有记访问日志；网络日志依法应留存不少于六个月。",
               "no access log is kept; the law asks for six months of network logs.");
    }
}

/* Each autumn the next year's holidays are announced; from December on they are looked for. */
static void calendar_check(struct doctor *doctor)
{
    const char *path = doctor->settings->calendar_file;
    struct problem problem = problem_none();
    SCOPED(workdays_close) struct workdays *workdays = NULL;
    struct status status = workdays_open(path, &workdays, &problem);
    int32_t year = day_to_civil(doctor->today + 31).year;
    if (!status_ok(status)) {
        DOCTORF(doctor, "calendar", FINDING_MUST, "工作日历文件 %s 第 %lld 行：%s",
                "the calendar %s, line %lld: %s", path, (long long)problem.line,
                status_text(status.code));
    } else if (!workdays_known(workdays, year)) {
        DOCTORF(doctor, "calendar", FINDING_NOTE,
                "不知道 %d 年的放假安排，公示期只按周一到周五算。请写进 calendar_file。",
                "the holidays of %d are not known: notices count Monday to Friday. Enter them in "
                "calendar_file.",
                (int)year);
    }
}

extern char **environ;

/* A slip in a variable's name is silent; here it is told. */
static void variables_check(struct doctor *doctor)
{
    static const char *const known[] = {"SANBAO_CONFIG", "SANBAO_FILE_FAULT"};
    for (size_t i = 0; environ[i] != NULL; i++) {
        char key[64] = "";
        const char *name = environ[i];
        size_t length = strcspn(name, "=");
        if (strncmp(name, "SANBAO_", 7) != 0 || length - 7 >= sizeof key) {
            continue;
        }
        for (size_t k = 7; k < length; k++) {
            key[k - 7] = name[k] >= 'A' && name[k] <= 'Z' ? (char)(name[k] - 'A' + 'a') : name[k];
        }
        bool read = setting_find(key, length - 7) < settings_count;
        for (size_t k = 0; k < COUNT(known); k++) {
            read = read || (strlen(known[k]) == length && strncmp(known[k], name, length) == 0);
        }
        if (!read) {
            DOCTORF(doctor, "variable", FINDING_NOTE, "环境变量 %.*s 没有人读（是不是写错了？）",
                    "nobody reads the variable %.*s (a slip?)", (int)length, name);
        }
    }
}

void doctor_settings(struct doctor *doctor)
{
    certificate_check(doctor);
    reach_check(doctor);
    messages_check(doctor);
    calendar_check(doctor);
    variables_check(doctor);
}
