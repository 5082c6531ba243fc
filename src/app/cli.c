/* cli.c - reads the words of a command line by the command's own table, and prints help from it. */
#include "app/cli.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/folder.h"
#include "base/day.h"

const char *cli_option(const struct cli *cli, const char *name)
{
    for (size_t i = 0; i < CLI_OPTIONS_MAX; i++) {
        const struct cli_option *option = &cli->command->options[i];
        if (option->name == NULL) {
            break;
        }
        if (strcmp(option->name, name) == 0) {
            return cli->values[i];
        }
    }
    REQUIRE(!"an option that the command does not declare");
    return NULL;
}

enum exit_code cli_failed(struct status status, const struct problem *problem)
{
    struct problem plain = problem_none();
    fputs("sanbao: ", stderr);
    if (problem != NULL) {
        plain = *problem;
    }
    plain.code = status.code;
    problem_print(&plain, stderr);
    return status.code == STATUS_USAGE ? EXIT_USAGE : EXIT_REFUSED;
}

enum exit_code cli_misused(const struct cli *cli, const char *zh, const char *en, const char *word)
{
    fprintf(stderr, "sanbao: %s%s%s\n", lang_pick(zh, en), word == NULL ? "" : ": ",
            word == NULL ? "" : word);
    SAYF(stderr, "用法：sanbao %s%s%s（详见 sanbao %s --help）\n",
         "usage: sanbao %s%s%s (see sanbao %s --help)\n", cli->command->name,
         cli->command->words[0] == '\0' ? "" : " ", cli->command->words, cli->command->name);
    return EXIT_USAGE;
}

bool cli_day(const struct cli *cli, const char *name, bool *given, int32_t *day)
{
    const char *text = cli_option(cli, name);
    *given = text != NULL;
    if (text != NULL && !status_ok(day_parse(text, strlen(text), day))) {
        cli_misused(cli, "日期应为 年-月-日，如 2021-12-17", "a date is YYYY-MM-DD", text);
        return false;
    }
    return true;
}

bool cli_number(const struct cli *cli, const char *text, int64_t min, int64_t max, int64_t *number)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || text[digits] != '\0') {
        cli_misused(cli, "应为一个整数", "a whole number is expected", text);
        return false;
    }
    *number = strtoll(text, NULL, 10);
    if (*number < min || *number > max) {
        cli_misused(cli, "数字超出范围", "the number is out of range", text);
        return false;
    }
    return true;
}

enum exit_code cli_settings(struct cli *cli, struct settings *settings)
{
    struct problem problem = problem_none();
    REQUIRE(cli->command->takes_settings);
    struct status status = settings_load(&cli->given, environ, settings, &problem);
    if (!status_ok(status)) {
        return cli_failed(status, &problem);
    }
    cli->data = settings->data;
    return EXIT_DONE;
}

enum exit_code cli_with_folder(struct cli *cli, bool write, cli_work work)
{
    struct problem problem = problem_none();
    struct folder *folder = NULL;
    if (write) { /* That nobody reads on is no reason to stop writing. */
        struct sigaction ignored = {.sa_handler = SIG_IGN};
        REQUIRE(sigaction(SIGPIPE, &ignored, NULL) == 0);
    }
    struct status status = folder_open(cli->data, write, &folder, &problem);
    if (status_ok(status)) {
        status = work(cli, folder, &problem);
    }
    struct status closed = folder_close(&folder);
    if (status_ok(status)) {
        status = closed;
    }
    if (status.code == STATUS_USAGE) {
        return EXIT_USAGE;
    }
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

enum exit_code cli_output_end(enum exit_code code)
{
    bool lost = fflush(stdout) != 0;
    if (ferror(stdout) == 0 && !lost) {
        return code;
    }
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0) {
        return code; /* A pipe whose reader has seen enough. */
    }
    enum exit_code failed = cli_failed(FAULT(OUTPUT_LOST), NULL);
    return code == EXIT_DONE ? failed : code;
}

void cli_column(const char *text, int width)
{
    int used = 0;
    for (const char *c = text; *c != '\0'; c++) {
        unsigned char byte = (unsigned char)*c;
        if ((byte & 0xC0) != 0x80) { /* the first byte of a character */
            used += byte >= 0xE0 ? 2 : 1;
        }
    }
    fputs(text, stdout);
    printf("%*s", used < width ? width - used : 0, "");
}

void cli_progress(const char *zh, const char *en, uint64_t done, uint64_t total)
{
    static uint64_t last = UINT64_MAX;
    if (isatty(STDERR_FILENO) == 0) {
        return;
    }
    uint64_t percent = total == 0 ? 100 : done * 100 / total;
    if (percent == last) {
        return;
    }
    last = percent;
    fprintf(stderr, "\r%s %3" PRIu64 " %% (%" PRIu64 ")\033[K", lang_pick(zh, en), percent, done);
    fflush(stderr);
}

void cli_progress_end(void)
{
    if (isatty(STDERR_FILENO) != 0) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
}
