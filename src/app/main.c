/* main.c - the program's entry: finds the command, reads its words, runs it. */
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "base/file_faults.h"
#include "crypto/crypto.h"

enum { OPTION_COLUMNS = 24 };

static void options_print(const struct command *command)
{
    for (size_t i = 0; i < CLI_OPTIONS_MAX && command->options[i].name != NULL; i++) {
        const struct cli_option *option = &command->options[i];
        int used = printf("  %s %s", option->name, option->value == NULL ? "" : option->value);
        printf("%*s  %s\n", used < OPTION_COLUMNS ? OPTION_COLUMNS - used : 0, "",
               lang_pick(option->zh, option->en));
    }
}

static void command_help(const struct command *command)
{
    SAYF(stdout, "用法：sanbao [--data 目录] %s%s%s%s\n\n%s\n",
         "usage: sanbao [--data DIR] %s%s%s%s\n\n%s\n", command->name,
         command->words[0] == '\0' ? "" : " ", command->words,
         command->options[0].name == NULL ? "" : lang_pick(" [选项]", " [OPTIONS]"),
         lang_pick(command->zh, command->en));
    options_print(command);
    if (command->takes_settings) {
        settings_help_print(stdout);
    }
}

static void help(FILE *out)
{
    SAY(out,
        "三宝：村庄自己的工分、信用与共富平台。\n\n用法：sanbao [--data 目录] [--lang zh|en] "
        "命令 …\n\n",
        "Sanbao: a village's own platform for work points, credit and common prosperity.\n\n"
        "usage: sanbao [--data DIR] [--lang zh|en] COMMAND ...\n\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        fprintf(out, "  %-14s %-11s %s\n", commands[i]->name, commands[i]->words,
                lang_pick(commands[i]->zh, commands[i]->en));
    }
    SAY(out,
        "\n数据目录：--data，否则环境变量 SANBAO_DATA，否则 sanbao-data。\n"
        "各命令的说明：sanbao 命令 --help。退出码：0 完成，1 拒绝或发现差异，2 用法不对。\n",
        "\nThe data folder: --data, else SANBAO_DATA, else sanbao-data.\n"
        "Help for a command: sanbao COMMAND --help. Exit codes: 0 done, 1 refused or a difference "
        "found, 2 wrong use.\n");
}

/* Where the words of the command line go. */
struct words {
    struct cli cli;
    bool help;
    size_t count;
};

static bool lang_read(const char *text)
{
    if (text != NULL && strcmp(text, "zh") == 0) {
        lang_set(LANG_ZH);
        return true;
    }
    if (text != NULL && strcmp(text, "en") == 0) {
        lang_set(LANG_EN);
        return true;
    }
    return false;
}

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

/* An option that is a setting; `*known` says whether it is one. */
static enum exit_code setting_take(struct words *words, const char *word, const char *next,
                                   bool *known)
{
    struct settings_given *given = &words->cli.given;
    size_t row = setting_find_flag(word);
    bool config = strcmp(word, "--config") == 0;
    *known = words->cli.command->takes_settings && (config || row < settings_count);
    if (!*known) {
        return EXIT_DONE;
    }
    if (next == NULL || (config && next[0] == '\0')) {
        return cli_misused(&words->cli, "选项缺少值", "the option lacks its value", word);
    }
    *(config ? &given->config : &given->values[row]) = next;
    return EXIT_DONE;
}

/* Takes an option of the command; `*taken` says how many words it was. */
static enum exit_code option_take(struct words *words, const char *word, const char *next,
                                  int *taken)
{
    const struct command *command = words->cli.command;
    bool setting = false;
    enum exit_code code = setting_take(words, word, next, &setting);
    *taken = 2;
    if (setting) {
        return code;
    }
    for (size_t i = 0; i < CLI_OPTIONS_MAX && command->options[i].name != NULL; i++) {
        if (strcmp(command->options[i].name, word) != 0) {
            continue;
        }
        if (command->options[i].value != NULL && (next == NULL || next[0] == '\0')) {
            return cli_misused(&words->cli, "选项缺少值", "the option lacks its value", word);
        }
        words->cli.values[i] = command->options[i].value == NULL ? "" : next;
        *taken = command->options[i].value == NULL ? 1 : 2;
        return EXIT_DONE;
    }
    return cli_misused(&words->cli, "没有这个选项", "unknown option", word);
}

static enum exit_code word_take(struct words *words, const char *word, const char *next, int *taken)
{
    struct cli *cli = &words->cli;
    *taken = 1;
    if (cli->command == NULL && strcmp(word, "help") == 0) {
        words->help = true;
        return EXIT_DONE;
    }
    if (cli->command == NULL) {
        cli->command = command_find(word);
        if (cli->command == NULL) {
            SAYF(stderr, "sanbao: %s：%s（见 sanbao --help）\n",
                 "sanbao: %s: %s (see sanbao --help)\n",
                 word[0] == '-' ? lang_pick("没有这个选项，或者它要写在命令后面",
                                            "unknown option, or it belongs after the command")
                                : lang_pick("没有这个命令", "unknown command"),
                 word);
            return EXIT_USAGE;
        }
        return EXIT_DONE;
    }
    if (word[0] == '-' && word[1] != '\0') {
        return option_take(words, word, next, taken);
    }
    if (word[0] == '\0') {
        return cli_misused(cli, "有一个词是空的", "one of the words is empty", NULL);
    }
    if ((int)words->count == cli->command->words_max) {
        return cli_misused(cli, "多余的词", "too many words", word);
    }
    cli->words[words->count++] = word;
    return EXIT_DONE;
}

static enum exit_code words_read(struct words *words, int count, char **list)
{
    for (int i = 1; i < count;) {
        const char *next = i + 1 < count ? list[i + 1] : NULL;
        int taken = 2;
        if (strcmp(list[i], "--help") == 0 || strcmp(list[i], "-h") == 0) {
            words->help = true;
            taken = 1;
        } else if (strcmp(list[i], "--lang") == 0) {
            if (!lang_read(next)) {
                SAY(stderr, "sanbao: --lang 应为 zh 或 en\n", "sanbao: --lang is zh or en\n");
                return EXIT_USAGE;
            }
        } else if (strcmp(list[i], "--data") == 0) {
            if (next == NULL || next[0] == '\0') {
                SAY(stderr, "sanbao: --data 缺少目录\n", "sanbao: --data lacks its folder\n");
                return EXIT_USAGE;
            }
            words->cli.data = next;
        } else {
            enum exit_code code = word_take(words, list[i], next, &taken);
            if (code != EXIT_DONE) {
                return code;
            }
        }
        i += taken;
    }
    return EXIT_DONE;
}

/* The language must be known before the first complaint. */
static void lang_first(int count, char **list)
{
    for (int i = 1; i + 1 < count; i++) {
        if (strcmp(list[i], "--lang") == 0 && lang_read(list[i + 1])) {
            return;
        }
    }
}

int main(int count, char **list)
{
    struct words words = {.help = false};
    lang_first(count, list);
    enum exit_code code = words_read(&words, count, list);
    if (code != EXIT_DONE) {
        return (int)code;
    }
    struct cli *cli = &words.cli;
    if (cli->command == NULL) {
        help(words.help ? stdout : stderr);
        return (int)cli_output_end(words.help ? EXIT_DONE : EXIT_USAGE);
    }
    if (words.help) {
        command_help(cli->command);
        return (int)cli_output_end(EXIT_DONE);
    }
    if ((int)words.count < cli->command->words_min) {
        return (int)cli_misused(cli, "还缺少内容", "something is missing", cli->command->words);
    }
    cli->given.values[setting_find("data", 4)] = cli->data;
    if (cli->data == NULL) {
        cli->data = getenv("SANBAO_DATA");
    }
    if (cli->data == NULL || cli->data[0] == '\0') {
        cli->data = settings_table[setting_find("data", 4)].fallback;
    }
    if (!status_ok(file_faults_from_environment())) {
        SAY(stderr, "sanbao: SANBAO_FILE_FAULT 写法不对\n",
            "sanbao: SANBAO_FILE_FAULT is not well formed\n");
        return EXIT_USAGE;
    }
#ifdef SANBAO_FONTS /* the package brings its own type along */
    setenv("FONTCONFIG_FILE", SANBAO_FONTS, 0);
#endif
    crypto_init();
    return (int)cli_output_end(cli->command->run(cli));
}
