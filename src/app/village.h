/* village.h - which village a command is about. */
#pragma once

#include "app/cli.h"
#include "app/folder.h"

struct village_choice {
    char code[CODE_MAX + 1];
    struct village village;
    char *name; /* malloc'ed; the code where the name is not known */
};

/* The village of --village, or the only one. With several and no --village: says so and returns
 * USAGE. Refuses: VILLAGE_UNKNOWN (named in `problem`), VILLAGE_NONE. */
CHECKED struct status village_choose(struct cli *cli, struct folder *folder,
                                     struct village_choice *choice, struct problem *problem);
/* Calls back for every village, or for that of --village alone. */
typedef struct status (*village_choice_fn)(void *context, const struct village_choice *choice);
CHECKED struct status village_choose_each(struct cli *cli, struct folder *folder,
                                          village_choice_fn each, void *context,
                                          struct problem *problem);
void village_choice_free(struct village_choice *choice);
