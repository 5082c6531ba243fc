/* folder_continue.c - the first record of a log that goes on under a new name: what the old one had
 * signed, and why it goes on without it. Written before anything else, once. */
#include <stdlib.h>
#include <string.h>

#include "app/folder_internal.h"
#include "backup/backup.h"

/* A checkpoint under the old name would be taken for damage. */
struct status folder__continue_prepare(struct folder *folder, bool *pending,
                                       struct problem *problem)
{
    struct continued continued;
    char path[PATH_BYTES_MAX];
    uint8_t *note = NULL;
    size_t length = 0;
    struct checkpoint checkpoint;
    TRY(backup_continued(folder->path, pending, &continued, problem));
    TRY(folder_file(folder, "checkpoint", path));
    if (!*pending || file_kind(path) == FILE_ABSENT) {
        return OK;
    }
    TRY(file_load(path, NOTE_BYTES_MAX, &note, &length));
    struct status status = checkpoint_read((const char *)note, length, &checkpoint);
    free(note);
    bool ours = status_ok(status) && strcmp(checkpoint.origin, folder->key.name) == 0;
    return ours ? OK : file_remove(path);
}

/* The same for the same going on, so that a crash does not tell it twice. */
static void event_id_make(const struct folder *folder, const struct continued *continued,
                          uint8_t id[ID_BYTES])
{
    static const char use[] = "log-continue";
    const struct piece pieces[] = {{use, sizeof use},
                                   {folder->key.name, strlen(folder->key.name) + 1},
                                   {continued->old.root.bytes, HASH_BYTES}};
    struct hash hash;
    keys_hmac(folder->keys, pieces, COUNT(pieces), &hash);
    memcpy(id, hash.bytes, ID_BYTES);
}

static struct status record_write(struct folder *folder, struct continued *continued,
                                  uint8_t id[ID_BYTES])
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__LogContinue go_on = SANBAO__V1__LOG_CONTINUE__INIT;
    uint8_t envelope[ENVELOPE_BYTES_MAX];
    size_t length = 0;
    struct journal_answer answer;
    go_on.origin = continued->old.origin;
    go_on.size = continued->old.size;
    go_on.root = (ProtobufCBinaryData){HASH_BYTES, continued->old.root.bytes};
    go_on.reason = continued->reason;
    operation.version = 1;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, id};
    operation.day = folder_today(folder, CHINA_OFFSET_MINUTES);
    operation.action_case = SANBAO__V1__OPERATION__ACTION_LOG_CONTINUE;
    operation.log_continue = &go_on;
    TRY(operation_encode(&operation, envelope, &length));
    TRY(journal_submit(folder->journal, &(struct span){envelope, length}, 1, &answer));
    return answer.status;
}

struct status folder__continue_write(struct folder *folder, struct problem *problem)
{
    struct continued continued;
    uint8_t id[ID_BYTES];
    bool pending = false;
    bool written = false;
    uint64_t record = 0;
    TRY(backup_continued(folder->path, &pending, &continued, problem));
    REQUIRE(pending);
    event_id_make(folder, &continued, id);
    TRY(journal_find(folder->journal, id, &written, &record));
    TRY(written ? OK : record_write(folder, &continued, id));
    return backup_continued_done(folder->path);
}
