/* settings_page.c - the table in words: as help, as docs/settings.md, and what is in force. */
#include <inttypes.h>
#include <string.h>

#include "app/settings_internal.h"
#include "base/lang.h"

static const char *kind_text(enum setting_kind kind, bool english)
{
    static const char *const kinds[][2] = {
        [SETTING_TEXT] = {"文字", "text"},
        [SETTING_WORD] = {"选一个词", "a word of"},
        [SETTING_SWITCH] = {"", ""},
        [SETTING_NUMBER] = {"", ""},
        [SETTING_CLOCK] = {"时刻", "time"},
        [SETTING_ADDRESS] = {"地址:端口", "address:port"},
        [SETTING_RANGES] = {"地址或网段", "addresses, ranges"},
        [SETTING_URL] = {"https 网址", "https address"},
        [SETTING_PATH] = {"路径", "path"},
        [SETTING_SECRET] = {"密文件的路径", "path of a secret's file"},
    };
    return kinds[kind][english];
}

/* What a value looks like: kind, range, unit. */
static void form_print(const struct setting *setting, bool english, FILE *out)
{
    char range[PROBLEM_TEXT_MAX] = "";
    const char *unit = english ? setting->unit_en : setting->unit_zh;
    const char *kind = kind_text(setting->kind, english);
    if (setting->kind <= SETTING_CLOCK) {
        setting__expected(setting, range, sizeof range);
    }
    fprintf(out, "%s%s", kind, kind[0] != '\0' && range[0] != '\0' ? " " : "");
    for (const char *c = range; *c != '\0'; c++) {
        fprintf(out, *c == '|' ? ", " : "%c", *c);
    }
    fprintf(out, "%s%s", unit == NULL ? "" : " ", unit == NULL ? "" : unit);
}

void settings_help_print(FILE *out)
{
    SAY(out,
        "  --config F\n"
        "      设置文件，每行一项：键 = 值；# 开头的行是注释；也可用环境变量 SANBAO_CONFIG\n",
        "  --config F\n"
        "      file of settings, a line each: key = value; lines that start with # are comments; "
        "else SANBAO_CONFIG\n");
    for (size_t row = 0; row < settings_count; row++) {
        const struct setting *setting = &settings_table[row];
        if (setting->group_zh != NULL) {
            fprintf(out, "\n%s\n", lang_pick(setting->group_zh, setting->group_en));
        }
        fprintf(out, "  --");
        for (const char *c = setting->key; *c != '\0'; c++) {
            fputc(*c == '_' ? '-' : *c, out);
        }
        fprintf(out, "  (");
        form_print(setting, lang_get() == LANG_EN, out);
        if (setting->fallback[0] != '\0') {
            SAYF(out, "；默认 %s", "; default %s", setting->fallback);
        }
        fprintf(out, ")\n      %s\n", lang_pick(setting->zh, setting->en));
    }
}

static const char page_head[] =
    "# 设置 Settings\n\n"
    "由程序打印（`sanbao settings --page`），测试保证与程序一致。\n"
    "Printed by the program (`sanbao settings --page`); a test holds the two equal.\n\n"
    "- 先后：命令行（`--max-connections 100`），其次环境变量（`SANBAO_MAX_CONNECTIONS=100`），"
    "其次设置文件（`max_connections = 100`），最后是默认值。设置文件由 `--config` 或 "
    "`SANBAO_CONFIG` 指明。\n"
    "- 设置文件是 UTF-8，每行一项 `键 = 值`，`#` 开头的行是注释。不认识的键、不合格的值、"
    "同一键写两次都会拒绝，并指出行号。\n"
    "- 密钥和口令只能放在文件里，设置里写文件的路径；这个文件别人不能读（`chmod 600`；属于 "
    "root 的可以让组读）。\n"
    "- Order: flags, then the environment, then the file, then the default, as shown above. "
    "The file is named by `--config` or `SANBAO_CONFIG`.\n"
    "- The file is UTF-8, a line each `key = value`; lines that start with `#` are comments. "
    "An unknown key, a wrong value and a key given twice are refused, with the line.\n"
    "- Secrets stand in files of their own; what is set is the path. Nobody else may read "
    "such a file (`chmod 600`; one of root's may be read by its group).\n";
static const char page_table[] =
    "| 键 Key | 值 Value | 默认 Default | 说明 For |\n|---|---|---|---|\n";

void settings_page_print(FILE *out)
{
    fputs(page_head, out);
    for (size_t row = 0; row < settings_count; row++) {
        const struct setting *setting = &settings_table[row];
        if (setting->group_zh != NULL) {
            fprintf(out, "\n## %s %s\n\n%s", setting->group_zh, setting->group_en, page_table);
        }
        fprintf(out, "| `%s` | ", setting->key);
        form_print(setting, false, out);
        if (setting->unit_en != NULL || kind_text(setting->kind, true)[0] != '\0') {
            fprintf(out, "<br>");
            form_print(setting, true, out);
        }
        fprintf(out, " | %s%s%s | %s<br>%s |\n", setting->fallback[0] == '\0' ? "" : "`",
                setting->fallback, setting->fallback[0] == '\0' ? "" : "`", setting->zh,
                setting->en);
    }
}

void settings_template_print(FILE *out)
{
    SAY(out, "# 三宝的设置。去掉行首的 # 再改；说明见 docs/settings.md。\n",
        "# Settings of Sanbao. Take the # away and change; see docs/settings.md.\n");
    for (size_t row = 0; row < settings_count; row++) {
        const struct setting *setting = &settings_table[row];
        if (setting->group_zh != NULL) {
            fprintf(out, "\n# ---- %s ----\n", lang_pick(setting->group_zh, setting->group_en));
        }
        fprintf(out, "# %s\n#%s = %s\n", lang_pick(setting->zh, setting->en), setting->key,
                setting->fallback);
    }
}

static void source_print(const struct setting_source *source, FILE *out)
{
    static const char *const places[][2] = {
        [SETTING_DEFAULT] = {"默认", "default"},
        [SETTING_FROM_ENVIRONMENT] = {"环境变量", "environment"},
        [SETTING_FLAG] = {"命令行", "flag"},
    };
    if (source->from == SETTING_FROM_FILE) {
        SAYF(out, "设置文件第 %" PRId64 " 行\n", "line %" PRId64 " of the file\n", source->line);
        return;
    }
    fprintf(out, "%s\n", places[source->from][lang_get() == LANG_EN]);
}

void settings_values_print(const struct settings *settings, FILE *out)
{
    for (size_t row = 0; row < settings_count; row++) {
        const struct setting_source *source = &settings->sources[row];
        const char *value = source->value == NULL ? settings_table[row].fallback : source->value;
        fprintf(out, "%-27s %-28s ", settings_table[row].key, value[0] == '\0' ? "-" : value);
        source_print(source, out);
    }
}
