/* apart.c - draws a paper in a process of its own.
 *
 * Fonts and their libraries take 60 MB and keep them, and end the process where memory is short or
 * one of their assertions fails: a server of a village can afford neither. The child has the
 * caller's memory as it was and nothing else: it closes all files, leaves no core, lives a minute
 * at most, and ends with the caller. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "paper/paper_internal.h"

enum { SECONDS_MAX = 60 };
static const size_t bytes_max = (size_t)256 * 1024 * 1024;

/* What the child says before the bytes of the file. */
struct answer {
    struct status status;
    struct problem problem;
    size_t length;
};

static bool all_written(int fd, const void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t now = write(fd, (const char *)bytes + done, length - done);
        if (now < 0 && errno != EINTR) {
            return false;
        }
        done += now < 0 ? 0 : (size_t)now;
    }
    return true;
}

static bool all_read(int fd, void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t now = read(fd, (char *)bytes + done, length - done);
        if (now == 0 || (now < 0 && errno != EINTR)) {
            return false;
        }
        done += now < 0 ? 0 : (size_t)now;
    }
    return true;
}

static void child_settle(int fd)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGCHLD};
    const struct sigaction normal = {.sa_handler = SIG_DFL};
    const struct rlimit seconds = {SECONDS_MAX, SECONDS_MAX};
    const struct rlimit no_core = {0, 0};
    sigset_t none;
    for (size_t i = 0; i < COUNT(signals); i++) {
        sigaction(signals[i], &normal, NULL);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (fd > STDERR_FILENO + 1) {
        close_range(STDERR_FILENO + 1, (unsigned)fd - 1, 0);
    }
    close_range((unsigned)fd + 1, ~0U, 0);
}

__attribute__((noreturn)) static void child_run(int fd, paper_work work, const void *what)
{
    struct answer answer;
    struct paper paper = {NULL, 0};
    memset(&answer, 0, sizeof answer);
    child_settle(fd);
    answer.problem = problem_none();
    answer.status = work(what, &paper, &answer.problem);
    answer.length = paper.length;
    bool said =
        all_written(fd, &answer, sizeof answer) && all_written(fd, paper.bytes, paper.length);
    _exit(said ? 0 : 1);
}

/* What the child said; a child that died said less. */
static struct status answer_read(int fd, struct paper *out, struct problem *problem)
{
    struct answer answer;
    if (!all_read(fd, &answer, sizeof answer) || answer.length > bytes_max) {
        return FAULT(PAPER_FAILED);
    }
    if (!status_ok(answer.status)) {
        if (problem != NULL) {
            *problem = answer.problem;
        }
        return answer.status;
    }
    uint8_t *bytes = malloc(answer.length + 1);
    if (bytes == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    if (!all_read(fd, bytes, answer.length)) {
        free(bytes);
        return FAULT(PAPER_FAILED);
    }
    *out = (struct paper){bytes, answer.length};
    return OK;
}

struct status paper__apart(paper_work work, const void *what, struct paper *out,
                           struct problem *problem)
{
    int ends[2];
    *out = (struct paper){NULL, 0};
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return FAULT(PAPER_FAILED);
    }
    pid_t child = fork();
    if (child == 0) {
        child_run(ends[1], work, what);
    }
    close(ends[1]);
    struct status status = child < 0 ? FAULT(OUT_OF_MEMORY) : answer_read(ends[0], out, problem);
    close(ends[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    return status;
}
