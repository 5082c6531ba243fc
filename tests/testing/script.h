/* script.h - operations as a test writes them: one line each, with names instead of ids.
 *
 *   [2024-03-05] [label:] award ann SWEEP A1 08:00 10:30 CARD [by=lead/sue] [village=other]
 *
 * The first word is the operation as operation.proto names it; then come its fields in their order,
 * later ones also as name=value. A person or household is a name, a number a number or a date, an
 * instant a time of the operation's day at +08:00 (or complete, with a T), an enum its name without
 * the first word, a record a number or the label of an earlier line, a list ids with commas between
 * them, a root a number whose bytes are all that. A day holds until the next. */
#pragma once

#include "base/limits.h"
#include "base/status.h"
#include "wire/operation.pb-c.h"

enum { SCRIPT_LABELS_MAX = 64, SCRIPT_WORD_MAX = 64, SCRIPT_TEXTS = 32, SCRIPT_LISTS = 2 };

struct script_label {
    char name[SCRIPT_WORD_MAX];
    uint64_t record;
};

/* What holds from line to line; the message of the last line, which points into it. */
struct script {
    int32_t day;
    const char *proposer; /* of awards, where the line does not say */
    const char *approver;
    uint64_t events; /* each line gets an event id of its own */
    struct script_label labels[SCRIPT_LABELS_MAX];
    size_t label_count;

    char label[SCRIPT_WORD_MAX]; /* of the last line; "": none */
    Sanbao__V1__Operation operation;
    _Alignas(16) uint8_t action[256];
    char texts[SCRIPT_TEXTS][SCRIPT_WORD_MAX];
    size_t text_count;
    uint8_t ids[SCRIPT_TEXTS][ID_BYTES];
    size_t id_count;
    ProtobufCBinaryData lists[SCRIPT_LISTS][SCRIPT_TEXTS];
    size_t list_count;
    uint8_t root[HASH_BYTES];
};

/* Reads a line into `script->operation`. A line that makes no sense ends the test. */
void script_operation(struct script *script, const char *line, size_t length);
/* Gives the last line's label to the record that it became. */
void script_label_set(struct script *script, uint64_t record);

/* The id behind a name. */
void script_id(const char *name, uint8_t id[ID_BYTES]);
/* A number, a date, or a time of `day`. */
int64_t script_number(const char *text, int32_t day);
/* Takes the next word of a line; false at its end. */
bool script_word(const char **line, const char *end, char word[SCRIPT_WORD_MAX]);
