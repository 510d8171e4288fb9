"""Asks Huawei's own Python SDK, unchanged, and cph whom they become: the same by the same environment, or nobody.

    python sdk_principals.py .build/debug/cph

Both are asked at a running emulator, whose STS says whose keys sign. cph may refuse where the SDK goes on to another
source, and those rows say why; it never becomes somebody else. The metadata service is out of reach here: to the SDK
its address is a closed port. Exits with 1 and a line for each row that is not as expected.
"""

import json
import os
import subprocess
import sys
import tempfile

import huaweicloudsdkcph.v1 as cph
from huaweicloudsdkcore.auth import internal, provider
from huaweicloudsdkcore.region.region import Region
from sdk_sources import PROGRAM, REGION, caller, emulator, environment, expect, written

OIDC, SDK = "HUAWEICLOUD_OIDC_", "HUAWEICLOUD_SDK_"
HALF = "half of a source ends it: the next one may be another account"
READ = "what the SDK refuses, or sends as it is, and everybody means"


class Rows:
    """The environments, made of a few parts."""

    def __init__(self, printed, folder):
        self.folder = folder
        self.rows = []
        token = printed[OIDC + "ID_TOKEN"]
        self.keys = {SDK + "AK": printed[SDK + "AK"], SDK + "SK": printed[SDK + "SK"]}
        self.files = {
            "good": written(folder, "good", token), "blanks": written(folder, "blanks", "  " + token + "  ", ""),
            "empty": written(folder, "empty", ""), "wrong": written(folder, "wrong", "not-a-token"),
            "long": written(folder, "long", "x" * 20_001), "absent": os.path.join(folder, "absent"),
            "folder": folder,
        }
        self.idp = {SDK + "IDP_ID": printed[SDK + "IDP_ID"], SDK + "ID_TOKEN_FILE": self.files["good"]}
        self.oidc = {name: printed[name] for name in (OIDC + "PROVIDER_URN", OIDC + "AGENCY_URN", OIDC + "ID_TOKEN")}
        self.section = f"ak = {self.keys[SDK + 'AK']}\nsk = {self.keys[SDK + 'SK']}\n"
        self.idp_section = f"idp_id = {self.idp[SDK + 'IDP_ID']}\nid_token_file = {self.files['good']}\n"
        self.terraform = {"HW_ACCESS_KEY": "HWKEY", "HW_SECRET_KEY": "HWSECRET"}
        self.oidc_by_file = {name: value for name, value in self.oidc.items() if name != OIDC + "ID_TOKEN"}

    def add(self, name, variables, file=None, stricter=None):
        """A row; `file` is the text of ~/.huaweicloud/credentials."""
        self.rows.append((name, variables, file, stricter))

    def variables(self):
        keys, idp = self.keys, self.idp
        self.add("keys", keys)
        self.add("a wrong secret", keys | {SDK + "SK": "wrong"})
        self.add("an unknown key", keys | {SDK + "AK": "NOBODY"})
        self.add("a foreign security token", keys | {SDK + "SECURITY_TOKEN": "foreign"})
        self.add("an empty security token", keys | {SDK + "SECURITY_TOKEN": ""}, stricter=READ)
        self.add("an access key alone", {SDK + "AK": keys[SDK + "AK"]})
        self.add("a secret key alone", {SDK + "SK": keys[SDK + "SK"]})
        self.add("an empty secret key", {SDK + "AK": keys[SDK + "AK"], SDK + "SK": ""})
        self.add("a secret key with a return", keys | {SDK + "SK": keys[SDK + "SK"] + "\r"})
        self.add("an access key in quotes", keys | {SDK + "AK": f'"{keys[SDK + "AK"]}"'})
        self.add("an access key behind a blank", keys | {SDK + "AK": " " + keys[SDK + "AK"]})
        self.add("a security token alone", {SDK + "SECURITY_TOKEN": "t"})
        self.add("a project alone", {SDK + "PROJECT_ID": "p"})
        self.add("keys and an account", keys | {SDK + "DOMAIN_ID": "d"})
        self.add("an identity provider", idp)
        self.add("an identity provider beside keys", idp | keys)
        self.add("an identity provider beside wrong keys", idp | {SDK + "AK": "x", SDK + "SK": "y"})
        self.add("an unknown identity provider", idp | {SDK + "IDP_ID": "nobody"})
        self.add("an unknown identity provider beside keys", idp | keys | {SDK + "IDP_ID": "nobody"})
        self.add("an identity provider without its token", {SDK + "IDP_ID": "emulator"})
        self.add("a token file without its provider", {SDK + "ID_TOKEN_FILE": self.files["good"]})
        self.add("an identity provider without its token, beside keys", keys | {SDK + "IDP_ID": "emulator"})
        self.add("a token file without its provider, beside keys", keys | {SDK + "ID_TOKEN_FILE": self.files["good"]})
        self.add("an empty identity provider beside keys", idp | keys | {SDK + "IDP_ID": ""})
        for kind in ("blanks", "empty", "wrong", "long", "absent", "folder"):
            self.add(f"a token file: {kind}", idp | {SDK + "ID_TOKEN_FILE": self.files[kind]})
            self.add(f"a token file beside keys: {kind}", idp | keys | {SDK + "ID_TOKEN_FILE": self.files[kind]})

    def sessions(self):
        oidc, by_file = self.oidc, self.oidc_by_file
        self.add("OIDC", oidc)
        self.add("OIDC beside keys", oidc | self.keys)
        self.add("OIDC beside an identity provider", oidc | self.idp)
        self.add("OIDC beside all", oidc | self.idp | self.keys, "[basic]\n" + self.section)
        self.add("OIDC with a session's name", oidc | {OIDC + "SESSION_NAME": "night.buyer"})
        self.add("OIDC with an odd session's name", oidc | {OIDC + "SESSION_NAME": "a/b"})
        self.add("OIDC with a short session's name", oidc | {OIDC + "SESSION_NAME": "a"})
        self.add("OIDC for 0 s", oidc | {OIDC + "DURATION_SECONDS": "0"}, stricter="a life of nothing is no life")
        for seconds in ("900", "43200", "899", "43201", "long"):
            self.add(f"OIDC for {seconds} s", oidc | {OIDC + "DURATION_SECONDS": seconds})
        self.add("OIDC with a wrong token", oidc | {OIDC + "ID_TOKEN": "not-a-token"})
        self.add("OIDC with a short token", oidc | {OIDC + "ID_TOKEN": "abc"})
        self.add("OIDC with a wrong token beside keys", oidc | self.keys | {OIDC + "ID_TOKEN": "not-a-token"})
        self.add("OIDC of an unknown provider", oidc | {OIDC + "PROVIDER_URN": "iam::1:oidc-provider:x"})
        self.add("OIDC into an unknown agency", oidc | {OIDC + "AGENCY_URN": oidc[OIDC + "AGENCY_URN"] + "x"})
        self.add("OIDC with policies", oidc | {OIDC + "POLICY": '{"Version":"5.0"}', OIDC + "POLICY_IDS": "a, b"})
        self.add("OIDC without provider", {name: oidc[name] for name in oidc if "PROVIDER" not in name})
        self.add("OIDC without agency", {name: oidc[name] for name in oidc if "AGENCY" not in name})
        self.add("OIDC without token", by_file)
        self.add("OIDC without agency, beside keys",
                 self.keys | {name: oidc[name] for name in oidc if "AGENCY" not in name}, stricter=HALF)
        self.add("OIDC without token, beside a file", by_file, "[basic]\n" + self.section, HALF)
        for kind in ("good", "blanks", "empty", "wrong", "long", "absent"):
            self.add(f"OIDC with a token file: {kind}", by_file | {OIDC + "TOKEN_FILE": self.files[kind]})
        self.add("OIDC with a token and a file", oidc | {OIDC + "TOKEN_FILE": self.files["absent"]})
        for kind in ("empty", "absent"):
            self.add(f"OIDC with a token file beside keys: {kind}",
                     by_file | self.keys | {OIDC + "TOKEN_FILE": self.files[kind]},
                     stricter="the token that was asked for is not there: the keys may be another principal's")

    def profiles(self):
        basic = "[basic]\n" + self.section
        self.add("a file", {}, basic)
        self.add("a file and variables", self.keys, "[basic]\nak = x\nsk = y\n")
        self.add("a file and wrong variables", {SDK + "AK": "x", SDK + "SK": "y"}, basic)
        self.add("a file and half of the variables", {SDK + "AK": "x"}, basic, HALF)
        self.add("a file and half of an identity provider's variables", {SDK + "IDP_ID": "x"}, basic, HALF)
        self.add("a file and Terraform's variables", self.terraform, basic)
        self.add("a file and Terraform's token", {"HW_AUTH_TOKEN": "t", "OS_AUTH_TOKEN": "t"}, basic)
        self.add("a file and an agency of Terraform's",
                 {"HW_ASSUME_ROLE_AGENCY_NAME": "a", "HW_ASSUME_ROLE_DOMAIN_NAME": "b"}, basic)
        self.add("a file and a password", {"HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d"}, basic)
        self.add("variables and Terraform's", self.keys | self.terraform)
        self.add("an identity provider's variables and a file", self.idp, "[basic]\nak = x\nsk = y\n")
        self.add("an identity provider in a file", {}, "[basic]\n" + self.idp_section)
        self.add("an identity provider beside keys in a file", {}, basic + self.idp_section)
        self.add("half of an identity provider beside keys in a file", {}, basic + "idp_id = emulator\n")
        self.add("half of an identity provider in a file", {}, "[basic]\nidp_id = emulator\n")
        self.add("a token file that is absent, in a file", {},
                 f"[basic]\nidp_id = emulator\nid_token_file = {self.files['absent']}\n")
        self.add("a file with a wrong secret", {}, "[basic]\nak = x\nsk = y\n")
        self.add("a file without a secret", {}, f"[basic]\nak = {self.keys[SDK + 'AK']}\n")
        self.add("an empty file", {}, "")
        self.add("a file with another section", {}, "[prod]\n" + self.section)
        self.add("a file with colons", {}, basic.replace(" =", ":"))
        self.add("a file with large letters", {}, basic.replace("ak =", "AK =").replace("sk =", "Sk ="))
        self.add("a file of Windows", {}, basic.replace("\n", "\r\n"))
        self.add("a file with a mark at its start", {}, "\ufeff" + basic, READ)
        self.add("a file with quotes", {}, f'[basic]\nak = "{self.keys[SDK + "AK"]}"\nsk = s\n')
        self.add("a file with a default section", {}, "[DEFAULT]\n" + self.section + "[basic]\n")
        self.add("a file with two sections of a name", {}, basic + basic)
        self.add("a file with a single percent", {}, basic + "note = 5%\n")
        self.add("a file with an account's security token", {}, basic + "security_token = foreign\n")
        named = written(self.folder, "named", basic)
        self.add("a named file", {SDK + "CREDENTIALS_FILE": named}, "[basic]\nak = x\nsk = y\n")
        self.add("a named file that is absent", {SDK + "CREDENTIALS_FILE": self.files["absent"]}, basic)
        self.add("a named folder", {SDK + "CREDENTIALS_FILE": self.folder}, basic)
        self.add("nothing", {})


def by_sdk(printed, variables):
    """Whom the SDK's chain becomes; why not, where it becomes nobody."""
    endpoint = printed["CPH_ENDPOINT"]
    common = {SDK + "IAM_ENDPOINT": endpoint, SDK + "STS_ENDPOINT": endpoint}
    with environment(common | variables):
        try:
            credentials = provider.CredentialProviderChain.get_default("basic").get_credentials()
            client = cph.CphClient.new_builder().with_credentials(credentials).with_region(
                Region(REGION, endpoint)).build()
            return caller(client, credentials, endpoint)["principal_urn"], None
        except Exception as error:  # whatever it is, nobody gets keys
            return None, f"{type(error).__name__}: {error}"


def by_cph(printed, variables):
    """Whom cph becomes, and what it says and exits with where it becomes nobody."""
    surroundings = {"CPH_ENDPOINT": printed["CPH_ENDPOINT"], "CPH_NO_METADATA": "1"}
    outcome = subprocess.run(
        [PROGRAM, "whoami", "--json", "--region", REGION], env=variables | surroundings,
        capture_output=True, text=True, timeout=60, check=False)
    if outcome.returncode == 0:
        return json.loads(outcome.stdout)["principal"], outcome.stderr
    return None, f"exit {outcome.returncode}: {outcome.stderr}"


def compare(printed, row):
    """What is not as expected; none where all is."""
    name, variables, file, stricter = row
    with tempfile.TemporaryDirectory() as home:
        if file is not None:
            os.mkdir(os.path.join(home, ".huaweicloud"))
            with open(os.path.join(home, ".huaweicloud", "credentials"), "wb") as target:
                target.write(file.encode())
        variables = variables | {"HOME": home}
        theirs, why = by_sdk(printed, variables)
        ours, said = by_cph(printed, variables)
    secrets = [value for key, value in variables.items() if key.endswith(("SK", "_TOKEN")) and len(value) > 5]
    if any(secret in said for secret in secrets):
        return f"{name}: cph shows a secret"
    if theirs == ours:
        return None if stricter is None else f"{name}: both are {ours}, and the row says otherwise"
    if stricter == READ and theirs is None:
        return None
    if stricter is not None and ours is None and said.startswith("exit 2: "):
        return None
    return f"{name}: the SDK is {theirs or why}, cph {ours or said}"


def main():
    internal.MetadataAccessor._METADATA_ENDPOINT = "http://127.0.0.1:9"
    with tempfile.TemporaryDirectory() as folder, emulator() as printed:
        rows = Rows(printed, folder)
        rows.variables()
        rows.sessions()
        rows.profiles()
        expect(len(rows.rows) >= 80 and len({row[0] for row in rows.rows}) == len(rows.rows), "there are too few rows")
        odd = [line for line in (compare(printed, row) for row in rows.rows) if line]
    for line in odd:
        print(f"sdk_principals: {line}", file=sys.stderr)
    stricter = sum(row[3] is not None for row in rows.rows)
    print(f"sdk_principals: {len(rows.rows)} environments, in {stricter} of them cph differs with a reason")
    if odd:
        sys.exit(1)


if __name__ == "__main__":
    main()
