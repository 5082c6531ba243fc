/* command_print.c - print: what a village hangs on a wall, as a PDF on stdout: the poster with its
 * code, a shop's price list. Nobody is named on either; what names people is served to those who
 * may see it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/village.h"
#include "base/arena.h"
#include "paper/paper.h"

struct printing {
    struct cli *cli;
    struct folder *folder;
    const struct village_choice *choice;
    struct problem *problem;
    struct paper_from from;
    struct arena arena;
    struct shop shop;
    struct paper_goods *goods; /* malloc'ed */
    size_t count;
};

/* A public text that lives as long as the arena; `otherwise` where there is none. */
static struct status text_of(struct printing *printing, const char *of, const char *code,
                             const char *otherwise, const char **text)
{
    char *value = NULL;
    TRY(texts_get(printing->folder->people, printing->choice->code, of, code,
                  strcmp(of, "village") == 0 ? "town" : "name", &value));
    const char *found = value == NULL ? otherwise : value;
    struct status status = arena_text(&printing->arena, found, strlen(found), text);
    free(value);
    return status;
}

static struct status paper_out(struct status made, struct paper *paper)
{
    if (status_ok(made)) {
        fwrite(paper->bytes, 1, paper->length, stdout); /* what is lost, cli_output_end() says */
    }
    paper_free(paper);
    return made;
}

static struct status poster_print(struct printing *printing)
{
    struct paper paper;
    const char *url = cli_option(printing->cli, "--url");
    if (url == NULL) {
        cli_misused(printing->cli, "请用 --url 写明二维码指向的网址",
                    "--url must say where the code leads", NULL);
        return REFUSE(USAGE);
    }
    enum paper_size size = cli_option(printing->cli, "--a3") != NULL ? PAPER_A3 : PAPER_A4;
    return paper_out(paper_poster(&printing->from, url, size, &paper, printing->problem), &paper);
}

static struct status goods_take(void *context, const char *code, const struct goods *goods)
{
    struct printing *printing = context;
    char key[2 * CODE_MAX + 2];
    if (printing->count == PAPER_ROWS_MAX) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    struct paper_goods *row = &printing->goods[printing->count++];
    row->points = goods->points;
    row->fen = goods->cash_fen;
    snprintf(key, sizeof key, "%s/%s", printing->shop.code, code);
    return text_of(printing, "goods", key, code, &row->name);
}

static struct status prices_print(struct printing *printing)
{
    struct paper paper;
    const char *name = NULL;
    const char *shop = cli_option(printing->cli, "--shop");
    const struct village *village = &printing->choice->village;
    if (shop == NULL) {
        cli_misused(printing->cli, "请用 --shop 写明哪个兑换点", "--shop must say which shop",
                    NULL);
        return REFUSE(USAGE);
    }
    TRY(points_shop(printing->folder->wire.points, village->id, shop, &printing->shop));
    if (printing->shop.id == 0) {
        problem_text(printing->problem->value, sizeof printing->problem->value, shop, strlen(shop));
        return problem_set(printing->problem, STATUS_SHOP_UNKNOWN);
    }
    printing->goods = calloc(PAPER_ROWS_MAX, sizeof *printing->goods);
    if (printing->goods == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    TRY(text_of(printing, "shop", shop, shop, &name));
    TRY(points_goods_each(printing->folder->wire.points, printing->shop.id, "", goods_take,
                          printing));
    return paper_out(paper_prices(&printing->from, name, village->points_per_yuan, printing->goods,
                                  printing->count, &paper, printing->problem),
                     &paper);
}

static struct status kind_print(struct printing *printing)
{
    const char *kind = printing->cli->words[0];
    TRY(text_of(printing, "village", printing->choice->code, "", &printing->from.town));
    if (strcmp(kind, "poster") == 0) {
        return poster_print(printing);
    }
    if (strcmp(kind, "prices") == 0) {
        return prices_print(printing);
    }
    cli_misused(printing->cli, "只能印 poster（海报）或 prices（价目表）",
                "only poster and prices can be printed", kind);
    return REFUSE(USAGE);
}

static struct status print_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct village_choice choice;
    TRY(village_choose(cli, folder, &choice, problem));
    struct printing printing = {
        .cli = cli,
        .folder = folder,
        .choice = &choice,
        .problem = problem,
        .from = {.village = choice.name,
                 .contact = cli_option(cli, "--contact"),
                 .day = folder_today(folder, choice.village.utc_offset_minutes)},
        .arena = ARENA_EMPTY,
    };
    struct status status = kind_print(&printing);
    free(printing.goods);
    arena_free(&printing.arena);
    village_choice_free(&choice);
    return status;
}

static enum exit_code print_run(struct cli *cli)
{
    if (isatty(STDOUT_FILENO)) {
        return cli_misused(cli, "PDF 写到标准输出，请用 > 存成文件",
                           "the PDF goes to stdout: send it into a file with >", NULL);
    }
    return cli_with_folder(cli, false, print_work);
}

const struct command command_print = {
    .name = "print",
    .words = "poster|prices",
    .words_min = 1,
    .words_max = 1,
    .zh = "贴在墙上的 PDF：扫码海报，或兑换点价目表（写到标准输出）",
    .en = "a PDF for the wall: the poster with the code, or a shop's prices (on stdout)",
    .run = print_run,
    .options = {{"--village", "CODE", "哪个村", "which village"},
                {"--url", "URL", "海报二维码指向的网址", "where the poster's code leads"},
                {"--shop", "CODE", "哪个兑换点的价目表", "whose prices"},
                {"--contact", "TEXT", "海报下面写的联系方式", "whom to ask, below the poster"},
                {"--a3", NULL, "海报印 A3", "the poster as A3"}},
};
