/* news.c - tells the screens what has come into the books: a few times a second, each new record
 * by its kind, points and code, never by a person. When more come at once than anybody can read,
 * the rest is told as a number. */
#include <json-c/json.h>
#include <string.h>

#include "service/service_internal.h"

enum { NEWS_RECORDS_MAX = 64 }; /* a tick */

/* The public code that an operation is about. */
static const char *code_of(const Sanbao__V1__Operation *operation)
{
    switch (operation->action_case) {
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        return operation->award->rule;
    case SANBAO__V1__OPERATION__ACTION_RULE_ADOPT:
        return operation->rule_adopt->code;
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN:
        return operation->activity_open->activity;
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE:
        return operation->activity_close->activity;
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
        return operation->redeem->shop;
    case SANBAO__V1__OPERATION__ACTION_SETTLE:
        return operation->settle->shop;
    case SANBAO__V1__OPERATION__ACTION_SHOP_OPEN:
        return operation->shop_open->shop;
    case SANBAO__V1__OPERATION__ACTION_GOODS_SET:
        return operation->goods_set->shop;
    default:
        return NULL;
    }
}

static void record_show(struct service *service, const Sanbao__V1__Record *record,
                        const Sanbao__V1__Operation *operation)
{
    const ProtobufCFieldDescriptor *kind = protobuf_c_message_descriptor_get_field(
        &sanbao__v1__operation__descriptor, operation->action_case);
    struct json_object *data = json_object_new_object();
    json_object_object_add(data, "village", json_object_new_string(operation->village));
    json_object_object_add(data, "day", day_json(record->day));
    json_object_object_add(data, "points",
                           json_object_new_int64((int64_t)record->outcome->granted));
    json_object_object_add(data, "code", text_json(code_of(operation)));
    service_event(service, operation->village, record->index + 1,
                  kind == NULL ? "record" : kind->name,
                  json_object_to_json_string_ext(data, JSON_C_TO_STRING_PLAIN));
    json_object_put(data);
}

static struct status record_tell(struct service *service, uint64_t number)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *operation = NULL;
    TRY(journal_record(service->options.reader->journal, number, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    struct status status =
        operation_decode(record->envelope.data, record->envelope.len, &operation);
    if (status_ok(status)) {
        record_show(service, record, operation);
        sanbao__v1__operation__free_unpacked(operation, NULL);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

void news__tell(struct service *service)
{
    uint64_t from = service->told;
    uint64_t until = journal_records(service->options.reader->journal);
    service->told = until;
    if (service->listeners == NULL || from >= until) {
        return;
    }
    if (until - from > NEWS_RECORDS_MAX) {
        char data[96];
        snprintf(data, sizeof data, "{\"records\":%llu}",
                 (unsigned long long)(until - from - NEWS_RECORDS_MAX));
        from = until - NEWS_RECORDS_MAX;
        service_event(service, "", from, "more", data);
    }
    for (; from < until; from++) {
        if (!status_ok(record_tell(service, from))) {
            return; /* screens see the numbers all the same; verify names the damage */
        }
    }
}
