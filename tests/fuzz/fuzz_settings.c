/* fuzz_settings.c - any bytes read as a file of settings: refused with a line, or every value is
 * within its row's range. */
#include <string.h>

#include "app/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct settings settings;
    struct problem problem = problem_none();
    struct status status = settings_parse((const char *)data, size, &settings, &problem);
    REQUIRE(problem.code == status.code);
    REQUIRE(status_ok(status) || problem.line > 0 || status.code == STATUS_LIMIT_EXCEEDED);
    for (size_t row = 0; status_ok(status) && row < settings_count; row++) {
        const struct setting *setting = &settings_table[row];
        int64_t number = 0;
        memcpy(&number, (const char *)&settings + setting->at, sizeof number);
        REQUIRE(setting->kind != SETTING_NUMBER ||
                (number >= setting->min && number <= setting->max));
        REQUIRE(setting->kind != SETTING_CLOCK || (number >= 0 && number < 24 * 60));
    }
    settings_free(&settings);
    return 0;
}
