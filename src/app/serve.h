/* serve.h - the rooms of the service, put together over a data folder: the only place that knows
 * them all. */
#pragma once

#include "app/folder.h"
#include "app/settings.h"
#include "service/service.h"

extern const struct route *const serve_routes[];         /* ends with NULL */
extern const struct side_room *const serve_side_rooms[]; /* ends with NULL */

struct serve;
/* Opens the folder for writing, and once more for reading. `settings` is borrowed. A folder whose
 * day is fixed stands at that day's morning, and moves on. The caller owns `*out`. Refuses and
 * faults as folder_open() and service_open(). */
CHECKED struct status serve_open(const struct settings *settings, struct serve **out,
                                 struct problem *problem);
struct service *serve_service(struct serve *serve);
/* The code of the first run; "" where the folder has a village. */
const char *serve_setup_code(const struct serve *serve);
struct folder *serve_folder(struct serve *serve); /* the writing one */
/* Closes cleanly: what was taken is answered, books committed, checkpoint signed. Sets to NULL. */
CHECKED struct status serve_close(struct serve **serve);

/* A side over an open folder, for commands that use the rooms of the service without serving. */
void serve_side(struct folder *folder, struct side *side);
