/* backup_say.c - what came out, in words for the person who asked. */
#include <inttypes.h>

#include "backup/backup_internal.h"
#include "base/day.h"
#include "base/lang.h"

static void root_print(const struct hash *root, FILE *out)
{
    SAY(out, "哈希根：", "Root: ");
    for (size_t i = 0; i < sizeof root->bytes; i++) {
        fprintf(out, "%02x", root->bytes[i]);
    }
    fprintf(out, "\n");
}

void backup_made_print(const struct backup_made *made, FILE *out)
{
    SAYF(out, "备份完成：%" PRIu64 " 条记录，%" PRIu64 " 个文件，%" PRIu64 " 字节。\n",
         "Backup done: %" PRIu64 " records, %" PRIu64 " files, %" PRIu64 " bytes.\n", made->records,
         made->files, made->bytes);
    root_print(&made->root, out);
    if (made->keys[0] == '\0') {
        SAY(out, "密钥没有备份：仅凭这个备份只能查看账目，看不到姓名，也不能再记账。\n",
            "The keys stayed behind: with this backup alone the books can be read, but no names, "
            "and nothing can be added.\n");
        return;
    }
    char until[DAY_TEXT_SIZE];
    day_format(made->keys_until, until);
    SAYF(out,
         "密钥另存在封好的文件里：%s\n它只能保存到 %s（%d 天），过期不能用来恢复，必须销毁。\n",
         "The keys are in a sealed file of their own: %s\nIt may be kept until %s (%d days); after "
         "that nothing is restored with it: destroy it.\n",
         made->keys, until, BACKUP_KEYS_DAYS_MAX);
    SAY(out, "口令丢了就打不开；请把口令与文件分开保管。\n",
        "Without the passphrase nobody can open it. Keep the two apart.\n");
}

static void continued_print(const struct backup_restored *restored, FILE *out)
{
    if (restored->goes_on) {
        SAYF(out,
             "日志改用新名称 %s 接着记。第一条新记录写明旧名称 %s 签过的 %" PRIu64
             " 条记录和原因。请公布新的公钥（sanbao key）。\n",
             "The log goes on under the new name %s. Its first record names the old one, %s, the "
             "%" PRIu64 " records that it had signed, and why. Publish the new key (sanbao key).\n",
             restored->origin, restored->old.origin, restored->old.size);
    }
}

void backup_restored_print(const struct backup_restored *restored, FILE *out)
{
    char day[DAY_TEXT_SIZE];
    day_format(restored->made_on, day);
    SAYF(out, "已恢复 %s 的备份：%" PRIu64 " 条记录，逐条核对，与备份时的哈希根一致。\n",
         "Restored the backup of %s: %" PRIu64
         " records, each checked, and the root is the same as "
         "when it was made.\n",
         day, restored->records);
    root_print(&restored->root, out);
    continued_print(restored, out);
    if (!restored->with_keys) {
        SAY(out, "没有密钥：这个数据目录只能查看。\n",
            "There are no keys: this data folder can only be read.\n");
        return;
    }
    if (restored->erased > 0) {
        SAYF(out, "备份之后删除过的 %" PRId64 " 人（户）的资料已经重新删除。\n",
             "%" PRId64
             " people or households that were erased after the backup were erased again.\n",
             restored->erased);
    }
    if (restored->erasures_wanted) {
        day_format(restored->erasures_until, day);
        SAYF(out,
             "还缺 %s 之后的删除名单：那以后删除过的资料可能又回来了。\n"
             "请用旧机器上的 erasures 文件运行 sanbao erasures 文件；确实没有人删除过，运行 sanbao "
             "erasures --none。\n",
             "Erasures after %s are not known: who was erased since may be back.\n"
             "Run sanbao erasures FILE with the file `erasures` of the old machine; where nobody "
             "was erased, run sanbao erasures --none.\n",
             day);
    }
}

void backup_drill_print(const struct drill_proof *proof, FILE *out)
{
    SAYF(out,
         "演练成功。证明了：\n"
         "  1. 备份得出来、恢复得回去：%" PRIu64 " 条记录，%" PRIu64 " 字节，逐个文件核对。\n"
         "  2. 恢复后逐条重算的哈希根，与正在使用的数据目录在同一条记录处的哈希根相同。\n",
         "The drill went well. It proved:\n"
         "  1. A backup can be made and comes back: %" PRIu64 " records, %" PRIu64
         " bytes, each file checked.\n"
         "  2. The root recomputed from what was restored is the root of the live data folder at "
         "the same record.\n",
         proof->records, proof->bytes);
    if (proof->signed_size > 0) {
        SAYF(out, "  3. 已签名的检查点（%" PRIu64 " 条记录）与之一致。\n",
             "  3. The signed checkpoint (%" PRIu64 " records) agrees with it.\n",
             proof->signed_size);
    }
    if (proof->replayed) {
        SAY(out, "  * 只凭恢复的日志就重建了账簿，每条记录的结果都相同，账目平衡。\n",
            "  * The books were made anew from the restored journal alone: every record had the "
            "same outcome, and the accounts balance.\n");
    }
    root_print(&proof->root, out);
    int64_t all = proof->backup_ms + proof->restore_ms + proof->replay_ms + proof->compare_ms;
    SAYF(out,
         "用时 %" PRId64 " 毫秒（备份 %" PRId64 "，恢复 %" PRId64 "，重建 %" PRId64
         "，比对 %" PRId64 "）。演练用的文件已删除。\n",
         "It took %" PRId64 " ms (backup %" PRId64 ", restore %" PRId64 ", books %" PRId64
         ", comparison %" PRId64 "). The drill's files are removed.\n",
         all, proof->backup_ms, proof->restore_ms, proof->replay_ms, proof->compare_ms);
}
