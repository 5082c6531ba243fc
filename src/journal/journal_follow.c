/* journal_follow.c - a reader that lives beside the writer: takes up what the writer has committed.
 *
 * The books say how far they are; frames up to there are durable and the tree's rows flushed, since
 * the writer commits the books last. */
#include "journal/journal_internal.h"

struct status journal_follow(struct journal *journal, bool *moved)
{
    REQUIRE(journal != NULL && !journal->options.write && moved != NULL);
    const struct journal_options *options = &journal->options;
    struct position position;
    TRY(books__position(options->books, &position));
    *moved = position.records != journal->position.records;
    if (!*moved) {
        /* What the rooms hold in memory stays true; what is too much is dropped. */
        return journal__flush(options->books, options->rooms, options->room_count);
    }
    journal__forget(options->books, options->rooms, options->room_count);
    TRY(frames_follow(journal->frames, position.place, position.records));
    TRY(tree_follow(journal->tree));
    journal->cursor.frame.count = 0;
    journal->position = position;
    return OK;
}
