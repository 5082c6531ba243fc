/* doctor_folder.c - the data folder: whose it is and who may read it, the disk under it, the clock
 * beside it, the log in it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "app/doctor.h"
#include "backup/backup.h"
#include "base/day.h"
#include "base/lang.h"

#define MIB ((int64_t)1 << 20)
enum { ROOM_MUST_MIB = 256, ROOM_NOTE_MIB = 2048, WAL_NOTE_MIB = 128 };

/* ---- who may read it ---- */

/* Counts what others may read or what is not ours; names the first of it. */
struct modes {
    size_t open;
    size_t foreign;
    char first[PATH_BYTES_MAX];
};

static void mode_look(const char *path, struct modes *modes)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        return;
    }
    bool open = (info.st_mode & 077) != 0 && !S_ISLNK(info.st_mode);
    bool foreign = info.st_uid != geteuid();
    if ((open || foreign) && modes->open + modes->foreign == 0) {
        snprintf(modes->first, sizeof modes->first, "%s", path);
    }
    modes->open += open;
    modes->foreign += foreign;
}

static void modes_check(struct doctor *doctor)
{
    struct modes modes = {.first = ""};
    char path[PATH_BYTES_MAX];
    SCOPED(folder_names_free) struct folder_names names = {.count = 0};
    mode_look(doctor->data, &modes);
    if (status_ok(folder_names(doctor->data, &names))) {
        for (size_t i = 0; i < names.count; i++) {
            if (status_ok(path_join(path, doctor->data, names.list[i]))) {
                mode_look(path, &modes);
            }
        }
    }
    if (modes.open > 0) {
        DOCTORF(doctor, "data_mode", FINDING_MUST,
                "别的账户能读 %s 等 %zu 处。请运行：chmod -R go= %s",
                "other accounts may read %s (%zu places). Run: chmod -R go= %s", modes.first,
                modes.open, doctor->data);
    } else if (modes.foreign > 0) {
        DOCTORF(
            doctor, "data_owner", FINDING_MUST,
            "%s 等 %zu 处不属于本账户。请用运行服务的账户检查，或用 chown 改正。",
            "%s (%zu places) do not belong to this account. Run doctor as the service's account, "
            "or put it right with chown.",
            modes.first, modes.foreign);
    } else {
        DOCTOR(doctor, "data_mode", FINDING_GOOD, "只有本账户能读数据目录。",
               "nobody else may read the data folder.");
    }
    if (geteuid() == 0) {
        DOCTOR(doctor, "account", FINDING_NOTE, "现在是用 root 运行的；服务应有自己的账户。",
               "this runs as root; a service should have an account of its own.");
    }
}

/* ---- the disk ---- */

static bool is_network_disk(const char *path)
{
    static const uint32_t kinds[] = {0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x65735546};
    struct statfs info;
    for (size_t i = 0; statfs(path, &info) == 0 && i < COUNT(kinds); i++) {
        if ((uint32_t)info.f_type == kinds[i]) {
            return true;
        }
    }
    return false;
}

static void room_check(struct doctor *doctor)
{
    int64_t room = 0;
    int64_t used = folder_bytes(doctor->data) / MIB;
    if (!status_ok(folder_room(doctor->data, &room))) {
        DOCTOR(doctor, "disk_room", FINDING_MUST, "看不到剩余空间。", "the room cannot be told.");
        return;
    }
    room /= MIB;
    int64_t wanted = 3 * used > ROOM_NOTE_MIB ? 3 * used : ROOM_NOTE_MIB;
    enum finding_level level = room < ROOM_MUST_MIB ? FINDING_MUST
                               : room < wanted      ? FINDING_NOTE
                                                    : FINDING_GOOD;
    DOCTORF(doctor, "disk_room", level, "数据 %" PRId64 " MiB，磁盘还剩 %" PRId64 " MiB%s",
            "data %" PRId64 " MiB, %" PRId64 " MiB left on the disk%s", used, room,
            level == FINDING_MUST ? lang_pick("：快满了，写不进去服务就会停。请马上腾出空间。",
                                              ": nearly full; the service stops when it cannot "
                                              "write. Make room now.")
            : level == FINDING_NOTE ? lang_pick("：不宽裕，演练可能做不了。请腾出空间。",
                                                ": not ample, a drill may not fit. Make room.")
                                    : lang_pick("。", "."));
    if (is_network_disk(doctor->data)) {
        DOCTOR(doctor, "disk_kind", FINDING_MUST,
               "数据目录在网络盘上：锁和落盘都靠不住。请移到本机的盘上。",
               "the data folder lies on a network disk: neither locks nor syncs can be relied on. "
               "Move it to a disk of this machine.");
    }
}

static void wal_check(struct doctor *doctor)
{
    static const char *const files[] = {"people.db-wal", "keys.db-wal", "books.db-wal"};
    char path[PATH_BYTES_MAX];
    for (size_t i = 0; i < COUNT(files); i++) {
        struct stat info;
        if (status_ok(path_join(path, doctor->data, files[i])) && stat(path, &info) == 0 &&
            info.st_size > WAL_NOTE_MIB * MIB) {
            DOCTORF(doctor, "wal_size", FINDING_NOTE,
                    "%s 有 %" PRId64 " MiB：有程序长时间开着读。重启服务即可收回。",
                    "%s has %" PRId64 " MiB: some program reads on and on. Restarting the service "
                    "takes it back.",
                    files[i], (int64_t)info.st_size / MIB);
        }
    }
}

/* ---- the clock ---- */

static void clock_check(struct doctor *doctor, const struct folder *folder)
{
    struct timex info = {.modes = 0};
    char day[DAY_TEXT_SIZE];
    int32_t last = journal_last_day(folder->journal);
    bool fixed = folder->settings.clock_set && folder->settings.clock_day != INT32_MAX;
    day_format(last, day);
    if (last > doctor->today && !fixed) {
        DOCTORF(doctor, "clock", FINDING_MUST,
                "最后一条记录是 %s，比机器的日期还晚。请校准时钟（timedatectl）。",
                "the last record is of %s, later than this machine's day. Set the clock "
                "(timedatectl).",
                day);
    } else if (adjtimex(&info) == TIME_ERROR) {
        DOCTOR(doctor, "clock", FINDING_NOTE,
               "时钟没有与时间服务器对时。不联网的机器请每月手工核对。",
               "the clock is not kept by a time server. Without a network, check it by hand every "
               "month.");
    } else {
        DOCTOR(doctor, "clock", FINDING_GOOD, "时钟正常。", "the clock is in order.");
    }
    if (fixed) {
        day_format(folder->settings.clock_day, day);
        DOCTORF(doctor, "village_day", FINDING_NOTE,
                "村里的日期固定在 %s（样例数据）。真正使用前运行：sanbao clock real",
                "the village day is fixed at %s (sample data). Before real use: sanbao clock real",
                day);
    }
}

/* ---- the log ---- */

static void log_check(struct doctor *doctor, const struct folder *folder)
{
    char path[PATH_BYTES_MAX];
    char *note = NULL;
    struct checkpoint checkpoint = {.size = 0};
    uint64_t records = journal_records(folder->journal);
    struct status status = journal_checkpoint(folder->journal, &note);
    if (status_ok(status)) {
        status = checkpoint_check(note, strlen(note), &folder->key, &checkpoint);
    }
    free(note);
    if (!status_ok(status)) {
        DOCTORF(doctor, "checkpoint", FINDING_MUST, "检查点：%s。运行一次会写入的命令会重新签。",
                "the checkpoint: %s. The next command that writes signs it anew.",
                status_text(status.code));
    } else {
        DOCTORF(doctor, "checkpoint", checkpoint.size == records ? FINDING_GOOD : FINDING_NOTE,
                "检查点签到第 %" PRIu64 " 条，共 %" PRIu64 " 条记录。",
                "the checkpoint covers %" PRIu64 " of %" PRIu64 " records.", checkpoint.size,
                records);
    }
    if (folder->keys == NULL) {
        DOCTOR(doctor, "keys", FINDING_MUST,
               "没有密钥（keys.db）：只能查看。请用带密钥的备份恢复。",
               "there are no keys (keys.db): read only. Restore from a backup with keys.");
    }
    SCOPED(folder_names_free) struct folder_names names = {.count = 0};
    if (status_ok(path_join(path, doctor->data, "journal")) &&
        status_ok(folder_names(path, &names))) {
        for (size_t i = 0; i < names.count; i++) {
            if (strncmp(names.list[i], "cut-", 4) == 0) {
                DOCTORF(
                    doctor, "journal_cut", FINDING_NOTE,
                    "journal/%s：一次断电留下的半截数据，没有回答过任何人，可以删除。",
                    "journal/%s: what a crash left half written; nobody was answered for it. It "
                    "may be removed.",
                    names.list[i]);
            }
        }
    }
}

static void erasures_check(struct doctor *doctor)
{
    bool wanted = false;
    int32_t until = 0;
    char day[DAY_TEXT_SIZE];
    if (!status_ok(backup_erasures_wanted(doctor->data, &wanted, &until)) || !wanted) {
        return;
    }
    day_format(until, day);
    DOCTORF(doctor, "erasures", FINDING_MUST,
            "这是恢复来的数据：%s 之后删除过的个人资料可能又回来了。请用旧机器的 erasures 文件运行 "
            "sanbao erasures 文件；确实没有，运行 sanbao erasures --none。",
            "these data came back from a backup: who was erased after %s may be back. Run sanbao "
            "erasures FILE with the old machine's file; where nobody was, sanbao erasures --none.",
            day);
}

void doctor_folder(struct doctor *doctor)
{
    struct problem problem = problem_none();
    struct folder *folder = NULL;
    struct status status = folder_open(doctor->data, false, &folder, &problem);
    modes_check(doctor);
    room_check(doctor);
    wal_check(doctor);
    if (!status_ok(status)) {
        DOCTORF(doctor, "data", FINDING_MUST, "数据目录打不开：%s %s",
                "the data folder does not open: %s %s", problem.file, status_text(status.code));
        return;
    }
    clock_check(doctor, folder);
    log_check(doctor, folder);
    erasures_check(doctor);
    status = folder_close(&folder);
    (void)status; /* It was open for reading. */
}
