/* import_report.c - tells a person what came in. */
#include "import/import_internal.h"

#include <inttypes.h>

#include "base/lang.h"

static void count_print(FILE *out, int64_t count, const char *zh, const char *en)
{
    if (count > 0) {
        SAYF(out, "，%s %" PRId64, ", %s %" PRId64, lang_pick(zh, en), count);
    }
}

static void file_print(const struct import_report *report, int file, FILE *out)
{
    const struct import_counts *counts = &report->counts[file];
    SAYF(out, "  %-16s %6" PRId64 " 行", "  %-16s %6" PRId64 " rows", import__layouts[file].name,
         counts->rows);
    count_print(out, counts->added, "新增", "new");
    count_print(out, counts->known, "以前已导入", "imported before");
    count_print(out, counts->updated, "更新", "updated");
    count_print(out, counts->registered, "新注册", "newly registered");
    count_print(out, counts->moved, "迁户", "moved");
    count_print(out, counts->left_out, "有错误或未导入", "faulty or left out");
    fputc('\n', out);
}

static bool is_unchanged(const struct import_report *report)
{
    bool updated = false;
    for (int file = 0; file < IMPORT_FILES; file++) {
        updated = updated || report->counts[file].updated > 0;
    }
    return report->records == 0 && !updated;
}

static void end_print(const struct import_report *report, FILE *out)
{
    if (report->stored) {
        SAYF(out, "已存入，新增 %" PRIu64 " 条记录\n", "stored, %" PRIu64 " records added\n",
             report->records);
    } else if (report->faults.faults == 0 && is_unchanged(report)) {
        SAY(out, "没有新内容：以前都已经导入\n", "nothing new: all of it was imported before\n");
    } else if (report->faults.faults == 0) {
        SAYF(out, "没有错误，将新增 %" PRIu64 " 条记录；什么都没有存\n",
             "no faults, %" PRIu64 " records would be added; nothing was stored\n",
             report->records);
    }
    if (report->faults.faults > 0) {
        SAYF(out, "错误 %zu 处\n", "%zu faults\n", report->faults.faults);
    }
    if (report->faults_path[0] != '\0') {
        SAYF(out, "没有导入的行和原因在：%s\n", "rows left out, with reasons: %s\n",
             report->faults_path);
    }
}

void import_report_print(const struct import_report *report, FILE *out)
{
    REQUIRE(report != NULL && out != NULL);
    bool came_to_nothing = report->faults.faults > 0 && !report->stored;
    for (int file = 0; file < IMPORT_FILES; file++) {
        if (report->files[file] && !came_to_nothing) {
            file_print(report, file, out);
        }
    }
    end_print(report, out);
}
