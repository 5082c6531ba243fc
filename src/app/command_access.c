/* command_access.c - access: lets somebody in from the machine itself, when nobody can yet let them
 * in over HTTP: the first official, or one who lost everything. By a code with which they set up
 * their log-in; with --session by a token, good at once, for scripts and tests. */
#include <stdlib.h>
#include <string.h>

#include "app/serve.h"
#include "app/village.h"
#include "auth/auth.h"

/* Writes what lets the person in; within a transaction. */
static struct status key_make(struct side *side, const struct id *person, bool session, char *key)
{
    struct session made = {.person = *person, .strong = true, .way = SESSION_MACHINE};
    return session ? auth_session_make(side, &made, key)
                   : auth_enrolment_make(side, person, NULL, key);
}

static struct status key_give(struct side *side, const char *village, const char *number,
                              bool session, struct problem *problem)
{
    char key[TOKEN_TEXT_SIZE] = "";
    struct id person;
    bool found = false;
    TRY(auth_person(side, village, number, &found, &person));
    if (!found) {
        problem_text(problem->value, sizeof problem->value, number, strlen(number));
        return problem_set(problem, STATUS_PERSON_UNKNOWN);
    }
    TRY(people_begin(side->people));
    struct status status = key_make(side, &person, session, key);
    if (status_ok(status)) {
        status = people_commit(side->people);
    }
    if (status_ok(status)) {
        puts(key);
    }
    wipe(key, sizeof key);
    return status;
}

static struct status access_give(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct village_choice choice = {.name = NULL};
    struct side side;
    TRY(village_choose(cli, folder, &choice, problem));
    serve_side(folder, &side);
    struct status status = side_open(&side);
    if (status_ok(status)) {
        status = key_give(&side, choice.code, cli->words[0], cli_option(cli, "--session") != NULL,
                          problem);
    }
    side_close(&side);
    village_choice_free(&choice);
    return status;
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
    .zh = "为某人（编号）打印一个开通码，本人用它设密码和动态口令",
    .en = "prints a code by which a person sets password and one-time codes",
    .run = access_run,
    .options = {{"--village", "CODE", "哪个村（只有一个村时可省略）",
                 "which village, where there are several"},
                {"--session", NULL, "改为打印一个马上可用的登录令牌（脚本、测试用）",
                 "prints a token instead that logs in at once, for scripts and tests"}},
};
