/* note_test.c - keys, notes and checkpoints: the specifications' examples verify, and anything that
 * is not exactly what the grammar says is refused, bit by bit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proof/proof.h"

#define DASH "\xE2\x80\x94 "

/* The example of c2sp.org/signed-note, and the one in the documentation of Go's sumdb/note. */
#define FOO_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_TEXT "This is an example message.\n"
#define FOO_LINE                                                                                   \
    DASH "example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mF"  \
         "XmRKuwHjG1Yu72IneyaQM=\n"
#define PETER_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_TEXT                                                                                 \
    "If you think cryptography is the answer to your problem,\n"                                   \
    "then you don't know what your problem is.\n"
#define PETER_LINE                                                                                 \
    DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot" \
         "pRZb6KE6RyyBwJnAM=\n"
#define ENOCH_LINE                                                                                 \
    DASH                                                                                           \
        "EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox" \
        "33WWd1RvMc+QQ=\n"

static struct note_key key_of(const char *vkey)
{
    struct note_key key;
    assert_int_equal(STATUS_OK, note_vkey_parse(vkey, strlen(vkey), &key).code);
    return key;
}

/* ---- keys ---- */

static struct key_row {
    const char *name;
    const char *vkey;
    enum status_code answer;
} key_rows[] = {
    {"takes the specification's key", FOO_KEY, STATUS_OK},
    {"takes Go's key", PETER_KEY, STATUS_OK},
    {"refuses nothing", "", STATUS_KEY_MALFORMED},
    {"refuses a name alone", "example.com/foo", STATUS_KEY_MALFORMED},
    {"refuses a key without a name", "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     STATUS_KEY_MALFORMED},
    {"refuses another name with the same id",
     "example.com/fob+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", STATUS_KEY_MALFORMED},
    {"refuses another id", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     STATUS_KEY_MALFORMED},
    {"refuses an id in capitals",
     "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", STATUS_KEY_MALFORMED},
    {"refuses a short id", "example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     STATUS_KEY_MALFORMED},
    {"refuses another algorithm",
     "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", STATUS_KEY_MALFORMED},
    {"refuses a short key",
     "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U==", STATUS_KEY_MALFORMED},
    {"refuses a long key",
     "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAAAA",
     STATUS_KEY_MALFORMED},
    {"refuses a line's end", FOO_KEY "\n", STATUS_KEY_MALFORMED},
    {"refuses a space in the name",
     "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", STATUS_KEY_MALFORMED},
};

static void key_check(void **state)
{
    const struct key_row *row = *state;
    struct note_key key;
    struct status status = note_vkey_parse(row->vkey, strlen(row->vkey), &key);
    assert_int_equal(row->answer, status.code);
    if (status_ok(status)) {
        char formatted[VKEY_MAX];
        note_vkey_format(&key, formatted);
        assert_string_equal(row->vkey, formatted);
    }
}

static struct name_row {
    const char *name;
    const char *text;
    enum status_code answer;
} name_rows[] = {
    {"names a key in Chinese", "\xE4\xB8\x89\xE5\xAE\x9D/\xE6\x9D\x91", STATUS_OK},
    {"refuses no name", "", STATUS_KEY_MALFORMED},
    {"refuses a plus in a name", "a+b", STATUS_KEY_MALFORMED},
    {"refuses a blank in a name", "a b", STATUS_KEY_MALFORMED},
    {"refuses a wide blank in a name",
     "a\xE3\x80\x80"
     "b",
     STATUS_KEY_MALFORMED},
    {"refuses a hard blank in a name",
     "a\xC2\xA0"
     "b",
     STATUS_KEY_MALFORMED},
    {"refuses a tab in a name", "a\tb", STATUS_KEY_MALFORMED},
    {"refuses a newline in a name", "a\nb", STATUS_KEY_MALFORMED},
    {"refuses a delete character in a name", "a\x7F", STATUS_KEY_MALFORMED},
    {"refuses a name that is not UTF-8", "a\xC0\xAF", STATUS_KEY_MALFORMED},
    {"refuses half a character", "a\xE4\xB8", STATUS_KEY_MALFORMED},
    {"refuses a surrogate", "a\xED\xA0\x80", STATUS_KEY_MALFORMED},
};

static void name_check(void **state)
{
    const struct name_row *row = *state;
    uint8_t public_key[SIGN_PUBLIC_BYTES] = {1};
    struct note_key key;
    assert_int_equal(row->answer, note_key_make(row->text, public_key, &key).code);
}

static void name_length_check(void **state)
{
    (void)state;
    char name[ORIGIN_MAX + 2];
    memset(name, 'a', sizeof(name));
    name[ORIGIN_MAX + 1] = '\0';
    uint8_t public_key[SIGN_PUBLIC_BYTES] = {1};
    struct note_key key;
    assert_int_equal(STATUS_KEY_MALFORMED, note_key_make(name, public_key, &key).code);
    name[ORIGIN_MAX] = '\0';
    assert_int_equal(STATUS_OK, note_key_make(name, public_key, &key).code);
    char vkey[VKEY_MAX];
    note_vkey_format(&key, vkey);
    struct note_key again = key_of(vkey);
    assert_memory_equal(&key, &again, sizeof(key));
}

/* ---- notes ---- */

static struct note_row {
    const char *name;
    const char *vkey;
    const char *note;
    enum status_code answer;
    size_t text_length;
} note_rows[] = {
    {"checks the specification's note", FOO_KEY, FOO_TEXT "\n" FOO_LINE, STATUS_OK,
     sizeof(FOO_TEXT) - 1},
    {"checks Go's note", PETER_KEY, PETER_TEXT "\n" PETER_LINE, STATUS_OK, sizeof(PETER_TEXT) - 1},
    {"leaves an unknown signer's line alone", PETER_KEY, PETER_TEXT "\n" PETER_LINE ENOCH_LINE,
     STATUS_OK, sizeof(PETER_TEXT) - 1},
    {"finds its key's line after others", PETER_KEY, PETER_TEXT "\n" ENOCH_LINE PETER_LINE,
     STATUS_OK, sizeof(PETER_TEXT) - 1},
    {"leaves a long post-quantum line alone", FOO_KEY, FOO_TEXT "\n" DASH "pq AAAAAAA=\n" FOO_LINE,
     STATUS_OK, sizeof(FOO_TEXT) - 1},
    {"leaves its key's name with another id alone", FOO_KEY,
     FOO_TEXT "\n" DASH "example.com/foo AAAAAAA=\n" FOO_LINE, STATUS_OK, sizeof(FOO_TEXT) - 1},
    {"takes its key's line twice", FOO_KEY, FOO_TEXT "\n" FOO_LINE FOO_LINE, STATUS_OK,
     sizeof(FOO_TEXT) - 1},
    {"refuses a note signed by others", FOO_KEY, PETER_TEXT "\n" PETER_LINE, STATUS_NOTE_UNSIGNED,
     0},
    {"refuses its key's line under another text", FOO_KEY, "Another.\n\n" FOO_LINE,
     STATUS_SIGNATURE_WRONG, 0},
    {"refuses a wrong line beside a right one", FOO_KEY,
     FOO_TEXT "\n" FOO_LINE DASH "example.com/foo Uw2QOgAA\n", STATUS_SIGNATURE_WRONG, 0},
    {"refuses nothing at all", FOO_KEY, "", STATUS_NOTE_MALFORMED, 0},
    {"refuses a text without signatures", FOO_KEY, FOO_TEXT, STATUS_NOTE_MALFORMED, 0},
    {"refuses an empty list of signatures", FOO_KEY, FOO_TEXT "\n", STATUS_NOTE_MALFORMED, 0},
    {"refuses no blank line", FOO_KEY, FOO_TEXT FOO_LINE, STATUS_NOTE_MALFORMED, 0},
    {"refuses a missing last newline", FOO_KEY,
     FOO_TEXT "\n" DASH "a AAAAAAA=", STATUS_NOTE_MALFORMED, 0},
    {"refuses a line after the signatures", FOO_KEY, FOO_TEXT "\n" FOO_LINE "more\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses a blank line after the signatures", FOO_KEY, FOO_TEXT "\n" FOO_LINE "\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses a hyphen for the dash", FOO_KEY, FOO_TEXT "\n- example.com/foo AAAAAAA=\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses a signature line without a name", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH " AAAAAAA=\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses a signature line without a signature", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH "a\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses a signature that is an id alone", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH "a AAAAAA==\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses base64 without padding", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH "a AAAAAAA\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses base64 with stray bits", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH "a AAAAAAB=\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses base64 for URLs", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH "a AAAAAA-=\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses two blanks", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH "a  AAAAAAA=\n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses a blank at a line's end", FOO_KEY, FOO_TEXT "\n" FOO_LINE DASH "a AAAAAAA= \n",
     STATUS_NOTE_MALFORMED, 0},
    {"refuses CRLF", FOO_KEY, FOO_TEXT "\n" DASH "a AAAAAAA=\r\n", STATUS_NOTE_MALFORMED, 0},
    {"refuses a tab in the text", FOO_KEY, "a\tb\n\n" FOO_LINE, STATUS_NOTE_MALFORMED, 0},
    {"refuses a text that is not UTF-8", FOO_KEY, "a\xFF\n\n" FOO_LINE, STATUS_NOTE_MALFORMED, 0},
};

static void note_row_check(void **state)
{
    const struct note_row *row = *state;
    struct note_key key = key_of(row->vkey);
    size_t text_length = 1;
    struct status status = note_check(row->note, strlen(row->note), &key, &text_length);
    assert_int_equal(row->answer, status.code);
    assert_int_equal(row->text_length, text_length);
}

/* Notes of many signatures, of which the first is ours. */
static void note_many_check(void **state)
{
    (void)state;
    static const char other[] = DASH "other AAAAAAA=\n";
    static char note[NOTE_BYTES_MAX + 200];
    struct note_key key = key_of(FOO_KEY);
    size_t length = (size_t)snprintf(note, sizeof(note), "%s\n%s", FOO_TEXT, FOO_LINE);
    size_t text_length = 0;
    for (size_t count = 1; count < 64; count++) {
        assert_int_equal(STATUS_OK, note_check(note, length, &key, &text_length).code);
        memcpy(note + length, other, sizeof(other));
        length += sizeof(other) - 1;
    }
    assert_int_equal(STATUS_OK, note_check(note, length, &key, &text_length).code);
    memcpy(note + length, other, sizeof(other));
    length += sizeof(other) - 1;
    assert_int_equal(STATUS_NOTE_MALFORMED, note_check(note, length, &key, &text_length).code);

    memset(note, 'a', sizeof(note));
    assert_int_equal(STATUS_NOTE_MALFORMED,
                     note_check(note, NOTE_BYTES_MAX + 1, &key, &text_length).code);
}

static const uint8_t seed[SIGN_SEED_BYTES] = {3, 1, 4, 1, 5, 9, 2, 6};

static struct note_key seed_key(const char *name)
{
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(seed, public_key);
    struct note_key key;
    assert_int_equal(STATUS_OK, note_key_make(name, public_key, &key).code);
    return key;
}

static void sign_check(void **state)
{
    (void)state;
    struct note_key key = seed_key("village.example/log");
    char note[512];
    const char text[] = "A text\n\nof three lines.\n";
    assert_int_equal(STATUS_OK, note_sign(&key, seed, text, note, sizeof(note)).code);
    size_t text_length = 0;
    assert_int_equal(STATUS_OK, note_check(note, strlen(note), &key, &text_length).code);
    assert_int_equal(sizeof(text) - 1, text_length);

    size_t needed = strlen(note) + 1;
    assert_int_equal(STATUS_OK, note_sign(&key, seed, text, note, needed).code);
    assert_int_equal(STATUS_LIMIT_EXCEEDED, note_sign(&key, seed, text, note, needed - 1).code);
    assert_int_equal(STATUS_NOTE_MALFORMED, note_sign(&key, seed, "", note, sizeof(note)).code);
    assert_int_equal(STATUS_NOTE_MALFORMED, note_sign(&key, seed, "a", note, sizeof(note)).code);
    assert_int_equal(STATUS_NOTE_MALFORMED,
                     note_sign(&key, seed, "a\r\n", note, sizeof(note)).code);
}

/* ---- checkpoints ---- */

#define ORIGIN "village.example/log"
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

static struct checkpoint_row {
    const char *name;
    const char *text;
    enum status_code answer;
    uint64_t size;
} checkpoint_rows[] = {
    {"reads a checkpoint", ORIGIN "\n20852163\n" ROOT "\n", STATUS_OK, 20852163},
    {"reads an empty log's", ORIGIN "\n0\n" ROOT "\n", STATUS_OK, 0},
    {"reads the largest size", ORIGIN "\n9223372036854775807\n" ROOT "\n", STATUS_OK, INT64_MAX},
    {"passes over lines of others", ORIGIN "\n7\n" ROOT "\nmore\n", STATUS_OK, 7},
    {"refuses a size too large", ORIGIN "\n9223372036854775808\n" ROOT "\n",
     STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses a size beyond all numbers", ORIGIN "\n99999999999999999999\n" ROOT "\n",
     STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses a leading zero", ORIGIN "\n07\n" ROOT "\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses two zeros", ORIGIN "\n00\n" ROOT "\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses a sign", ORIGIN "\n+7\n" ROOT "\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses a blank after the size", ORIGIN "\n7 \n" ROOT "\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses no size", ORIGIN "\n\n" ROOT "\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses another origin", "village.example/other\n7\n" ROOT "\n", STATUS_CHECKPOINT_MALFORMED,
     0},
    {"refuses no origin", "\n7\n" ROOT "\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses a short root", ORIGIN "\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
     STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses a long root", ORIGIN "\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2Jq\n",
     STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses stray bits in the root", ORIGIN "\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
     STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses two lines", ORIGIN "\n7\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses an empty line", ORIGIN "\n7\n" ROOT "\n\n", STATUS_CHECKPOINT_MALFORMED, 0},
    {"refuses an empty line before others", ORIGIN "\n7\n" ROOT "\n\nmore\n",
     STATUS_CHECKPOINT_MALFORMED, 0},
};

static void checkpoint_row_check(void **state)
{
    const struct checkpoint_row *row = *state;
    struct note_key key = seed_key(ORIGIN);
    char note[1024];
    assert_int_equal(STATUS_OK, note_sign(&key, seed, row->text, note, sizeof(note)).code);
    struct checkpoint checkpoint;
    struct status status = checkpoint_check(note, strlen(note), &key, &checkpoint);
    assert_int_equal(row->answer, status.code);
    assert_int_equal(row->size, checkpoint.size);
}

static void checkpoint_sign_check(void **state)
{
    (void)state;
    struct note_key key = seed_key(ORIGIN);
    struct checkpoint checkpoint = {.origin = ORIGIN, .size = 5971};
    sha256(&checkpoint.root, "root", 4);
    char note[1024];
    assert_int_equal(STATUS_OK, checkpoint_sign(&checkpoint, seed, note, sizeof(note)).code);
    size_t length = strlen(note);
    struct checkpoint read;
    assert_int_equal(STATUS_OK, checkpoint_check(note, length, &key, &read).code);
    assert_memory_equal(&checkpoint, &read, sizeof(read));

    for (size_t bit = 0; bit < length * 8; bit++) {
        note[bit / 8] = (char)(note[bit / 8] ^ (1 << (bit % 8)));
        assert_int_not_equal(STATUS_OK, checkpoint_check(note, length, &key, &read).code);
        assert_int_equal(0, read.size);
        note[bit / 8] = (char)(note[bit / 8] ^ (1 << (bit % 8)));
    }
    for (size_t cut = 0; cut < length; cut++) {
        assert_int_not_equal(STATUS_OK, checkpoint_check(note, cut, &key, &read).code);
    }
    assert_int_equal(STATUS_OK, checkpoint_read(note, length, &read).code);
    assert_memory_equal(&checkpoint, &read, sizeof(read));
    assert_int_equal(STATUS_CHECKPOINT_MALFORMED, checkpoint_read(note, 20, &read).code);
    struct checkpoint nameless = {.origin = "two words"};
    assert_int_equal(STATUS_KEY_MALFORMED,
                     checkpoint_sign(&nameless, seed, note, sizeof(note)).code);
}

static struct CMUnitTest tests[160];
static size_t test_count;

static void test_add(const char *name, CMUnitTestFunction run, void *row)
{
    REQUIRE(test_count < COUNT(tests));
    tests[test_count++] = (struct CMUnitTest){name, run, NULL, NULL, row};
}

int main(void)
{
    crypto_init();
    for (size_t i = 0; i < COUNT(key_rows); i++) {
        test_add(key_rows[i].name, key_check, &key_rows[i]);
    }
    for (size_t i = 0; i < COUNT(name_rows); i++) {
        test_add(name_rows[i].name, name_check, &name_rows[i]);
    }
    test_add("names a key as long as allowed", name_length_check, NULL);
    for (size_t i = 0; i < COUNT(note_rows); i++) {
        test_add(note_rows[i].name, note_row_check, &note_rows[i]);
    }
    test_add("bounds signatures and length", note_many_check, NULL);
    test_add("signs what it can check", sign_check, NULL);
    for (size_t i = 0; i < COUNT(checkpoint_rows); i++) {
        test_add(checkpoint_rows[i].name, checkpoint_row_check, &checkpoint_rows[i]);
    }
    test_add("signs checkpoints of which no bit can change", checkpoint_sign_check, NULL);
    return _cmocka_run_group_tests("note", tests, test_count, NULL, NULL);
}
