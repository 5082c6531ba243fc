#!/usr/bin/env python3
"""look.py PAPER_SHOW: every kind of paper as strangers' programs read it, in both languages.

pdfinfo counts pages, pdftotext finds the words and where they stand, pdftoppm and zbarimg read the
codes back from what a printer would print. Reports in TAP; skipped where these are not installed.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOOLS = ("pdfinfo", "pdftotext", "pdftoppm", "zbarimg")
DOTS_PER_INCH = 150  # fewer than any printer has
RECEIPT = "receipt.txt"  # stands beside the papers
URL = "https://example.org/v/330109102201"


class Kind:
    """What a paper must show: pages, words in each language, codes (in any order)."""

    def __init__(self, name, pages, zh, en, codes, absent=""):
        self.name, self.pages = name, pages
        self.words = {"zh": zh.split(), "en": en.split("|")}
        self.codes, self.absent = codes, absent.split()


KINDS = [
    Kind("cards", 6,
         "工分卡 佛山村 R00023 欧阳庚辛 䶮 亲情号码 卡丢了怎么办 村委会",
         "Points card|R00001|family's phone|If the card is lost",
         [f"https://example.org/k/7f3Qm2Yd9aVxTt{i:04}" for i in range(23)]),
    Kind("slips", 2, "工分单 司马壬癸 环境整治·东大路 −300 #42103 公示中 还没有任何记录",
         "points slip|R00001|on notice|−450|There are no entries yet",
         [f"https://example.org/s/9Qx2{i:04}" for i in range(4)]),
    Kind("receipt", 1, "工分凭证 #41521 护林防火巡山 +125 905 sanbaocheck-receipt",
         "Points receipt #41521|11 November 2021", [RECEIPT]),
    Kind("years", 1, "年初有 年末有 +1280 −1500 2022年3月14日 没有。",
         "points in 2021|at the end|None.",
         ["https://example.org/s/9Qx20001"] * 2),
    Kind("sign_in", 3, "签到表：环境整治·东大路 8:00–11:30 30-V R00026 签退时间 第3页，共3页",
         "Sign-in|place|30-V|page 3 of 3", [f"SB1:A0421:{i:04}" for i in range(30)]),
    Kind("prices", 3, "价目表 大米5kg 现金（元） 10分抵1元 （续） 第3页，共3页",
         "prices|cash (yuan)|10 points are 1 yuan|(continued)", []),
    Kind("notice", 5,
         "2021年11月工分公示 欧* R00500 18,640分 9631.00元 2021年12月24日 不是名次",
         "Points in November 2021|not by merit|CNY 18,745.50", [], "欧阳 庚辛 司马"),
    Kind("statement", 1,
         "结算单 合计 16,195 ¥1611.50 壹仟陆佰壹拾壹元伍角整 2021年12月10日 村监会主任",
         "statement|CNY 1611.50|To be paid by 10 December 2021|accountant", []),
    Kind("visits", 4, "走访名单：1组 内部使用 没人 10043662504 R00060",
         "Visits|no copies|R00060", []),
    Kind("poster", 1, f"戴村镇 扫一扫 工分卡 自愿参加 {URL}", f"Scan|No phone?|{URL}", [URL]),
    Kind("poster_a3", 1, "扫一扫", "Scan", [URL]),
    Kind("hostile_cards", 4,
         "甲?乙?丙?[31m? 甲\\xFF\\xC3(乙 <b>甲</b>&amp;<span %s%n%1000d",
         "%s%n%1000d",
         ["https://example.org/k/1"] * 12),
    Kind("hostile_slips", 4, "−9,223,372,036,854,775,808 9999-12-31", "9999-12-31",
         ["https://example.org/s/1"] * 12),
    Kind("hostile_receipt", 1, "#18446744073709551615", "#18446744073709551615", ["proof"]),
    Kind("hostile_years", 1, "−9,223,372,036,854,775,808", "expire next year",
         ["https://example.org"]),
    Kind("hostile_sign_in", 1, "23:59", "23:59", ["SB1:1"] * 12),
    Kind("hostile_prices", 1, "%s%n%1000d", "%s%n%1000d", []),
    Kind("hostile_notice", 1, "1970年1月 −92,233,720,368,547,758.08元", "January 1970", []),
    Kind("hostile_statement", 1, "负壹佰亿元整", "CNY −10,000,000,000.00", []),
    Kind("hostile_visits", 1, "%s%n%1000d", "%s%n%1000d", []),
    Kind("hostile_poster", 1, "扫一扫", "Scan", ["😀👨‍👩‍👧‍👦🇨🇳"]),
    Kind("empty_cards", 1, "没有要印的卡", "no cards to print", []),
    Kind("empty_slips", 1, "没有要印的工分单", "no slips to print", []),
    Kind("empty_years", 1, "没有要印的小结", "no years to print", []),
    Kind("empty_sign_in", 1, "还没有人报名 第1页，共1页",
         "Nobody has signed up yet|page 1 of 1", []),
    Kind("empty_prices", 1, "现在没有商品", "no goods at present", []),
    Kind("empty_notice", 1, "没有人得分", "Nobody earned or spent", []),
    Kind("empty_statement", 1, "这个月没有兑换 零元整", "Nothing was redeemed|CNY 0.00", []),
    Kind("empty_visits", 1, "走访名单 都走到了", "nobody left to visit", []),
]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text):
    return re.sub(r"\s+", "", text)


def pages_of(pdf):
    return int(re.search(r"^Pages:\s+(\d+)", run("pdfinfo", pdf), re.M).group(1))


def codes_of(pdf, folder, whole):
    """What the codes on all pages say, one a line; a page with one long text is taken whole."""
    run("pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", pdf, folder / "page")
    found = []
    for page in sorted(folder.glob("page*")):
        read = subprocess.run(["zbarimg", "--raw", "--nodbus", "-q", "-Sdisable", "-Sqrcode.enable",
                               page], capture_output=True, text=True).stdout
        found += [read.removesuffix("\n")] if whole else read.splitlines()
        page.unlink()
    return found


def outside(pdf):
    """Words that reach over the page's edge."""
    width = height = 0.0
    for line in run("pdftotext", "-bbox", pdf, "-").splitlines():
        numbers = [float(n) for n in re.findall(r'(?:width|height|[xy]M\w+)="([-\d.]+)"', line)]
        if "<page " in line:
            width, height = numbers
        elif "<word " in line:
            left, top, right, bottom = numbers
            if left < 0 or top < 0 or right > width or bottom > height:
                yield line.strip()


def faults(kind, language, pdf, folder):
    text = squeezed(run("pdftotext", pdf, "-"))
    if pages_of(pdf) != kind.pages:
        yield f"{pages_of(pdf)} pages instead of {kind.pages}"
    for word in kind.words[language]:
        if squeezed(word) not in text:
            yield f"'{word}' is not there"
    for word in kind.absent:
        if squeezed(word) in text:
            yield f"'{word}' is there"
    yield from outside(pdf)
    if not kind.codes or language == "en":  # our words are in no code
        return
    found = codes_of(pdf, folder, RECEIPT in kind.codes)
    wanted = [(folder / code).read_text() if code == RECEIPT else code for code in kind.codes]
    for code in sorted(set(found) ^ set(wanted)):
        yield f"code {'made up' if code in found else 'not read'}: {code[:60]!r}"
    if len(found) != len(kind.codes):
        yield f"{len(found)} codes instead of {len(kind.codes)}"


def main(arguments):
    if len(arguments) != 1:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 2
    for tool in TOOLS:
        if shutil.which(tool) is None:
            print(f"1..0 # SKIP {tool} is not installed")
            return 77
    failed = 0
    print(f"1..{2 * len(KINDS)}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for language in ("zh", "en"):
            run(arguments[0], folder, language)
            for kind in KINDS:
                said = list(faults(kind, language, folder / f"{kind.name}.pdf", folder))
                failed += bool(said)
                print(f"{'not ok' if said else 'ok'} - {kind.name} in {language}")
                print("".join(f"#   {fault}\n" for fault in said), end="", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
