"""sbom.py - what is in a package and where it came from: SPDX 2.3 in JSON, out of dpkg's data."""

import datetime
import hashlib
import json
import pathlib
import re

from packaging_parts import libraries


def licences(package):
    """The names of licences that Debian's copyright file gives, in order, each once."""
    path = pathlib.Path("/usr/share/doc") / package / "copyright"
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    names = re.findall(r"^License:[ \t]*(\S.*?)\s*$", text, re.M)
    return list(dict.fromkeys(names))


def debian_package(name):
    get = {f: libraries.field(name, f) for f in ("Version", "source:Package", "source:Version",
                                                 "Homepage", "Maintainer", "Architecture")}
    found = "; ".join(licences(name)) or "see its copyright file"
    purl = f"pkg:deb/debian/{name}@{get['Version']}?arch={get['Architecture']}"
    return {
        "SPDXID": f"SPDXRef-Package-{re.sub('[^A-Za-z0-9.-]', '-', name)}",
        "name": name,
        "versionInfo": get["Version"],
        "supplier": "Organization: Debian",
        "originator": f"Organization: {get['Maintainer'].split('<')[0].strip() or 'Debian'}",
        "downloadLocation": "NOASSERTION",
        "homepage": get["Homepage"] or "NOASSERTION",
        "sourceInfo": f"source package {get['source:Package']} {get['source:Version']}",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "licenseComments": "as Debian names them: " + found,
        "copyrightText": "NOASSERTION",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": purl}],
    }


def file_entry(root, path, number):
    data = path.read_bytes()
    return {
        "SPDXID": f"SPDXRef-File-{number}",
        "fileName": "./" + str(path.relative_to(root)),
        "checksums": [{"algorithm": "SHA1", "checksumValue": hashlib.sha1(data).hexdigest()},
                      {"algorithm": "SHA256", "checksumValue": hashlib.sha256(data).hexdigest()}],
        "licenseConcluded": "NOASSERTION",
        "copyrightText": "NOASSERTION",
    }


def relation(one, kind, other):
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}


def document(root, foreign, binary, version, arch, moment):
    """`foreign`: (file in the tree, file of Debian's that it is a copy of)."""
    own = {
        "SPDXID": "SPDXRef-Package-sanbao",
        "name": "sanbao", "versionInfo": version, "supplier": "NOASSERTION",
        "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
        "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": f"pkg:deb/sanbao@{version}?arch={arch}"}],
    }
    packages, files, relations = {}, [], [relation("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"])]
    sources = {path: source for path, source in foreign}
    for number, path in enumerate(sorted([root / "usr/lib/sanbao/sanbao", *sources])):
        files.append(file_entry(root, path, number))
        holder = own["SPDXID"]
        if path in sources:
            name = libraries.package_of(sources[path])
            packages.setdefault(name, debian_package(name))
            holder = packages[name]["SPDXID"]
        relations.append(relation(holder, "CONTAINS", files[-1]["SPDXID"]))
    names = {libraries.package_of(path) for _, path in libraries.loaded(binary)}
    for name in sorted(names):
        packages.setdefault(name, debian_package(name))
    for name in sorted(packages):
        relations.append(relation(own["SPDXID"], "DEPENDS_ON", packages[name]["SPDXID"]))
    for name in ("gcc", "cmake", "protobuf-c-compiler"):
        tool = debian_package(name)
        packages[name] = tool
        relations.append(relation(tool["SPDXID"], "BUILD_TOOL_OF", own["SPDXID"]))
    seed = hashlib.sha256((root / "usr/lib/sanbao/sanbao").read_bytes()).hexdigest()[:32]
    created = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"sanbao-{version}-{arch}",
        "documentNamespace": f"https://sanbao.invalid/spdx/sanbao-{version}-{arch}-{seed}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "creators": ["Tool: sanbao-tools-package"]},
        "packages": [own] + [packages[n] for n in sorted(packages)],
        "files": files, "relationships": relations,
    }, indent=1, ensure_ascii=False) + "\n"
