/* password.c - which passwords are good enough, and what is hashed of them. */
#include <string.h>

#include "auth/auth_internal.h"
#include "base/text.h"

enum { DIFFERENT_MIN = 6 };

/* What guessers try first, as far as the other rules let it pass; small letters. */
static const char *const known[] = {
    "123456789abc",  "abc123456789",  "password1234", "password12345", "password123456",
    "qwertyuiop12",  "qwertyuiop123", "qwertyuiopas", "1qaz2wsx3edc",  "1qaz2wsx3edc4rfv",
    "1q2w3e4r5t6y",  "q1w2e3r4t5y6",  "zaq12wsxcde3", "administrator", "administrator1",
    "woaini1314520", "5201314woaini", "woaini123456", "a1b2c3d4e5f6",  "asdfghjkl123",
    "zxcvbnm12345",  "qazwsxedcrfv",  "sanbaosanbao", "sanbao123456",  "gongfenbao123",
    "letmeinplease", "welcome12345",  "iloveyou1234", "changeme1234",  "adminadmin12",
    "admin1234567",  "admin12345678", "passw0rd1234", "p@ssw0rd1234",  "p@ssword1234",
    "qwerty123456",  "qwer1234asdf",  "asdf1234qwer", "1234qwerasdf",  "123qweasdzxc",
    "zxc123asd456",  "aini13145201",  "nihao1234567", "zhongguo1949",  "beijing20080808",
};

/* How many of the bytes go on where the one before left off: 123, cba, aaa. */
static size_t steps(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 1; i < length; i++) {
        int step = (unsigned char)text[i] - (unsigned char)text[i - 1];
        count += step >= -1 && step <= 1;
    }
    return count;
}

static size_t different(const char *text, size_t length)
{
    bool seen[256] = {false};
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        bool *at = &seen[(unsigned char)text[i]];
        count += !*at;
        *at = true;
    }
    return count;
}

struct status password__good(const char *password, const char *number)
{
    size_t length = strlen(password);
    size_t characters = text_characters(password, length);
    bool bad = characters < PASSWORD_CHARACTERS_MIN || characters > PASSWORD_CHARACTERS_MAX ||
               different(password, length) < DIFFERENT_MIN ||
               steps(password, length) > length / 2 ||
               (strlen(number) >= 3 && strcasestr(password, number) != NULL);
    for (size_t i = 0; i < COUNT(known) && !bad; i++) {
        bad = strcasecmp(password, known[i]) == 0;
    }
    return bad ? REFUSE(PASSWORD_WEAK) : OK;
}

void password__pepper(struct side *side, const struct id *person, const char *use,
                      const char *password, struct hash *peppered)
{
    const struct piece pieces[] = {{"sanbao-password/v1", 18},
                                   {use, strlen(use)},
                                   {person->bytes, ID_BYTES},
                                   {password, strlen(password)}};
    keys_hmac(side->keys, pieces, COUNT(pieces), peppered);
}
