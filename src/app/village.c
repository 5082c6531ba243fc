/* village.c - finds the village that a command is about, and its name. */
#include "app/village.h"

#include <stdlib.h>
#include <string.h>

static struct status choice_make(struct folder *folder, const char *code,
                                 const struct village *village, struct village_choice *choice)
{
    *choice = (struct village_choice){.village = *village};
    REQUIRE(strlen(code) <= CODE_MAX);
    memcpy(choice->code, code, strlen(code) + 1);
    TRY(texts_get(folder->people, code, "village", code, "name", &choice->name));
    if (choice->name == NULL) {
        choice->name = strdup(code);
    }
    return choice->name != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

void village_choice_free(struct village_choice *choice)
{
    REQUIRE(choice != NULL);
    free(choice->name);
    choice->name = NULL;
}

struct codes {
    char list[2][CODE_MAX + 1]; /* more than one is as good as many */
    struct village villages[2];
    size_t count;
};

static struct status code_note(void *context, const char *code, const struct village *village)
{
    struct codes *codes = context;
    if (codes->count < COUNT(codes->list)) {
        memcpy(codes->list[codes->count], code, strlen(code) + 1);
        codes->villages[codes->count] = *village;
    }
    codes->count++;
    return OK;
}

static struct status village_unknown(const char *code, struct problem *problem)
{
    if (problem != NULL) {
        problem_text(problem->file, sizeof problem->file, code, strlen(code));
    }
    return problem_set(problem, STATUS_VILLAGE_UNKNOWN);
}

struct status village_choose(struct cli *cli, struct folder *folder, struct village_choice *choice,
                             struct problem *problem)
{
    const char *code = cli_option(cli, "--village");
    struct village village;
    *choice = (struct village_choice){.name = NULL};
    if (code != NULL) {
        struct status found = strlen(code) > CODE_MAX
                                  ? REFUSE(VILLAGE_UNKNOWN)
                                  : identity_village(folder->wire.identity, code, &village);
        if (found.code == STATUS_VILLAGE_UNKNOWN) {
            return village_unknown(code, problem);
        }
        TRY(found);
        return choice_make(folder, code, &village, choice);
    }
    struct codes codes = {.count = 0};
    TRY(identity_village_each(folder->wire.identity, code_note, &codes));
    if (codes.count == 0) {
        return REFUSE(VILLAGE_NONE);
    }
    if (codes.count > 1) {
        cli_misused(cli, "有好几个村，请用 --village 指明哪一个",
                    "there are several villages: name one by --village", NULL);
        return REFUSE(USAGE);
    }
    return choice_make(folder, codes.list[0], &codes.villages[0], choice);
}

struct each {
    struct folder *folder;
    village_choice_fn each;
    void *context;
};

static struct status each_village(void *context, const char *code, const struct village *village)
{
    struct each *each = context;
    struct village_choice choice;
    TRY(choice_make(each->folder, code, village, &choice));
    struct status status = each->each(each->context, &choice);
    village_choice_free(&choice);
    return status;
}

struct status village_choose_each(struct cli *cli, struct folder *folder, village_choice_fn each,
                                  void *context, struct problem *problem)
{
    if (cli_option(cli, "--village") == NULL) {
        struct each all = {folder, each, context};
        return identity_village_each(folder->wire.identity, each_village, &all);
    }
    struct village_choice choice;
    struct status status = village_choose(cli, folder, &choice, problem);
    if (status_ok(status)) {
        status = each(context, &choice);
    }
    village_choice_free(&choice);
    return status;
}
