"""Asks Huawei's SDK about credentials files and variables; see record-credentials."""

import json
import os
import sys
import tempfile

from huaweicloudsdkcore.auth.provider import EnvCredentialProvider, ProfileCredentialProvider

B = "[basic]\nak = A\nsk = S\n"
ENV = {"HUAWEICLOUD_SDK_AK": "EA", "HUAWEICLOUD_SDK_SK": "ES"}
TOKEN = {"HUAWEICLOUD_SDK_SECURITY_TOKEN": "ET", "HUAWEICLOUD_SDK_PROJECT_ID": "ep"}

# Name, contents of the file (None: there is none), variables.
CASES = [
    ("plain", B, {}),
    ("token and project", B + "security_token = T\nproject_id = p\n", {}),
    ("account", B + "domain_id = d\niam_endpoint = https://iam.example.com\n", {}),
    ("colons", "[basic]\nak: A\nsk: S\n", {}),
    ("colon and equals mixed", "[basic]\nak = A\nsk: S\n", {}),
    ("no blanks", "[basic]\nak=A\nsk=S\n", {}),
    ("many blanks", "[basic]\n ak   =   A  \n sk =S\n", {}),
    ("keys in large letters", "[basic]\nAK = A\nSK = S\nProject_ID = p\n", {}),
    ("section in large letters", "[BASIC]\nak = A\nsk = S\n", {}),
    ("percent doubled", "[basic]\nak = A\nsk = S%%S\n", {}),
    ("percent alone", "[basic]\nak = A\nsk = S%S\n", {}),
    ("percent at the end", "[basic]\nak = A\nsk = S%\n", {}),
    ("percent reference", "[basic]\nak = A\nsk = %(ak)s\n", {}),
    ("percent in an unused key", B + "note = 100%\n", {}),
    ("percent in another section", B + "[other]\nsk = 1%1\n", {}),
    ("default for all", "[DEFAULT]\nproject_id = p\n" + B, {}),
    ("default alone", "[DEFAULT]\nak = A\nsk = S\n[basic]\n", {}),
    ("default overridden", "[DEFAULT]\nak = X\n" + B, {}),
    ("default twice", "[DEFAULT]\nproject_id = p\n[DEFAULT]\ndomain_id = d\n" + B, {}),
    ("default without basic", "[DEFAULT]\nak = A\nsk = S\n", {}),
    ("comment with #", "# a comment\n" + B, {}),
    ("comment with ;", "; a comment\n" + B, {}),
    ("indented comment", "[basic]\nak = A\n  # a comment\nsk = S\n", {}),
    ("comment behind a section", "[basic] # mine\nak = A\nsk = S\n", {}),
    ("comment behind a section with ;", "[basic]; mine\nak = A\nsk = S\n", {}),
    ("bracket behind a section", "[basic] # [mine]\nak = A\nsk = S\n", {}),
    ("# in a value", "[basic]\nak = A#1\nsk = S #2\n", {}),
    ("; in a value", "[basic]\nak = A;1\nsk = S ;2\n", {}),
    ("section twice", B + "[other]\nak = X\nsk = X\n[basic]\nproject_id = p\n", {}),
    ("key twice", "[basic]\nak = A\nak = B\nsk = S\n", {}),
    ("key twice in other letters", "[basic]\nak = A\nAK = B\nsk = S\n", {}),
    ("key before a section", "ak = A\n" + B, {}),
    ("text before a section", "hello\n" + B, {}),
    ("line without sign", "[basic]\nak = A\nsk\n", {}),
    ("line with a sign alone", "[basic]\n= A\nsk = S\n", {}),
    ("empty value", "[basic]\nak =\nsk = S\n", {}),
    ("missing secret", "[basic]\nak = A\n", {}),
    ("value in the next line", "[basic]\nak = A\nsk =\n  S\n", {}),
    ("value over two lines", "[basic]\nak = A\nsk = S\n  T\n", {}),
    ("value over an empty line", "[basic]\nak = A\nsk = S\n\n  T\n", {}),
    ("deeper keys", "[basic]\n  ak = A\n  sk = S\n", {}),
    ("keys deeper and deeper", "[basic]\nak = A\n  sk = S\n", {}),
    ("keys less and less deep", "[basic]\n    ak = A\n  sk = S\n", {}),
    ("indented section", "  [basic]\nak = A\nsk = S\n", {}),
    ("blanks in a section's name", "[ basic ]\nak = A\nsk = S\n", {}),
    ("empty section's name", "[]\n" + B, {}),
    ("open bracket", "[basic\nak = A\nsk = S\n", {}),
    ("signs in a value", "[basic]\nak = A=1\nsk = S:2=3\n", {}),
    ("sign directly behind", "[basic]\nak =A\nsk == S\n", {}),
    ("quotes", '[basic]\nak = "A"\nsk = "S"\n', {}),
    ("single quotes", "[basic]\nak = 'A'\nsk = 'S'\n", {}),
    ("quote inside", "[basic]\nak = A\nsk = S'S\n", {}),
    ("ends of Windows", B.replace("\n", "\r\n"), {}),
    ("ends of old Macs", B.replace("\n", "\r"), {}),
    ("mixed ends", "[basic]\r\nak = A\nsk = S\r", {}),
    ("no end at the end", B.rstrip("\n"), {}),
    ("mark at the start", "\ufeff" + B, {}),
    ("mark behind a comment", "# c\n\ufeff" + B, {}),
    ("no-break spaces around", "[basic]\nak\u00a0=\u00a0A\u00a0\nsk = S\u00a0\n", {}),
    ("ideographic spaces around", "[basic]\nak =\u3000A\nsk = S\u3000\n", {}),
    ("zero-width space at the end", "[basic]\nak = A\nsk = S\u200b\n", {}),
    ("tabs", "[basic]\nak\t=\tA\nsk\t=\tS\n", {}),
    ("form feed", "[basic]\nak = A\n\x0csk = S\n", {}),
    ("not UTF-8", b"[basic]\nak = A\nsk = S\n# \xe9\n", {}),
    ("UTF-16", B.encode("utf-16"), {}),
    ("empty file", "", {}),
    ("comments alone", "# nothing\n", {}),
    ("no section basic", "[prod]\nak = A\nsk = S\n", {}),
    ("no file", None, {}),
    ("identity provider", "[basic]\nidp_id = i\nid_token_file = /t\n", {}),
    ("identity provider beside keys", B + "idp_id = i\nid_token_file = /t\n", {}),
    ("half an identity provider", B + "idp_id = i\n", {}),
    ("variables", None, ENV),
    ("variables with token and project", None, {**ENV, **TOKEN}),
    ("variables win over the file", B, ENV),
    ("half of the variables", B, {"HUAWEICLOUD_SDK_AK": "EA"}),
    ("other half of the variables", None, {"HUAWEICLOUD_SDK_SK": "ES"}),
    ("empty variables", B, {"HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""}),
    ("token without keys", B, {"HUAWEICLOUD_SDK_SECURITY_TOKEN": "ET"}),
    ("project without keys", B, {"HUAWEICLOUD_SDK_PROJECT_ID": "ep"}),
    ("variable with a return at its end", None, {**ENV, "HUAWEICLOUD_SDK_SK": "ES\r"}),
    ("variable in quotes", None, {**ENV, "HUAWEICLOUD_SDK_AK": '"EA"'}),
    ("variable with a blank in front", None, {**ENV, "HUAWEICLOUD_SDK_AK": " EA"}),
    ("variables of an identity provider beside keys", None,
     {**ENV, "HUAWEICLOUD_SDK_IDP_ID": "i", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/t"}),
]


def found():
    """What the SDK's chain gives before it asks the machine's metadata service: variables, then the file."""
    problem = None
    for provider in (EnvCredentialProvider, ProfileCredentialProvider):
        try:
            found = provider.get_basic().get_credentials()
        except Exception as error:
            problem = f"{type(error).__name__}"
            continue
        if getattr(found, "idp_id", None):
            return {"idp_id": found.idp_id}
        return {
            "ak": found.ak, "sk": found.sk, "security_token": found.security_token, "project_id": found.project_id,
            "iam_endpoint": found.iam_endpoint,
        }
    return {"error": problem}


def ask(contents, variables):
    for name in [name for name in os.environ if name.startswith("HUAWEICLOUD_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        if contents is not None:
            os.mkdir(f"{home}/.huaweicloud")
            with open(f"{home}/.huaweicloud/credentials", "wb") as file:
                file.write(contents if isinstance(contents, bytes) else contents.encode())
        os.environ.update(variables)
        return found()


def main():
    cases = []
    for name, contents, variables in CASES:
        raw = None if contents is None else contents if isinstance(contents, bytes) else contents.encode()
        file = None if raw is None else raw.hex()
        cases.append({"name": name, "file": file, "variables": variables, "sdk": ask(contents, variables)})
    with open(sys.argv[1], "w") as file:
        json.dump({"sdk": "3.1.219", "cases": cases}, file, indent=1)
        file.write("\n")
    print(f"{len(cases)} cases")


main()
