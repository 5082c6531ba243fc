/* file_faults.h - makes the file layer fail on purpose, so that tests can see what then happens.
 *
 * One rule at a time: at the nth call of a kind, something goes wrong. A full disk stays full: from
 * the nth call on, calls of that kind fail with ENOSPC. An EIO is told once, as the kernel does. */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum file_call {
    FILE_CALL_WRITE,
    FILE_CALL_SYNC,   /* of files and folders */
    FILE_CALL_CHANGE, /* making, renaming, removing, truncating */
    FILE_CALL_ANY,    /* of a rule: all of these */
};

enum file_fault {
    FILE_FAULT_ENOSPC,
    FILE_FAULT_SHORT, /* the nth write stores `bytes` bytes; then the disk is full */
    FILE_FAULT_EIO,
    FILE_FAULT_KILL, /* SIGKILL to the process itself; a write stores `bytes` bytes first */
};

struct file_faults {
    enum file_call call;
    enum file_fault fault;
    int64_t at; /* from 1 */
    size_t bytes;
    _Atomic int64_t calls; /* seen so far */
};

/* The rule in force; NULL, as in production: none. Set it while no other thread runs. */
extern struct file_faults *file_faults;

/* Takes a rule from the environment variable SANBAO_FILE_FAULT, if it is set:
 *   <write|sync|change|any>:<n>:<enospc|eio|short|kill>[:<bytes>]
 * e.g. write:12:enospc, write:12:short:7, sync:3:eio, any:40:kill. Refuses: USAGE. */
CHECKED struct status file_faults_from_environment(void);

/* For the file layer: counts one call and answers the errno that it shall fail with, 0 for none. A
 * write may be told to store only `*bytes` bytes; it calls file_faults_written() afterwards. */
int file_faults_check(enum file_call call, size_t *bytes);
void file_faults_written(void);
