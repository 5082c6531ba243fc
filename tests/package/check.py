#!/usr/bin/env python3
"""check.py BUILD: makes the package of a build and looks into it; in TAP.

It is unpacked into a folder, never installed: the program there is run with what came along alone,
the scripts are read, the unit is judged, and the list of what is in it is compared with what is.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPOSURE_MAX = 1.5  # systemd's measure: 0 nothing, 10 everything
BASE = ("libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1",
        "libresolv.so.2", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1")


class Skipped(Exception):
    """A check cannot be made here, and why."""


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], text=True, capture_output=True, check=False,
                          **options)
    assert done.returncode == 0, f"{command}: {done.stdout[-800:]}{done.stderr[-800:]}"
    return done.stdout


class Package:
    """The package, made twice, and its tree."""

    def __init__(self, build, scratch):
        self.debs = []
        for name in ("one", "two"):
            run(ROOT / "tools/package", build, "--out", scratch / name, "--compression", "gzip")
            self.debs.append(next((scratch / name).glob("*.deb")))
        self.tree = scratch / "tree"
        self.scratch = scratch
        run("dpkg-deb", "-x", self.debs[0], self.tree)
        run("dpkg-deb", "-e", self.debs[0], scratch / "DEBIAN")
        self.home = self.tree / "usr/lib/sanbao"

    def sanbao(self, *arguments):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SANBAO_", "LD_"))}
        return run(self.tree / "usr/bin/sanbao", *arguments, env=clean, cwd=self.scratch)


def same_bytes_twice(package):
    """the same build gives the same bytes"""
    one, two = (hashlib.sha256(deb.read_bytes()).hexdigest() for deb in package.debs)
    assert one == two


def fields(package):
    """it says what it is and needs the C library alone"""
    text = (package.scratch / "DEBIAN/control").read_text(encoding="utf-8")
    found = dict(re.findall(r"^([A-Z][\w-]+): (.*)$", text, re.M))
    assert found["Package"] == "sanbao" and re.fullmatch(r"[\d.]+", found["Version"]), found
    names = re.findall(r"([a-z0-9.+-]+) \(", found["Depends"])
    assert set(names) <= {"libc6", "libgcc-s1"}, names


def ownership(package):
    """every file is root's, nothing runs as another, nobody else may write"""
    for line in run("dpkg-deb", "-c", package.debs[0]).splitlines():
        mode, owner = line.split()[:2]
        assert owner == "root/root", line
        assert "s" not in mode and "t" not in mode, line
        assert mode[0] == "l" or (mode[5] != "w" and mode[8] != "w"), line


def whole(package):
    """the program finds every library beside itself or in the C library"""
    for line in run("ldd", package.home / "sanbao").splitlines():
        name, _, place = line.strip().partition(" => ")
        known = os.path.basename(name.split()[0]) in BASE or name.startswith("linux-vdso")
        inside = str(package.home) in os.path.normpath(place.split(" ")[0]) if place else False
        assert known or inside, line


def works(package):
    """unpacked, it takes a village's year and proves it"""
    data = package.scratch / "data"
    package.sanbao("--data", data, "init")
    package.sanbao("--data", data, "import", ROOT / "tests/data/foshan")
    report = json.loads(package.sanbao("--data", data, "report", "--json"))
    expected = json.loads((ROOT / "tests/data/foshan/expected.json").read_text())
    assert report["points_issued"] == expected["points_issued"], report
    package.sanbao("--data", data, "verify")


def settings(package):
    """its file of settings is taken and names its own data folder"""
    said = package.sanbao("settings", "--config", package.tree / "etc/sanbao/sanbao.conf")
    assert re.search(r"^data +/var/lib/sanbao/data ", said, re.M), said
    conffiles = (package.scratch / "DEBIAN/conffiles").read_text()
    assert conffiles == "/etc/sanbao/sanbao.conf\n", conffiles


def scripts(package):
    """its scripts are shell, stop at the first trouble, and never start without a data folder"""
    for name in ("preinst", "postinst", "prerm", "postrm"):
        path = package.scratch / "DEBIAN" / name
        run("sh", "-n", path)
        assert "set -e" in path.read_text(), name
    assert "rm -rf /var/lib" not in (package.scratch / "DEBIAN/postrm").read_text()
    unit = (package.tree / "lib/systemd/system/sanbao.service").read_text()
    assert "ConditionPathExists=/var/lib/sanbao/data/sanbao.json" in unit


def unit(package):
    """systemd finds the unit in order and little exposed"""
    if shutil.which("systemd-analyze") is None:
        raise Skipped("no systemd-analyze")
    path = package.tree / "lib/systemd/system/sanbao.service"
    said = run("systemd-analyze", "security", "--offline=yes", path)
    exposure = float(re.search(r"exposure level for \S+: ([\d.]+)", said).group(1))
    assert exposure <= EXPOSURE_MAX, exposure
    assert "ExecStart=/usr/bin/sanbao serve --config /etc/sanbao/sanbao.conf" in path.read_text()


def contents(package):
    """the list of what is in it (SPDX) names every library, with version and sum"""
    document = json.loads((package.tree / "usr/share/doc/sanbao/sbom.spdx.json").read_text())
    assert document["spdxVersion"] == "SPDX-2.3"
    ids = {e["SPDXID"] for kind in ("packages", "files") for e in document[kind]}
    for relation in document["relationships"]:
        assert relation["spdxElementId"] in ids | {"SPDXRef-DOCUMENT"}, relation
        assert relation["relatedSpdxElement"] in ids, relation
    listed = {}
    for entry in document["files"]:
        sums = {c["algorithm"]: c["checksumValue"] for c in entry["checksums"]}
        data = (package.tree / entry["fileName"]).read_bytes()
        assert sums["SHA256"] == hashlib.sha256(data).hexdigest(), entry
        listed[entry["fileName"]] = entry["SPDXID"]
    there = {"./" + str(p.relative_to(package.tree)) for p in package.home.iterdir()}
    assert there <= set(listed), there - set(listed)
    held = {r["relatedSpdxElement"] for r in document["relationships"]
            if r["relationshipType"] == "CONTAINS"}
    assert set(listed.values()) <= held
    for entry in document["packages"]:
        assert entry["versionInfo"], entry
    licences = package.tree / "usr/share/doc/sanbao/licences"
    assert (licences / "libsodium23").stat().st_size > 0


def no_trace(package):
    """nothing in it tells where it was built"""
    data = (package.home / "sanbao").read_bytes()
    assert str(ROOT).encode() not in data


CHECKS = (same_bytes_twice, fields, ownership, whole, works, settings, scripts, unit, contents,
          no_trace)


def main(build):
    if shutil.which("dpkg-deb") is None or not (pathlib.Path(build) / "sanbao").exists():
        print("1..0 # SKIP no dpkg-deb, or no build of the package")
        return 77
    failed = 0
    with tempfile.TemporaryDirectory(prefix="sanbao-package-") as scratch:
        package = Package(pathlib.Path(build), pathlib.Path(scratch))
        print(f"1..{len(CHECKS)}")
        for number, check in enumerate(CHECKS, 1):
            name = check.__doc__
            try:
                check(package)
                print(f"ok {number} - {name}")
            except Skipped as reason:
                print(f"ok {number} - {name} # SKIP {reason}")
            except AssertionError as wrong:
                failed += 1
                print(f"not ok {number} - {name}\n# " + str(wrong).replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
