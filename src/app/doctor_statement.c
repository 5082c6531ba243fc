/* doctor_statement.c - the statement on the law's demands that an office completes and files:
 * what is asked, how this program meets it, what was found here, what is left to fill in. */
#include <string.h>

#include "app/doctor.h"
#include "base/day.h"
#include "base/lang.h"

/* What is asked and how it is met: by construction, not by a promise. */
struct demand {
    const char *asked_zh;
    const char *asked_en;
    const char *met_zh;
    const char *met_en;
};

static const struct demand apps[] = {
    {"不随意、不重复填报", "no forms filled in at will or twice",
     "一次录入处处使用；村表格整份导入，报表、对账单自动生成",
     "entered once, used everywhere; rosters are imported whole, reports print themselves"},
    {"不设强制打卡、积分排名、在线时长", "no compulsory check-in, ranking, time on line",
     "没有这些功能：签到只在活动当场、自愿；没有任何人或村的排名；不记在线时长",
     "there are none: check-in at an activity alone and of free will; nobody is ranked; time on "
     "line is not kept"},
    {"不强制安装、不定期强制登录", "nobody made to install or to log in",
     "没有手机的人用纸卡，权利相同；从不提醒“打开软件”",
     "whoever has no phone uses a paper card with the same rights; nobody is ever told to open an "
     "app"},
    {"不以点赞、投票、学时、照片、轨迹考核", "no appraisal by likes, votes, hours, photos, tracks",
     "不收集点赞和轨迹；照片只作活动证据，去掉全部元数据；工分记给村民，不记给干部考核",
     "neither likes nor tracks are collected; photos are evidence of an activity alone and lose "
     "all metadata; points are the villagers', no appraisal of officials"},
    {"政务应用内没有商业活动", "no commerce within a government app",
     "本版没有商业模块；兑换点只兑换，不做广告，不收佣金",
     "this version has no commerce; exchange points exchange, without advertising or commission"},
};

static const struct demand persons[] = {
    {"知情、同意、可撤回", "told, agreeing, able to withdraw",
     "按用途和版本登记同意，本人一步就能收回，历次都看得到；不同意不影响工分和权利；"
     "随时可以删除",
     "consent by purpose and version, taken back in one step, each time kept for the person to "
     "read; refusing costs neither points nor rights; erasure at any time"},
    {"查询、复制、更正、删除", "to see, copy, correct, erase",
     "本人可导出全部资料；删除时销毁本人的钥匙，账仍然完整",
     "a person takes out all that is held; erasing destroys the key, the books stay whole"},
    {"敏感信息与未满十四岁", "sensitive data, and those under fourteen",
     "不用人脸、不记位置；未满十四岁由监护人同意并登记，不评分",
     "no faces, no places; those under fourteen are registered by a guardian who agrees, and not "
     "scored"},
    {"委托处理和对外提供", "who else handles data",
     "短信公司只收到手机号和内容，微信只收到登录凭据和消息；收回同意后不再外发；不出境",
     "the SMS company gets phone and text alone, WeChat log-in and messages; nothing once consent "
     "is taken back; nothing leaves the country"},
    {"保存期限", "kept no longer than needed",
     "消息 90 天，孤行 7 天，升级副本 14 天；账目只有随机编号，长期保存",
     "messages 90 days, orphaned rows 7, copies before an upgrade 14; the books keep random ids "
     "for ever"},
    {"安全", "security", "逐人加密，钥匙另放；谁看过资料，本人看得到；备份密钥最多 90 天",
     "sealed per person, keys apart; a person sees who looked; keys in backups for 90 days"},
    {"自动化决策", "automated decisions",
     "每一分都写明规则、证据和两个人，由人审核；没有评分；错了可以冲正，异议由村、镇按公示办理",
     "each point names its rule, evidence and two people, and people approve; nobody is scored; an "
     "error is reversed, objections go to the village and the town"},
};

static const struct demand credit[] = {
    {"不做征信，不向金融机构出售或推送", "no credit reporting, nothing sold or pushed to lenders",
     "没有任何对外推送个人信息的接口；资料只由本人导出",
     "no interface pushes personal data; a person takes their own data out"},
    {"不作公共信用，不列黑名单，不惩戒", "no public credit, no black lists, no penalties",
     "工分只增不罚；写错只能冲正，写明哪一条；不影响任何法定权利",
     "points are never fined; an error is reversed, naming the record; no right depends on them"},
    {"村规民约不侵犯合法权利", "village rules take no rights away",
     "规则由具名的会议通过，有版本、有生效日，不能往回改",
     "rules are adopted by a named meeting, have versions and a first day, and cannot be changed "
     "backwards"},
    {"村务公开，张贴不少于十五日", "village affairs made public, posted for fifteen days at least",
     "每月自动生成公示：合计和遮住的姓名，异议期十五日，可以打印；基金收支和结算可导出",
     "a public notice is made each month: totals and masked names, fifteen days for objections, to "
     "be printed; the fund's money and settlements can be exported"},
    {"资金支出联签，监督委员会先审",
     "money is spent by joint signatures, the oversight board first",
     "给兑换点结算按村里定的限额，由几人先后同意才付；每笔列出经手人",
     "shops are paid by limits that the village sets, once several have agreed; each payment names "
     "them"},
    {"不改变集体成员的权利和份额", "members' rights and shares in the collective stay",
     "工分与分红、土地、低保、选举没有任何连接，本软件里没有这些数据",
     "points touch no dividend, land, subsistence or vote; no such data are in this program"},
};

static void demands_print(const char *title, const struct demand *demands, size_t count, FILE *out)
{
    fprintf(out, "\n## %s\n\n", title);
    SAY(out, "| 要求 | 本软件怎样做到 |\n|---|---|\n",
        "| What is asked | How this program meets it |\n|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "| %s | %s |\n", lang_pick(demands[i].asked_zh, demands[i].asked_en),
                lang_pick(demands[i].met_zh, demands[i].met_en));
    }
}

static void found_print(const struct doctor *doctor, FILE *out)
{
    static const char *const levels[][2] = {[FINDING_GOOD] = {"符合", "in order"},
                                            [FINDING_NOTE] = {"留意", "note"},
                                            [FINDING_MUST] = {"要办", "MUST"}};
    fprintf(out, "\n## %s\n\n", lang_pick("四、程序查出的事项", "4. What the program found"));
    for (size_t i = 0; i < doctor->count; i++) {
        const struct finding *finding = &doctor->findings[i];
        if (strncmp(finding->name, "law_", 4) == 0) {
            fprintf(out, "- [%s] %s\n", levels[finding->level][lang_get() == LANG_EN],
                    finding->text);
        }
    }
}

void doctor_statement_print(const struct doctor *doctor, const struct folder *folder, FILE *out)
{
    char day[DAY_TEXT_SIZE];
    const struct settings *settings = doctor->settings;
    day_format(doctor->today, day);
    SAYF(out,
         "# 合规自查声明\n\n运营单位：＿＿＿＿＿＿　负责人：＿＿＿＿　日期：%s\n\n"
         "软件：三宝 %s　网址：%s\n日志公钥：%s\n短信：%s　微信：%s\n\n"
         "依据的规定以正式公布的原文为准。县级以下单位原则上不自建政务应用：运营单位如不是县级以上"
         "单位，请写明依据（如村委会、合作社自用）：＿＿＿＿＿＿＿＿\n",
         "# Statement on the law's demands\n\nOperator: ____________  In charge: ________  "
         "Day: %s\n\nProgram: Sanbao %s  Address: %s\nThe log's key: %s\nSMS: %s  WeChat: %s\n\n"
         "What counts is the law's published text. Units below the county do not as a rule build "
         "such apps: an operator that is none of the county's or above states on what ground it "
         "operates (a village committee, a co-operative): ____________\n",
         day, SANBAO_VERSION, settings->public_url[0] == '\0' ? "-" : settings->public_url,
         folder->settings.vkey, settings->sms_url[0] == '\0' ? "-" : settings->sms_url,
         settings->wechat_appid[0] == '\0' ? "-" : settings->wechat_base_url);
    demands_print(lang_pick("一、为基层减负（国办函〔2026〕12号）",
                            "1. Less burden (State Council Office, letter 12 of 2026)"),
                  apps, COUNT(apps), out);
    demands_print(lang_pick("二、个人信息保护法", "2. Personal information protection law"),
                  persons, COUNT(persons), out);
    demands_print(lang_pick("三、征信与村民自治", "3. Credit reporting, self-government"), credit,
                  COUNT(credit), out);
    found_print(doctor, out);
    SAY(out,
        "\n## 五、由运营单位填写\n\n"
        "- 个人信息保护影响评估（docs/impact-assessment.zh.md）完成日期：＿＿＿＿\n"
        "- 隐私告知（docs/privacy-notice.zh.md）张贴地点与日期：＿＿＿＿\n"
        "- 网络安全等级保护备案编号：＿＿＿＿\n- 泄露事件联系人与电话：＿＿＿＿\n\n"
        "以上情况属实。\n\n（盖章）　　　　签名：＿＿＿＿＿＿\n",
        "\n## 5. For the operator to complete\n\n"
        "- Impact assessment (docs/impact-assessment.en.md) made on: ________\n"
        "- Privacy notice (docs/privacy-notice.en.md) posted where and when: ________\n"
        "- Number of the multi-level protection filing: ________\n"
        "- Whom to call about a leak: ________\n\n"
        "The above is true.\n\n(seal)        Signed: ____________\n");
}
