/* status_codes.h - every code of refusal and fault, with its text in both languages.
 * The number of a code never leaves the process; its name is the stable part. Codes that apply
 * functions give are part of what every node must agree on: a name is never reused. */
#pragma once

#include "base/status_codes_files.h"

#define STATUS_CODES(X)                                                                            \
    STATUS_CODES_BASE(X)                                                                           \
    STATUS_CODES_EVIDENCE(X)                                                                       \
    STATUS_CODES_PAPER(X)                                                                          \
    STATUS_CODES_STORE(X)                                                                          \
    STATUS_CODES_PROOF(X)                                                                          \
    STATUS_CODES_JOURNAL(X)                                                                        \
    STATUS_CODES_IDENTITY(X)                                                                       \
    STATUS_CODES_AUTH(X)                                                                           \
    STATUS_CODES_OUTBOUND(X)                                                                       \
    STATUS_CODES_LEDGER(X)                                                                         \
    STATUS_CODES_POINTS(X)                                                                         \
    STATUS_CODES_IMPORT(X)                                                                         \
    STATUS_CODES_BACKUP(X)                                                                         \
    STATUS_CODES_HTTP(X)                                                                           \
    STATUS_CODES_SERVICE(X)                                                                        \
    STATUS_CODES_ACTIVITY(X)                                                                       \
    STATUS_CODES_CLAIM(X)                                                                          \
    STATUS_CODES_SHOP(X)                                                                           \
    STATUS_CODES_OVERSIGHT(X)                                                                      \
    STATUS_CODES_RESIDENTS(X)                                                                      \
    STATUS_CODES_APP(X)

/* base: memory, files, limits, texts. */
#define STATUS_CODES_BASE(X)                                                                       \
    X(OUT_OF_MEMORY, "内存不足", "out of memory")                                                  \
    X(LIMIT_EXCEEDED, "超过了程序规定的上限", "larger than the program's limit")                   \
    X(FILE_OPEN, "文件打不开（不存在，或没有权限）",                                               \
      "the file cannot be opened (is it there, and may you read it?)")                             \
    X(FILE_READ, "文件读取失败", "the file cannot be read")                                        \
    X(FILE_WRITE, "写文件失败（磁盘是否已满？）",                                                  \
      "the file cannot be written (is the disk full?)")                                            \
    X(FILE_SYNC, "数据未能落盘", "the data could not be made durable on disk")                     \
    X(FILE_EXISTS, "目标已存在，不会覆盖", "the target exists already and is not overwritten")     \
    X(JSON_MALFORMED, "不是合格的 JSON", "this is not well-formed JSON")                           \
    X(JSON_KEY_TWICE, "JSON 里同一个键出现两次", "a key stands twice in the JSON object")          \
    X(JSON_NESTED, "这里只接受文字、整数、真假值，不接受嵌套的 JSON",                              \
      "only texts, whole numbers, true and false are accepted here, nothing nested")               \
    X(JSON_NUMBER, "不是整数，或者超出范围", "this is not a whole number within range")            \
    X(TEXT_ENCODING, "既不是 UTF-8 也不是 GB18030 编码", "this is neither UTF-8 nor GB18030 text") \
    X(CSV_NUL, "文字里有空字符（NUL 字节）", "there is a NUL byte in the text")                    \
    X(CSV_QUOTE_OPEN, "引号没有收尾，后面的内容无法辨认",                                          \
      "a quote is never closed: what follows cannot be told apart")                                \
    X(CSV_QUOTE_STRAY, "引号位置不对（含引号的栏要整栏加引号，内部引号写两次）",                   \
      "a stray quote: a field with quotes must be quoted, and inner quotes doubled")               \
    X(DAY_MALFORMED, "不是有效的日期（应为 年-月-日，如 2021-12-17）",                             \
      "this is not a valid date (expected YYYY-MM-DD)")                                            \
    X(WORKDAYS_LINE, "工作日历每行应为：起始日,截止日（可空）,rest 或 work",                       \
      "a line of the calendar is: from,until (may be empty),rest or work")

/* evidence: photos. */
#define STATUS_CODES_EVIDENCE(X)                                                                   \
    X(PHOTO_KIND, "照片须是 JPEG、PNG 或 WebP 格式", "a photo must be a JPEG, PNG or WebP file")   \
    X(PHOTO_HEIC, "不支持 HEIC。苹果手机请在设置、相机、格式里选兼容性最佳，或截图后上传",         \
      "no HEIC: choose Most Compatible in the camera's settings, or send a screenshot")            \
    X(PHOTO_DAMAGED, "照片文件不完整，或者是动图", "the photo is damaged, or it is a film")        \
    X(PHOTO_LARGE, "照片太大（最多 8 MB、5000 万像素）",                                           \
      "the photo is too large (8 MB, 50 million pixels at most)")                                  \
    X(EVIDENCE_DAMAGED, "证据文件已损坏，请从备份恢复",                                            \
      "the file of this evidence is damaged: bring it back from a backup")

/* paper: PDF files. */
#define STATUS_CODES_PAPER(X)                                                                      \
    X(PAPER_CODE, "二维码没有内容，或者内容太多，便宜的手机扫不出",                                \
      "the QR code has nothing to say, or too much for a cheap phone to read")                     \
    X(PAPER_FONT_MISSING, "没有中文字体，请安装 fonts-noto-cjk",                                   \
      "there is no Chinese font: install fonts-noto-cjk")                                          \
    X(PAPER_FAILED, "PDF 文件没有生成", "the PDF could not be made")

/* store: SQLite. */
#define STATUS_CODES_STORE(X)                                                                      \
    X(STORE_FAILED, "数据库出错", "the database failed")                                           \
    X(STORE_BUSY, "数据库正被占用", "the database is busy")                                        \
    X(STORE_CORRUPT, "数据库文件已损坏", "the database file is damaged")                           \
    X(STORE_MIGRATION_CHANGED, "数据库结构与本程序不符（迁移的校验和不同）",                       \
      "the database's migrations differ from this program's")                                      \
    X(STORE_OLDER, "数据库由旧版本的程序建立，先运行一次会写入的命令即可升级",                     \
      "the database was made by an older program: any command that writes brings it up")           \
    X(STORE_NEWER, "数据库由更新版本的程序建立", "the database was made by a newer program")

/* proof: Merkle log, signed notes, receipts. */
#define STATUS_CODES_PROOF(X)                                                                      \
    X(CERTIFICATE_MALFORMED, "不是 PEM 格式的证书或私钥",                                          \
      "this is no certificate or private key in PEM")                                              \
    X(CERTIFICATE_KEY, "私钥与证书不配", "the private key is not the certificate's")               \
    X(KEY_MALFORMED, "公钥格式不对", "this is not a well-formed verifier key")                     \
    X(NOTE_MALFORMED, "不是合格的签名文书", "this is not a well-formed signed note")               \
    X(NOTE_UNSIGNED, "没有这把公钥的签名", "no signature by this key")                             \
    X(SIGNATURE_WRONG, "签名不对，内容被改过", "the signature is wrong: the text was changed")     \
    X(CHECKPOINT_MALFORMED, "检查点格式不对", "this is not a well-formed checkpoint")              \
    X(PROOF_MALFORMED, "凭证格式不对", "this is not a well-formed receipt")                        \
    X(PROOF_WRONG, "凭证算出的根与检查点不符", "the proof does not lead to the checkpoint's root") \
    X(TREE_WRONG, "哈希文件与日志不符", "the hash files do not match the log")

/* journal: frames, records, the way in. */
#define STATUS_CODES_JOURNAL(X)                                                                    \
    X(JOURNAL_DAMAGED, "账本日志已损坏", "the journal is damaged")                                 \
    X(JOURNAL_ROOT_WRONG, "账本日志的哈希根不符", "the journal's Merkle root does not match")      \
    X(JOURNAL_READ_ONLY, "没有密钥，只能查看", "there is no key: read only")                       \
    X(FOLDER_BUSY, "另一个程序正在写这个数据目录，请稍后再试",                                     \
      "another program is writing to this data folder: try again later")                           \
    X(UNKNOWN_RETRY, "写入结果未知，请用同一编号重试",                                             \
      "it is not known whether this was stored: try again with the same id")                       \
    X(BOOKS_DIFFER, "账簿与日志不符", "the books do not follow from the journal")                  \
    X(INVARIANT_BROKEN, "账目不平", "an invariant of the books is broken")                         \
    X(ID_TAKEN, "这个编号已用于别的操作", "this id was used for another operation")                \
    X(OPERATION_MALFORMED, "操作内容不合格式", "the operation is malformed")                       \
    X(OPERATION_UNKNOWN, "不认识的操作类型", "unknown kind of operation")                          \
    X(CONTINUE_NOTHING, "日志没有少记录，不必换名称接着记",                                        \
      "the log lacks no record: there is nothing to go on from under a new name")                  \
    X(RECORD_NOT_FOUND, "没有这条记录", "there is no such record")

/* identity: villages, people, households, roles, private data. */
#define STATUS_CODES_IDENTITY(X)                                                                   \
    X(VILLAGE_UNKNOWN, "没有这个村", "unknown village")                                            \
    X(VILLAGE_EXISTS, "这个村已经建过", "the village exists already")                              \
    X(HOUSEHOLD_UNKNOWN, "没有这一户", "unknown household")                                        \
    X(HOUSEHOLD_EXISTS, "这一户已经建过", "the household exists already")                          \
    X(PERSON_UNKNOWN, "没有这个人", "unknown person")                                              \
    X(PERSON_EXISTS, "这个人已经在册", "the person is on the roster already")                      \
    X(NOT_REGISTERED, "此人尚未注册", "the person is not registered")                              \
    X(BEFORE_REGISTRATION, "早于此人的注册日", "before the person's registration")                 \
    X(ALREADY_REGISTERED, "此人已经注册", "the person is registered already")                      \
    X(ACCOUNT_CLOSED, "账户已注销", "the account is closed")                                       \
    X(ACCOUNT_NOT_EMPTY, "账户里还有工分，不能注销", "the account still holds points")             \
    X(HOUSEHOLD_SAME, "此人本来就在这一户", "the person is in this household already")             \
    X(ERASURES_MALFORMED, "不是删除名单（每行 32 位十六进制）",                                    \
      "this is no list of erasures (a line each, 32 hex digits)")                                  \
    X(ROLE_HELD, "此人已有这个身份", "the person holds this role already")                         \
    X(CONSENT_GIVEN, "此人已同意这一版", "this version is agreed to already")                      \
    X(CONSENT_NOT_GIVEN, "此人没有给过这项同意", "no such consent stands")                         \
    X(CONSENT_VERSION, "同意书的版本不对", "another version of the consent stands")                \
    X(HEIR_WRONG, "继承人不能是本人", "nobody is their own heir")                                  \
    X(ROLE_NOT_HELD, "此人没有这个身份", "the person does not hold this role")

/* auth: log-ins. */
#define STATUS_CODES_AUTH(X)                                                                       \
    X(LOGIN_WRONG, "账号、密码或动态口令不对", "account, password or one-time code is wrong")      \
    X(LOGIN_NONE, "您还没有设密码", "you have not set a password yet")                             \
    X(TRY_LATER, "错的次数太多，请等一会儿再试", "too many wrong tries: wait a while")             \
    X(CROSS_SITE, "这个请求不是从本站的页面发出的", "the request did not come from our own page")  \
    X(SESSION_UNKNOWN, "没有这个登录", "there is no such session")                                 \
    X(PHONE_WRONG, "手机号应为 11 位数字，以 1 开头", "a phone number has 11 digits, the first 1") \
    X(PHONE_CODE_WRONG, "验证码不对或已过期", "the code is wrong or too old")                      \
    X(PHONE_NOT_YOURS, "这个手机号不是此人的", "the phone is not this person's")                   \
    X(SMS_NONE, "这里不能发短信，请找村里的社工",                                                  \
      "no SMS can be sent here: ask the social worker")                                            \
    X(BIND_WRONG, "微信登录已过期，请重新打开", "the log-in by WeChat is over: open it again")     \
    X(WECHAT_CODE, "微信的登录凭证无效或已用过", "WeChat's code is not valid or was used")         \
    X(WECHAT_BLOCKED, "微信拒绝了这次登录", "WeChat does not allow this log-in")                   \
    X(WECHAT_LATER, "微信登录太频繁，请稍后再试", "too many log-ins by WeChat, try again shortly") \
    X(WECHAT_BUSY, "微信暂时没有回应，请稍后再试", "WeChat does not answer just now")              \
    X(WECHAT_SETUP, "微信登录没有设好，请告诉村里", "log-in by WeChat is not set up properly")     \
    X(PASSWORD_WEAK, "密码太容易猜：至少 12 个字符，不能是常见密码，不能含自己的编号",             \
      "too easy to guess: at least 12 characters, not a common one, without your number")          \
    X(ENROLMENT_WRONG, "开通码不对，或者已经用过、过期",                                           \
      "the enrolment code is wrong, used or over")                                                 \
    X(TOTP_WRONG, "动态口令不对，请核对手机时间",                                                  \
      "the one-time code is wrong: is the clock right?")                                           \
    X(OFFICE_ELSEWHERE, "此人在别的村也有职务，请各村管理员之一在主机上用 access 命令办理",        \
      "the person holds an office in another village, too: use the access command on the machine")

/* outbound: calls to other servers. */
#define STATUS_CODES_OUTBOUND(X)                                                                   \
    X(OUTBOUND_URL, "不能访问这个网址", "this address is not to be called")                        \
    X(OUTBOUND_LARGE, "对方的回答太长", "the other server's answer is too long")                   \
    X(OUTBOUND_FAILED, "联系不上对方的服务器", "the other server cannot be reached")

/* ledger: accounts, postings, lots. */
#define STATUS_CODES_LEDGER(X)                                                                     \
    X(NOT_ENOUGH_POINTS, "工分不够", "not enough points")                                          \
    X(POINTS_OUT_OF_RANGE, "工分数不在允许的范围内", "the number of points is out of range")       \
    X(POINTS_WAITING, "还有公示中或预留的工分",                                                    \
      "there are points in their notice period or held for a shop")                                \
    X(LOT_NOT_DUE, "这批工分还没有到期", "this lot has not expired yet")                           \
    X(LOT_EMPTY, "这批工分已经没有剩余", "nothing is left of this lot")

/* points: rules, activities, awards, shops, fund. */
#define STATUS_CODES_POINTS(X)                                                                     \
    X(RULE_UNKNOWN, "没有这条工分规则", "unknown rule")                                            \
    X(RULE_MALFORMED, "工分规则的内容不合要求", "the rule is not well formed")                     \
    X(RULE_VERSION_WRONG, "规则版本号必须依次加一", "a rule's versions must follow one another")   \
    X(RULE_BACKWARDS, "规则不能往回改", "a rule cannot be changed backwards")                      \
    X(RULE_NOT_VALID_YET, "规则在这一天还没有生效", "the rule is not valid on this day")           \
    X(ACTIVITY_UNKNOWN, "没有这个活动", "unknown activity")                                        \
    X(ACTIVITY_EXISTS, "这个活动已经建过", "the activity exists already")                          \
    X(ACTIVITY_CLOSED, "活动已经结束登记", "the activity is closed")                               \
    X(ACTIVITY_ATTENDED, "已经有人出勤，不能取消", "it was attended and cannot be cancelled")      \
    X(ACTIVITY_TIMES, "活动的起止时间不对", "the activity's times are wrong")                      \
    X(ACTIVITY_RULE, "这条规则不用于这个活动", "the activity is not under this rule")              \
    X(ATTENDANCE_TIMES, "签退早于签到", "check-out before check-in")                               \
    X(ATTENDANCE_OUTSIDE, "签到签退不在活动时间内", "the stay does not overlap with the activity") \
    X(ATTENDANCE_EXISTS, "这次签到已经登记", "this attendance is recorded already")                \
    X(ATTENDANCE_FUNDED, "这次参加已经发过工分", "this attendance has been awarded already")       \
    X(DAY_WRONG, "日期与时间不符", "the day does not match the time")                              \
    X(ONCE_ONLY, "这项工分每人（户）只给一次", "these points are given once only")                 \
    X(GRADE_OUT_OF_RANGE, "评分超出规则的上限", "the grade is outside the rule's range")           \
    X(TWO_EYES_PROPOSER, "提出人不合规则要求", "the rule asks for another proposer")               \
    X(TWO_EYES_APPROVER, "审核人不合规则要求", "the rule asks for another approver")               \
    X(TWO_EYES_SAME, "提出、审核、受益必须是三个人",                                               \
      "proposer, approver and beneficiary must be three people")                                   \
    X(TWO_EYES_HOUSEHOLD, "审核人与受益人不能是一户",                                              \
      "approver and beneficiary must not be of one household")                                     \
    X(SYSTEM_RULE_LIMIT, "系统自动发放只限五分以内且有日志佐证的规则",                             \
      "the system may only award rules of at most 5 points with log evidence")                     \
    X(FUND_EXHAUSTED, "积分基金不足", "the fund is exhausted")                                     \
    X(FUND_UNKNOWN, "还没有基金入账", "no deposit has been made to the fund")                      \
    X(FEN_OUT_OF_RANGE, "金额不在允许的范围内", "the amount is out of range")                      \
    X(SHOP_UNKNOWN, "没有这个兑换点", "unknown shop")                                              \
    X(SHOP_EXISTS, "这个兑换点已经建过", "the shop exists already")                                \
    X(GOODS_UNKNOWN, "没有这种商品", "unknown goods")                                              \
    X(OUT_OF_STOCK, "这种商品没有库存了", "out of stock")                                          \
    X(QUANTITY_OUT_OF_RANGE, "数量不在允许的范围内", "the quantity is out of range")               \
    X(PRICE_WRONG, "付的工分和现金与现在的标价不符",                                               \
      "points and cash paid do not make the price of today")                                       \
    X(HOLD_TIMES, "预留的截止时间不对", "the hold ends too early or too late")                     \
    X(HOLD_ENDED, "在预留截止之后", "after the hold's end")                                        \
    X(HOLD_RUNNING, "预留还没有截止", "the hold has not ended yet")                                \
    X(PANEL_UNKNOWN, "没有为此人的这项申报抽过评议小组",                                           \
      "no panel was drawn for this claim of this person")                                          \
    X(PANEL_EXISTS, "这项申报已经抽过评议小组", "a panel was drawn for this claim already")        \
    X(PANEL_USED, "这个评议小组已经评定过", "this panel has given its award already")              \
    X(PANEL_MISSING, "活动以外的这类工分须由抽签产生的评议小组评定",                               \
      "outside an activity, points under this rule need a panel that was drawn")                   \
    X(PANEL_SHORT, "可以抽取的评议员不足三人", "fewer than three reviewers can be drawn")          \
    X(PANEL_ROOT, "抽签所用的日志根不是最新的", "the draw does not go by the log's newest root")   \
    X(PANEL_WRONG, "评议小组成员与抽签结果不符", "the members are not those who are drawn")        \
    X(RELEASE_DAY_WRONG, "转正日不合规则的公示期",                                                 \
      "the day of release does not fit the rule's notice")                                         \
    X(OBJECTION_OPEN, "有人提出异议，正在复核", "there is an objection that is not decided")       \
    X(OBJECTION_NONE, "没有待裁定的异议", "there is no objection to be decided")                   \
    X(OBJECTION_LATE, "提出异议或申诉的期限已过", "the time for objections or appeals is over")    \
    X(OBJECTION_UPHELD, "异议成立，这笔工分不能转正",                                              \
      "the objection was upheld: the award does not become available")                             \
    X(OBJECTION_JUDGE, "须由没有经手、与当事人不同户的监督委员或评议员裁定，申诉由镇里裁定",       \
      "somebody else decides: oversight or a reviewer, without part in it; appeals: the town")     \
    X(TARGET_KIND, "这条记录不能这样处理", "this cannot be done to that kind of record")           \
    X(TARGET_DONE, "这条记录已经处理过", "this was done to that record already")                   \
    X(NOTICE_RUNNING, "公示期未满", "the notice period is still running")                          \
    X(SETTLE_FEN_WRONG, "结算金额与工分不符", "the fen paid do not match the points")

/* app: the command line. */
#define STATUS_CODES_APP(X)                                                                        \
    X(USAGE, "用法不对", "wrong use")                                                              \
    X(CHECKPOINT_BEHIND, "检查点还没有覆盖这条记录，请稍后再试",                                   \
      "the checkpoint does not cover this record yet: try again in a moment")                      \
    X(CHECKPOINT_MISSING, "检查点文件不见了；下一次写入（如 import）会重新签一份",                 \
      "the signed checkpoint is gone; the next command that writes (import) signs a new one")      \
    X(KEYS_MISSING, "没有密钥（keys.db），村民的资料打不开，只能看合计",                           \
      "there are no keys (keys.db): people stay unknown, only totals can be shown")                \
    X(PEOPLE_MISSING, "村民资料（people.db）不见了，请从备份恢复",                                 \
      "people.db is gone: bring it back from a backup")                                            \
    X(VILLAGE_NONE, "这里还没有村，请先用 import 导入", "there is no village yet: import one")     \
    X(ORIGIN_MALFORMED, "日志名称不能用（不能有空格和加号，应像 example.org/cun）",                \
      "this cannot be a log's name (no spaces, no plus sign; like example.org/village)")           \
    X(OUTPUT_LOST, "输出没有写完整（磁盘是否已满？）",                                             \
      "the output was not written completely (is the disk full?)")                                 \
    X(FOLDER_FOREIGN, "这不是三宝的数据目录，不会动它；请换一个目录",                              \
      "this is not a data folder of Sanbao and is left alone: name another")                       \
    X(FOLDER_MISSING, "数据目录不存在，请先运行 init", "there is no data folder yet: run init")    \
    X(FOLDER_EXISTS, "数据目录已存在", "the data folder exists already")                           \
    X(CLOCK_BACKWARDS, "村里的日期不能早于最后一条记录",                                           \
      "the village day cannot be before the last record's day")                                    \
    X(UPGRADE_NOTHING, "没有可以退回的升级", "there is no upgrade to go back from")                \
    X(UPGRADE_WORKED, "升级之后已经有了新的记录或资料，不能退回（资料可以用 --lose 放弃）",        \
      "records or private data came in since the upgrade: no way back (--lose gives up the data)") \
    X(SETTING_LINE, "这一行既不是注释，也不是「键 = 值」",                                         \
      "the line is neither a comment nor \"key = value\"")                                         \
    X(SETTING_UNKNOWN, "没有这一项设置", "there is no such setting")                               \
    X(SETTING_TWICE, "同一项设置写了两次", "the setting stands twice")                             \
    X(SETTING_VALUE, "设置的值不合要求", "this value does not fit the setting")                    \
    X(SETTING_CONTRADICTION, "这项设置与别的设置矛盾", "the setting contradicts another one")      \
    X(SETTING_PLAIN, "对外监听却没有加密",                                                         \
      "this would listen beyond the machine without encryption")                                   \
    X(SECRET_OPEN, "这个文件存着密钥，却能被别人读到（chmod 600）",                                \
      "this file holds a secret and others may read it (chmod 600)")

/* http: listening. */
#define STATUS_CODES_HTTP(X)                                                                       \
    X(HTTP_LISTEN, "无法监听这个地址（被占用、没有权限，或不是本机地址）",                         \
      "cannot listen on this address (in use, not permitted, or not this machine's)")              \
    X(CARD_MALFORMED, "卡号不对，请再看一遍", "this is no card's number: look at it again")        \
    X(CARD_UNKNOWN, "没有这张卡", "there is no such card")                                         \
    X(CARD_BLOCKED, "这张卡已停用", "the card was blocked")                                        \
    X(PIN_WEAK, "这个密码太容易猜到，请换一个", "this PIN is easily guessed: choose another one")  \
    X(PIN_NONE, "这张卡还没有设密码", "no PIN was set for this card yet")                          \
    X(PIN_WRONG, "密码不对", "the PIN is wrong")                                                   \
    X(PIN_LOCKED, "密码输错太多次，已锁定，请找村里解锁",                                          \
      "too many wrong PINs: the village office unlocks it")                                        \
    X(DEVICE_ENDED, "设备的登记已到期，或登记人已不担任这个职务，请重新登记",                      \
      "the device's enrolment is over, or its holder's office is: enrol it anew")                  \
    X(DEVICE_KEY_TAKEN, "这个公钥已经登记过，请生成新的",                                          \
      "this key was enrolled before: make one")                                                    \
    X(DEVICE_SIGNATURE, "设备的签名不对", "the device's signature is wrong")                       \
    X(HTTP_TLS, "TLS 证书或私钥不能用", "the TLS certificate or its key cannot be used")

/* service: what every request can meet. */
#define STATUS_CODES_SERVICE(X)                                                                    \
    X(ROUTE_UNKNOWN, "没有这个地址", "there is nothing at this address")                           \
    X(METHOD_UNKNOWN, "这个地址不接受这种请求", "this address does not take this kind of request") \
    X(SESSION_NEEDED, "请先登录", "please log in first")                                           \
    X(SESSION_ENDED, "登录已失效，请重新登录", "the session has ended, please log in again")       \
    X(NOT_AT_TILL, "这件事不能在店里的设备上办，请到村里，或用自己的手机",                         \
      "not at a shop's till: in the office, or on a phone of your own")                            \
    X(NOT_ALLOWED, "您没有这项权限", "you may not do this")                                        \
    X(BODY_TOO_LARGE, "请求内容太大", "the request's body is too large")                           \
    X(BODY_TYPE, "请求内容应为 JSON（Content-Type: application/json）",                            \
      "the body must be JSON (Content-Type: application/json)")                                    \
    X(FIELD_MISSING, "缺少必填的一项", "a field that is needed is missing")                        \
    X(FIELD_UNKNOWN, "多了一项不认识的内容", "there is a field that is not known here")            \
    X(FIELD_WRONG, "这一项填得不对", "this field is not as it must be")                            \
    X(IDEMPOTENCY_KEY, "缺少 Idempotency-Key，或者它不是 16 字节的十六进制",                       \
      "the Idempotency-Key is missing or is not 16 bytes in hexadecimal")                          \
    X(CURSOR_WRONG, "翻页标记无效", "the page cursor is not valid")                                \
    X(DESK_FULL, "现在太忙，请稍后再试", "too busy just now, please try again shortly")

/* activity: from the plan to the approval. */
#define STATUS_CODES_ACTIVITY(X)                                                                   \
    X(PLAN_STATE, "活动现在的状态不能这样处理", "this cannot be done with the activity as it is")  \
    X(PLAN_EYES, "发布的人不能是提出人或领队", "not by who proposed it or leads it")               \
    X(CODE_WRONG, "签到码不对，或者已经过期", "the code is wrong or too old")                      \
    X(CHECKIN_TIME, "不在可以签到、签退的时间内", "outside the time for check-in or check-out")    \
    X(SIGNUP_FULL, "名额已满", "no place is left")                                                 \
    X(STAY_UNKNOWN, "没有这次出勤", "there is no such stay")                                       \
    X(STAY_NOT_IN, "还没有签到", "not checked in yet")                                             \
    X(STAY_OPEN, "还有人没有签退", "somebody has not checked out yet")                             \
    X(STAY_AWARDED, "这次出勤已经记了工分，不能再改", "the points are booked: no change any more") \
    X(STAY_REJECTED, "这次出勤没有通过审核", "the stay was turned down")                           \
    X(STAY_EYES, "同一个人不能既改又审、既否又复", "another person must do this")                  \
    X(SIGNUP_CLOSED, "报名或取消的时间已过", "the time for this is over")                          \
    X(PLAN_FIXED, "发布以后这一项不能再改，请取消后重新提出",                                      \
      "this cannot change once it is published: cancel it and propose anew")                       \
    X(PLAN_ATTENDED, "已经有人签到，不能取消", "somebody has checked in: it cannot be cancelled")  \
    X(ROW_UNKNOWN, "没有这一行，请核对行号", "there is no such row: look at its code again")       \
    X(DEVICE_UNKNOWN, "没有这台设备", "there is no such device")                                   \
    X(DEVICE_REVOKED, "设备已停用", "the device was revoked")                                      \
    X(DEVICE_COUNT, "设备太多，请先停用旧的", "too many devices: revoke an old one first")         \
    X(DEVICE_CLOCK, "设备时间差得太多，请先校准",                                                  \
      "the device's clock is too far off: set it first")                                           \
    X(BUNDLE_UNKNOWN, "没有这个离线包，或者不是这台设备领的",                                      \
      "there is no such bundle, or another device got it")                                         \
    X(BATCH_FORGED, "签名不对，全部不收", "the signature is wrong: nothing was taken")             \
    X(ITEM_CHANGED, "同一流水号的内容与以前不同", "the same number said something else before")    \
    X(ITEM_LATE, "离线包已过期之后的记录", "noted after the bundle's day was over")                \
    X(ITEM_CLOCK, "时间早于领包，或晚于现在", "before the bundle was given, or after now")         \
    X(DRAFT_UNKNOWN, "没有这份草案", "there is no such draft")                                     \
    X(DRAFT_ADOPTED, "草案已经会议通过", "a meeting has adopted the draft")                        \
    X(DRAFT_EYES, "起草人不能自己登记生效", "not by the draft's author")                           \
    X(TRIAL_UNKNOWN, "还没有试算，或者服务重启过，请重新试算",                                     \
      "there is no trial, or the service was restarted: start one")                                \
    X(PHOTO_NEEDED, "这类活动收尾时须有照片", "this kind of work is closed out with a photo")      \
    X(PHOTO_UNKNOWN, "没有这张照片", "there is no such photo")                                     \
    X(PHOTO_COUNT, "一个活动最多 12 张照片", "an activity has at most 12 photos")                  \
    X(STAY_VOUCHER, "领队本人的出勤要由社工提出",                                                  \
      "the leader's own stay is for a social worker to propose")

/* claim: points that somebody asks for. */
#define STATUS_CODES_CLAIM(X)                                                                      \
    X(CLAIM_UNKNOWN, "没有这件申报", "there is no such claim")                                     \
    X(CLAIM_RULE, "这条规则的工分不用申报", "points under this rule are not asked for by a claim") \
    X(CLAIM_OLD, "事情过去一年以上，不能再申报", "it was more than a year ago")                    \
    X(CLAIM_MANY, "还没有结果的申报太多，请等一等", "too many of your claims are not decided yet") \
    X(CLAIM_EXISTS, "同一天的同一件事已经申报过", "the same was claimed for that day already")     \
    X(CLAIM_STATE, "申报现在的状态不能这样处理",                                                   \
      "this cannot be done with the claim as it stands")                                           \
    X(CLAIM_RELATED, "本人、家里人和代办人要回避", "kin, helpers and who filed it stand back")     \
    X(CLAIM_PANEL, "这件申报由抽签产生的评议小组评定", "a panel that was drawn judges this claim") \
    X(CLAIM_SEAT, "您不在这件申报的评议小组里", "you do not sit on this claim's panel")            \
    X(CLAIM_VOTED, "您已经表决过", "you have voted already")                                       \
    X(CLAIM_SAME, "您经手过这件申报，要由另外的人复核", "you decided about it before")             \
    X(CLAIM_LATE, "复核或申诉的七天期限已过", "the seven days for this are over")                  \
    X(REVERSAL_UNKNOWN, "没有这件冲正", "there is no such reversal")                               \
    X(REVERSAL_EXISTS, "这笔工分已经有人提出冲正", "a reversal of this award waits already")       \
    X(REVERSAL_DECIDED, "这件冲正已经决定", "this reversal was decided already")                   \
    X(REVERSAL_HEARING, "要等本人说明，或满三天", "the person has three days to answer first")     \
    X(OBJECTION_OWN, "不能对自己的工分提异议", "these are your own points")                        \
    X(OBJECTION_MANY, "您还有几件异议没有裁定，请等一等",                                          \
      "several of your objections are not decided yet")                                            \
    X(CLAIM_PHOTO_COUNT, "一件申报最多 6 张照片", "a claim has at most 6 photos")                  \
    X(CLAIM_PHOTO_NEEDED, "这条规则须有照片", "this rule asks for a photo")

/* shop: spending over the counter. */
#define STATUS_CODES_SHOP(X)                                                                       \
    X(SPEND_CODE_DEAD, "付分码已失效，请在手机上重新出示",                                         \
      "this code is no longer good: show a new one on the phone")                                  \
    X(SPEND_SCAN_DEAD, "这次扫码已失效，请重新扫码", "this scan is no longer good: scan again")    \
    X(SPEND_OWN_SHOP, "不能在自己店里给自己记账", "a shopkeeper cannot book their own spending")   \
    X(REFUND_LATE, "超过了退货期限", "the time for a refund is over")                              \
    X(MOTION_UNKNOWN, "没有这件事项", "there is no such motion")                                   \
    X(MOTION_STATE, "这件事项现在的状态不能这样处理",                                              \
      "this cannot be done with the motion as it stands")                                          \
    X(MOTION_EYES, "提出人、店主和店主家里的人不能签字",                                           \
      "not by who proposed it, keeps the shop, or lives with its keeper")                          \
    X(MOTION_SIGNED, "您已经签过字", "you have signed this already")                               \
    X(MOTION_WAITING, "这家店还有没办完的同类事项",                                                \
      "there is one of this kind for this shop that is not decided yet")                           \
    X(MEETING_NEEDED, "金额较大，请写明是哪次会议议定的",                                          \
      "for this amount, name the meeting that resolved it")                                        \
    X(MONTH_RUNNING, "这个月还没有过完", "this month is not over yet")                             \
    X(PAYMENT_NOTHING, "没有待结的工分", "there is nothing to settle")                             \
    X(TILL_FORGED, "设备的签名不对", "the device's signature is wrong")                            \
    X(TILL_CLOCK, "设备的时钟快了，请先校准", "the device's clock is ahead: set it first")         \
    X(HOLD_LIMIT, "超过了可以预留的工分", "more than may be held apart")                           \
    X(NOTICE_NONE, "这个月还没有公示", "there is no notice of this month")                         \
    X(DISPUTE_UNKNOWN, "没有这件异议", "there is no such dispute")                                 \
    X(DISPUTE_EXISTS, "这笔兑换已经提过异议", "this redemption was disputed already")              \
    X(DISPUTE_ANSWERED, "这件异议已经答复", "this dispute was answered already")

/* oversight: the board's desk. */
#define STATUS_CODES_OVERSIGHT(X)                                                                  \
    X(SIGNAL_UNKNOWN, "没有这个信号", "there is no such signal")                                   \
    X(SIGNAL_NEAR, "与您本人、家人或您的店有关，请由别的委员来办",                                 \
      "it concerns you, your household or your shop: another member deals with it")                \
    X(SIGNAL_DONE, "这个信号已经答复", "this signal was answered already")                         \
    X(SIGNAL_NOT_TAKEN, "请先接手，再答复", "take it up first, then answer it")                    \
    X(SPOT_UNKNOWN, "没有抽到这条记录", "this record was not drawn")                               \
    X(SPOT_DONE, "这条记录已经查过", "this record was checked already")                            \
    X(SPOT_MEANS, "请写明是看了照片、问了本人，还是看了现场",                                      \
      "say how it was checked: photos, the person, or the place")

/* residents: people, as they come, act for one another, move and go. */
#define STATUS_CODES_RESIDENTS(X)                                                                  \
    X(GUARDIAN_MISSING, "不满十四周岁，要先由监护人确认", "under 14: a guardian must agree first") \
    X(POWER_MISSING, "没有替此人办这件事的授权", "there is no power to do this for the person")    \
    X(POWER_LIMIT, "超过了每天可代办的工分", "more than may be spent for the person in a day")     \
    X(TIE_UNKNOWN, "没有这份授权", "there is no such power of attorney")                           \
    X(TIE_ENDED, "这份授权已经结束", "this power of attorney has ended")                           \
    X(TIE_EXISTS, "两人之间已经有一份授权", "there is one between these two already")              \
    X(TIE_SELF, "不能授权给自己", "nobody can be given power over themselves")                     \
    X(TIE_OFFICIAL, "本人或家人不能给自己确认授权", "it must be confirmed by somebody unrelated")  \
    X(NOT_MINOR, "已满十四周岁，不需要监护人", "14 or older: no guardian is needed")               \
    X(DAY_IN_FUTURE, "日期不能晚于今天", "the day is still to come")                               \
    X(FIRST_RUN_DONE, "首次设置已经做过", "the first run was done already")                        \
    X(SETUP_CODE_WRONG, "安装码不对，请看启动服务的终端",                                          \
      "wrong setup code: look at the terminal on which the service was started")                   \
    X(SETUP_CODE_LOCKED, "安装码错得太多，请重新启动服务",                                         \
      "too many wrong setup codes: start the service again")                                       \
    X(DUPLICATE_LIKELY, "名册上有很像的人，请先核对", "somebody very alike is on the roster")      \
    X(MATTER_UNKNOWN, "没有这件事项", "there is no such matter")                                   \
    X(MATTER_DECIDED, "这件事项已经办结", "this matter was decided already")                       \
    X(MATTER_EXPIRED, "提出已超过七天，请重新提出",                                                \
      "proposed more than seven days ago: propose it again")                                       \
    X(OFFICE_HELD, "还有职务，要先卸任", "an office is held: it must be given back first")         \
    X(POINTS_LEFT, "还有工分：先用完，或者说明放弃",                                               \
      "points are left: spend them first, or say that they are given up")                          \
    X(PUBLIC_URL_NONE, "还没有设网址 public_url", "no public_url is set for the code")             \
    X(PURPOSE_UNKNOWN, "没有这个用途", "there is no such purpose")                                 \
    X(CONSENT_GUARDIAN, "不满十四周岁，由监护人同意或收回", "under 14: the guardian agrees")       \
    X(CONSENT_WITHDRAWN, "本人收回了参加的同意", "consent to taking part was taken back")          \
    X(WELCOME_UNKNOWN, "此人没有待发的注册工分", "no points of welcome wait for this person")

enum status_code {
    STATUS_OK = 0,
#define X(NAME, ZH, EN) STATUS_##NAME,
    STATUS_CODES(X)
#undef X
};
