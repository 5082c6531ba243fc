#!/usr/bin/env python3
"""look.py PAPER_SHOW: every kind of paper as strangers' programs read it, in both languages.

pdfinfo counts pages, pdftotext finds the words and where they stand, pdftoppm and zbarimg read the
codes back from what a printer would print. Reports in TAP; skipped where these are not installed.
"""

import html
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOOLS = ("pdfinfo", "pdftotext", "pdftoppm", "zbarimg")
DOTS_PER_INCH = 200
URL = "https://example.org/v/330109102201"


class Kind:
    """What a paper must show: pages, words in each language, codes (in any order)."""

    def __init__(self, name, pages, zh, en, codes, absent=()):
        self.name, self.pages = name, pages
        self.words = {"zh": zh.split(), "en": en.split("|")}
        self.codes, self.absent = codes, absent


KINDS = [
    Kind("cards", 6,
         "工分卡 佛山村 R00023 欧阳庚辛 䶮 亲情号码 卡丢了怎么办 村委会",
         "Points card|R00001|family's phone|If the card is lost",
         [f"https://example.org/k/7f3Qm2Yd9aVxTt{i:04}" for i in range(23)]),
    Kind("poster", 1, f"戴村镇 扫一扫 工分卡 自愿参加 {URL}", f"Scan|No phone?|{URL}", [URL]),
    Kind("poster_a3", 1, "扫一扫", "Scan", [URL]),
]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text):
    return re.sub(r"\s+", "", text)


def pages_of(pdf):
    return int(re.search(r"^Pages:\s+(\d+)", run("pdfinfo", pdf), re.M).group(1))


def codes_of(pdf, folder):
    run("pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", pdf, folder / "page")
    found = []
    for page in sorted(folder.glob("page*")):
        read = subprocess.run(["zbarimg", "--xml", "-q", "-Sdisable", "-Sqrcode.enable", page],
                              capture_output=True, text=True).stdout
        found += [html.unescape(code) for code in
                  re.findall(r"<data[^>]*><!\[CDATA\[(.*?)\]\]></data>", read, re.S)]
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
    found = codes_of(pdf, folder)
    for code in sorted(set(found) ^ set(kind.codes)):
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
