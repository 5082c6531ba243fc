/* photo_test.c - what is left of a photo, and what is no photo. The samples are made-up pictures of
 * 24 x 16 pixels into which the word SECRET was written wherever a format has room for words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "evidence/evidence.h"

struct row {
    const char *name;
    const char *file;
    enum status_code code;
    enum photo_kind kind;
    unsigned turned;
};

static const struct row rows[] = {
    {"a JPEG keeps its picture, not its words, and says how it is turned", "baseline.jpg",
     STATUS_OK, PHOTO_JPEG, 6},
    {"a progressive JPEG keeps all its scans", "progressive.jpg", STATUS_OK, PHOTO_JPEG, 6},
    {"a JPEG of four inks keeps how they were turned", "adobe.jpg", STATUS_OK, PHOTO_JPEG, 1},
    {"a grey JPEG with restarts", "grey.jpg", STATUS_OK, PHOTO_JPEG, 1},
    {"a PNG loses its texts", "text.png", STATUS_OK, PHOTO_PNG, 1},
    {"a PNG keeps palette and transparency", "palette.png", STATUS_OK, PHOTO_PNG, 1},
    {"a WebP loses EXIF, XMP and profile", "lossy.webp", STATUS_OK, PHOTO_WEBP, 1},
    {"a WebP without loss", "lossless.webp", STATUS_OK, PHOTO_WEBP, 1},
    {"a WebP keeps its transparency", "alpha.webp", STATUS_OK, PHOTO_WEBP, 1},
    {"a film is none", "film.webp", STATUS_PHOTO_DAMAGED, 0, 0},
};

struct sample {
    uint8_t *bytes;
    size_t length;
    uint8_t *out;
    size_t out_length;
};

static struct sample load(const char *file)
{
    struct sample sample = {NULL, 0, NULL, 0};
    char path[PATH_BYTES_MAX];
    struct status joined = path_join(path, SANBAO_TEST_DATA "/photos", file);
    assert_true(status_ok(joined));
    assert_true(status_ok(file_load(path, PHOTO_BYTES_MAX, &sample.bytes, &sample.length)));
    sample.out = malloc(sample.length + PHOTO_ROOM_EXTRA);
    assert_non_null(sample.out);
    return sample;
}

static void drop(struct sample *sample)
{
    free(sample->bytes);
    free(sample->out);
}

static bool holds(const uint8_t *bytes, size_t length, const char *word)
{
    return memmem(bytes, length, word, strlen(word)) != NULL;
}

static void row_test(void **state)
{
    const struct row *row = *state;
    struct sample sample = load(row->file);
    struct photo_info info;
    struct status status =
        photo_strip(sample.bytes, sample.length, sample.out, &sample.out_length, &info);
    assert_int_equal(status.code, row->code);
    if (row->code != STATUS_OK) {
        drop(&sample);
        return;
    }
    assert_int_equal(info.kind, row->kind);
    assert_int_equal(info.width, 24);
    assert_int_equal(info.height, 16);
    assert_int_equal(info.turned, row->turned);
    static const char *const words[] = {"SECRET", "Exif", "EXIF", "XMP", "xmp", "ICC", "JFIF"};
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_false(holds(sample.out, sample.out_length, words[i]));
    }
    struct sample again = {sample.out, sample.out_length, NULL, 0};
    again.out = malloc(again.length + PHOTO_ROOM_EXTRA);
    assert_true(
        status_ok(photo_strip(again.bytes, again.length, again.out, &again.out_length, &info)));
    assert_int_equal(again.out_length, again.length);
    assert_memory_equal(again.out, again.bytes, again.length);
    free(again.out);
    drop(&sample);
}

/* Cut anywhere before what ends it, a photo is damaged; nothing is read beyond its end. */
static void cut_test(void **state)
{
    const struct row *row = *state;
    struct sample sample = load(row->file);
    struct photo_info info;
    for (size_t length = 0; length + 2 < sample.length; length++) {
        uint8_t *part = malloc(length == 0 ? 1 : length); /* exactly so long, for the sanitizer */
        memcpy(part, sample.bytes, length);
        struct status status = photo_strip(part, length, sample.out, &sample.out_length, &info);
        assert_true(status.code == STATUS_PHOTO_DAMAGED || status.code == STATUS_PHOTO_KIND);
        free(part);
    }
    drop(&sample);
}

struct raw {
    const char *name;
    const char *bytes;
    size_t length;
    enum status_code code;
};
#define BYTES(text) text, sizeof(text) - 1

static const struct raw raws[] = {
    {"nothing is no photo", BYTES(""), STATUS_PHOTO_KIND},
    {"a page is no photo", BYTES("<svg onload=alert(1)>"), STATUS_PHOTO_KIND},
    {"a GIF is none that is taken", BYTES("GIF89a\1\0\1\0"), STATUS_PHOTO_KIND},
    {"what some phones send has a word of its own",
     BYTES("\0\0\0\x18"
           "ftypheic\0\0\0\0mif1heic"),
     STATUS_PHOTO_HEIC},
    {"an AVIF gets the same",
     BYTES("\0\0\0\x18"
           "ftypavif\0\0\0\0"),
     STATUS_PHOTO_HEIC},
    {"a JPEG without a picture", BYTES("\xFF\xD8\xFF\xE0\0\4\0\0\xFF\xD9"), STATUS_PHOTO_DAMAGED},
    {"a scan before its frame", BYTES("\xFF\xD8\xFF\xDA\0\2\1\2\xFF\xD9"), STATUS_PHOTO_DAMAGED},
    {"a segment shorter than its own length", BYTES("\xFF\xD8\xFF\xE0\0\1\xFF\xD9"),
     STATUS_PHOTO_DAMAGED},
    {"a JPEG of 65500 x 65500",
     BYTES("\xFF\xD8\xFF\xC0\0\x0B\x08\xFF\xDC\xFF\xDC\1\1\x11\0\xFF\xDA\0\2\1\xFF\xD9"),
     STATUS_PHOTO_LARGE},
    {"a JPEG without width",
     BYTES("\xFF\xD8\xFF\xC0\0\x0B\x08\0\1\0\0\1\1\x11\0\xFF\xDA\0\2\1\xFF\xD9"),
     STATUS_PHOTO_DAMAGED},
    {"a PNG that begins with pixels", BYTES("\x89PNG\r\n\x1A\n\0\0\0\0IDAT\x35\xAF\x06\x1E"),
     STATUS_PHOTO_DAMAGED},
    {"a PNG chunk longer than the file", BYTES("\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xF0IHDR\0\0\0\0"),
     STATUS_PHOTO_DAMAGED},
    {"a WebP longer than the file", BYTES("RIFF\xFF\xFF\xFF\xFFWEBPVP8 \4\0\0\0\0\0\0\0"),
     STATUS_PHOTO_DAMAGED},
    {"a WebP of nothing", BYTES("RIFF\4\0\0\0WEBP"), STATUS_PHOTO_DAMAGED},
};

static void raw_test(void **state)
{
    const struct raw *raw = *state;
    uint8_t out[256];
    size_t length = 0;
    struct photo_info info;
    struct status status =
        photo_strip((const uint8_t *)raw->bytes, raw->length, out, &length, &info);
    assert_int_equal(status.code, raw->code);
}

int main(void)
{
    struct CMUnitTest tests[2 * COUNT(rows) + COUNT(raws)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *row = (void *)(uintptr_t)&rows[i];
        tests[count++] = (struct CMUnitTest){rows[i].name, row_test, NULL, NULL, row};
        tests[count++] = (struct CMUnitTest){"cut: nothing is taken", cut_test, NULL, NULL, row};
    }
    for (size_t i = 0; i < COUNT(raws); i++) {
        tests[count++] =
            (struct CMUnitTest){raws[i].name, raw_test, NULL, NULL, (void *)(uintptr_t)&raws[i]};
    }
    return _cmocka_run_group_tests("photo", tests, count, NULL, NULL);
}
