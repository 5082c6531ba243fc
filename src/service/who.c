/* who.c - who may ask what, in words: `x-who` of each operation in the description, for people who
 * check it and for the test that walks every route with every role. */
#include <json-c/json.h>

#include "service/service_internal.h"

static const struct {
    uint32_t who;
    const char *word;
} words[] = {
    {WHO_PUBLIC, "public"},
    {WHO_SESSION, "session"},
    {WHO_RESIDENT, "resident"},
    {WHO_MEMBER, "member"},
    {WHO_DEVICE, "device"},
    {WHO_LEADER, "leader"},
    {WHO_REVIEWER, "reviewer"},
    {WHO_SHOPKEEPER, "shopkeeper"},
    {WHO_SOCIAL_WORKER, "social_worker"},
    {WHO_CADRE, "cadre"},
    {WHO_OVERSIGHT, "oversight"},
    {WHO_ACCOUNTANT, "accountant"},
    {WHO_TOWN, "town"},
    {WHO_AUDITOR, "auditor"},
    {WHO_ADMIN, "admin"},
};

struct json_object *who__json(uint32_t who)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < COUNT(words); i++) {
        if (who & words[i].who) {
            json_object_array_add(list, json_object_new_string(words[i].word));
            who &= ~words[i].who;
        }
    }
    REQUIRE(who == 0); /* every role has its word */
    return list;
}
