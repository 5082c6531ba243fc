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

/* Reads up to the end of the line, byte by byte, so that a pipe keeps what follows. Interrupt comes
 * as a character here, so that the terminal is never left mute; it gives an empty line. */
static size_t line_read(int from, struct passphrase *out)
{
    size_t used = 0;
    char c = '\0';
    while (used < sizeof out->bytes && c != '\n' && read(from, &c, 1) == 1) {
        if (c == '\x03') {
            return 0;
        }
        out->bytes[used++] = c;
    }
    return used;
}

static struct status file_take(const char *path, struct passphrase *out)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(file_open(path, FILE_FOR_READING, &file));
    return finish(out, line_read(file.fd, out));
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
    if (tcsetattr(terminal, TCSAFLUSH, &mute) != 0) {
        return FAULT(FILE_OPEN);
    }
    bool asked = write(terminal, question, strlen(question)) > 0;
    size_t length = asked ? line_read(terminal, out) : 0;
    asked = write(terminal, "\n", 1) == 1 && asked;
    tcsetattr(terminal, TCSANOW, &before);
    return asked ? finish(out, length) : FAULT(FILE_WRITE);
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
