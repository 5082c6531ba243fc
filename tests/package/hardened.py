#!/usr/bin/env python3
"""hardened.py PROGRAM: what makes an attack on the program harder is in the program; in TAP."""

import platform
import re
import subprocess
import sys


def readelf(*arguments):
    return subprocess.run(["readelf", "-W", *arguments], check=True, text=True,
                          capture_output=True).stdout


def main(program):
    head, dynamic = readelf("-h", program), readelf("-d", program)
    segments, symbols = readelf("-l", program), readelf("--dyn-syms", program)
    stack = re.search(r"GNU_STACK.*", segments)
    checks = [
        ("it lies at another address each time (PIE)", "DYN (" in head),
        ("its tables are read only once it runs (RELRO)", "GNU_RELRO" in segments),
        ("every function is bound before it runs (BIND_NOW)", "NOW" in dynamic),
        ("the stack holds no code", stack and "RWE" not in stack.group(0)),
        ("no segment can be written and run", not re.search(r"LOAD.*RWE", segments)),
        ("frames on the stack are guarded", "__stack_chk_fail" in symbols),
        ("copies are measured (FORTIFY)", re.search(r"__(mem|str|snprintf|vsnprintf)\w*_chk",
                                                   symbols)),
        ("its code is not written to when it is loaded", "TEXTREL" not in dynamic),
    ]
    if platform.machine() == "x86_64":
        # Debian's start-up objects lack the mark that would turn it on; the code is ready.
        with open(program, "rb") as file:
            landings = file.read().count(b"\xf3\x0f\x1e\xfa")
        checks.append(("jumps land on marks (CET)", landings > 500))
    print(f"1..{len(checks)}")
    for number, (name, holds) in enumerate(checks, 1):
        print(f"{'ok' if holds else 'not ok'} {number} - {name}")
    return 0 if all(holds for _, holds in checks) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
