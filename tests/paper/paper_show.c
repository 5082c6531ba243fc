/* paper_show.c - writes every sample as a PDF into a folder, for eyes and for other programs:
 * paper_show FOLDER [zh|en]. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "paper/samples.h"

static bool write_all(const char *folder, const struct sample *sample)
{
    for (; sample->name != NULL; sample++) {
        char path[PATH_BYTES_MAX];
        struct paper paper;
        struct problem problem = problem_none();
        struct status status = sample->make(&paper, &problem);
        snprintf(path, sizeof path, "%s/%s.pdf", folder, sample->name);
        if (status_ok(status)) {
            status = file_replace(path, paper.bytes, paper.length);
        }
        paper_free(&paper);
        if (!status_ok(status)) {
            fprintf(stderr, "%s: %s\n", sample->name, status_name(status.code));
            return false;
        }
    }
    return true;
}

/* What the receipt's code must say. */
static bool write_receipt(const char *folder)
{
    char path[PATH_BYTES_MAX];
    char text[SAMPLE_RECEIPT_SIZE];
    sample_receipt(text);
    snprintf(path, sizeof path, "%s/receipt.txt", folder);
    return status_ok(file_replace(path, text, strlen(text)));
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("paper_show FOLDER [zh|en]\n", stderr);
        return 2;
    }
    lang_set(argc > 2 && strcmp(argv[2], "en") == 0 ? LANG_EN : LANG_ZH);
    if (!write_receipt(argv[1])) {
        return 1;
    }
    return write_all(argv[1], samples) && write_all(argv[1], edges) ? 0 : 1;
}
