/* engine.c - opens, feeds and closes the real journal. Comparison: engine_compare.c. */
#include "property/engine.h"

#include <string.h>

static void must(struct status status, const struct problem *problem)
{
    if (!status_ok(status)) {
        fprintf(stderr, "fault: %s\n", status_name(status.code));
        if (problem != NULL) {
            problem_print(problem, stderr);
        }
        abort();
    }
}

static void one_open(struct engine *engine, bool write, struct wire *wire, struct journal **journal)
{
    char books[SCRATCH_PATH_MAX + 16];
    snprintf(books, sizeof(books), "%s/books.db", engine->folder);
    struct problem problem = problem_none();
    *wire = (struct wire){0};
    must(wire_open(books, write ? STORE_BOOKS : STORE_READ, wire, &problem), &problem);
    struct journal_options options = {
        .folder = engine->folder,
        .write = write,
        .books = wire->books,
        .rooms = wire->rooms,
        .room_count = WIRE_ROOMS,
        .key = &engine->key,
        .seed = write ? engine->seed : NULL,
    };
    must(journal_open(&options, journal, &problem), &problem);
}

static void engine_open(struct engine *engine)
{
    one_open(engine, true, &engine->wire, &engine->journal);
    one_open(engine, false, &engine->reader_wire, &engine->reader);
}

static void engine_close(struct engine *engine)
{
    must(journal_close(&engine->reader), NULL);
    wire_close(&engine->reader_wire);
    must(journal_close(&engine->journal), NULL);
    wire_close(&engine->wire);
}

void engine_begin(struct engine *engine)
{
    *engine = (struct engine){0};
    scratch_make(engine->folder);
    memset(engine->seed, 42, sizeof(engine->seed));
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(engine->seed, public_key);
    must(note_key_make("property.example/log", public_key, &engine->key), NULL);
    engine_open(engine);
}

void engine_end(struct engine *engine)
{
    engine_close(engine);
    scratch_remove(engine->folder);
}

void engine_reopen(struct engine *engine)
{
    engine_close(engine);
    engine_open(engine);
}

static void group_try(struct engine *engine, const struct span *envelopes, size_t count,
                      struct journal_answer *answers)
{
    for (size_t i = 0; i < count; i++) {
        must(journal_try(engine->journal, envelopes[i], &answers[i]), NULL);
    }
}

void engine_submit(struct engine *engine, enum engine_way way, const struct span *envelopes,
                   size_t count, struct journal_answer *answers)
{
    switch (way) {
    case ENGINE_SUBMIT:
        must(journal_submit(engine->journal, envelopes, count, answers), NULL);
        return;
    case ENGINE_ABANDON_FIRST:
        must(journal_begin(engine->journal), NULL);
        group_try(engine, envelopes, count, answers);
        must(journal_abandon(engine->journal), NULL);
        must(journal_group(engine->journal), NULL);
        break;
    case ENGINE_SEAL:
        must(journal_begin(engine->journal), NULL);
        break;
    }
    group_try(engine, envelopes, count, answers);
    must(journal_seal(engine->journal), NULL);
}

uint64_t engine_head(struct engine *engine, struct hash *root)
{
    uint64_t size = journal_records(engine->journal);
    must(tree_root(journal_tree(engine->journal), size, root), NULL);
    return size;
}

bool engine_replays(struct engine *engine, char what[DIFFERENCE_MAX])
{
    struct problem problem = problem_none();
    must(journal_commit(engine->journal), NULL);
    struct status status = journal_check(engine->wire.rooms, WIRE_ROOMS, &problem);
    struct wire replayed = {0};
    char books[SCRATCH_PATH_MAX + 16];
    snprintf(books, sizeof(books), "%s/replayed.db", engine->folder);
    must(wire_open(books, STORE_SCRATCH, &replayed, &problem), &problem);
    if (status_ok(status)) {
        status = journal_replay(engine->folder, UINT64_MAX, replayed.books, replayed.rooms,
                                WIRE_ROOMS, NULL, NULL, &problem);
    }
    if (status_ok(status)) {
        status = store_compare(books_store(engine->wire.books), books_store(replayed.books), NULL,
                               &problem);
    }
    wire_close(&replayed);
    if (!status_ok(status)) {
        snprintf(what, DIFFERENCE_MAX, "replayed: %s, record %lld, %.60s %.20s %.40s, not %.40s",
                 status_name(status.code), (long long)problem.record, problem.file, problem.column,
                 problem.value, problem.expected);
    }
    return status_ok(status);
}
