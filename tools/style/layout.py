"""layout.py - rules on how text lies: lengths, white space, clang-format."""

import re
import shutil
import subprocess

from style.tree import Unavailable, columns, find, rule

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 500
LINE_COLUMNS_MAX = 100
CLANG_FORMAT_MAJOR = 14


@rule
def function_length(tree):
    """function length: 70 lines at most"""
    for path in tree.c_files():
        begun = None
        for number, line in enumerate(tree.texts[path].split("\n"), 1):
            if line == "{":
                begun = number
            elif line == "}" and begun is not None:
                if number - begun - 1 > FUNCTION_LINES_MAX:
                    yield path, begun, f"a function of {number - begun - 1} lines"
                begun = None


@rule
def file_length(tree):
    """file length: 500 lines at most"""
    for path in tree.paths(r"\.([ch]|py|sh|sql|go)$|^tools/|^tests/e2e/"):
        lines = tree.texts[path].count("\n")
        if lines > FILE_LINES_MAX:
            yield path, 0, f"{lines} lines"


@rule
def line_length(tree):
    """line length: 100 columns at most, a Chinese character being two"""
    for path in tree.paths(r"\.([ch]|py|sh|sql|go|proto|cmake)$|CMakeLists\.txt$|^tools/"):
        for number, line in enumerate(tree.texts[path].split("\n"), 1):
            if columns(line) > LINE_COLUMNS_MAX:
                yield path, number, f"{columns(line)} columns"


@rule
def pragma_once(tree):
    """pragma once: every header has it, right after its head"""
    for path in tree.paths(r"^(src|tests|bench)/.*\.h$"):
        if not re.match(r"/\*.*?\*/\n#pragma once\n", tree.texts[path], re.S):
            yield path, 1, "no #pragma once after the head comment"


@rule
def white_space(tree):
    """white space: UTF-8, LF, no tab, no space at a line's end, a newline at the file's end"""
    for path in tree.faulty:
        yield path, 0, "not UTF-8"
    for path in tree.paths(""):
        text = tree.texts[path]
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "no newline at the end"
        if text.endswith("\n\n"):
            yield path, text.count("\n"), "an empty line at the end"
        tabs = not re.search(r"Makefile$|\.go$|go\.mod$|\.gitmodules$", path)
        for number, match in find(text, re.compile(r"\r|[ \t]+$" + (r"|\t" if tabs else ""))):
            yield path, number, f"{match.group(0)!r}"


def clang_format():
    """The clang-format of the version that decides the layout, or None."""
    for name in (f"clang-format-{CLANG_FORMAT_MAJOR}", "clang-format"):
        if shutil.which(name):
            version = subprocess.run([name, "--version"], stdout=subprocess.PIPE, text=True,
                                     check=False).stdout
            if re.search(rf"version {CLANG_FORMAT_MAJOR}\.", version):
                return name
    return None


@rule
def layout(tree):
    """layout: all C is laid out as clang-format 14 does (make format)"""
    tool = clang_format()
    if tool is None:
        raise Unavailable(f"no clang-format {CLANG_FORMAT_MAJOR}")
    done = subprocess.run([tool, "--dry-run", "--style=file", *tree.c_files()], cwd=tree.root,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    seen = set()
    for path, number in re.findall(r"^(\S+?):(\d+):\d+: warning:", done.stdout, re.M):
        if path not in seen:
            seen.add(path)
            yield path, int(number), "not laid out: run make format"
