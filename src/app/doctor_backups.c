/* doctor_backups.c - how old the newest backup is, whether it lies on another disk, whether a
 * restore was last seen to work, and whether sealed keys are kept too long. */
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "app/doctor.h"
#include "app/nightly.h"
#include "backup/backup.h"
#include "base/day.h"
#include "base/lang.h"

enum { BACKUP_DAYS_MAX = 2, DRILL_DAYS_MAX = 7 };

static void newest_check(struct doctor *doctor)
{
    const char *backups = doctor->settings->backup_folder;
    bool found = false;
    int32_t day = 0;
    char text[DAY_TEXT_SIZE];
    if (!status_ok(backup_newest(backups, &found, &day, NULL))) {
        DOCTORF(doctor, "backup", FINDING_MUST, "备份目录 %s 打不开：盘是不是没有插上？",
                "the folder of backups, %s, does not open: is the disk plugged in?", backups);
        return;
    }
    if (!found) {
        DOCTORF(doctor, "backup", FINDING_MUST, "%s 里还没有备份。现在就做一份：sanbao nightly",
                "there is no backup in %s yet. Make one now: sanbao nightly", backups);
        return;
    }
    day_format(day, text);
    int32_t age = doctor->today - day;
    DOCTORF(doctor, "backup", age > BACKUP_DAYS_MAX ? FINDING_MUST : FINDING_GOOD,
            "最新的备份是 %s 的（%" PRId32 " 天前）%s",
            "the newest backup is of %s (%" PRId32 " days ago)%s", text, age,
            age > BACKUP_DAYS_MAX ? lang_pick("。请查为什么没有做：sanbao nightly",
                                              ". Find out why none is made: sanbao nightly")
                                  : lang_pick("。", "."));
}

static void place_check(struct doctor *doctor)
{
    struct stat data;
    struct stat backups;
    if (stat(doctor->data, &data) == 0 && stat(doctor->settings->backup_folder, &backups) == 0 &&
        data.st_dev == backups.st_dev) {
        DOCTOR(doctor, "backup_disk", FINDING_NOTE,
               "备份和数据在同一块盘上：盘坏了两样都没有。请换另一块盘（如 U 盘）。",
               "backups and data lie on one disk: if it dies both are gone. Use another one (a USB "
               "stick).");
    }
}

static void keys_check(struct doctor *doctor)
{
    if (doctor->settings->backup_passphrase_file[0] == '\0') {
        DOCTOR(
            doctor, "backup_keys", FINDING_NOTE,
            "备份不含密钥：机器丢了，姓名电话就读不回来，账也不能接着记。设置 "
            "backup_passphrase_file，或定期运行 sanbao backup --with-keys。",
            "backups hold no keys: if the machine is lost, no names come back and nothing can be "
            "added. Set backup_passphrase_file, or run sanbao backup --with-keys now and then.");
    }
    int64_t old = 0;
    if (status_ok(backup_keys_old(doctor->settings->backup_folder, doctor->today, &old)) &&
        old > 0) {
        DOCTORF(doctor, "backup_keys_old", FINDING_MUST,
                "%s 里有 %" PRId64 " 份封存超过 %d 天的密钥，应当销毁：sanbao nightly 会删除。",
                "%s holds %" PRId64
                " keys' files sealed more than %d days ago, which must go: sanbao "
                "nightly removes them.",
                doctor->settings->backup_folder, old, BACKUP_KEYS_DAYS_MAX);
    }
}

static void drill_check(struct doctor *doctor)
{
    struct nightly_state state;
    char day[DAY_TEXT_SIZE];
    nightly_state_read(doctor->data, &state);
    if (!state.ever) {
        DOCTOR(doctor, "drill", FINDING_NOTE, "还没有演练过恢复。现在就试：sanbao nightly",
               "a restore was never tried. Try now: sanbao nightly");
        return;
    }
    day_format(state.day, day);
    if (state.backup != STATUS_OK) {
        DOCTORF(doctor, "backup_result", FINDING_MUST, "%s 的备份没有做成：%s",
                "the backup of %s failed: %s", day, status_text(state.backup));
    }
    if (state.drill != STATUS_OK) {
        DOCTORF(doctor, "drill", FINDING_MUST, "%s 的恢复演练没有通过：%s",
                "the drill of %s failed: %s", day, status_text(state.drill));
        return;
    }
    bool late = doctor->today - state.day > DRILL_DAYS_MAX;
    DOCTORF(doctor, "drill", late ? FINDING_NOTE : FINDING_GOOD,
            "%s 演练过恢复：%" PRId64 " 条记录都回来了。",
            "a restore was tried on %s: %" PRId64 " records came back.", day, state.records);
}

void doctor_backups(struct doctor *doctor)
{
    if (doctor->settings->backup_folder[0] == '\0') {
        DOCTOR(doctor, "backup", FINDING_MUST,
               "没有设置 backup_folder：没有每夜备份。插一块盘，写进设置。",
               "backup_folder is not set: no nightly backups are made. Plug in a disk and set it.");
    } else {
        newest_check(doctor);
        place_check(doctor);
        keys_check(doctor);
    }
    drill_check(doctor);
}
