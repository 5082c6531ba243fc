/* serve.c - two views of one folder, one that writes and one that reads; the service between. */
#include "app/serve.h"

#include <stdlib.h>
#include <string.h>

#include "activity/activity.h"
#include "app/serve_options.h"
#include "auth/auth.h"
#include "base/address.h"
#include "base/day.h"
#include "claim/claim.h"
#include "cockpit/cockpit.h"
#include "notify/notify.h"
#include "oversight/oversight.h"
#include "pages/pages.h"
#include "residents/residents.h"
#include "shop/shop.h"

const struct route *const serve_routes[] = {
    basic_routes,     //
    AUTH_ROUTES,      //
    RESIDENTS_ROUTES, //
    notify_routes,    //
    ACTIVITY_ROUTES,  //
    CLAIM_ROUTES,     //
    shop_routes,      //
    oversight_routes, //
    cockpit_routes,   //
    NULL,
};
const struct side_room *const serve_side_rooms[] = {
    &auth_room,      //
    &notify_room,    //
    &residents_room, //
    &activity_room,  //
    &claim_room,     //
    &shop_room,      //
    &oversight_room, //
    &cockpit_room,   //
    NULL,
};
static const struct holdings *const serve_holdings[] = {
    &auth_holdings,      //
    &notify_holdings,    //
    &residents_holdings, //
    &activity_holdings,  //
    &claim_holdings,     //
    &shop_holdings,      //
    &oversight_holdings, //
    &cockpit_holdings,   //
    NULL,
};

enum { MORNING_SECONDS = 8 * 3600, TLS_BYTES_MAX = 1024 * 1024 };

struct serve {
    struct folder *writer;
    struct folder *reader;
    struct side write;
    struct side read;
    struct serve_options options;
    struct workdays *workdays;
    struct service *service;
    char host[ADDRESS_TEXT_SIZE];
    char *tls_certificate;
    char *tls_key;
};

/* A folder whose day is fixed stands at that morning when the service starts, and moves on. */
static int64_t village_now(void *context)
{
    const struct folder *folder = context;
    bool fixed = folder->settings.clock_set && folder->settings.clock_day != DAY_NEVER;
    if (!fixed) {
        return clock_seconds();
    }
    int64_t morning =
        (int64_t)folder->settings.clock_day * 86400 + MORNING_SECONDS - CHINA_OFFSET_MINUTES * 60;
    return morning + (clock_monotonic_ms() - folder->opened_ms) / 1000;
}

static int32_t village_today(void *context, int32_t utc_offset_minutes)
{
    const struct folder *folder = context;
    int32_t day = instant_day(village_now(context), utc_offset_minutes);
    int32_t last = journal_last_day(folder->journal);
    return day < last ? last : day;
}

void serve_side(struct folder *folder, struct side *side)
{
    *side = (struct side){
        .write = folder->write,
        .folder = folder->path,
        .books = folder->wire.books,
        .identity = folder->wire.identity,
        .ledger = folder->wire.ledger,
        .points = folder->wire.points,
        .keys = folder->keys,
        .people = folder->people,
        .journal = folder->journal,
        .now = village_now,
        .today = village_today,
        .clock = folder,
        .real = clock_seconds,
        .rooms = serve_side_rooms,
        .holdings = serve_holdings,
    };
}

/* The reader lets go of the state that it saw, and sees the one of now. */
static struct status refresh(void *context)
{
    struct serve *serve = context;
    return folder_follow(serve->reader);
}

static void tick(void *context, int64_t now_ms)
{
    struct serve *serve = context;
    auth_tick(serve->service, &serve->read, now_ms);
    notify_tick(serve->service, &serve->read, now_ms);
    residents_tick(serve->service, &serve->read, now_ms);
    claim_tick(serve->service, &serve->read, now_ms);
    shop_tick(serve->service, &serve->read, now_ms);
    oversight_tick(serve->service, &serve->read, now_ms);
    cockpit_tick(serve->service, &serve->read, now_ms);
}

/* A folder without a village gets its first one by whoever reads the terminal. */
static struct status setup_code_make(struct serve *serve)
{
    char code[CODE_MAX + 1];
    struct village village;
    TRY(identity_village_after(serve->writer->wire.identity, "", code, &village));
    if (village.id == 0) {
        residents_setup_code(serve->options.residents.setup_code);
    }
    return OK;
}

/* A file of PEM text, NUL-ended. */
static struct status text_load(const char *path, char **text, struct problem *problem)
{
    size_t length = 0;
    uint8_t *bytes = NULL;
    struct status status = file_load(path, TLS_BYTES_MAX, &bytes, &length);
    if (!status_ok(status)) {
        if (problem != NULL) {
            problem_text(problem->file, sizeof problem->file, path, strlen(path));
        }
        return problem_set(problem, status.code);
    }
    *text = realloc(bytes, length + 1);
    if (*text == NULL) {
        free(bytes);
        return FAULT(OUT_OF_MEMORY);
    }
    (*text)[length] = '\0';
    return OK;
}

static struct status http_fill(struct serve *serve, const struct settings *settings,
                               struct http_options *http, struct problem *problem)
{
    struct address address;
    REQUIRE(address_port_parse(settings->listen, strlen(settings->listen), &address, &http->port));
    address_format(&address, serve->host);
    if (settings->tls_cert[0] != '\0') {
        TRY(text_load(settings->tls_cert, &serve->tls_certificate, problem));
        TRY(text_load(settings->tls_key, &serve->tls_key, problem));
    }
    http->host = serve->host;
    http->tls_certificate = serve->tls_certificate;
    http->tls_key = serve->tls_key;
    http->connections_max = (unsigned)settings->max_connections;
    http->connections_per_address_max = (unsigned)settings->connections_per_address;
    http->idle_seconds = (unsigned)settings->idle_seconds;
    http->receive_seconds = (unsigned)settings->request_seconds;
    http->requests_per_second = (unsigned)settings->requests_per_second;
    http->requests_burst = (unsigned)settings->requests_burst;
    http->behind_proxy = settings->behind_proxy;
    return OK;
}

static struct status folders_open(struct serve *serve, const struct settings *settings,
                                  struct problem *problem)
{
    TRY(folder_open(settings->data, true, &serve->writer, problem));
    TRY(folder_open_beside(settings->data, &serve->reader, problem));
    serve->reader->opened_ms = serve->writer->opened_ms; /* one clock */
    serve_side(serve->writer, &serve->write);
    serve_side(serve->reader, &serve->read);
    TRY(serve_options_fill(settings, &serve->options, problem));
    TRY(setup_code_make(serve));
    TRY(workdays_open(settings->calendar_file, &serve->workdays, problem));
    serve->write.workdays = serve->workdays;
    serve->read.workdays = serve->workdays;
    serve->write.options = serve->options.list;
    serve->read.options = serve->options.list;
    TRY(people_phones_fill(serve->writer->people));
    TRY(side_open(&serve->write));
    return side_open(&serve->read);
}

static struct status start(struct serve *serve, const struct settings *settings,
                           struct problem *problem)
{
    TRY(folders_open(serve, settings, problem));
    struct service_options options = {
        .reader = &serve->read,
        .writer = &serve->write,
        .refresh = refresh,
        .tick = tick,
        .context = serve,
        .routes = serve_routes,
        .page = pages_answer,
        .identify = auth_identify,
        .access_log = settings->access_log[0] != '\0' ? settings->access_log : NULL,
    };
    TRY(http_fill(serve, settings, &options.http, problem));
    return service_open(&options, &serve->service, problem);
}

struct status serve_open(const struct settings *settings, struct serve **out,
                         struct problem *problem)
{
    REQUIRE(settings != NULL && out != NULL);
    struct serve *serve = calloc(1, sizeof *serve);
    *out = serve;
    if (serve == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = start(serve, settings, problem);
    if (!status_ok(status)) {
        struct status closed = serve_close(out);
        (void)closed; /* The first trouble is the one worth telling. */
    }
    return status;
}

const char *serve_setup_code(const struct serve *serve)
{
    return serve->options.residents.setup_code;
}

struct service *serve_service(struct serve *serve)
{
    return serve->service;
}

struct folder *serve_folder(struct serve *serve)
{
    return serve->writer;
}

struct status serve_close(struct serve **serve)
{
    REQUIRE(serve != NULL);
    struct serve *old = *serve;
    *serve = NULL;
    if (old == NULL) {
        return OK;
    }
    service_close(&old->service);
    side_close(&old->read);
    side_close(&old->write);
    struct status read = folder_close(&old->reader);
    struct status written = folder_close(&old->writer);
    workdays_close(&old->workdays);
    serve_options_wipe(&old->options);
    free(old->tls_certificate);
    if (old->tls_key != NULL) {
        wipe(old->tls_key, strlen(old->tls_key));
        free(old->tls_key);
    }
    free(old);
    return status_ok(written) ? read : written;
}
