/* import.c - a folder is read, its rows become one group of operations, and at the end all of it is
 * stored or nothing. A pass over the rows finds what the rules refuse; with keep_good the rows are
 * then gone over again without the refused ones, until none is refused, so that a row left out
 * leaves no trace. Private rows are committed just before the group is sealed: a crash between
 * leaves pseudonyms that nothing refers to, and the same import finds and uses them. */
#include "import/import_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- one pass ---- */

void import__step(struct import *import)
{
    import->done++;
    if (import->options->progress != NULL &&
        (import->done % 256 == 0 || import->done == import->total)) {
        import->options->progress(import->options->progress_context,
                                  import->done < import->total ? import->done : import->total,
                                  import->total);
    }
}

/* The first row that it names and that does not take part, or that cannot be found. */
static bool hangs(const struct import_row *row, const struct import_row **on)
{
    const struct import_layout *layout = &import__layouts[row->file];
    for (size_t i = 0; i < layout->reference_count; i++) {
        int column = layout->references[i].columns[0];
        bool named = row->values[column].text[0] != '\0';
        *on = row->refers[i];
        bool missing = *on == NULL && !layout->references[i].loose;
        if (named && (missing || (*on != NULL && ((*on)->faulty || (*on)->hangs)))) {
            return true;
        }
    }
    return false;
}

struct status import__row_leave(struct import *import, struct import_row *row,
                                const struct import_row *on)
{
    const struct import_layout *layout = &import__layouts[row->file];
    if (!import->options->keep_good) {
        row->hangs = true;
        if (row->file == IMPORT_ATTENDANCE && row->refers[1] != NULL) {
            row->refers[1]->short_of_points = true;
        }
        return OK;
    }
    row->faulty = true;
    const struct import_column *column = &layout->columns[layout->key_blame];
    struct import_fault fault = {.code = STATUS_IMPORT_LEFT_OUT,
                                 .in = row->file,
                                 .line = row->line,
                                 .offset = -1,
                                 .column = column->name};
    TRY(import__value_show(column, row->values[layout->key_blame], 0, &import->folder.arena,
                           &fault.value));
    if (on != NULL) {
        fault.see_file = import__layouts[on->file].name;
        fault.see_line = on->line;
    }
    return import__fault(import->folder.faults, &fault);
}

struct status import__row_ready(struct import *import, struct import_row *row, bool *ready)
{
    const struct import_row *on = NULL;
    *ready = false;
    if (row->faulty || row->hangs) {
        return OK;
    }
    *ready = !hangs(row, &on);
    return *ready ? OK : import__row_leave(import, row, on);
}

static void pass_start(struct import *import)
{
    const struct import_table *fund = &import->folder.tables[IMPORT_FUND];
    import->money_missing = fund->broken;
    for (size_t i = 0; i < fund->count; i++) {
        import->money_missing = import->money_missing || fund->rows[i]->faulty;
    }
    import->records = 0;
    import->bytes = 0;
    import->done = 0;
    import->total = 0;
    for (int file = 0; file < IMPORT_FILES; file++) {
        struct import_table *table = &import->folder.tables[file];
        bool twice = file == IMPORT_RESIDENTS; /* on the roster, and on the timeline */
        import->total += table->count * (twice ? 2 : 1);
        for (size_t i = 0; i < table->count; i++) {
            table->rows[i]->done = 0;
            table->rows[i]->hangs = false;
            table->rows[i]->short_of_points = false;
        }
    }
}

static struct status steps(struct import *import)
{
    TRY(import__village_open(import));
    if (import->folder.village->faulty) {
        return OK;
    }
    TRY(import__roster(import));
    TRY(import__rules(import));
    TRY(import__activities(import));
    TRY(import__workers(import));
    TRY(import__timeline(import));
    TRY(import__moves(import));
    import->done = import->total - 1;
    import__step(import);
    return OK;
}

static struct status undo(struct import *import)
{
    struct status people = people_rollback(import->rooms->people);
    TRY(journal_abandon(import->rooms->journal));
    return people;
}

/* Goes over all rows, with both databases open for it; after a fault both are as before. */
static struct status pass(struct import *import)
{
    pass_start(import);
    TRY(people_begin(import->rooms->people));
    struct status status = journal_begin(import->rooms->journal);
    if (!status_ok(status)) {
        struct status undone = people_rollback(import->rooms->people);
        (void)undone; /* The first trouble is the one worth telling. */
        return status;
    }
    status = steps(import);
    if (!status_ok(status)) {
        struct status undone = undo(import);
        (void)undone;
    }
    return status;
}

/* ---- the end ---- */

static size_t rows_with(const struct import *import, unsigned done)
{
    size_t count = 0;
    for (int file = 0; file < IMPORT_FILES; file++) {
        const struct import_table *table = &import->folder.tables[file];
        for (size_t i = 0; i < table->count; i++) {
            count += (table->rows[i]->done & done) != 0;
        }
    }
    return count;
}

static void rows_count(struct import *import)
{
    for (int file = 0; file < IMPORT_FILES; file++) {
        const struct import_table *table = &import->folder.tables[file];
        struct import_counts *counts = &import->report->counts[file];
        *counts = (struct import_counts){.rows = (int64_t)table->count};
        import->report->files[file] = table->present;
        for (size_t i = 0; i < table->count; i++) {
            const struct import_row *row = table->rows[i];
            counts->left_out += row->faulty;
            counts->added += (row->done & DONE_ADDED) != 0;
            counts->known += (row->done & DONE_KNOWN) != 0;
            counts->updated += (row->done & DONE_UPDATED) != 0;
            counts->registered += (row->done & DONE_REGISTERED) != 0;
            counts->moved += (row->done & DONE_MOVED) != 0;
        }
    }
    import->report->records = import->records;
}

/* After the last pass: private rows first, then the group. */
static struct status store(struct import *import)
{
    struct status status = people_commit(import->rooms->people);
    if (!status_ok(status)) {
        struct status undone = journal_abandon(import->rooms->journal);
        (void)undone; /* The first trouble is the one worth telling. */
        return status;
    }
    if (import->records == 0) {
        return journal_abandon(import->rooms->journal);
    }
    return journal_seal(import->rooms->journal);
}

static struct status finish(struct import *import)
{
    struct import_report *report = import->report;
    bool bad = report->faults.faults > 0;
    bool news = import->records > 0 || rows_with(import, DONE_UPDATED) > 0;
    if (import->bytes > FRAME_BYTES_MAX) {
        TRY(undo(import));
        return REFUSE(IMPORT_TOO_LARGE);
    }
    if (import->options->dry_run || (bad && !import->options->keep_good) || !news) {
        TRY(undo(import));
    } else {
        report->stored = true;
    }
    report->kept = bad && import->options->keep_good && !import->options->dry_run &&
                   rows_with(import, ~0U) > 0;
    if (bad && import->options->keep_good && !import->options->dry_run) {
        struct status status = import__leftover_write(import);
        if (!status_ok(status)) {
            struct status undone = report->stored ? undo(import) : OK;
            (void)undone; /* The first trouble is the one worth telling. */
            report->stored = false;
            return status;
        }
    }
    if (!report->stored) {
        return OK;
    }
    struct status status = store(import);
    if (!status_ok(status)) {
        report->stored = false;
        import__leftover_remove(import);
    }
    return status;
}

/* ---- the whole ---- */

struct villages {
    size_t count;
    char code[CODE_MAX + 1];
};

static struct status village_note(void *context, const char *code, const struct village *village)
{
    struct villages *villages = context;
    (void)village;
    villages->count++;
    snprintf(villages->code, sizeof(villages->code), "%s", code);
    return OK;
}

static struct status fund_warn(struct import *import)
{
    struct points_report report = {0};
    if (import->folder.tables[IMPORT_FUND].count > 0 || import->folder.village == NULL) {
        return OK;
    }
    if (!import->fresh) {
        TRY(points_report(import->rooms->points, import->village_id, INT32_MAX, &report));
    }
    return report.fund_known ? OK
                             : import__fault(import->folder.faults,
                                             &(struct import_fault){.code = STATUS_IMPORT_NO_FUND,
                                                                    .warning = true,
                                                                    .in = IMPORT_FUND,
                                                                    .offset = -1});
}

static struct status folder_read(struct import *import, struct problem *problem)
{
    struct villages villages = {0};
    const char *village = import->options->village;
    struct import_known known = {import, import__stored_find};
    TRY(identity_village_each(import->rooms->identity, village_note, &villages));
    const struct import_source source = {import->options->folder, import->options->texts,
                                         import->options->text_count};
    struct status status =
        import__folder_read(&source, village, villages.count == 1 ? villages.code : NULL, &known,
                            &import->report->faults, &import->folder, problem);
    TRY(status);
    const struct import_row *row = import->folder.village;
    if (row == NULL) {
        return OK;
    }
    if (import->village == NULL) {
        TRY(import__village_know(import, row->values[VILLAGE_CODE].text));
    }
    if (row->line > 0) {
        import->report->ends_on = (int32_t)row->values[VILLAGE_ENDS].number;
    }
    return fund_warn(import);
}

static struct status import_run(struct import *import, struct problem *problem)
{
    TRY(folder_read(import, problem));
    if (import->folder.village == NULL) {
        return OK; /* Which village it is, or how it stands, is what the faults are about. */
    }
    for (;;) {
        size_t faults = import->report->faults.faults;
        TRY(pass(import));
        bool refused = import->report->faults.faults > faults;
        if (!refused || !import->options->keep_good) {
            return finish(import);
        }
        TRY(undo(import));
    }
}

struct status import_folder(const struct import_options *options, const struct import_rooms *rooms,
                            struct import_report *report, struct problem *problem)
{
    REQUIRE(options != NULL && (options->folder != NULL || options->texts != NULL) &&
            rooms != NULL && report != NULL);
    REQUIRE(!options->keep_good || options->data_folder != NULL);
    *report = (struct import_report){.ends_on = DAY_NEVER, .faults = IMPORT_FAULTS_EMPTY};
    struct import import = {.options = options, .rooms = rooms, .report = report};
    import.folder.faults = &report->faults;
    struct status status = import_run(&import, problem);
    rows_count(&import);
    import__faults_sort(&report->faults);
    import__folder_free(&import.folder);
    free(import.workers);
    free(import.households);
    return status_ok(status) ? OK : problem_set(problem, status.code);
}

void import_report_free(struct import_report *report)
{
    REQUIRE(report != NULL);
    import_faults_free(&report->faults);
}
