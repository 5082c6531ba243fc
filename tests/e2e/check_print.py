"""check_print.py - papers for the wall, as their files are read by other programs."""

import shutil
import subprocess

from toolkit import Failed, Skipped, check, expect, table

URL = "https://example.org/v/330109102201"


def written(box, *arguments, lang=None):
    """Prints into a file; answers its path."""
    for tool in ("pdftotext", "pdftoppm", "zbarimg"):
        if shutil.which(tool) is None:
            raise Skipped(f"{tool} is not installed")
    answer = box.sanbao("print", *arguments, lang=lang)
    if answer.code != 0 or not answer.bytes.startswith(b"%PDF-") or answer.err:
        raise Failed(answer.tell())
    path = box.scratch / "paper.pdf"
    path.write_bytes(answer.bytes)
    return path


def words_of(path):
    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout
    return "".join(text.decode().split())


@table([("--url", URL), ("--url", URL, "--a3")], "print poster {0} {1} leads where it was told to")
def poster(box, *options):
    box.read_foshan()
    path = written(box, "poster", *options, "--contact", "0571-00000000")
    words = words_of(path)
    for word in ("戴村镇", "佛山村", "0571-00000000", URL):
        if word not in words:
            raise Failed(f"'{word}' is not on the poster: {words}")
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", path, box.scratch / "page"],
                   check=True)
    read = subprocess.run(["zbarimg", "--raw", "--nodbus", "-q", box.scratch / "page.pgm"],
                          capture_output=True, text=True).stdout
    if read != URL + "\n":
        raise Failed(f"the code says {read!r}")


@check("print prices shows every kind of goods with its points, in both languages")
def prices(box):
    box.read_foshan()
    for lang, title in (("zh", "佛山村便民超市价目表"), ("en", "prices")):
        words = words_of(written(box, "prices", "--shop", "S01", lang=lang))
        for word in (title, "大米5kg", "300", "菜籽油1.8L", "450"):
            if word not in words:
                raise Failed(f"'{word}' is not on the list: {words}")
        if "现金" in words or "cash" in words:
            raise Failed(f"none of these goods is sold for cash: {words}")


@check("print refuses an unknown shop by name and an address that fits no code, and prints nothing")
def refusals(box):
    box.read_foshan()
    for code, said, arguments in ((1, ("SHOP_UNKNOWN", "S99"), ("prices", "--shop", "S99")),
                                  (1, ("PAPER_CODE",), ("poster", "--url", "x" * 3000)),
                                  (2, (), ("prices",)), (2, (), ("poster",)), (2, (), ("dance",)),
                                  (2, (), ())):
        answer = expect(box.sanbao("print", *arguments), code, *said)
        if answer.bytes:
            raise Failed(f"something was printed: {answer.bytes[:60]!r}")
