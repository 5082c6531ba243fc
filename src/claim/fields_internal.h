/* fields_internal.h - short ways to write the tables of fields of this room's routes. */
#pragma once

#include "claim/claim_internal.h"

#define AT "/api/v1/villages/{village}"

#define FIELD_OF(name_, kind_, flags_, min_, max_, zh_, en_)                                       \
    {                                                                                              \
        .name = name_, .kind = kind_, .flags = flags_, .min = min_, .max = max_, .zh = zh_,        \
        .en = en_                                                                                  \
    }
#define PLAIN(name_, kind_, flags_, zh_, en_) FIELD_OF(name_, kind_, flags_, 0, 0, zh_, en_)
#define NUMBER(name_, flags_, zh_, en_)                                                            \
    FIELD_OF(name_, FIELD_INTEGER, flags_, 0, INT64_MAX, zh_, en_)
#define LIST(name_, max_, fields_, zh_, en_)                                                       \
    {                                                                                              \
        .name = name_, .kind = FIELD_LIST, .flags = FIELD_NEEDED, .max = max_, .fields = fields_,  \
        .zh = zh_, .en = en_                                                                       \
    }
#define NULLED (FIELD_NEEDED | FIELD_NULLABLE)
#define PAGE_OF(fields_, zh_, en_)                                                                 \
    {                                                                                              \
        LIST("items", BULK_MAX, fields_, zh_, en_),                                                \
            FIELD_OF("next", FIELD_TEXT, NULLED, 0, 128, "下一页", "cursor of the next page"),     \
            FIELDS_END,                                                                            \
    }
