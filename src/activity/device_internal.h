/* device_internal.h - leaders' devices: see device.c. */
#pragma once

#include "activity/activity_internal.h"
#include "auth/auth.h"

enum {
    BUNDLE_SECONDS = 86400, /* so long a device may work off line */
    SKEW_MAX = 900,         /* a clock that is further off must be set first */
    SKEW_FLAGGED = 120,     /* further than this, the approver is told */
    CLOCK_SLACK = 120,      /* of two clocks that are never quite the same */
    DEVICE_NUMBER_MAX = 1000000000,
};

struct bundle {
    struct id id;
    struct id device;
    struct id plan;
    int64_t issued_at;
    int64_t ends_at;
    int64_t skew;
};

struct item {
    int64_t number;
    struct id person;
    bool out;
    int64_t at; /* by the device's clock */
    enum stay_way way;
};

struct item_row {
    struct id device;
    struct id bundle;
    struct id stay;
    struct item item; /* `person` is not stored: the stay says who */
};

/* ---- device.c ---- */

/* What a batch's signature covers: lines of text, without any choice how to write them,
 *
 *   sanbao-batch/v1
 *   VILLAGE ACTIVITY
 *   DEVICE BUNDLE
 *   NUMBER in|out PERSON SECONDS card|hand     (one for each item, in the order sent)
 *
 * ids in hexadecimal, seconds since 1970, each line ended by a line feed. Malloc'ed. */
CHECKED struct status batch__text(const char *village, const char *activity,
                                  const struct id *device, const struct id *bundle,
                                  const struct item *items, size_t count, char **text,
                                  size_t *length);
/* When it was by the village's clock, and whether that can be. Refuses: ITEM_LATE (after the
 * bundle's day), ITEM_CLOCK (before the bundle was given, or ahead of now). */
CHECKED struct status item__time(const struct bundle *bundle, const struct item *item, int64_t now,
                                 int64_t *at);

/* ---- SQL ---- */

CHECKED struct status activity__bundle_get(struct activities *own, const struct id *id, bool *found,
                                           struct bundle *bundle);
CHECKED struct status activity__bundle_put(struct activities *own, const struct bundle *bundle);
CHECKED struct status activity__item_get(struct activities *own, const struct id *device,
                                         int64_t number, bool *found, struct item_row *row);
CHECKED struct status activity__item_put(struct activities *own, const struct item_row *row);
