/* samples.c - one paper of every kind, filled as a village fills it; also with hostile texts. */
#include <stdio.h>

#include "base/day.h"
#include "paper/samples.h"

enum { CARDS = 23 };

static struct paper_from from(void)
{
    return (struct paper_from){.town = "戴村镇",
                               .village = "佛山村",
                               .contact = "村委会　0571-00000000",
                               .day = day_from_civil((struct civil){2021, 12, 17})};
}

static struct status cards_make(struct paper *out, struct problem *problem)
{
    static const char *const names[] = {"甲", "乙丙", "丁戊己", "欧阳庚辛", "䶮"};
    struct paper_card cards[CARDS];
    char numbers[CARDS][16];
    char codes[CARDS][64];
    struct paper_from village = from();
    for (int i = 0; i < CARDS; i++) {
        snprintf(numbers[i], sizeof numbers[i], "R%05d", i + 1);
        snprintf(codes[i], sizeof codes[i], "https://example.org/k/7f3Qm2Yd9aVxTt%04d", i);
        cards[i] = (struct paper_card){.name = i == 7 ? "" : names[(size_t)i % COUNT(names)],
                                       .number = numbers[i],
                                       .code = codes[i],
                                       .kin = i == 3 ? "" : "100 4366 2504"};
    }
    return paper_cards(&village, cards, CARDS, true, out, problem);
}

static struct status poster_make(struct paper *out, struct problem *problem)
{
    struct paper_from village = from();
    return paper_poster(&village, "https://example.org/v/330109102201", PAPER_A4, out, problem);
}

static struct status poster_a3_make(struct paper *out, struct problem *problem)
{
    struct paper_from village = from();
    return paper_poster(&village, "https://example.org/v/330109102201", PAPER_A3, out, problem);
}

const struct sample samples[] = {
    {"cards", cards_make}, {"poster", poster_make}, {"poster_a3", poster_a3_make}, {NULL, NULL}};
