/* status_codes_files.h - the codes of what comes in and goes out as files: import and backup. See
 * status_codes.h. */
#pragma once

/* import: a village's folder. */
#define STATUS_CODES_IMPORT(X)                                                                     \
    X(IMPORT_FAULTS, "文件里有错误，什么都没有存", "the files have faults; nothing was stored")    \
    X(IMPORT_PART, "有错误的行没有导入，其余的已经导入",                                           \
      "the faulty rows were left out; the others came in")                                         \
    X(IMPORT_NOTHING, "目录里没有可以导入的文件", "the folder has no file that can be imported")   \
    X(IMPORT_VILLAGE_WANTED, "目录里没有 village.json，请用 --village 说明是哪个村",               \
      "the folder has no village.json: say with --village which village it is")                    \
    X(IMPORT_VILLAGE_OTHER, "与 --village 指定的村不同", "not the village named by --village")     \
    X(IMPORT_FILE_UNUSED, "没有用到这个文件", "this file is not used")                             \
    X(IMPORT_FILE_EMPTY, "空文件，连表头都没有", "the file is empty: there is not even a header")  \
    X(IMPORT_HEADER_ONLY, "只有表头，0 行", "only a header: 0 rows")                               \
    X(IMPORT_COLUMN_MISSING, "缺少这一列", "this column is missing")                               \
    X(IMPORT_COLUMN_TWICE, "这一列出现了两次", "this column stands twice")                         \
    X(IMPORT_COLUMN_UNKNOWN, "不认识这一列", "unknown column")                                     \
    X(IMPORT_FIELDS, "这一行的栏数不对", "the row has the wrong number of fields")                 \
    X(IMPORT_EMPTY, "不能为空", "must not be empty")                                               \
    X(IMPORT_TOO_LONG, "文字太长", "the text is too long")                                         \
    X(IMPORT_CONTROL, "文字里有控制字符", "there is a control character in the text")              \
    X(IMPORT_FORMULA, "以 = + - @ 或制表符开头，表格软件会当成公式",                               \
      "starts with = + - @ or a tab: a spreadsheet would run it as a formula")                     \
    X(IMPORT_CODE, "编号只能用 1 到 32 个字母、数字和 - _ .",                                      \
      "a code has 1 to 32 of the letters A-Z a-z, digits and - _ .")                               \
    X(IMPORT_NUMBER, "号码只能用 1 到 32 个汉字、字母、数字和 - _ .",                              \
      "a number has 1 to 32 letters, digits and - _ .")                                            \
    X(IMPORT_INTEGER, "不是整数，或者超出范围", "not a whole number, or out of range")             \
    X(IMPORT_WORD, "不在允许的取值里", "not one of the words allowed")                             \
    X(IMPORT_PHONE, "手机号应为 11 位数字，以 1 开头",                                             \
      "a phone number has 11 digits, the first 1")                                                 \
    X(IMPORT_DAY_RANGE, "日期超出程序支持的范围", "the day is outside the range of the program")   \
    X(IMPORT_TIME, "不是有效的时间", "this is not a valid time")                                   \
    X(IMPORT_TIME_ZONE, "时间没有写明时区", "the time has no zone")                                \
    X(IMPORT_ZONE, "不认识的时区", "unknown time zone")                                            \
    X(IMPORT_REPEATED, "与前面的一行重复", "the row repeats an earlier one")                       \
    X(IMPORT_BIRTH, "出生日期不合情理", "an implausible date of birth")                            \
    X(IMPORT_BEFORE_START, "早于本村的起始日", "before the village's first day")                   \
    X(IMPORT_AFTER_END, "晚于本村的截止日", "after the village's last day")                        \
    X(IMPORT_SHOP_ROLE, "只有店主（shopkeeper）要写、也必须写兑换点",                              \
      "a shopkeeper, and nobody else, has a shop")                                                 \
    X(IMPORT_RULE_ONCE, "注册规则（REG-01、REG-02）必须是 once",                                   \
      "a rule of registration (REG-01, REG-02) must be of unit once")                              \
    X(IMPORT_PRICE, "与商品现价不同，按本行记账",                                                  \
      "differs from the price of the goods; the row is booked as it stands")                       \
    X(IMPORT_NO_FUND, "还没有基金入账，不检查基金是否够用",                                        \
      "no deposit to the fund yet: whether it suffices is not checked")                            \
    X(IMPORT_ROLE_MISSING, "找不到可以提出或审核的人，缺这个身份",                                 \
      "nobody is left to propose or approve: this role is missing")                                \
    X(IMPORT_ROLE_BY_TWO, "本村的身份由两人办理，名册不能给：管理员提出，村干部同意",              \
      "two people give roles here, no roster: an administrator proposes, a cadre agrees")          \
    X(IMPORT_LEFT_OUT, "依赖的那一行没有导入，因此也不导入",                                       \
      "left out, because a row that it depends on was left out")                                   \
    X(IMPORT_ERASED, "此人（户）的资料已按要求删除，不能再导入",                                   \
      "this person's (household's) data were erased: they do not come back by an import")          \
    X(ALREADY_IMPORTED, "以前已经导入，内容不同，不能这样改",                                      \
      "imported before with another value; this cannot be changed by an import")                   \
    X(IMPORT_TOO_LARGE, "一次导入的内容太多，请把目录分成几份",                                    \
      "too much for one import: split the folder")

/* backup: copies and their return. */
#define STATUS_CODES_BACKUP(X)                                                                     \
    X(BACKUP_UNFINISHED, "备份没有做完（缺少 backup.json）",                                       \
      "the backup was not finished: there is no backup.json")                                      \
    X(BACKUP_DAMAGED, "备份已损坏", "the backup is damaged")                                       \
    X(BACKUP_OLDER, "备份比已知的检查点旧；确实只能用它时，加 --go-on 说明原因",                   \
      "the backup is older than a known checkpoint; if there is none newer, say why with --go-on") \
    X(BACKUP_DISAGREES, "备份与已知的检查点对不上（不是同一份账，或者被改过）",                    \
      "the backup does not agree with a known checkpoint: another log, or a changed one")          \
    X(KEYS_FOREIGN, "这份密钥不属于这个备份", "these keys do not belong to this backup")           \
    X(KEYS_EXPIRED, "这份密钥封存已超过 90 天，不能再用，应当销毁",                                \
      "these keys were sealed more than 90 days ago: they are not used and should be destroyed")   \
    X(DISK_SHORT, "磁盘空间不够", "there is not enough room on the disk")                          \
    X(PASSPHRASE_WRONG, "口令不对（或密钥文件已损坏）",                                            \
      "wrong passphrase, or the keys' file is damaged")                                            \
    X(PASSPHRASE_SHORT, "口令至少要 8 个字节", "a passphrase has at least 8 bytes")                \
    X(PASSPHRASE_DIFFERS, "两次输入的口令不同", "the two passphrases differ")
