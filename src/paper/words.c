/* words.c - days, numbers, sums of money and names as they stand on paper. */
#include <inttypes.h>
#include <string.h>

#include "base/day.h"
#include "base/text.h"
#include "paper/paper_internal.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

const char *paper__day(char out[PAPER_TEXT_SIZE], int32_t day)
{
    struct civil c = day_to_civil(day);
    if (lang_get() == LANG_EN) {
        return paper__say(out, "%d %s %d", (int)c.day, months[c.month - 1], (int)c.year);
    }
    return paper__say(out, "%d年%d月%d日", (int)c.year, (int)c.month, (int)c.day);
}

const char *paper__month(char out[PAPER_TEXT_SIZE], int32_t day)
{
    struct civil c = day_to_civil(day);
    if (lang_get() == LANG_EN) {
        return paper__say(out, "%s %d", months[c.month - 1], (int)c.year);
    }
    return paper__say(out, "%d年%d月", (int)c.year, (int)c.month);
}

/* The digits of a number that is not negative, in threes from 10000 on. */
static void grouped(char out[32], uint64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        if (length > 4 && i > 0 && (length - i) % 3 == 0) {
            out[used++] = ',';
        }
        out[used++] = digits[i];
    }
    out[used] = '\0';
}

static uint64_t size_of(int64_t number)
{
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

const char *paper__number(char out[PAPER_TEXT_SIZE], int64_t number)
{
    char digits[32];
    grouped(digits, size_of(number));
    return paper__say(out, "%s%s", number < 0 ? "−" : "", digits);
}

const char *paper__change(char out[PAPER_TEXT_SIZE], int64_t number)
{
    char digits[32];
    grouped(digits, size_of(number));
    return paper__say(out, "%s%s", number < 0 ? "−" : number > 0 ? "+" : "", digits);
}

const char *paper__yuan(char out[PAPER_TEXT_SIZE], int64_t fen)
{
    char digits[32];
    uint64_t size = size_of(fen);
    grouped(digits, size / 100);
    return paper__say(out, "%s%s.%02d", fen < 0 ? "−" : "", digits, (int)(size % 100));
}

/* Whole yuan up to 9999 9999 9999 in the signs of accountants, one 'zero' for any gap within. */
static void capital_yuan(char out[PAPER_TEXT_SIZE], uint64_t yuan)
{
    static const char *const digits[] = {"零", "壹", "贰", "叁", "肆",
                                         "伍", "陆", "柒", "捌", "玖"};
    static const char *const places[] = {"", "拾", "佰", "仟"};
    static const char *const groups[] = {"", "万", "亿"};
    char text[24];
    size_t used = 0;
    bool gap = false;
    bool group_said = false;
    int length = snprintf(text, sizeof text, "%" PRIu64, yuan);
    out[0] = '\0';
    for (int i = 0; i < length; i++) {
        int place = length - 1 - i;
        int digit = text[i] - '0';
        if (digit != 0) {
            used += (size_t)snprintf(out + used, PAPER_TEXT_SIZE - used, "%s%s%s", gap ? "零" : "",
                                     digits[digit], places[place % 4]);
            group_said = true;
        }
        gap = digit == 0;
        if (place % 4 == 0) {
            used += (size_t)snprintf(out + used, PAPER_TEXT_SIZE - used, "%s",
                                     group_said ? groups[place / 4] : "");
            group_said = false;
        }
    }
}

const char *paper__capital(char out[PAPER_TEXT_SIZE], int64_t fen)
{
    static const char *const digits[] = {"零", "壹", "贰", "叁", "肆",
                                         "伍", "陆", "柒", "捌", "玖"};
    char yuan[PAPER_TEXT_SIZE];
    uint64_t size = size_of(fen);
    int jiao = (int)(size / 10 % 10);
    int last = (int)(size % 10);
    REQUIRE(size <= (uint64_t)FEN_MAX);
    capital_yuan(yuan, size / 100);
    bool small = jiao != 0 || last != 0;
    const char *sign = fen < 0 ? "负" : "";
    const char *whole = size >= 100 ? "元" : small ? "" : "零元";
    const char *gap = jiao == 0 && last != 0 && size >= 100 ? "零" : "";
    return paper__say(out, "%s%s%s%s%s%s%s%s", sign, yuan, whole, gap,
                      jiao == 0 ? "" : digits[jiao], jiao == 0 ? "" : "角",
                      last == 0 ? "" : digits[last], last == 0 ? "整" : "分");
}

const char *paper__masked(char out[PAPER_TEXT_SIZE], const char *name)
{
    char clean[PAPER_TEXT_SIZE];
    paper__say(clean, "%s", name == NULL ? "" : name);
    size_t first = clean[0] != '\0';
    while (((unsigned char)clean[first] & 0xC0) == 0x80) {
        first++;
    }
    return paper__say(out, "%.*s*", (int)first, clean);
}
