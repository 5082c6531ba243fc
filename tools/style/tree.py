"""tree.py - the files of the tree as the rules see them, and the list of rules."""

import os
import re
import unicodedata

# Folders that hold no work of ours, and data whose bytes are the point.
SKIP_FOLDERS = re.compile(r"^(\.git|build.*|node_modules|generated|sanbao-data|__pycache__)$")
DATA = re.compile(r"^(LICENSE$|tests/data/|tests/fuzz/corpus/|docs/images/)|go\.sum$")

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|' r"'(?:\\.|[^'\\\n])*'", re.S)

RULES = []


class Unavailable(Exception):
    """A rule cannot be checked here, and why."""


def rule(function):
    """Registers a rule; the first line of its docstring is its name."""
    RULES.append(function)
    return function


class Tree:
    """All files of the tree, read once."""

    def __init__(self, root):
        self.root = root
        self.texts = {}
        self.faulty = []
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(f for f in folders if not SKIP_FOLDERS.match(f))
            for name in sorted(files):
                path = os.path.relpath(os.path.join(folder, name), root)
                if name != ".git":
                    self.read(path)

    def read(self, path):
        try:
            with open(os.path.join(self.root, path), encoding="utf-8", newline="") as file:
                self.texts[path] = file.read()
        except UnicodeDecodeError:
            self.texts[path] = ""
            if not DATA.search(path):
                self.faulty.append(path)

    def paths(self, pattern):
        return [p for p in self.texts if re.search(pattern, p) and not DATA.search(p)]

    def c_files(self):
        return self.paths(r"^(src|tests|bench)/.*\.[ch]$")

    def code(self, path):
        return blank(self.texts[path], comments=True, strings=True)


def blank(text, comments, strings):
    """C text with comments or string contents blanked, line by line in place."""

    def replace(match):
        token = match.group(0)
        if token[0] == "/":
            return re.sub(r"[^\n]", " ", token) if comments else token
        return token[0] + " " * (len(token) - 2) + token[-1] if strings else token

    return TOKEN.sub(replace, text)


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def find(text, pattern):
    for number, line in enumerate(text.split("\n"), 1):
        match = pattern.search(line)
        if match:
            yield number, match
