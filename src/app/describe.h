/* describe.h - records in words and in JSON. */
#pragma once

#include <json-c/json.h>

#include "app/folder.h"

/* The operation's kind as its name in operation.proto: "award", "redeem". */
const char *describe_kind(const Sanbao__V1__Operation *operation);
/* The same in words, in the language chosen. */
const char *describe_kind_text(const Sanbao__V1__Operation *operation);
/* The pseudonym of the person whom it is about; NULL where it is about nobody. Borrowed. */
const ProtobufCBinaryData *describe_person(const Sanbao__V1__Operation *operation);
/* A whole message as a JSON object: bytes as hex, days as dates, enums by name. The caller
 * puts it. */
struct json_object *describe_message(const ProtobufCMessage *message);
/* A record with its operation opened up. Refuses: OPERATION_MALFORMED. */
CHECKED struct status describe_record(const uint8_t *bytes, size_t length,
                                      struct json_object **out);
