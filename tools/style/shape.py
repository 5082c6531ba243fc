"""shape.py - rules on the shape of the tree: rooms, walls, what may stand in which file."""

import os
import re

from style.tree import blank, find, rule

# A library that is wrapped is included in its room alone.
WALLS = {
    "sqlite3.h": ("src/store/",),
    "sodium.h": ("src/crypto/",),
    "openssl/": ("src/crypto/",),
    "microhttpd.h": ("src/http/",),
    "zip.h": ("src/service/telling.c",),
    "curl/": ("src/outbound/",),
    "isa-l": ("src/crypto/", "src/journal/"),
    "cairo": ("src/paper/",),
    "pango/": ("src/paper/",),
    "qrencode.h": ("src/paper/",),
}

BANNED = re.compile(
    r"\b(sprintf|vsprintf|strcpy|strcat|strncpy|strncat|stpcpy|gets|atoi|atol|atoll|atof|strtok|"
    r"rand|srand|random|srandom|drand48|alloca|system|popen|tmpnam|mktemp|asctime|ctime|localtime|"
    r"gmtime|strerror|signal|longjmp)\s*\(|\bgoto\b")
EXITS = re.compile(r"\b(exit|_exit|_Exit|quick_exit|abort)\s*\(")
EXIT_FILES = ("src/base/status.c", "src/app/main.c", "src/paper/apart.c")
UNREPEATABLE = re.compile(
    r"\b(time|clock|clock_gettime|gettimeofday|random_bytes|getrandom|arc4random|setlocale|strcoll|"
    r"localtime_r|mktime|getenv|pthread_\w+)\s*\(|\b(float|double)\b|"
    r'#include "identity/people\.h"|#include <(time|math|locale|wchar)\.h>')
SQL_TEXT = re.compile(
    r'"[^"\n]*(\bSELECT\s|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b|'
    r"\bCREATE\s+(TABLE|INDEX|TRIGGER)\b|\bDROP\s+TABLE\b|\bPRAGMA\s)")


def room_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def doors_of(tree):
    doors = {}
    for line in tree.texts.get("src/doors.txt", "").split("\n"):
        if line and not line.startswith("#"):
            room, _, allowed = line.partition(":")
            doors[room] = allowed.split()
    return doors


@rule
def doors(tree):
    """doors: a room includes only rooms that doors.txt allows it, at their doors"""
    allowed = doors_of(tree)
    for path in tree.paths(r"^src/.*\.[ch]$"):
        room = room_of(path)
        free = path.endswith("_test.c")
        for number, match in find(blank(tree.texts[path], True, False),
                                  re.compile(r'^\s*#\s*include\s+"([^"/]+)/([^"]+)"')):
            target, header = match.groups()
            if target == room or target not in allowed:
                continue
            if header.endswith("_internal.h"):
                yield path, number, f"{target}/{header} is that room's own"
            elif not free and target not in allowed.get(room, []):
                yield path, number, f"{room} may not include {target} (src/doors.txt)"


@rule
def floors(tree):
    """floors: doors.txt names every room, and each only rooms that stand above it in the file"""
    above = []
    for room, allowed in doors_of(tree).items():
        for other in allowed:
            if other not in above:
                yield "src/doors.txt", 0, f"{room} names {other}, which does not stand above it"
        above.append(room)
    for room in sorted({room_of(p) for p in tree.paths(r"^src/.*\.[ch]$")} - {None} - set(above)):
        yield "src/doors.txt", 0, f"the room {room} is missing"


@rule
def walls(tree):
    """walls: a wrapped library is included in its own room only"""
    include = re.compile(r"^\s*#\s*include\s+[<\"]([^>\"]+)")
    for path in tree.paths(r"^src/.*(?<!_test)\.[ch]$"):
        for number, match in find(tree.texts[path], include):
            for header, homes in WALLS.items():
                if match.group(1).startswith(header) and not path.startswith(homes):
                    yield path, number, f"{match.group(1)} belongs to {' and '.join(homes)}"


@rule
def listed(tree):
    """listed: every C file is named in the CMakeLists.txt of its folder or one above"""
    for path in tree.paths(r"^(src|tests|bench)/.*\.c$"):
        name = os.path.basename(path)
        folder = os.path.dirname(path)
        lists = ""
        while folder:
            lists += tree.texts.get(f"{folder}/CMakeLists.txt", "")
            folder = os.path.dirname(folder)
        if not re.search(r"\b" + re.escape(name.removesuffix(".c")) + r"\b", lists):
            yield path, 0, "no CMakeLists.txt names it: it is not built"


@rule
def banned(tree):
    """banned: no function that is unsafe, unrepeatable or out of our hands; no goto"""
    for path in tree.c_files():
        for number, match in find(tree.code(path), BANNED):
            yield path, number, f"{match.group(0).strip()} is banned"


@rule
def exits(tree):
    """exits: the process ends in main() or by REQUIRE, nowhere else"""
    for path in tree.paths(r"^src/.*\.c$"):
        if path not in EXIT_FILES and not path.endswith("_test.c"):
            for number, match in find(tree.code(path), EXITS):
                yield path, number, f"{match.group(1)}() below main()"


@rule
def sql_place(tree):
    """SQL place: SQL text stands in *_sql.c, in the store and in migrations only"""
    for path in tree.paths(r"^src/.*\.[ch]$"):
        if re.search(r"_sql(_\w+)?\.c$|_test\.c$|^src/store/", path):
            continue
        for number, match in find(blank(tree.texts[path], True, False), SQL_TEXT):
            yield path, number, f"SQL text: {match.group(1).strip()}"


@rule
def sql_bound(tree):
    """SQL bound: no statement is printed together, values are bound"""
    for path in tree.paths(r"^src/(?!store/).*\.c$"):
        text = blank(tree.texts[path], True, False)
        for match in re.finditer(r'(?:"(?:\\.|[^"\\\n])*"\s*)+', text):
            if SQL_TEXT.search(match.group(0)) and re.search(r"%[-\d.*]*[a-z]", match.group(0)):
                number = text.count("\n", 0, match.start()) + 1
                yield path, number, "a printf format: bind the value instead"


@rule
def repeatable(tree):
    """repeatable: apply sees no clock, random, float, locale, thread or private data"""
    for path in tree.paths(r"^src/((ledger|points)/.*(?<!_test)|.*_apply)\.c$"):
        for number, match in find(blank(tree.texts[path], True, False), UNREPEATABLE):
            yield path, number, f"{match.group(0).strip()} in an apply file"


@rule
def migrations(tree):
    """migrations: numbered from 0001 without a gap, in one folder a database"""
    folders = {}
    for path in tree.paths(r"^migrations/"):
        folders.setdefault(os.path.dirname(path), []).append(os.path.basename(path))
    for folder, names in folders.items():
        for number, name in enumerate(sorted(names), 1):
            if not re.fullmatch(rf"{number:04}_[a-z0-9_]+\.sql", name):
                yield f"{folder}/{name}", 0, f"expected {number:04}_name.sql"


@rule
def plain_structs(tree):
    """plain structs: no typedef hides a struct, enum or union"""
    for path in tree.c_files():
        # A function type may well return a struct: it has a "(*" on its line.
        for number, match in find(tree.code(path),
                                  re.compile(r"\btypedef\s+(struct|enum|union)\b(?!.*\(\s*\*)")):
            yield path, number, f"typedef {match.group(1)}"
