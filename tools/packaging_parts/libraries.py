"""libraries.py - the shared libraries of a program, and the Debian packages that they come from."""

import pathlib
import re
import subprocess

# Debian cannot be without these; the C library must be the machine's own.
BASE = {"libc6", "libgcc-s1"}


def run(*command):
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout


def package_of(path):
    """The package that a file came from; on a merged /usr it may be known by its old place."""
    path = str(path)
    for known in (path, path.removeprefix("/usr")):
        done = subprocess.run(["dpkg", "-S", known], text=True, capture_output=True, check=False)
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    raise SystemExit(f"package: no Debian package holds {path}")


def field(package, name):
    return run("dpkg-query", "-W", "-f", "${" + name + "}\n", package).splitlines()[0]


def loaded(binary):
    """(name, file) of every library that the loader takes."""
    found = []
    for line in run("ldd", str(binary)).splitlines():
        match = re.match(r"\s*(\S+) => (/\S+) ", line)
        if match:
            found.append((match.group(1), pathlib.Path(match.group(2)).resolve()))
        elif "not found" in line:
            raise SystemExit(f"package: {line.strip()}")
    return found


def closure(binary):
    """What must come along so that the program needs the C library alone."""
    return [(name, path) for name, path in loaded(binary) if package_of(path) not in BASE]


def needed(binary):
    """The names that the program itself asks for."""
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "-d", str(binary))))


def depends(binary, bundled):
    """The Depends field: packages with the version here, without Debian's revision."""
    names = needed(binary)
    packages = {package_of(path) for name, path in loaded(binary) if name in names or bundled}
    packages = (packages | {"libc6"}) & BASE if bundled else packages
    lines = []
    for package in sorted(packages):
        upstream = re.sub(r"-[^-]*$", "", field(package, "Version"))
        lines.append(f"{package} (>= {upstream})")
    return lines + ([] if bundled else ["fonts-noto-cjk | fonts-wqy-microhei"])
