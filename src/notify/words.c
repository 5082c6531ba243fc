/* words.c - all that people are ever told, in both languages. Facts that concern them, each a
 * sentence; no text asks them to come, to click or to do more. */
#include <string.h>

#include "notify/notify_internal.h"

static const struct {
    enum notify_kind kind;
    const char *title_zh; /* at most 20 characters: the first word of a WeChat message */
    const char *title_en;
    const char *zh;
    const char *en;
} words[TEXTS_COUNT] = {
    [TEXT_ENROLMENT] = {NOTIFY_SAFETY, "登录安全", "Your log-in",
                        "有人为您发了重设登录的开通码。如果不是您本人要求的，请马上联系村里。",
                        "A code to set up your log-in anew was given out. If you did not ask for "
                        "it, tell the village office at once."},
    [TEXT_PASSWORD] = {NOTIFY_SAFETY, "登录安全", "Your log-in",
                       "您的密码已更改。如果不是您本人改的，请马上联系村里。",
                       "Your password was changed. If it was not you, tell the village office at "
                       "once."},
    [TEXT_WECHAT] = {NOTIFY_SAFETY, "登录安全", "Your log-in",
                     "您的账户已绑定一个微信号。如果不是您本人绑定的，请马上联系村里。",
                     "A WeChat account was bound to you. If it was not you, tell the village "
                     "office at once."},
    [TEXT_CARD_BLOCKED] = {NOTIFY_SAFETY, "工分卡", "Your card",
                           "您尾号 %1 的工分卡已停用，工分还在您的账户里。",
                           "Your card ending in %1 is blocked; your points are safe."},
    [TEXT_CARD_ISSUED] = {NOTIFY_SAFETY, "工分卡", "Your card",
                          "为您办了尾号 %1 的工分卡，以前的卡不能再用。",
                          "A card ending in %1 was made out for you; earlier ones are void."},
    [TEXT_PIN_LOCKED] = {NOTIFY_SAFETY, "工分卡", "Your card",
                         "您的工分卡连续五次输错密码，已锁定，请到村里解锁。",
                         "Five wrong PINs were entered with your card. It is locked; the village "
                         "office unlocks it."},
    [TEXT_PIN_SET] = {NOTIFY_SAFETY, "工分卡", "Your card",
                      "您的工分卡设了新的密码。如果不是您本人设的，请马上联系村里。",
                      "A new PIN was set for your card. If it was not you, tell the village office "
                      "at once."},
    [TEXT_PIN_UNLOCKED] = {NOTIFY_SAFETY, "工分卡", "Your card",
                           "您的工分卡密码已由村里工作人员解锁。如果不是您要求的，请马上联系村里。",
                           "An official unlocked your card's PIN. If you did not ask for it, tell "
                           "the village office at once."},
    [TEXT_DEVICE] = {NOTIFY_SAFETY, "设备登记", "A device",
                     "设备“%1”已登记在您名下。如果不是您要求的，请马上联系村里。",
                     "The device \"%1\" was enrolled in your name. If you did not ask for it, tell "
                     "the village office at once."},
    [TEXT_ACTIVITY_CHANGED] = {NOTIFY_ACTIVITY, "活动变更", "An activity has changed",
                               "您报名的“%1”有变化：%2。",
                               "\"%1\", for which you signed up, has changed: %2."},
    [TEXT_ACTIVITY_OFF] = {NOTIFY_ACTIVITY, "活动取消", "An activity is off",
                           "您报名的“%1”取消了：%2。",
                           "\"%1\", for which you signed up, is off: %2."},
    [TEXT_PLACE_FREE] = {NOTIFY_ACTIVITY, "候补到位", "A place for you",
                         "您候补的“%1”有名额了，您已经在名单里；来不了请取消。",
                         "There is a place for you in \"%1\"; if you cannot come, please cancel."},
    [TEXT_EXPIRY] = {NOTIFY_POINTS, "工分到期", "Points expire", "您有 %1 工分将在 %2 到期。",
                     "%1 of your points expire on %2."},
    [TEXT_EXPIRED] = {NOTIFY_POINTS, "工分到期", "Points expired",
                      "您有 %2 工分满 24 个月没有用，到期了。",
                      "%2 of your points were not spent within 24 months and have expired."},
    [TEXT_AWARDED] = {NOTIFY_POINTS, "工分入账", "Points for you",
                      "您的“%1”记了 %2 工分，现在共有 %3 分。",
                      "%2 points for \"%1\"; you now have %3."},
    [TEXT_AWARD_WAITS] = {NOTIFY_POINTS, "工分公示", "Points on notice",
                          "您的“%1”%2 工分开始公示，期满没有异议就可以用。",
                          "%2 points for \"%1\" are on notice; without objection they can be spent "
                          "after it."},
    [TEXT_AWARD_UNFUNDED] = {NOTIFY_POINTS, "工分待补", "Points to come",
                             "您的“%1”已记下。基金不足，先记 0 分，基金到账后可以补发。",
                             "\"%1\" was noted. The fund is empty: 0 points for now, to be given "
                             "once it is paid in."},
    [TEXT_INHERITED] = {NOTIFY_POINTS, "工分转入", "Points passed on",
                        "%2 工分转到了您的账户，现在共有 %3 分。",
                        "%2 points passed on to you; you now have %3."},
    [TEXT_STAY_REFUSED] = {NOTIFY_ACTIVITY, "活动审核", "An activity of yours",
                           "您参加的“%1”没有通过审核：%2。可以请另外的人复核。",
                           "Your part in \"%1\" was turned down: %2. You may ask others to look "
                           "again."},
    [TEXT_STAY_CORRECTED] = {NOTIFY_ACTIVITY, "活动时间更正", "Your times were corrected",
                             "您参加“%1”的时间有更正：%2。不对请找村里。",
                             "Your times in \"%1\" were corrected: %2. If that is wrong, tell the "
                             "village office."},
    [TEXT_AWARD_VOID] = {NOTIFY_POINTS, "工分更正", "Points corrected",
                         "您的“%1”的 %2 工分已撤回，可以申诉。",
                         "%2 points for \"%1\" were taken back; you may appeal."},
    [TEXT_CLAIM_FILED] = {NOTIFY_CLAIM, "代为申报", "A claim for you",
                          "有人替您申报了“%1”。如果您没有同意，可以撤回。",
                          "\"%1\" was claimed in your name. If you did not agree, withdraw it."},
    [TEXT_CLAIM_AWARDED] = {NOTIFY_CLAIM, "申报结果", "Your claim", "您申报的“%1”已通过，%2 工分。",
                            "Your claim \"%1\" was approved: %2 points."},
    [TEXT_CLAIM_REFUSED] = {NOTIFY_CLAIM, "申报结果", "Your claim",
                            "您申报的“%1”没有通过，缘由在申报里，可以请另外的人复核。",
                            "Your claim \"%1\" was turned down; the reason stands there, and you "
                            "may ask others to look again."},
    [TEXT_PANEL_DRAWN] = {NOTIFY_CLAIM, "抽签结果", "Drawn by lot",
                          "您被抽中评议一件“%1”申报；与申报人有亲属等关系的请回避。",
                          "You were drawn to judge a claim \"%1\"; stand back if you are kin or "
                          "otherwise close to the claimant."},
    [TEXT_OBJECTION] = {NOTIFY_CLAIM, "公示有异议", "An objection",
                        "您公示中的“%1”有人提出异议，由没有经手的人复核，结果会告诉您。",
                        "Somebody objects to \"%1\" of yours; others will look at it again, and "
                        "you will hear."},
    [TEXT_APPEAL_ANSWERED] = {NOTIFY_CLAIM, "申诉答复", "Your appeal",
                              "您对“%1”申报的申诉，镇里已经答复，写在申报里。",
                              "The town has decided about your claim \"%1\"; it stands there."},
    [TEXT_REVERSAL_PROPOSED] =
        {NOTIFY_CLAIM, "工分核查", "Points in question",
         "有人提出收回您“%1”的 %2 工分，您可以在三天内说明，再由另一人决定。",
         "Somebody proposes to take back %2 points for \"%1\"; you have three "
         "days to answer, then another person decides."},
    [TEXT_REVERSAL_REFUSED] = {NOTIFY_CLAIM, "工分核查", "Points in question",
                               "您“%1”的 %2 工分核查完毕，不收回。",
                               "Your %2 points for \"%1\" were looked into and stay."},
    [TEXT_APPEAL] = {NOTIFY_CLAIM, "申诉", "An appeal", "“%1”的裁定，另一方已向镇里申诉。",
                     "The other side appeals to the town about \"%1\"."},
    [TEXT_OBJECTION_UPHELD] = {NOTIFY_CLAIM, "裁定结果", "A decision",
                               "“%1”的异议成立，这 %2 工分不转正。村里的裁定七天内可向镇里申诉。",
                               "The objection to \"%1\" was upheld: these %2 points do not stand. "
                               "If the village decided, the town hears appeals for seven days."},
    [TEXT_OBJECTION_DISMISSED] = {NOTIFY_CLAIM, "裁定结果", "A decision",
                                  "“%1”的异议不成立，这 %2 工分照常转正。村里的裁定七天内可向镇里"
                                  "申诉。",
                                  "The objection to \"%1\" was not upheld: these %2 points stand. "
                                  "If the village decided, the town hears appeals for seven days."},
    [TEXT_SPENT] = {NOTIFY_SHOP, "工分兑换", "Points spent", "您在%1用了 %2 工分。",
                    "You spent %2 points at %1."},
    [TEXT_REFUNDED] = {NOTIFY_SHOP, "工分退回", "Points back", "%1退回您 %2 工分。",
                       "%1 gave you back %2 points."},
    [TEXT_DISPUTE] = {NOTIFY_SHOP, "反映的答复", "An answer", "您反映的%1的事有了答复：%2",
                      "What you reported of %1 was answered: %2"},
    [TEXT_SETTLED] = {NOTIFY_SHOP, "结算到账", "Settled", "%1的工分已结算 %2 元。",
                      "The points of %1 were settled: %2 yuan."},
    [TEXT_MATTER_DONE] = {NOTIFY_SAFETY, "户口事项", "A matter of yours",
                          "关于您的“%1”已办理。不对请马上联系村里。",
                          "\"%1\" was carried out about you. If that is wrong, tell the village "
                          "office at once."},
    [TEXT_MATTER_REFUSED] = {NOTIFY_SAFETY, "户口事项", "A matter of yours",
                             "关于您的“%1”没有同意。", "\"%1\" about you was not agreed to."},
    [TEXT_CONSENT] = {NOTIFY_SAFETY, "您的同意", "Your consent",
                      "按您签字的纸，登记了您同意“%1”。如果不是您的意思，随时可以收回。",
                      "As you signed on paper, it was entered that you agree to \"%1\". If you did "
                      "not mean that, you can take it back at any time."},
    [TEXT_CONSENT_BACK] = {NOTIFY_SAFETY, "您的同意", "Your consent",
                           "按您签字的纸，登记了您收回对“%1”的同意。",
                           "As you signed on paper, it was entered that you no longer agree to "
                           "\"%1\"."},
    [TEXT_FINDING] =
        {NOTIFY_POINTS, "监督更正", "A correction",
         "村务监督委员会核对账目，更正了与您有关的一处，说明在您的页面上。",
         "The oversight board corrected something that concerns you; the reason stands "
         "on your page."},
    [TEXT_TIE] = {NOTIFY_SAFETY, "代办授权", "Power to act for you",
                  "按你们签字的纸，登记了%1可以替您办事。如果不是您的意思，随时可以撤销。",
                  "As you both signed on paper, it was entered that %1 may act for you. If you did "
                  "not mean that, you can end it at any time."},
    [TEXT_TIE_HELPER] = {NOTIFY_SAFETY, "代办授权", "Power to act for somebody",
                         "按你们签字的纸，登记了您可以替%1办事。如果不是您的意思，随时可以撤销。",
                         "As you both signed on paper, it was entered that you may act for %1. If "
                         "you did not mean that, you can end it at any time."},
};

const char *const notify_kind_words[] = {"safety", "points", "activity", "claim", "shop", NULL};

enum notify_kind notify_kind_of(enum notify_text text)
{
    REQUIRE(text < TEXTS_COUNT);
    return words[text].kind;
}

const char *words__title(enum notify_text text, enum lang lang)
{
    return lang == LANG_EN ? words[text].title_en : words[text].title_zh;
}

/* The first `max` characters. */
static size_t cut(const char *value, size_t max)
{
    size_t length = 0;
    for (size_t characters = 0; value[length] != '\0'; length++) {
        if (((unsigned char)value[length] & 0xC0) != 0x80 && characters++ == max) {
            break;
        }
    }
    return length;
}

void words__fill(enum notify_text text, enum lang lang, const char *const values[NOTIFY_VALUES_MAX],
                 char out[MESSAGE_BYTES_MAX])
{
    const char *format = lang == LANG_EN ? words[text].en : words[text].zh;
    size_t used = 0;
    for (const char *at = format; *at != '\0' && used + 1 < MESSAGE_BYTES_MAX; at++) {
        bool place = at[0] == '%' && at[1] >= '1' && at[1] <= '0' + NOTIFY_VALUES_MAX;
        const char *value = place ? values[at[1] - '1'] : at;
        size_t length = place ? cut(value == NULL ? "" : value, VALUE_CHARACTERS_MAX) : 1;
        if (length > MESSAGE_BYTES_MAX - 1 - used) {
            break;
        }
        if (length > 0) {
            memcpy(out + used, value, length);
        }
        used += length;
        at += place;
    }
    out[used] = '\0';
}
