/* residents.c - what each side keeps for this room, and how answers are put together. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "residents/residents_internal.h"

static struct status state_open(struct side *side, void **state)
{
    struct residents *residents = calloc(1, sizeof *residents);
    *state = residents;
    if (residents == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    residents->store = people_store(side->people);
    return OK;
}

static void state_close(void **state)
{
    if (*state != NULL) {
        struct residents *residents = *state;
        residents__rosters_free(residents);
        for (size_t i = 0; i < STAGED_MAX; i++) {
            residents__staged_free(&residents->staged[i]);
        }
        free(residents->teller);
        free(*state);
        *state = NULL;
    }
}

const struct side_room residents_room = {"residents", state_open, state_close};

struct residents *residents__state(const struct side *side)
{
    return side_state(side, &residents_room);
}

/* ---- JSON ---- */

void residents__text(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, text_json(text));
}

void residents__integer(struct json_object *object, const char *key, int64_t integer)
{
    json_object_object_add(object, key, json_object_new_int64(integer));
}

void residents__flag(struct json_object *object, const char *key, bool flag)
{
    json_object_object_add(object, key, json_object_new_boolean(flag));
}

void residents__day(struct json_object *object, const char *key, int32_t day)
{
    json_object_object_add(object, key, day_json(day));
}

struct json_object *residents__roles(uint32_t roles)
{
    struct json_object *list = json_object_new_array();
    for (unsigned i = 0; role_words[i] != NULL; i++) {
        if ((roles & (1U << (i + 1))) != 0) {
            json_object_array_add(list, json_object_new_string(role_words[i]));
        }
    }
    return list;
}

struct status residents__public_text(struct call *call, struct json_object *object, const char *key,
                                     const char *of, const char *code, const char *field)
{
    char *text = NULL;
    TRY(texts_get(call->side->people, call->village_code, of, code, field, &text));
    residents__text(object, key, text);
    free(text);
    return OK;
}

struct status residents__name(struct call *call, struct json_object *object, const char *key,
                              const struct id *id)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(call->side->people, id, &found, &row));
    residents__text(object, key, found ? row.person->name : NULL);
    if (found) {
        people_row_free(&row);
    }
    return OK;
}

/* ---- cursors ---- */

bool residents__id_read(const char *text, struct id *id)
{
    for (size_t i = 0; i < 2 * ID_BYTES; i++) {
        char c = text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) {
            return false;
        }
        uint8_t *byte = &id->bytes[i / 2];
        *byte = (uint8_t)(i % 2 == 0 ? digit << 4 : *byte | digit);
    }
    return true;
}

bool residents__cursor_read(const char *text, int64_t *instant, struct id *id)
{
    const char *dash = strchr(text, '-');
    return dash != NULL && strlen(dash + 1) == 2 * ID_BYTES &&
           text_integer(text, (size_t)(dash - text), 0, INSTANT_MAX, instant) &&
           residents__id_read(dash + 1, id);
}

void residents__cursor_write(int64_t instant, const struct id *id, char text[CURSOR_SIZE])
{
    int used = snprintf(text, CURSOR_SIZE, "%" PRId64 "-", instant);
    for (size_t i = 0; i < ID_BYTES; i++) {
        used += snprintf(text + used, CURSOR_SIZE - (size_t)used, "%02x", id->bytes[i]);
    }
}
