/* cli.h - the command line: what a command is, and how its words reach it.
 *
 * Exit codes: 0 done, 1 refused or a difference found, 2 wrong use. */
#pragma once

#include <stdio.h>

#include "app/settings.h"
#include "base/lang.h"
#include "base/problem.h"
#include "base/status.h"

enum exit_code { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };
enum { CLI_OPTIONS_MAX = 8, CLI_WORDS_MAX = 2 };

struct cli_option {
    const char *name;  /* "--village" */
    const char *value; /* what its value is called, NULL: it takes none */
    const char *zh;
    const char *en;
};

struct cli;
struct command {
    const char *name;
    const char *words; /* what follows: "FOLDER"; "" for nothing */
    int words_min;
    int words_max;
    const char *zh;
    const char *en;
    enum exit_code (*run)(struct cli *cli);
    bool takes_settings;                        /* --config and every setting as an option */
    struct cli_option options[CLI_OPTIONS_MAX]; /* ends with a NULL name */
};

struct cli {
    const char *data; /* the data folder */
    const struct command *command;
    const char *words[CLI_WORDS_MAX];    /* NULL where absent */
    const char *values[CLI_OPTIONS_MAX]; /* of the command's options; NULL where not given */
    struct settings_given given;         /* of a command that takes settings */
};

extern const struct command *const commands[]; /* ends with NULL */

/* The option's value; "" for one that takes none; NULL where it was not given. */
const char *cli_option(const struct cli *cli, const char *name);

/* Says on stderr what went wrong and gives the exit code. `problem` may be NULL. */
enum exit_code cli_failed(struct status status, const struct problem *problem);
/* Says that a word is not understood, and how the command is used. */
enum exit_code cli_misused(const struct cli *cli, const char *zh, const char *en, const char *word);

/* The last thing that a run does: whether all that it printed was taken. Answers `code`, or REFUSED
 * after it said that output was lost; a pipe that nobody reads any more is no loss. */
enum exit_code cli_output_end(enum exit_code code);

/* "2021-12-17" of an option; absent: `*given` false. Answers false after it said what is wrong. */
bool cli_day(const struct cli *cli, const char *name, bool *given, int32_t *day);
/* A whole number within bounds; answers false after it said what is wrong. */
bool cli_number(const struct cli *cli, const char *text, int64_t min, int64_t max, int64_t *number);

/* Loads the settings of a command that takes them, and names the data folder by them. The caller
 * gives `*settings` back, whatever comes out. */
enum exit_code cli_settings(struct cli *cli, struct settings *settings);

/* Opens the data folder, does the work, closes the folder, says what went wrong. Work that has said
 * by itself that it was used wrongly returns USAGE. */
struct folder;
typedef struct status (*cli_work)(struct cli *cli, struct folder *folder, struct problem *problem);
enum exit_code cli_with_folder(struct cli *cli, bool write, cli_work work);

/* Prints a text, then spaces up to a width in columns; a Chinese character takes two. */
void cli_column(const char *text, int width);

/* Progress of long work, on a terminal only; `done` of `total`, called as often as one likes. */
void cli_progress(const char *zh, const char *en, uint64_t done, uint64_t total);
void cli_progress_end(void);

#define COMMAND(name) extern const struct command command_##name
COMMAND(init);
COMMAND(import);
COMMAND(report);
COMMAND(print);
COMMAND(balances);
COMMAND(history);
COMMAND(receipt);
COMMAND(check_receipt);
COMMAND(verify);
COMMAND(clock);
COMMAND(rebuild);
COMMAND(log);
COMMAND(checkpoint);
COMMAND(key);
COMMAND(tiles);
COMMAND(backup);
COMMAND(restore);
COMMAND(drill);
COMMAND(simulate);
COMMAND(settings);
COMMAND(serve);
COMMAND(api);
COMMAND(access);
COMMAND(nightly);
COMMAND(upgrade);
COMMAND(doctor);
COMMAND(erasures);
