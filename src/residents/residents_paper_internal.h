/* residents_paper_internal.h - what papers for people's hands share: residents_paper.c, _slip.c,
 * _year.c. */
#pragma once

#include "paper/paper.h"
#include "residents/residents_internal.h"

enum { PRINTED_MAX = 300 };

/* What is to be drawn; all texts lie in the arena. A kind of paper puts this at its start. */
struct print {
    struct arena arena;
    struct paper_from from;
    const char *file;
    const char *url; /* of this service, "" where none is set */
    struct status (*draw)(struct print *print, struct problem *problem); /* aside */
    void (*end)(struct print *print);                                    /* may be NULL */
    struct paper paper;
    struct id shown[PRINTED_MAX]; /* whose data are on it, but for the caller's own */
    size_t shown_count;
    enum look_purpose purpose;
};
/* `size` is that of the kind. Refuses: PUBLIC_URL_NONE, where a code needs an address. */
CHECKED struct status residents__print_begin(struct call *call, size_t size, struct print **out);
/* Notes whose data are shown, draws aside and answers the PDF. */
CHECKED struct status residents__print(struct call *call, struct print *print);
CHECKED struct status residents__print_text(struct print *print, const char *text,
                                            const char **out);
/* As residents__look(), and to print it the whole name must be seen; notes the look. */
CHECKED struct status residents__print_look(struct call *call, struct print *print,
                                            struct id *person, struct member *member);

/* Calls back for whoever is registered and has no phone: by card, or without a number. In the
 * group that the query names, else in all. Refuses: LIMIT_EXCEEDED above PRINTED_MAX. */
typedef struct status (*phoneless_fn)(struct call *call, struct print *print,
                                      const struct roster_person *person,
                                      const struct member *member);
CHECKED struct status residents__phoneless(struct call *call, struct print *print,
                                           phoneless_fn each);

CHECKED struct status residents__slip(struct call *call);
CHECKED struct status residents__my_slip(struct call *call);
CHECKED struct status residents__slips(struct call *call);
CHECKED struct status residents__receipt_pdf(struct call *call);
CHECKED struct status residents__year(struct call *call);
CHECKED struct status residents__my_year(struct call *call);
CHECKED struct status residents__years(struct call *call);
