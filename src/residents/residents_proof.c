/* residents_proof.c - the log for those who check it: the signed checkpoint and the receipt of any
 * one record for everybody; tiles (c2sp.org/tlog-tiles) for who audits all villages of the log; for
 * the auditor of one village its records, and the leaf hashes of the rest. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "residents/residents_internal.h"

static struct status checkpoint(struct call *call)
{
    char *note = NULL;
    TRY(journal_checkpoint(call->side->journal, &note));
    return call_reply_bytes(call, "text/plain; charset=utf-8", NULL, note, strlen(note));
}

/* A phone keeps the first answer and checks by that one from then on: whoever changed the key would
 * be found out by everybody who came before. */
static struct status log_key(struct call *call)
{
    char vkey[VKEY_MAX];
    note_vkey_format(journal_key(call->side->journal), vkey);
    return call_reply_bytes(call, "text/plain; charset=utf-8", NULL, strdup(vkey), strlen(vkey));
}

/* ---- a receipt ---- */

static struct status receipt_make(struct side *side, uint64_t record, const char *note, char **out)
{
    struct journal *journal = side->journal;
    struct checkpoint signed_head;
    struct hash path[PATH_HASHES_MAX];
    const uint8_t *bytes = NULL;
    size_t length = 0;
    size_t count = 0;
    TRY(checkpoint_read(note, strlen(note), &signed_head));
    TRY(journal_record(journal, record, &bytes, &length));
    if (record >= signed_head.size) {
        return REFUSE(CHECKPOINT_BEHIND);
    }
    TRY(tree_inclusion(journal_tree(journal), record, signed_head.size, path, &count));
    return receipt_format(record, bytes, length, path, count, note, out);
}

struct status residents__receipt(struct side *side, uint64_t record, char **out)
{
    char *note = NULL;
    TRY(journal_checkpoint(side->journal, &note));
    struct status status = receipt_make(side, record, note, out);
    free(note);
    return status;
}

static struct status receipt(struct call *call)
{
    char *text = NULL;
    char name[48];
    uint64_t record = (uint64_t)call_path_number(call, "record");
    TRY(residents__receipt(call->side, record, &text));
    snprintf(name, sizeof name, "%" PRIu64 ".tlog-proof", record);
    return call_reply_bytes(call, "text/plain; charset=utf-8", name, text, strlen(text));
}

/* ---- tiles ---- */

/* Tiles show the whole log: who asks must be an auditor of every village in it. */
static struct status audits_all(struct call *call)
{
    const ProtobufCBinaryData person = {ID_BYTES, call->caller.person.bytes};
    char code[CODE_MAX + 1] = "";
    struct village village;
    struct member member;
    bool any = false;
    for (;;) {
        char after[CODE_MAX + 1];
        memcpy(after, code, sizeof after);
        TRY(identity_village_after(call->side->identity, after, code, &village));
        if (village.id == 0) {
            return any && call->caller.strong ? OK : REFUSE(NOT_ALLOWED);
        }
        TRY(identity_member(call->side->identity, village.id, &person, &member));
        if (!member_has_role(&member, SANBAO__V1__ROLE__ROLE_AUDITOR)) {
            return REFUSE(NOT_ALLOWED);
        }
        any = true;
    }
}

struct tile {
    bool entries;
    unsigned level;
    uint64_t number;
    size_t width; /* asked for: 256, or less of a partial one */
};

static bool digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") >= count;
}

/* "x001", "x234", "067.p", "12": groups of three digits, all but the last after an x; of a partial
 * tile the last ends with ".p" and its width follows. */
static bool tile_parse(const struct path_value *path, struct tile *tile)
{
    int64_t number = 0;
    size_t i = 1;
    *tile = (struct tile){.width = TILE_HASHES, .entries = strcmp(path[0].text, "entries") == 0};
    if (!tile->entries) {
        if (!text_integer(path[0].text, strlen(path[0].text), 0, 63, &number)) {
            return false;
        }
        tile->level = (unsigned)number;
    }
    for (; i < PATH_NAMES_MAX && path[i].name != NULL && path[i].text[0] == 'x'; i++) {
        if (strlen(path[i].text) != 4 || !digits(path[i].text + 1, 3)) {
            return false;
        }
        tile->number = tile->number * 1000 + strtoul(path[i].text + 1, NULL, 10);
    }
    bool last = i < PATH_NAMES_MAX && path[i].name != NULL && digits(path[i].text, 3) &&
                (path[i].text[3] == '\0' || strcmp(path[i].text + 3, ".p") == 0);
    if (!last) {
        return false;
    }
    tile->number = tile->number * 1000 + strtoul(path[i].text, NULL, 10);
    if (path[i++].text[3] == '\0') {
        return i == PATH_NAMES_MAX || path[i].name == NULL;
    }
    if (i == PATH_NAMES_MAX || path[i].name == NULL ||
        !text_integer(path[i].text, strlen(path[i].text), 1, TILE_HASHES - 1, &number)) {
        return false;
    }
    tile->width = (size_t)number;
    return ++i == PATH_NAMES_MAX || path[i].name == NULL;
}

/* The records of a tile, each after its length in two bytes, the higher first. */
static struct status bundle_make(struct call *call, const struct tile *tile, uint8_t **out,
                                 size_t *length)
{
    uint8_t *bundle = malloc(tile->width * (2 + RECORD_BYTES_MAX));
    *out = bundle;
    *length = 0;
    if (bundle == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < tile->width; i++) {
        const uint8_t *record = NULL;
        size_t bytes = 0;
        TRY(journal_record(call->side->journal, tile->number * TILE_HASHES + i, &record, &bytes));
        REQUIRE(bytes <= RECORD_BYTES_MAX);
        bundle[(*length)++] = (uint8_t)(bytes >> 8);
        bundle[(*length)++] = (uint8_t)bytes;
        memcpy(bundle + *length, record, bytes);
        *length += bytes;
    }
    return OK;
}

/* How many records are signed for. */
static struct status signed_size(struct call *call, uint64_t *size)
{
    char *note = NULL;
    struct checkpoint head = {.size = 0};
    TRY(journal_checkpoint(call->side->journal, &note));
    struct status status = checkpoint_read(note, strlen(note), &head);
    free(note);
    *size = head.size;
    return status;
}

static struct status tile(struct call *call)
{
    struct tile tile;
    struct hash hashes[TILE_HASHES];
    uint64_t size = 0;
    size_t width = 0;
    size_t length = 0;
    uint8_t *bytes = NULL;
    TRY(audits_all(call));
    if (!tile_parse(call->path, &tile)) {
        return REFUSE(ROUTE_UNKNOWN);
    }
    TRY(signed_size(call, &size));
    TRY(tree_tile(journal_tree(call->side->journal), tile.level, tile.number, size, hashes,
                  &width));
    if (width < tile.width) {
        return REFUSE(ROUTE_UNKNOWN);
    }
    if (tile.entries) {
        struct status status = bundle_make(call, &tile, &bytes, &length);
        if (!status_ok(status)) {
            free(bytes);
            return status;
        }
    } else {
        length = tile.width * HASH_BYTES;
        bytes = malloc(length);
        if (bytes == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        memcpy(bytes, hashes, length);
    }
    return call_reply_bytes(call, "application/octet-stream", NULL, bytes, length);
}

/* ---- one village's part of the log ---- */

static struct json_object *hex_json(const uint8_t *bytes, size_t length)
{
    char hex[2 * RECORD_BYTES_MAX + 1] = "";
    for (size_t i = 0; i < length; i++) {
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    }
    return json_object_new_string(hex);
}

static struct status of_village(const uint8_t *bytes, size_t length, const char *code, bool *is)
{
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *operation = NULL;
    TRY(record_decode(bytes, length, &record));
    struct status status =
        operation_decode(record->envelope.data, record->envelope.len, &operation);
    if (status_ok(status)) {
        *is = strcmp(operation->village, code) == 0;
        sanbao__v1__operation__free_unpacked(operation, NULL);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

static struct status leaf_json(struct call *call, struct hasher *hasher, uint64_t number,
                               struct json_object *item)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    struct hash leaf;
    bool own = false;
    TRY(journal_record(call->side->journal, number, &bytes, &length));
    TRY(of_village(bytes, length, call->village_code, &own));
    residents__integer(item, "record", (int64_t)number);
    merkle_leaf(hasher, &leaf, bytes, length);
    json_object_object_add(item, "leaf", hex_json(leaf.bytes, HASH_BYTES));
    json_object_object_add(item, "bytes", own ? hex_json(bytes, length) : NULL);
    return OK;
}

static struct status leaves_add(struct call *call, struct hasher *hasher, uint64_t from,
                                uint64_t size, struct json_object *items, char next[24])
{
    uint64_t end = size - from < call_limit(call) ? size : from + call_limit(call);
    for (uint64_t i = from; i < end; i++) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(items, item);
        TRY(leaf_json(call, hasher, i, item));
    }
    if (end < size) {
        snprintf(next, 24, "%" PRIu64, end);
    }
    return OK;
}

static struct status log_part(struct call *call)
{
    const char *after = call_after(call);
    int64_t from = 0;
    uint64_t size = 0;
    char next[24] = "";
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    TRY(signed_size(call, &size));
    if (after[0] != '\0' && !text_integer(after, strlen(after), 0, (int64_t)size, &from)) {
        return REFUSE(CURSOR_WRONG);
    }
    TRY(hasher_new(&hasher));
    struct json_object *items = json_object_new_array();
    struct status status = leaves_add(call, hasher, (uint64_t)from, size, items, next);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, next[0] != '\0' ? next : NULL);
}

static const struct field leaf_fields[] = {
    NUMBER_FIELD("record", FIELD_NEEDED, "记录号", "number of the record"),
    TEXT_FIELD("leaf", FIELD_NEEDED, 2 * HASH_BYTES, "叶子的哈希", "the leaf's hash"),
    TEXT_FIELD("bytes", FIELD_NEEDED | FIELD_NULLABLE, 2 * RECORD_BYTES_MAX,
               "记录的字节（十六进制），空：别村的", "the record's bytes; null: another village's"),
    FIELDS_END,
};
static const struct field leaf_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, leaf_fields, "按记录号排", "by number"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

#define TILE_ROUTE(PATH, NAME)                                                                     \
    {                                                                                              \
        "GET", PATH, NAME, WHO_SESSION, ROUTE_RAW, NULL, NULL, NULL, "application/octet-stream",   \
            tile, "日志的哈希块或记录块（C2SP tlog-tiles），供所有村的审计员",                     \
            "A tile or a bundle of entries (C2SP tlog-tiles), for who audits every village"        \
    }

const struct route residents_proof_routes[] = {
    {"GET", "/checkpoint", "checkpoint", WHO_PUBLIC, ROUTE_RAW, NULL, NULL, NULL, "text/plain",
     checkpoint, "签了名的检查点：日志多大、根是什么", "The signed checkpoint: size and root"},
    {"GET", "/log-key", "log_key", WHO_PUBLIC, ROUTE_RAW, NULL, NULL, NULL, "text/plain", log_key,
     "账本的公钥，手机用它自己核对凭证",
     "The log's public key, by which a phone checks receipts itself"},
    {"GET", "/api/v1/records/{record}/receipt", "receipt", WHO_PUBLIC, ROUTE_RAW, NULL, NULL, NULL,
     "text/plain", receipt, "一条记录的凭证（.tlog-proof），谁都可以核对",
     "The receipt of a record (.tlog-proof), for anyone to check"},
    {"GET", "/api/v1/villages/{village}/log", "village_log", WHO_AUDITOR, ROUTE_CURSOR, NULL, NULL,
     leaf_page, NULL, log_part, "日志：本村的记录，别村的只给哈希",
     "The log: this village's records, and the leaf hashes of the rest"},
    TILE_ROUTE("/tile/{level}/{a}", "tile_1"),
    TILE_ROUTE("/tile/{level}/{a}/{b}", "tile_2"),
    TILE_ROUTE("/tile/{level}/{a}/{b}/{c}", "tile_3"),
    ROUTES_END,
};
