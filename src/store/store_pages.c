/* store_pages.c - where the pages of SQLite's cache lie in memory.
 *
 * SQLite gets each page of its cache by a malloc of its own. Tens of thousands of them, met in no
 * order, cost a walk through the tables of virtual memory at every step through a tree of rows. So
 * they are taken from one region that the system may back with large pages: a twentieth of an
 * award's time. All else, and what finds no room there, comes from where it always came.
 * See "Dynamic Memory Allocation In SQLite", section 3.1, and madvise(2). */
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

#include "store/store_internal.h"

enum {
    LARGE_PAGE = 2 * 1024 * 1024,
    REGION = 128 * LARGE_PAGE, /* of addresses; memory is taken as it is used */
    SLOT = 4608,               /* a page of 4096 bytes, and what SQLite notes beside it */
    SLOT_MIN = 4097,
};

/* A slot that was given back. */
struct slot {
    struct slot *next;
};

static struct {
    sqlite3_mem_methods usual;
    pthread_mutex_t lock;
    uint8_t *start; /* NULL: there is no region */
    size_t used;    /* bytes ever handed out */
    struct slot *returned;
} pages = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool is_slot(const void *memory)
{
    const uint8_t *at = memory;
    return pages.start != NULL && at >= pages.start && at < pages.start + REGION;
}

static void *slot_take(void)
{
    pthread_mutex_lock(&pages.lock);
    void *slot = pages.returned;
    if (slot != NULL) {
        pages.returned = pages.returned->next;
    } else if (pages.start != NULL && pages.used + SLOT <= REGION) {
        slot = pages.start + pages.used;
        pages.used += SLOT;
    }
    pthread_mutex_unlock(&pages.lock);
    return slot;
}

static void *take(int bytes)
{
    void *slot = bytes >= SLOT_MIN && bytes <= SLOT ? slot_take() : NULL;
    return slot != NULL ? slot : pages.usual.xMalloc(bytes);
}

static void give(void *memory)
{
    if (!is_slot(memory)) {
        pages.usual.xFree(memory);
        return;
    }
    struct slot *slot = memory;
    pthread_mutex_lock(&pages.lock);
    slot->next = pages.returned;
    pages.returned = slot;
    pthread_mutex_unlock(&pages.lock);
}

static void *resize(void *memory, int bytes)
{
    if (!is_slot(memory)) {
        return pages.usual.xRealloc(memory, bytes);
    }
    if (bytes <= SLOT) {
        return memory;
    }
    void *more = pages.usual.xMalloc(bytes);
    if (more != NULL) {
        memcpy(more, memory, SLOT);
        give(memory);
    }
    return more;
}

static int size(void *memory)
{
    return is_slot(memory) ? SLOT : pages.usual.xSize(memory);
}

static void region_make(void)
{
    void *found = mmap(NULL, REGION + LARGE_PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (found == MAP_FAILED) {
        return;
    }
    uintptr_t start = ((uintptr_t)found + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    pages.start = (uint8_t *)start;
    (void)madvise(pages.start, REGION, MADV_HUGEPAGE); /* Advice alone: without it, it is slower. */
}

/* Before SQLite's first use. Where it was used already, all stays as it is. */
static void pages_begin(void)
{
    sqlite3_mem_methods ours;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &pages.usual) != SQLITE_OK) {
        return;
    }
    ours = pages.usual;
    ours.xMalloc = take;
    ours.xFree = give;
    ours.xRealloc = resize;
    ours.xSize = size;
    region_make();
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* Nobody asks how much memory is in use. */
}

void store__pages_begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, pages_begin);
}
