/* route.h - what the service answers, as tables: method, path, who may ask, what may be sent and
 * what comes back. From one table come the check of every request and docs/openapi.yaml, so that
 * neither can differ from the other. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "wire/operation.pb-c.h"

struct call;

enum field_kind {
    FIELD_END,     /* the last of a table */
    FIELD_TEXT,    /* min..max characters, no control characters; a line break only with LINES */
    FIELD_CODE,    /* a public code (base/text.h) */
    FIELD_ID,      /* 16 bytes, 32 hexadecimal digits */
    FIELD_BYTES,   /* min..max bytes, hexadecimal */
    FIELD_INTEGER, /* min..max */
    FIELD_BOOLEAN,
    FIELD_DAY,     /* "2021-12-17"; before 1970 only with PAST */
    FIELD_INSTANT, /* "2021-12-17T08:30:00+08:00" */
    FIELD_WORD,    /* one of `words` */
    FIELD_OBJECT,  /* of `fields` */
    FIELD_LIST,    /* of objects of `fields`, or of texts where it is NULL; min..max of them */
    FIELD_ANY,     /* in an answer alone: any JSON */
};

enum { FIELD_NEEDED = 1, FIELD_LINES = 2, FIELD_NULLABLE = 4, FIELD_PAST = 8 };

struct field {
    const char *name;
    enum field_kind kind;
    unsigned flags;
    int64_t min;
    int64_t max;
    const char *const *words; /* ends with NULL */
    const struct field *fields;
    const char *zh;
    const char *en;
};
#define FIELDS_END                                                                                 \
    {                                                                                              \
        .kind = FIELD_END                                                                          \
    }

/* Who may ask: any of these. A role counts in the village of the path. What hangs on the person
 * asked about (self, guardian, helper) is decided by the handler. */
#define WHO_ROLE(role) (UINT32_C(1) << (role))
#define WHO_PUBLIC UINT32_C(0x40000000)   /* without a session, too */
#define WHO_SESSION UINT32_C(0x20000000)  /* any session */
#define WHO_RESIDENT UINT32_C(0x10000000) /* a registered resident of the village */
#define WHO_MEMBER UINT32_C(0x08000000)   /* anyone on the village's roster, staff included */
#define WHO_DEVICE UINT32_C(0x04000000)   /* an enrolled device of the village */
#define WHO_LEADER WHO_ROLE(SANBAO__V1__ROLE__ROLE_LEADER)
#define WHO_SOCIAL_WORKER WHO_ROLE(SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER)
#define WHO_CADRE WHO_ROLE(SANBAO__V1__ROLE__ROLE_CADRE)
#define WHO_REVIEWER WHO_ROLE(SANBAO__V1__ROLE__ROLE_REVIEWER)
#define WHO_OVERSIGHT WHO_ROLE(SANBAO__V1__ROLE__ROLE_OVERSIGHT)
#define WHO_SHOPKEEPER WHO_ROLE(SANBAO__V1__ROLE__ROLE_SHOPKEEPER)
#define WHO_ACCOUNTANT WHO_ROLE(SANBAO__V1__ROLE__ROLE_ACCOUNTANT)
#define WHO_TOWN WHO_ROLE(SANBAO__V1__ROLE__ROLE_TOWN)
#define WHO_AUDITOR WHO_ROLE(SANBAO__V1__ROLE__ROLE_AUDITOR)
#define WHO_ADMIN WHO_ROLE(SANBAO__V1__ROLE__ROLE_ADMIN)

enum {
    ROUTE_IDEMPOTENT = 1, /* an Idempotency-Key is needed: it becomes the operation's event id */
    ROUTE_BULK = 2,       /* a body of up to BULK_BODY_BYTES */
    ROUTE_UPLOAD = 4,     /* the body is a file, not JSON */
    ROUTE_CURSOR = 8,     /* a list by pages: takes `limit` and `after` */
    ROUTE_RAW = 16,       /* the answer is not JSON: `produces` says what */
    ROUTE_LASTING = 32,   /* outlives the session: not by one that a card opened at a shop's till */
};

enum {
    BODY_BYTES = 64 * 1024,
    BULK_BODY_BYTES = 1024 * 1024,
    UPLOAD_BODY_BYTES = 12 * 1024 * 1024,
    BULK_MAX = 1000,
    PAGE_MAX = 200,
    PAGE_DEFAULT = 50,
};

struct route {
    const char *method; /* "GET" */
    const char *path;   /* "/api/v1/villages/{village}/shops"; a {name} is one piece of the path */
    const char *name;   /* the operationId */
    uint32_t who;
    unsigned flags;
    const struct field *query;  /* NULL: none */
    const struct field *body;   /* NULL: none */
    const struct field *answer; /* of 200 or 201; NULL: an empty object */
    const char *produces;       /* with ROUTE_RAW: the type of the content */
    struct status (*handle)(struct call *call);
    const char *zh; /* what it does, a line */
    const char *en;
};
#define ROUTES_END                                                                                 \
    {                                                                                              \
        .method = NULL                                                                             \
    }

/* Names in the path: {village} is a village's code and is looked up before the handler is called;
 * {person}, {id} and other names that end in "_id" are 16 bytes in hexadecimal; {record} a number;
 * the rest public codes. */
