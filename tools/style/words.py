"""words.py - rules on what is said: comments, texts in two languages, links."""

import os
import re

from style.tree import blank, find, rule

HEAD_LINES_MAX = 12
SILENT = ("src/base/status.c",)  # says only what a programmer reads
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
# Places of one machine: the tree must not know where it lies.
MACHINE = re.compile(r"(?<![\w.>$}])/(home|root|Users|work|farm|mnt)/\w|\bissue #?\d", re.I)


@rule
def file_head(tree):
    """file head: a file opens with its name and what it decides"""
    for path in tree.c_files():
        name = os.path.basename(path)
        head = tree.texts[path].split("*/")[0]
        if not tree.texts[path].startswith(f"/* {name} - "):
            yield path, 1, f"does not open with '/* {name} - '"
        elif head.count("\n") > HEAD_LINES_MAX and path.endswith(".c"):
            yield path, 1, f"a head of {head.count(chr(10)) + 1} lines"
    for path in tree.paths(r"\.sql$"):
        name = os.path.basename(path).removesuffix(".sql")
        if not tree.texts[path].startswith(f"-- {name}: "):
            yield path, 1, f"does not open with '-- {name}: '"
    for path in tree.paths(r"^tools/[^.]*$"):
        second = tree.texts[path].split("\n")[1:2]
        if not second or not re.match(r'(# |""")' + os.path.basename(path) + r"\b", second[0]):
            yield path, 2, "does not say below the first line what it is"


@rule
def leftovers(tree):
    """leftovers: no marks of work left undone"""
    for path in tree.paths(""):
        for number, match in find(tree.texts[path], LEFTOVER):
            yield path, number, f"{match.group(0)} is left"


@rule
def english(tree):
    """English: code and comments are ASCII; other languages stand in string literals"""
    def faults(path, text):
        for number, match in find(text, re.compile(r"[^\x00-\x7f]+")):
            yield path, number, f"'{match.group(0)[:20]}' outside a string"

    for path in tree.c_files():
        yield from faults(path, blank(tree.texts[path], comments=False, strings=True))
    for path in tree.paths(r"\.(proto|sql|go|cmake)$|CMakeLists\.txt$|^src/doors\.txt$"):
        yield from faults(path, re.sub(r'"[^"\n]*"', '""', tree.texts[path]))


@rule
def no_machine(tree):
    """no machine: nothing names the place where it was written"""
    for path in tree.paths(""):
        for number, match in find(tree.texts[path], MACHINE):
            yield path, number, f"{match.group(0)!r}"


@rule
def status_codes(tree):
    """status codes: each has a Chinese and an English text and is used"""
    homes = [p for p in tree.texts if re.match(r"src/base/status_codes\w*\.h$", p)]
    used = "\n".join(tree.code(p) for p in tree.c_files()
                     if p not in homes and not p.endswith("_test.c"))
    for path in homes:
        text = tree.texts[path].replace("\\\n", "\n")
        for match in re.finditer(r"^ *X\((\w+),\s*(.*?)\)\s*$", text, re.S | re.M):
            name, both = match.groups()
            texts = re.findall(r'"((?:\\.|[^"\\])*)"', both)
            number = text.count("\n", 0, match.start()) + 1
            if len(texts) != 2 or texts[0].isascii() or not texts[1] or not texts[1].isascii():
                yield path, number, f"{name} needs a Chinese and an English text"
            if not re.search(rf"\b(STATUS_{name}\b|(REFUSE|FAULT)\({name}\))", used):
                yield path, number, f"{name} is not used"


def calls(text, names):
    """Each call of one of the functions: its line and its arguments as they are written."""
    for match in re.finditer(r"\b(?:" + names + r")\(", text):
        depth, begun, parts = 1, match.end(), []
        for token in re.finditer(r'"(?:\\.|[^"\\])*"|[(),]', text[match.end():]):
            at = match.end() + token.start()
            depth += {"(": 1, ")": -1}.get(token.group(0), 0)
            if depth == 0 or (depth == 1 and token.group(0) == ","):
                parts.append(text[begun:at])
                begun = at + 1
            if depth == 0:
                break
        yield text.count("\n", 0, match.start()) + 1, parts


def literal(argument):
    """The text of an argument that is made of string literals, else None."""
    texts = re.findall(r'"((?:\\.|[^"\\])*)"', argument)
    return "".join(texts) if texts and argument.strip()[0] in '"P' else None


@rule
def two_languages(tree):
    """two languages: what a person reads stands in Chinese and in English, side by side"""
    for path in tree.paths(r"^src/.*\.c$"):
        if path.endswith("_test.c") or path in SILENT:
            continue
        text = blank(tree.texts[path], True, False)
        for names, first in ((r"SAYF?|PAPER_SAY", 1), ("lang_pick", 0), ("DOCTORF?", 3)):
            for number, parts in calls(text, names):
                pair = [literal(p) for p in parts[first:first + 2]]
                if None in pair or re.fullmatch(r"\w+", pair[0]):
                    continue  # not written out, or the name of a field
                if pair[0].isascii() or not pair[1].isascii():
                    yield path, number, f"Chinese first, English second: {pair[0][:30]!r}"
        for number, parts in calls(text, r"printf|fprintf|puts|fputs|perror"):
            words = " ".join(literal(p) or "" for p in parts)
            if re.search(r"[A-Za-z]{2,} [a-z]{2,}", re.sub(r"%[-\w.]*|\\.", "", words)):
                yield path, number, f"said in one language only: {words.strip()[:40]!r}"


@rule
def door_comments(tree):
    """door comments: in a room's door no function stands without a comment in its paragraph"""
    declaration = re.compile(r"^(?!typedef|static|#)\w[\w\s*]*\b(\w+)\([^;{]*\);", re.M)
    for path in tree.paths(r"^src/.*(?<!_internal)\.h$"):
        line = 1
        for paragraph in tree.texts[path].split("\n\n"):
            match = declaration.search(blank(paragraph, True, True))
            if match and "/*" not in paragraph:
                yield path, line, f"{match.group(1)}() has no comment"
            line += paragraph.count("\n") + 2


@rule
def links(tree):
    """links: what the documents and comments point to is there"""
    def there(path):
        return os.path.exists(os.path.join(tree.root, path))

    for path in tree.paths(r"\.md$"):
        text = re.sub(r"```.*?```", lambda m: "\n" * m.group(0).count("\n"), tree.texts[path],
                      flags=re.S)
        for number, line in enumerate(text.split("\n"), 1):
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):
                if not re.match(r"\w+:", target) and not there(
                        os.path.join(os.path.dirname(path), target)):
                    yield path, number, f"{target} is not there"
    named = re.compile(
        r"(?<![\w/.<(])((?:docs|tools|proto|migrations|tests)/[\w/.-]*\w)(?![\w/*<])")
    for path in tree.paths(r"\.([ch]|proto|sql|md|cmake|txt)$|^tools/|^Makefile$"):
        if path.startswith("tools/check_style"):
            continue
        for number, line in enumerate(tree.texts[path].split("\n"), 1):
            for target in named.findall(line):
                if not there(target):
                    yield path, number, f"{target} is not there"


@rule
def threats(tree):
    """threats: each test that docs/threats.md and docs/asvs.md name is there, by its sentence"""
    cited = re.compile(r'`(tests/[\w/.]+)`: ((?:"[^"]*"(?:; )?)+)')
    for document in ("docs/threats.md", "docs/asvs.md"):
        for number, line in enumerate(tree.texts.get(document, "").split("\n"), 1):
            for path, sentences in cited.findall(line):
                told = tree.texts.get(path, "")
                for sentence in re.findall(r'"([^"]*)"', sentences):
                    if sentence not in told:
                        yield document, number, f"{path} has no test {sentence!r}"
