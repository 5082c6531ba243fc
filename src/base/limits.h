/* limits.h - the upper bound of everything, in one place. */
#pragma once

enum {
    ID_BYTES = 16,   /* event ids, person ids, household ids */
    HASH_BYTES = 32, /* SHA-256 */
    CODE_MAX = 32,   /* public codes: ASCII letters, digits, '-', '_', '.' */
    ENVELOPE_BYTES_MAX = 4096,
    RECORD_BYTES_MAX = 8192,
    FRAME_BYTES_MAX = 64 * 1024 * 1024,
    PATH_BYTES_MAX = 4096,
    NAME_CHARACTERS_MAX = 64, /* a person's, shop's, rule's name */
    TEXT_CHARACTERS_MAX = 200,
    CSV_FILE_BYTES_MAX = 512 * 1024 * 1024,
    JSON_BYTES_MAX = 16 * 1024 * 1024,
    NOTE_BYTES_MAX = 64 * 1024,
    RECEIPT_BYTES_MAX = 96 * 1024, /* record in base64, path, note */
};

/* The most one operation may move, and the most one village may have outstanding. */
#define POINTS_PER_OPERATION_MAX INT64_C(1000000)
#define POINTS_TOTAL_MAX INT64_C(1000000000000)
#define FEN_MAX INT64_C(1000000000000)

/* The first day of the year 1; the last day and second of the year 9999. Others are refused, not
 * reckoned with. */
#define DAY_FIRST (-719162)
#define DAY_MAX 2932896
#define INSTANT_MAX INT64_C(253402300799)
