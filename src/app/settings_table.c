/* settings_table.c - the one table of what can be set. Order, defaults and texts stand here and
 * nowhere else; docs/settings.md is printed from it. */
#include <stddef.h>
#include <string.h>

#include "app/settings.h"

#define AT(field) .at = offsetof(struct settings, field)
#define MIB INT64_C(1048576)

const struct setting settings_table[] = {
    {"listen", SETTING_ADDRESS, AT(listen), .fallback = "127.0.0.1:8080", .group_zh = "服务",
     .group_en = "The server", .zh = "监听的地址和端口；端口 0 是任取一个空的",
     .en = "address and port to listen at; port 0: any that is free"},
    {"public_url", SETTING_URL, AT(public_url), .fallback = "",
     .zh = "村民看到的网址，印在二维码里；不写就用 listen 的地址",
     .en = "the address that villagers see and codes carry; without it that of listen"},
    {"tls_cert", SETTING_PATH, AT(tls_cert), .fallback = "", .zh = "TLS 证书（PEM，含中间证书）",
     .en = "TLS certificate (PEM, with those between)"},
    {"tls_key", SETTING_SECRET, AT(tls_key), .fallback = "", .zh = "TLS 私钥文件（PEM）",
     .en = "file of the TLS private key (PEM)"},
    {"behind_proxy", SETTING_SWITCH, AT(behind_proxy), .fallback = "no",
     .zh = "前面有做 TLS 的反向代理；不做 TLS 又对外监听，必须写 yes",
     .en = "a proxy with TLS stands in front; to listen beyond this machine without TLS, say yes"},
    {"trusted_proxies", SETTING_RANGES, AT(trusted_proxies), .fallback = "127.0.0.1, ::1",
     .zh = "反向代理的地址（逗号分隔，可写网段）；只信它们转告的来访地址",
     .en = "the proxies' addresses or ranges; only they are believed on who asks"},
    {"data", SETTING_PATH, AT(data), .fallback = "sanbao-data", .zh = "数据目录",
     .en = "the data folder"},
    {"calendar_file", SETTING_PATH, AT(calendar_file), .fallback = "",
     .zh = "工作日历文件（放假与调休），补充程序自带的；写法见运行手册",
     .en = "file of holidays and weekends worked, beside those built in; see the operating manual"},

    {"log_level", SETTING_WORD, AT(log_level), .fallback = "info",
     .words = "error|warning|info|debug", .group_zh = "日志", .group_en = "What is written down",
     .zh = "程序日志的详细程度", .en = "how much the program tells on stderr"},
    {"access_log", SETTING_PATH, AT(access_log), .fallback = "",
     .zh = "访问日志文件；- 是标准输出；不写就不记",
     .en = "file of the access log; -: standard output; without it none is kept"},

    {"max_connections", SETTING_NUMBER, AT(max_connections), 16, 1000000, "20000",
     .group_zh = "上限", .group_en = "Limits", .zh = "同时的连接数", .en = "connections at a time"},
    {"connections_per_address", SETTING_NUMBER, AT(connections_per_address), 1, 1000000, "1000",
     .zh = "同一来访地址的连接数（一个村可能共用一个出口地址）",
     .en = "connections of one address (a village may share one)"},
    {"requests_per_second", SETTING_NUMBER, AT(requests_per_second), 1, 1000000, "100",
     .zh = "同一来访地址每秒的请求数", .en = "requests a second of one address"},
    {"requests_burst", SETTING_NUMBER, AT(requests_burst), 1, 1000000, "500",
     .zh = "同一来访地址一次可以连发的请求数", .en = "requests of one address at one go"},
    {"stream_listeners", SETTING_NUMBER, AT(stream_listeners), 1, 1000000, "12000",
     .zh = "同时看实时画面的连接数", .en = "listeners to live streams at a time"},
    {"body_bytes", SETTING_NUMBER, AT(body_bytes), 1024, 16 * MIB, "65536", .unit_zh = "字节",
     .unit_en = "bytes", .zh = "一个请求的内容", .en = "body of a request"},
    {"bulk_body_bytes", SETTING_NUMBER, AT(bulk_body_bytes), 1024, 64 * MIB, "4194304",
     .unit_zh = "字节", .unit_en = "bytes", .zh = "一个批量请求的内容",
     .en = "body of a bulk request"},
    {"photo_bytes", SETTING_NUMBER, AT(photo_bytes), 1024, 64 * MIB, "12582912", .unit_zh = "字节",
     .unit_en = "bytes", .zh = "一张照片", .en = "a photo"},
    {"request_seconds", SETTING_NUMBER, AT(request_seconds), 1, 600, "30", .unit_zh = "秒",
     .unit_en = "seconds", .zh = "收完一个请求的时限",
     .en = "within which a request must have come in"},
    {"idle_seconds", SETTING_NUMBER, AT(idle_seconds), 1, 3600, "60", .unit_zh = "秒",
     .unit_en = "seconds", .zh = "空闲连接保留多久", .en = "for which an idle connection is kept"},

    {"session_resident_days", SETTING_NUMBER, AT(session_resident_days), 1, 365, "30",
     .unit_zh = "天", .unit_en = "days", .group_zh = "登录", .group_en = "Sessions",
     .zh = "村民登录一次的有效期", .en = "for which a resident stays logged in"},
    {"session_staff_hours", SETTING_NUMBER, AT(session_staff_hours), 1, 24, "12", .unit_zh = "小时",
     .unit_en = "hours", .zh = "工作人员登录一次的有效期", .en = "for which staff stay logged in"},
    {"session_staff_idle_minutes", SETTING_NUMBER, AT(session_staff_idle_minutes), 1, 1440, "30",
     .unit_zh = "分钟", .unit_en = "minutes", .zh = "工作人员多久不动就退出",
     .en = "after which idle staff are logged out"},
    {"session_device_days", SETTING_NUMBER, AT(session_device_days), 1, 730, "180", .unit_zh = "天",
     .unit_en = "days", .zh = "登记过的设备多久重新登记",
     .en = "after which an enrolled device enrols again"},

    {"sms_url", SETTING_URL, AT(sms_url), .fallback = "", .group_zh = "消息",
     .group_en = "Messages", .zh = "短信网关的网址；不写就进本机的发件箱页面（试用）",
     .en = "the SMS gateway; without it messages go to an outbox page (for trying out)"},
    {"sms_secret_file", SETTING_SECRET, AT(sms_secret_file), .fallback = "",
     .zh = "短信网关的密钥文件", .en = "file of the SMS gateway's secret"},
    {"sms_template", SETTING_TEXT, AT(sms_template), .fallback = "",
     .zh = "短信网关的模板编号或签名", .en = "the SMS gateway's template or signature"},
    {"sms_per_day", SETTING_NUMBER, AT(sms_per_day), 1, 1000000, "2000", .unit_zh = "条",
     .unit_en = "messages", .zh = "一天最多发的短信（防盗刷）",
     .en = "sent a day at most (against floods)"},
    {"wechat_base_url", SETTING_URL, AT(wechat_base_url), .fallback = "https://api.weixin.qq.com",
     .zh = "微信接口的网址", .en = "the WeChat interface"},
    {"wechat_appid", SETTING_TEXT, AT(wechat_appid), .fallback = "", .zh = "微信小程序的 AppID",
     .en = "the WeChat mini program's AppID"},
    {"wechat_secret_file", SETTING_SECRET, AT(wechat_secret_file), .fallback = "",
     .zh = "微信小程序的密钥（AppSecret）文件", .en = "file of the mini program's AppSecret"},
    {"wechat_template", SETTING_TEXT, AT(wechat_template), .fallback = "",
     .zh = "订阅消息的模板编号（要有 thing1、thing2 两个词）；不写就不发微信消息",
     .en = "template of the subscription message (thing1 and thing2); without it none is sent"},
    {"quiet_from", SETTING_CLOCK, AT(quiet_from), .fallback = "21:00", .zh = "从几点起不打扰村民",
     .en = "from when on villagers are left in peace"},
    {"quiet_until", SETTING_CLOCK, AT(quiet_until), .fallback = "08:00",
     .zh = "到几点为止不打扰村民", .en = "until when they are"},

    {"backup_folder", SETTING_PATH, AT(backup_folder), .fallback = "", .group_zh = "备份",
     .group_en = "Backups", .zh = "每夜备份放在哪里（应在另一块盘上）；不写就不备份",
     .en = "where nightly backups go (best another disk); without it none are made"},
    {"backup_hour", SETTING_NUMBER, AT(backup_hour), 0, 23, "2", .unit_zh = "点",
     .unit_en = "o'clock", .zh = "几点备份，随后演练一次恢复",
     .en = "when a backup is made, and after it a drill"},
    {"backup_keep", SETTING_NUMBER, AT(backup_keep), 2, 1000, "30", .unit_zh = "份",
     .unit_en = "backups", .zh = "保留最近几份每夜备份", .en = "kept, the newest ones"},
    {"backup_passphrase_file", SETTING_SECRET, AT(backup_passphrase_file), .fallback = "",
     .zh = "口令文件：连同密钥备份（另封，90 天后删除）；不写就不备份密钥",
     .en = "passphrase: keys are backed up too, sealed, for 90 days; without it they stay behind"},
};
const size_t settings_count = sizeof settings_table / sizeof settings_table[0];
_Static_assert(sizeof settings_table / sizeof settings_table[0] <= SETTINGS_MAX, "SETTINGS_MAX");

size_t setting_find(const char *key, size_t length)
{
    size_t row = 0;
    while (row < settings_count && (strlen(settings_table[row].key) != length ||
                                    memcmp(settings_table[row].key, key, length) != 0)) {
        row++;
    }
    return row;
}

size_t setting_find_flag(const char *flag)
{
    char key[64];
    size_t length = strlen(flag);
    if (length < 3 || length - 2 >= sizeof key || flag[0] != '-' || flag[1] != '-' ||
        memchr(flag, '_', length) != NULL) {
        return settings_count;
    }
    for (size_t i = 2; i < length; i++) {
        key[i - 2] = flag[i] == '-' ? '_' : flag[i];
    }
    return setting_find(key, length - 2);
}
