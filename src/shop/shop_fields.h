/* shop_fields.h - for the files with tables of fields alone. */
#pragma once

#include "shop/shop_internal.h"

#define RECORD_MAX INT64_MAX
#define NEEDED FIELD_NEEDED

#define PAGE_OF(items)                                                                             \
    {                                                                                              \
        {"items", FIELD_LIST, NEEDED, 0, PAGE_MAX, NULL, items, "这一页", "this page"},            \
            {"next", FIELD_TEXT, FIELD_NULLABLE, 0, 128, NULL, NULL, "下一页的标记", "cursor"},    \
            FIELDS_END,                                                                            \
    }
