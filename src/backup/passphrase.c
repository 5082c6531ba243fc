/* passphrase.c - a passphrase from a file's first line, or typed at the terminal and not shown. */
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "base/lang.h"

/* Cuts at the end of the line and judges the length. */
static struct status finish(struct passphrase *passphrase, size_t length)
{
    const char *end = memchr(passphrase->bytes, '\n', length);
    passphrase->length = end == NULL ? length : (size_t)(end - passphrase->bytes);
    if (passphrase->length > 0 && passphrase->bytes[passphrase->length - 1] == '\r') {
        passphrase->length--;
    }
    if (end == NULL && length == sizeof passphrase->bytes) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    return passphrase->length < PASSPHRASE_BYTES_MIN ? REFUSE(PASSPHRASE_SHORT) : OK;
}

static struct status file_take(const char *path, struct passphrase *out)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    size_t got = 0;
    TRY(file_open(path, FILE_FOR_READING, &file));
    TRY(file_read(&file, 0, out->bytes, sizeof out->bytes, &got));
    return finish(out, got);
}

/* Reads up to the end of the line. Interrupt comes as a character here, so that the terminal is
 * never left mute; like end of input it gives an empty line. */
static size_t line_read(int terminal, struct passphrase *out)
{
    size_t used = 0;
    char c = '\0';
    while (used < sizeof out->bytes && read(terminal, &c, 1) == 1) {
        if (c == '\x03') {
            return 0;
        }
        out->bytes[used++] = c;
        if (c == '\n') {
            break;
        }
    }
    return used;
}

static struct status ask(int terminal, const char *question, struct passphrase *out)
{
    struct termios before;
    struct termios mute;
    if (tcgetattr(terminal, &before) != 0) {
        return FAULT(FILE_OPEN);
    }
    mute = before;
    mute.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    if (write(terminal, question, strlen(question)) < 0 ||
        tcsetattr(terminal, TCSAFLUSH, &mute) != 0) {
        return FAULT(FILE_OPEN);
    }
    size_t length = line_read(terminal, out);
    tcsetattr(terminal, TCSAFLUSH, &before);
    return write(terminal, "\n", 1) == 1 ? finish(out, length) : FAULT(FILE_WRITE);
}

static struct status terminal_take(bool twice, struct passphrase *out)
{
    SCOPED(file_close) struct file terminal = FILE_CLOSED;
    TRY(file_open("/dev/tty", FILE_FOR_WRITING, &terminal));
    TRY(ask(terminal.fd, lang_pick("密钥文件的口令：", "Passphrase of the keys' file: "), out));
    if (!twice) {
        return OK;
    }
    struct passphrase again = {0};
    struct status status =
        ask(terminal.fd, lang_pick("再输一次：", "The same once more: "), &again);
    bool same = again.length == out->length && memcmp(again.bytes, out->bytes, out->length) == 0;
    wipe(&again, sizeof again);
    TRY(status);
    return same ? OK : REFUSE(PASSPHRASE_DIFFERS);
}

struct status backup_passphrase(const char *file, bool twice, struct passphrase *out,
                                struct problem *problem)
{
    REQUIRE(out != NULL);
    *out = (struct passphrase){0};
    struct status status = file != NULL ? file_take(file, out) : terminal_take(twice, out);
    if (!status_ok(status)) {
        wipe(out, sizeof *out);
    }
    return backup__blame(problem, file != NULL ? file : "/dev/tty", status);
}
