"""Gets keys at the emulator with Huawei's own Python SDK, unchanged, from every source that the SDK knows.

    python sdk_sources.py .build/debug/cph

Each source is configured as its users configure it, by variables or by a profile file. Whom its keys stand for is asked
of the emulated STS, and a server is bought with them. The metadata service answers at one address only, so that part
runs in a network namespace of its own, which takes root. Exits with 1 and one line that says what is not as expected.
"""

import fcntl
import os
import shlex
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

import huaweicloudsdkcph.v1 as cph
from huaweicloudsdkcore.auth import provider
from huaweicloudsdkcore.auth.internal import StsHelper
from huaweicloudsdkcore.exceptions.exceptions import SdkException
from huaweicloudsdkcore.region.region import Region
from sdk_purchase import purchase

PROGRAM = sys.argv[1]
REGION = "cn-east-3"
METADATA = "169.254.169.254"


def expect(condition, message):
    if not condition:
        sys.exit(f"sdk_sources: {message}")


@contextmanager
def emulator(*options):
    """A running emulator, as what it prints: variables and, in comments, what the other sources need."""
    process = subprocess.Popen(
        [PROGRAM, "emulator", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        printed = {}
        while "partner_agency" not in printed:
            line = process.stdout.readline()
            expect(line, "the emulator ended")
            name, _, value = line.removeprefix("export ").removeprefix("# ").partition("=")
            printed[name] = "".join(shlex.split(value))
        yield printed
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@contextmanager
def environment(variables):
    """The SDK reads the process's environment; nothing of an earlier source stays in it."""
    before = dict(os.environ)
    for name in list(os.environ):
        if name.startswith(("HUAWEICLOUD_", "HC_")) or name.lower().endswith("_proxy"):
            del os.environ[name]
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def caller(client, credentials, endpoint):
    """Whom the keys stand for: a request of the SDK's own making, which it signs and sends itself."""
    http = client.get_http_client()
    request = StsHelper.get_caller_identity_request(http.config, endpoint)
    return http.do_request_sync(credentials.process_auth_request(request, http).result()).json()


def check(source, printed, variables, providers, principal):
    """Becomes `principal` by a source, for a region's services and for global ones, and buys a server."""
    endpoint = printed["CPH_ENDPOINT"]
    common = {"HUAWEICLOUD_SDK_IAM_ENDPOINT": endpoint, "HUAWEICLOUD_SDK_STS_ENDPOINT": endpoint}
    with environment(common | variables):
        credentials = providers.get_basic().get_credentials()
        # Without a project id the SDK asks IAM for it, with the keys that it just got.
        client = cph.CphClient.new_builder().with_credentials(credentials).with_region(Region(REGION, endpoint)).build()
        identity = caller(client, credentials, endpoint)
        expect(identity["principal_urn"] == principal, f"{source}: became {identity['principal_urn']}, not {principal}")
        expect(credentials.project_id == printed["HUAWEICLOUD_SDK_PROJECT_ID"],
               f"{source}: found the project {credentials.project_id}")
        answer = client.create_cloud_phone_single_server(purchase(f"sdk-{source}"))
        expect(answer.error_code is None and len(answer.server_ids) == 1, f"{source}: bought nothing: {answer}")
        # An account's id is IAM's to say, or STS's where an agency was entered.
        account = providers.get_global().get_credentials()
        account.process_auth_params(client.get_http_client(), REGION)
        expect(account.domain_id == printed["account"], f"{source}: found the account {account.domain_id}")
    print(f"sdk_sources: {source}: {principal}")


def written(folder, name, *lines):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path


def profile(folder, name, *settings):
    """A profile file with the same settings for a region's services and for global ones."""
    return {"HUAWEICLOUD_SDK_CREDENTIALS_FILE": written(folder, name, "[basic]", *settings, "[global]", *settings)}


def check_sources(printed, folder):
    account = printed["account"]
    user = f"iam::{account}:user:emulator"
    federated = f"iam::{account}:user:federated"
    session = f"sts::{account}:assumed-agency"
    token = written(folder, "identity-token", printed["HUAWEICLOUD_OIDC_ID_TOKEN"])
    keys = {name: printed[name] for name in ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK")}
    idp = {"HUAWEICLOUD_SDK_IDP_ID": printed["HUAWEICLOUD_SDK_IDP_ID"], "HUAWEICLOUD_SDK_ID_TOKEN_FILE": token}
    oidc = {name: printed[name] for name in ("HUAWEICLOUD_OIDC_PROVIDER_URN", "HUAWEICLOUD_OIDC_AGENCY_URN")}
    pod = {
        "HC_CONTAINER_CREDENTIALS_FULL_URI": printed["HC_CONTAINER_CREDENTIALS_FULL_URI"],
        "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE": written(folder, "pod-token", printed["pod_token"]),
    }
    by_keys = profile(folder, "keys", f"ak = {printed['HUAWEICLOUD_SDK_AK']}", f"sk = {printed['HUAWEICLOUD_SDK_SK']}")
    by_idp = profile(folder, "idp", f"idp_id = {printed['HUAWEICLOUD_SDK_IDP_ID']}", f"id_token_file = {token}")
    variables, profiles = provider.EnvCredentialProvider, provider.ProfileCredentialProvider
    sts = provider.OidcStsCredentialProvider
    check("keys", printed, keys, variables, user)
    check("profile", printed, by_keys, profiles, user)
    check("idp", printed, idp, variables, federated)
    # Both set: the identity provider wins.
    check("idp-and-keys", printed, idp | keys, variables, federated)
    check("idp-profile", printed, by_idp, profiles, federated)
    by_token = oidc | {"HUAWEICLOUD_OIDC_ID_TOKEN": printed["HUAWEICLOUD_OIDC_ID_TOKEN"]}
    check("oidc", printed, by_token, sts, f"{session}:oidc-agency/oidc-sts-session")
    by_file = oidc | {"HUAWEICLOUD_OIDC_TOKEN_FILE": token, "HUAWEICLOUD_OIDC_SESSION_NAME": "ci"}
    check("oidc-file", printed, by_file, sts, f"{session}:oidc-agency/ci")
    check("pod-identity", printed, pod, provider.PodIdentityCredentialProvider, f"{session}:pod-agency/emulator-pod")


def check_renewal(printed, folder):
    """Keys that end in ten minutes are renewed before each request; refused ones are an error of the SDK's own."""
    endpoint = printed["CPH_ENDPOINT"]
    variables = {
        "HC_CONTAINER_CREDENTIALS_FULL_URI": printed["HC_CONTAINER_CREDENTIALS_FULL_URI"],
        "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE": written(folder, "pod-token", printed["pod_token"]),
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": endpoint,
    }
    with environment(variables):
        credentials = provider.PodIdentityCredentialProvider.get_basic().get_credentials()
        client = cph.CphClient.new_builder().with_credentials(credentials).with_region(Region(REGION, endpoint)).build()
        keys = set()
        for _ in range(3):
            client.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest())
            keys.add(credentials.ak)
        expect(len(keys) == 3, f"keys of ten minutes were used for several requests: {len(keys)} of 3")
        written(folder, "pod-token", "guess")
        refusal = refused(lambda: client.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest()))
        expect("401" in refusal, f"another pod's token: {refusal}")
    print("sdk_sources: keys are renewed before they end")


def refused(call):
    try:
        call()
    except SdkException as error:
        return str(error)
    sys.exit("sdk_sources: what should be refused was not")


def set_up_loopback():
    """Brings up the loopback interface of a fresh namespace, with the address of metadata services on it."""
    set_address, set_netmask, set_flags, is_up = 0x8916, 0x891C, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, set_flags, struct.pack("16sH14x", b"lo", is_up))
        for request, address in ((set_address, METADATA), (set_netmask, "255.255.255.255")):
            name = struct.pack("<H2x4s8x", socket.AF_INET, socket.inet_aton(address))
            fcntl.ioctl(control, request, struct.pack("16s16s", b"lo:1", name))


def check_metadata():
    set_up_loopback()
    for mode in ("both", "v1", "v2"):
        with emulator("--listen", "127.0.0.1:0", "--listen", f"{METADATA}:80", "--metadata", mode) as printed:
            session = f"sts::{printed['account']}:assumed-agency:ecs-agency/e0000000-0000-4000-8000-000000000001"
            check(f"metadata-{mode}", printed, {}, provider.MetadataCredentialProvider, session)
            status, said, _ = whoami(printed, "--credentials", "metadata")
            expect(status == 0 and said.startswith(session), f"cph: metadata-{mode}: {said}")
    check_metadata_refusals()
    check_broken_metadata()


def whoami(printed, *options):
    """Whom cph becomes, or what it says then; with its exit code and how many seconds it took."""
    start = time.monotonic()
    outcome = subprocess.run(
        [PROGRAM, "whoami", "--region", REGION, *options], capture_output=True, text=True, check=False, timeout=60,
        env={"HOME": "/dev/null", "CPH_ENDPOINT": printed["CPH_ENDPOINT"]})
    return outcome.returncode, outcome.stdout + outcome.stderr, time.monotonic() - start


def check_broken_metadata():
    """Whatever the service does, cph ends with 2 in time, and asks nobody else."""
    machine = ("--listen", "127.0.0.1:0", "--listen", f"{METADATA}:80")
    faults = ("silent-before", "silent-after", "html", "html-after", "reset-before", "truncate-after", "huge-after",
              "deep-after", "expired-keys", "401", "403", "500-before")
    for fault in faults:
        with emulator(*machine, "--faults", f"{fault}@metadata=1") as printed:
            status, said, seconds = whoami(printed, "--credentials", "metadata")
        expect(status == 2 and "no credentials from the metadata" in said, f"cph: metadata with {fault}: {said}")
        expect(seconds < 15, f"cph: metadata with {fault} took {seconds:.0f} s")
    with emulator(*machine, "--metadata", "none") as printed:
        status, said, _ = whoami(printed, "--credentials", "metadata")
    expect(status == 2 and "this machine has no agency" in said, f"cph: a machine without an agency: {said}")
    with emulator("--listen", "127.0.0.1:0") as printed:
        status, said, seconds = whoami(printed, "--credentials", "metadata")
    expect(status == 2 and "does not answer" in said and seconds < 10, f"cph: no metadata service: {said}")
    print(f"sdk_sources: cph becomes the same, and refuses a metadata service that is broken in {len(faults)} ways")


def check_metadata_refusals():
    """A metadata token that the service does not know is replaced; a machine without an agency is an error."""
    machine = ("--listen", "127.0.0.1:0", "--listen", f"{METADATA}:80", "--key-life", "10m", "--metadata")
    with environment({}):
        with emulator(*machine, "v2"):
            credentials = provider.MetadataCredentialProvider.get_basic().get_credentials()
        first = credentials.ak
        # The next emulator has not given out the token that the SDK keeps.
        with emulator(*machine, "v2"):
            credentials.process_sts(None)
        expect(first != credentials.ak, "keys of ten minutes were not renewed")
        with emulator(*machine, "none"):
            refusal = refused(provider.MetadataCredentialProvider.get_basic().get_credentials)
        expect("Please configure Cloud Service Agency first" in refusal, f"no agency: {refusal}")
    print("sdk_sources: an unknown metadata token is replaced, a machine without an agency is refused")


def main():
    if "--metadata" in sys.argv:
        check_metadata()
        return
    with tempfile.TemporaryDirectory() as folder, emulator() as printed:
        check_sources(printed, folder)
    with tempfile.TemporaryDirectory() as folder, emulator("--key-life", "10m") as printed:
        check_renewal(printed, folder)
    unshare = ["unshare", "--net"]
    if subprocess.run([*unshare, "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        print("sdk_sources: LEFT OUT: the metadata service, which takes root for a network namespace", file=sys.stderr)
        return
    within = [*unshare, sys.executable, *sys.argv, "--metadata"]
    expect(subprocess.run(within, check=False).returncode == 0, "the metadata service is not as the SDK expects")


if __name__ == "__main__":
    main()
