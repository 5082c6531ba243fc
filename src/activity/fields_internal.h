/* fields_internal.h - short ways to write the tables of fields of this room's routes. */
#pragma once

#include "activity/activity_internal.h"

#define AT "/api/v1/villages/{village}"
#define ONE AT "/activities/{activity}"

#define TEXT_FIELD(name_, flags_, min_, max_, zh_, en_)                                            \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .flags = flags_, .min = min_, .max = max_, .zh = zh_,   \
        .en = en_                                                                                  \
    }
#define NUMBER_FIELD(name_, flags_, min_, max_, zh_, en_)                                          \
    {                                                                                              \
        .name = name_, .kind = FIELD_INTEGER, .flags = flags_, .min = min_, .max = max_,           \
        .zh = zh_, .en = en_                                                                       \
    }
#define KIND_FIELD(kind_, name_, flags_, zh_, en_)                                                 \
    {                                                                                              \
        .name = name_, .kind = kind_, .flags = flags_, .zh = zh_, .en = en_                        \
    }
#define WORD_FIELD(name_, flags_, words_, zh_, en_)                                                \
    {                                                                                              \
        .name = name_, .kind = FIELD_WORD, .flags = flags_, .words = words_, .zh = zh_, .en = en_  \
    }
#define LIST_FIELD(name_, flags_, min_, max_, fields_, zh_, en_)                                   \
    {                                                                                              \
        .name = name_, .kind = FIELD_LIST, .flags = flags_, .min = min_, .max = max_,              \
        .fields = fields_, .zh = zh_, .en = en_                                                    \
    }
#define PAGE_OF(fields_, zh_, en_)                                                                 \
    {                                                                                              \
        LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, fields_, zh_, en_),                         \
            TEXT_FIELD("next", FIELD_NULLABLE, 0, 128, "下一页", "cursor of the next page"),       \
            FIELDS_END,                                                                            \
    }

/* What answer__one() gives. */
#define ANSWER_FIELDS                                                                              \
    TEXT_FIELD("code", FIELD_NULLABLE, 0, 64, "未通过的代码", "the refusal's code"),               \
        TEXT_FIELD("title", FIELD_NULLABLE, 0, 200, "未通过的原因", "the refusal in words"),       \
    {                                                                                              \
        .name = "receipt", .kind = FIELD_OBJECT, .flags = FIELD_NULLABLE,                          \
        .fields = receipt_fields, .zh = "回执", .en = "the receipt"                                \
    }

extern const struct field activity_reason_body[];
extern const struct field activity_plan_fields[];
extern const struct field activity_person_query[];

extern const struct field attendance_fields[]; /* of one stay: routes_stay.c */
