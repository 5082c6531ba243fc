/* people_drop_test.c - that every clear text is looked for in every file and not found; that who is
 * erased is in none of them any more; public texts; and what goes because it never counted. */
#include "identity/people_testing.h"

/* ---- looking into the files ---- */

static bool files_hold(const void *bytes, size_t length)
{
    struct folder_names names = {0};
    assert_status(STATUS_OK, folder_names(folder, &names));
    bool found = false;
    for (size_t i = 0; i < names.count; i++) {
        char path[PATH_BYTES_MAX];
        uint8_t *content = NULL;
        size_t size = 0;
        assert_status(STATUS_OK, path_join(path, folder, names.list[i]));
        assert_status(STATUS_OK, file_load(path, 1 << 26, &content, &size));
        found = found || memmem(content, size, bytes, length) != NULL;
        free(content);
    }
    folder_names_free(&names);
    return found;
}

/* ---- privacy ---- */

static void privacy_check(void **state)
{
    (void)state;
    struct hash commitment;
    assert_status(STATUS_OK, people_begin(people));
    put_he();
    assert_status(STATUS_OK, put_person("V1", id_of(2), PEOPLE_STAFF, &zheng, &commitment));
    assert_status(STATUS_OK, put_household("V1", id_of(3), "H0001"));
    assert_status(STATUS_OK, people_commit(people));
    static const char *const clear[] = {"R00001", "何红",        "10043662504", "R00002",
                                        "郑佳",   "10098765432", "H0001",       "1组1号"};
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT(clear); i++) {
            assert_false(files_hold(clear[i], strlen(clear[i])));
        }
        files_close(); /* second round: with the write-ahead logs folded in */
    }
    uint8_t salt[SALT_BYTES];
    memset(salt, 0x33, sizeof salt);
    assert_false(files_hold(salt, sizeof salt));
}

/* How many lines the list beside the files has. */
static size_t erasures_noted(void)
{
    struct erasures list;
    assert_status(STATUS_OK, erasures_load(people->erasures, &list, &problem));
    size_t count = list.count;
    erasures_free(&list);
    return count;
}

static void erase_check(void **state)
{
    (void)state;
    struct hash commitment;
    struct id id = id_of(1);
    uint8_t key[SEAL_KEY_BYTES];
    bool found = false;
    put_he();
    assert_status(STATUS_OK, put_person("V1", id_of(2), PEOPLE_RESIDENT, &zheng, &commitment));
    assert_status(STATUS_OK, keys__find(keys, &id, &found, key));
    assert_true(files_hold(key, sizeof key));
    assert_status(STATUS_OK, people_erase(people, &id));
    assert_false(files_hold(key, sizeof key));
    assert_false(files_hold(id.bytes, sizeof id.bytes));
    assert_false(is_got(id));
    assert_true(is_got(id_of(2)));
    assert_status(STATUS_PERSON_UNKNOWN, people_erase(people, &id));
    assert_int_equal(1, erasures_noted());
    assert_status(STATUS_OK, put_person("V1", id_of(4), PEOPLE_RESIDENT, &he, &commitment));
}

/* Looks end with each turn of the service's loop; the next one must not know the person. */
static void looked_check(void **state)
{
    (void)state;
    struct keys *other_keys = NULL;
    struct people *reader = NULL;
    struct people_row row;
    struct id id = id_of(1);
    put_he();
    assert_status(STATUS_OK, keys_open(keys_path, false, &other_keys, &problem));
    assert_status(STATUS_OK, people_open(people_path, false, other_keys, &reader, &problem));
    for (int turn = 0; turn < 2; turn++) {
        bool found = false;
        assert_status(STATUS_OK, people_look(reader));
        assert_status(STATUS_OK, people_look(reader));
        assert_status(STATUS_OK, people_get(reader, &id, &found, &row));
        assert_true(store_in_transaction(other_keys->store));
        assert_int_equal(turn == 0, found);
        if (found) {
            people_row_free(&row);
        }
        assert_status(STATUS_OK, people_look_end(reader));
        assert_status(STATUS_OK, people_look_end(reader));
        assert_false(store_in_transaction(other_keys->store));
        assert_status(turn == 0 ? STATUS_OK : STATUS_PERSON_UNKNOWN, people_erase(people, &id));
    }
    people_close(&reader);
    keys_close(&other_keys);
}

/* Killed between the key and the row: the person is unknown, and the number is free again. */
static void half_erased_check(void **state)
{
    (void)state;
    struct id id = id_of(1);
    bool dropped = false;
    put_he();
    assert_status(STATUS_OK, keys__drop(keys, &id, &dropped));
    assert_false(is_got(id));
    assert_false(is_found("V1", PEOPLE_RESIDENT, "R00001"));
    struct hash commitment;
    assert_status(STATUS_OK, put_person("V1", id_of(4), PEOPLE_RESIDENT, &he, &commitment));
    assert_true(is_found("V1", PEOPLE_RESIDENT, "R00001"));
}

/* ---- texts and orphans ---- */

static void put_text(uint8_t event, int64_t created_at, const char *title, struct hash *commitment)
{
    struct id id = id_of(event);
    uint8_t salt[SALT_BYTES] = {7};
    const struct text_field fields[] = {{"title", title}, {"place", "东大路"}};
    assert_status(STATUS_OK, texts_put(people, "V1", "activity", "A0001", &id, created_at, salt,
                                       fields, COUNT(fields), commitment));
}

static void assert_title(const char *expected)
{
    char *value = NULL;
    assert_status(STATUS_OK, texts_get(people, "V1", "activity", "A0001", "title", &value));
    if (expected == NULL) {
        assert_null(value);
    } else {
        assert_non_null(value);
        assert_string_equal(expected, value);
    }
    free(value);
}

static void texts_check(void **state)
{
    (void)state;
    struct hash commitment;
    assert_title(NULL);
    put_text(1, 100, "环境整治", &commitment);
    assert_title("环境整治");

    /* place before title; field, NUL, value, NUL */
    const char text[] = "place\0东大路\0title\0环境整治";
    uint8_t salt[SALT_BYTES] = {7};
    struct hash expected;
    people_commitment(salt, text, sizeof text, &expected);
    assert_memory_equal(&expected, &commitment, sizeof expected);

    put_text(1, 100, "环境大整治", &commitment); /* the same event: replaced */
    assert_title("环境大整治");
    put_text(2, 200, "交通劝导", &commitment); /* a newer one shows */
    assert_title("交通劝导");
    files_open(false, false); /* no keys are needed to read them */
    assert_title("交通劝导");
}

static void text_limit_check(void **state)
{
    (void)state;
    static char value[DETAIL_BYTES_MAX];
    memset(value, 'x', sizeof value - 1);
    struct id id = id_of(1);
    uint8_t salt[SALT_BYTES] = {0};
    struct hash commitment;
    const struct text_field field = {"title", value};
    assert_status(STATUS_LIMIT_EXCEEDED, texts_put(people, "V1", "activity", "A0001", &id, 1, salt,
                                                   &field, 1, &commitment));
    assert_title(NULL);
}

static struct status in_books(void *context, const struct id *event_id, bool *in)
{
    (void)context;
    *in = event_id->bytes[0] % 2 == 0;
    return OK;
}

static void orphans_check(void **state)
{
    (void)state;
    struct hash commitment;
    int64_t dropped = 9;
    uint8_t key[SEAL_KEY_BYTES];
    bool found = true;
    struct id id = id_of(1);
    put_he(); /* event 1, made at 1000 */
    assert_status(STATUS_OK, put_person("V1", id_of(2), PEOPLE_RESIDENT, &zheng, &commitment));
    put_text(3, 1000, "环境整治", &commitment);
    assert_status(STATUS_OK, people_orphans_drop(people, 1000, in_books, NULL, &dropped));
    assert_int_equal(0, dropped); /* not old enough */
    assert_status(STATUS_OK, people_orphans_drop(people, 1001, in_books, NULL, &dropped));
    assert_int_equal(2, dropped);
    assert_false(is_got(id));
    assert_true(is_got(id_of(2)));
    assert_title(NULL);
    assert_status(STATUS_OK, keys__find(keys, &id, &found, key));
    assert_false(found);
}

/* A staff row that never counted goes; the person's key stays for the resident's row. */
static void orphan_shared_key_check(void **state)
{
    (void)state;
    struct hash commitment;
    int64_t dropped = 0;
    struct id id = id_of(2);
    assert_status(STATUS_OK, put_person("V1", id, PEOPLE_RESIDENT, &he, &commitment));
    char number[] = "T01";
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    detail.number = number;
    struct people_row row = {.id = id, .event_id = id_of(5), .kind = PEOPLE_STAFF};
    row.person = &detail;
    assert_status(STATUS_OK, people_put(people, "V1", &row, &commitment));
    assert_status(STATUS_OK, people_orphans_drop(people, 5000, in_books, NULL, &dropped));
    assert_int_equal(1, dropped);
    assert_false(is_found("V1", PEOPLE_STAFF, "T01"));
    assert_true(is_found("V1", PEOPLE_RESIDENT, "R00001"));
}

int main(void)
{
    crypto_init();
    const struct CMUnitTest tests[] = {
        {"writes no clear text to any file", privacy_check, begin, end, NULL},
        {"erases the key and the row from all files", erase_check, begin, end, NULL},
        {"the look after an erasure does not know the person", looked_check, begin, end, NULL},
        {"holds nobody up after half an erasure", half_erased_check, begin, end, NULL},
        {"keeps public texts and commits to them", texts_check, begin, end, NULL},
        {"refuses texts that are too long", text_limit_check, begin, end, NULL},
        {"drops old rows and texts that never counted", orphans_check, begin, end, NULL},
        {"keeps a key that another row needs", orphan_shared_key_check, begin, end, NULL},
    };
    return cmocka_run_group_tests_name("people_drop", tests, NULL, NULL);
}
