#!/usr/bin/env python3
"""Says what is in the shipped binary, for scripts/package: describe.py VERSION COMMIT SECONDS FOLDER

Writes into FOLDER: `licences/`, the licence of each part; `copyright`, as Debian wants it; `cph.spdx.json`, the
software bill of materials (SPDX 2.3). SECONDS are those of the commit since 1970. What is linked in is read from the
build, versions from Package.resolved and from Debian's packages.
"""

import datetime
import glob
import json
import os
import re
import subprocess
import sys
import uuid

BUILD = ".build-release"
SWIFT_EXCEPTION = "Apache-2.0 WITH Swift-exception"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Part:
    """Something that is in the binary: its name, version, licence (SPDX), who has the rights, and the texts to show."""

    def __init__(self, name, version, licence, owner, texts, purl=None, url=None):
        self.name, self.version, self.licence, self.owner, self.texts = name, version, licence, owner, texts
        self.purl, self.url = purl, url


def linked_modules():
    """Names of the Swift and C targets whose objects are in the binary."""
    (listing,) = glob.glob(f"{BUILD}/*/release/cph.product/Objects.LinkFileList")
    return set(re.findall(r"/([^/]+)\.build/", text(listing)))


def swift_packages():
    """Those of Package.resolved of which something is linked; others only take part in the resolution."""
    modules = linked_modules()
    for pin in json.loads(text("Package.resolved"))["pins"]:
        name, state = pin["identity"], pin["state"]
        folder = f"{BUILD}/checkouts/{name}"
        if not modules & set(os.listdir(f"{folder}/Sources")):
            continue
        licence = text(f"{folder}/LICENSE.txt")
        texts = [licence] + [text(path) for path in sorted(glob.glob(f"{folder}/NOTICE.txt"))]
        texts += [text(path) for path in sorted(glob.glob(f"{folder}/Sources/*/LICENSE"))]
        url = pin["location"].removesuffix(".git")
        yield Part(
            name, state["version"], SWIFT_EXCEPTION if "Runtime Library Exception" in licence else "Apache-2.0",
            "Apple Inc. and the project's authors", texts, url=f"git+{url}@{state['revision']}",
            purl=f"pkg:swift/{url.removeprefix('https://')}@{state['version']}")


def swift_runtime():
    """What the toolchain brings is of one version and under one licence."""
    compiler = os.path.realpath(output("which", "swiftc"))
    licence = text(os.path.join(os.path.dirname(compiler), "..", "share", "swift", "LICENSE.txt"))
    version = re.search(r"Swift version (\S+)", output("swift", "--version")).group(1)
    for name in ["swift", "swift-foundation", "swift-corelibs-libdispatch"]:
        yield Part(name, version, SWIFT_EXCEPTION, "Apple Inc. and the Swift project's authors", [licence],
                   purl=f"pkg:github/swiftlang/{name}@swift-{version}-RELEASE")


def debian_part(name, archive, licence, owner, cut=None):
    """A static library of Debian's; `cut` is where in its copyright file the text begins, for the long ones."""
    path = output("clang", f"-print-file-name={archive}")
    package = output("dpkg", "-S", os.path.realpath(path)).split(":")[0]
    version = output("dpkg-query", "--show", "--showformat=${Version}", package)
    licence_text = text(f"/usr/share/doc/{package}/copyright")
    if cut:
        licence_text = licence_text[licence_text.index(cut):]
    texts = [licence_text]
    if licence.startswith("GPL-3.0"):
        texts.append(text("/usr/share/common-licenses/GPL-3"))
    return Part(name, version, licence, owner, texts, purl=f"pkg:deb/debian/{package}@{version}")


def parts():
    yield from sorted(swift_packages(), key=lambda part: part.name)
    yield from swift_runtime()
    yield debian_part("lua", "liblua5.4.a", "MIT", "Lua.org, PUC-Rio")
    yield debian_part("sqlite", "libsqlite3.a", "blessing", "none: in the public domain")
    yield debian_part("libstdc++", "libstdc++.a", "GPL-3.0-or-later WITH GCC-exception-3.1",
                      "Free Software Foundation, Inc.", cut="GCC RUNTIME LIBRARY EXCEPTION")


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)


def copyright_file(all_parts):
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: cph",
        "Comment: What is linked into /usr/bin/cph beside its own sources is listed here by name. The texts of all",
        " these licences, with the notices that belong to them, are in /usr/share/doc/cph/licences.",
        "",
        "Files: *",
        "Copyright: the authors of cph",
        "License: Apache-2.0",
        "",
    ]
    short = {"Apache-2.0": "Apache-2.0", SWIFT_EXCEPTION: "Apache-2.0-with-Swift-exception", "MIT": "Expat",
             "blessing": "public-domain", "GPL-3.0-or-later WITH GCC-exception-3.1": "GPL-3+-with-GCC-exception"}
    for part in all_parts:
        lines += [f"Files: {part.name}", f"Copyright: {part.owner}", f"License: {short[part.licence]}",
                  f"Comment: version {part.version}", ""]
    lua = next(part for part in all_parts if part.name == "lua").texts[0]
    mit = re.search(r"License: Expat\n((?: .*\n)+)", lua).group(1)
    return "\n".join(lines) + f"""
License: Apache-2.0
 On Debian systems, the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.

License: Apache-2.0-with-Swift-exception
 The Apache License, version 2.0, whose text is in
 /usr/share/common-licenses/Apache-2.0 on Debian systems, with this exception:
 .
 As an exception, if you use this Software to compile your source code and
 portions of this Software are embedded into the binary product as a result,
 you may redistribute such product without providing attribution as would
 otherwise be required by Sections 4(a), 4(b) and 4(d) of the License.

License: GPL-3+-with-GCC-exception
 The GNU General Public License, version 3 or later, whose text is in
 /usr/share/common-licenses/GPL-3 on Debian systems, with the GCC Runtime
 Library Exception, version 3.1, whose text is in
 /usr/share/doc/cph/licences/libstdc++.txt.

License: public-domain
 The authors disclaim copyright to this source code. In place of a legal notice,
 here is a blessing:
 .
 May you do good and not evil.
 May you find forgiveness for yourself and forgive others.
 May you share freely, never taking more than you give.

License: Expat
{mit}"""


def spdx_package(identifier, name, version, licence, owner, url, purl=None, kind=None):
    package = {
        "SPDXID": identifier, "name": name, "versionInfo": version, "downloadLocation": url or "NOASSERTION",
        "filesAnalyzed": False, "licenseConcluded": licence, "licenseDeclared": licence, "copyrightText": owner,
        "supplier": "NOASSERTION",
    }
    if purl:
        package["externalRefs"] = [{
            "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
            "referenceLocator": purl.replace("+", "%2B")}]
    if kind:
        package["primaryPackagePurpose"] = kind
    return package


def bill_of_materials(all_parts, version, commit, seconds):
    created = datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    packages = [spdx_package("SPDXRef-cph", "cph", version, "Apache-2.0", "the authors of cph", None,
                             kind="APPLICATION")]
    packages[0]["sourceInfo"] = f"built from commit {commit}"
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-cph")]
    for part in all_parts:
        identifier = f"SPDXRef-{part.name.replace('+', 'p')}"
        packages.append(spdx_package(identifier, part.name, part.version, part.licence, part.owner, part.url,
                                     part.purl))
        relations.append(("SPDXRef-cph", "STATIC_LINK", identifier))
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "--dynamic", f"{BUILD}/cph"))
    loaded = ["libcurl.so.4", "libcrypto.so.3", "libpq.so.5"]
    for library in sorted(needed) + loaded:
        identifier = f"SPDXRef-{library.replace('_', '-')}"
        packages.append(spdx_package(identifier, library, "NOASSERTION", "NOASSERTION", "NOASSERTION", None,
                                     kind="LIBRARY"))
        del packages[-1]["versionInfo"]
        relations.append((identifier, "OPTIONAL_DEPENDENCY_OF", "SPDXRef-cph") if library in loaded
                         else ("SPDXRef-cph", "DYNAMIC_LINK", identifier))
    document = uuid.uuid5(uuid.NAMESPACE_OID, f"cph {version} {commit} {os.uname().machine}")
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"cph-{version}",
        "documentNamespace": f"urn:uuid:{document}",
        "creationInfo": {"created": created, "creators": ["Tool: cph-scripts-package"]},
        "packages": packages,
        "relationships": [{"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
                          for one, kind, other in relations],
    }


def main():
    version, commit, seconds, folder = sys.argv[1:]
    all_parts = list(parts())
    for part in all_parts:
        write(f"{folder}/licences/{part.name}.txt", ("\n" + "-" * 79 + "\n\n").join(part.texts))
    write(f"{folder}/licences/cph.txt", text("LICENSE"))
    write(f"{folder}/copyright", copyright_file(all_parts))
    bill = bill_of_materials(all_parts, version, commit, int(seconds))
    write(f"{folder}/cph.spdx.json", json.dumps(bill, indent=2) + "\n")


if __name__ == "__main__":
    main()
