/* fuzz_body.c - any bytes as the body of a request: refused with the field that is wrong, or every
 * value is what the route's table says. */
#include <string.h>

#include "base/text.h"
#include "service/service_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const words[] = {"card", "phone", NULL};
static const struct field inner[] = {
    {.name = "id", .kind = FIELD_ID, .flags = FIELD_NEEDED},
    {.name = "n", .kind = FIELD_INTEGER, .min = -5, .max = 5},
    FIELDS_END,
};
static const struct field fields[] = {
    {.name = "text", .kind = FIELD_TEXT, .min = 1, .max = 8},
    {.name = "lines", .kind = FIELD_TEXT, .flags = FIELD_LINES, .max = 20},
    {.name = "code", .kind = FIELD_CODE},
    {.name = "bytes", .kind = FIELD_BYTES, .min = 2, .max = 4},
    {.name = "flag", .kind = FIELD_BOOLEAN},
    {.name = "day", .kind = FIELD_DAY},
    {.name = "at", .kind = FIELD_INSTANT},
    {.name = "word", .kind = FIELD_WORD, .words = words},
    {.name = "one", .kind = FIELD_OBJECT, .fields = inner},
    {.name = "many", .kind = FIELD_LIST, .max = 3, .fields = inner},
    {.name = "names", .kind = FIELD_LIST, .min = 1, .max = 2},
    FIELDS_END,
};

static void look(const struct json_tree *tree)
{
    const struct json_node *root = &tree->nodes[0];
    const struct json_node *text = json_tree_find(tree, root, "text");
    const struct json_node *word = json_tree_find(tree, root, "word");
    const struct json_node *many = json_tree_find(tree, root, "many");
    if (text != NULL) {
        size_t characters = text_characters(text->member.text, text->member.text_length);
        REQUIRE(characters >= 1 && characters <= 8);
    }
    REQUIRE(word == NULL || strcmp(words[word->member.integer], word->member.text) == 0);
    if (many != NULL) {
        REQUIRE(many->count <= 3);
        for (uint32_t at = many->first; at != 0; at = tree->nodes[at].next) {
            const struct json_node *id = json_tree_find(tree, &tree->nodes[at], "id");
            REQUIRE(id != NULL && id->member.text_length == 32);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_tree tree;
    struct problem problem = problem_none();
    struct status status = json_tree_read((const char *)data, size, 6, &tree, &problem);
    if (!status_ok(status)) {
        return 0;
    }
    status = check__object(&tree, 0, fields, &problem);
    if (status_ok(status)) {
        look(&tree);
    } else {
        REQUIRE(problem.column[0] != '\0' || status.code == STATUS_FIELD_UNKNOWN);
    }
    json_tree_free(&tree);
    return 0;
}
