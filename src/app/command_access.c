/* command_access.c - access: lets somebody in from the machine itself, when nobody can yet let them
 * in over HTTP: the first official, or one who lost everything. */
#include <stdlib.h>
#include <string.h>

#include "app/serve.h"
#include "app/village.h"
#include "auth/auth.h"

enum { ACCESS_SECONDS = 12 * 3600 };

/* The person of a staff or resident number. */
static struct status person_find(struct folder *folder, const char *village, const char *number,
                                 struct id *person, struct problem *problem)
{
    static const enum people_kind kinds[] = {PEOPLE_STAFF, PEOPLE_RESIDENT};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct people_row row = {.person = NULL};
        bool found = false;
        TRY(people_find(folder->people, village, kinds[i], number, &found, &row));
        if (found) {
            *person = row.id;
            people_row_free(&row);
            return OK;
        }
    }
    problem_text(problem->value, sizeof problem->value, number, strlen(number));
    return problem_set(problem, STATUS_PERSON_UNKNOWN);
}

static struct status token_make(struct folder *folder, const struct id *person,
                                char token[TOKEN_TEXT_SIZE])
{
    struct side side;
    serve_side(folder, &side);
    struct status status = side_open(&side);
    if (status_ok(status)) {
        status = people_begin(folder->people);
    }
    if (status_ok(status)) {
        status = auth_session_make(&side, person, true, ACCESS_SECONDS, token);
    }
    if (status_ok(status)) {
        status = people_commit(folder->people);
    }
    side_close(&side);
    return status;
}

static struct status access_give(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct village_choice choice = {.name = NULL};
    struct id person;
    char token[TOKEN_TEXT_SIZE];
    TRY(village_choose(cli, folder, &choice, problem));
    struct status status = person_find(folder, choice.code, cli->words[0], &person, problem);
    village_choice_free(&choice);
    TRY(status);
    TRY(token_make(folder, &person, token));
    puts(token);
    return OK;
}

static enum exit_code access_run(struct cli *cli)
{
    return cli_with_folder(cli, true, access_give);
}

const struct command command_access = {
    .name = "access",
    .words = "NUMBER",
    .words_min = 1,
    .words_max = 1,
    .zh = "为某人（编号）打印一个 12 小时有效的登录令牌",
    .en = "prints a token that logs a person in for 12 hours",
    .run = access_run,
    .options = {{"--village", "CODE", "哪个村（只有一个村时可省略）",
                 "which village, where there are several"}},
};
