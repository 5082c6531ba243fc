/* engine.h - the real journal with all rooms of the books, in a scratch folder of its own. */
#pragma once

#include "app/wire.h"
#include "property/model.h"
#include "testing/scratch.h"

struct engine {
    char folder[SCRATCH_PATH_MAX];
    uint8_t seed[SIGN_SEED_BYTES];
    struct note_key key;
    struct wire wire;
    struct journal *journal;
    struct wire reader_wire; /* beside the writer, following it */
    struct journal *reader;
};

/* Any fault ends the test: the property is about answers, not about broken disks. */
void engine_begin(struct engine *engine);
void engine_end(struct engine *engine);
void engine_reopen(struct engine *engine);

enum engine_way { ENGINE_SUBMIT, ENGINE_SEAL, ENGINE_ABANDON_FIRST };
void engine_submit(struct engine *engine, enum engine_way way, const struct span *envelopes,
                   size_t count, struct journal_answer *answers);

/* How many records the log has, and their root. */
uint64_t engine_head(struct engine *engine, struct hash *root);

/* Compares the books with the model, as the writer has them and as the reader sees them: every
 * account, lot, shop, figure; on the days of `days` too. False after a difference, which is said in
 * `what`. */
enum { DIFFERENCE_MAX = 256 };
bool engine_equals(struct engine *engine, const struct model *model, const int32_t *days,
                   size_t day_count, char what[DIFFERENCE_MAX]);

/* The invariants of all rooms hold; the frames alone lead to the same answers and tables. */
bool engine_replays(struct engine *engine, char what[DIFFERENCE_MAX]);
