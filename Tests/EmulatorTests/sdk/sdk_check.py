"""Checks the emulator with Huawei's own Python SDK, unchanged.

    python sdk_check.py            # with the variables that `cph emulator` prints in the environment

Needs huaweicloudsdkcph (3.1.219). Exits with 0 when everything is as expected, otherwise with 1 and one line that says
what is not.
"""

import os
import re
import sys
import time

import huaweicloudsdkcph.v1 as cph
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.region.region import Region
from sdk_purchase import purchase

REGION = "cn-east-3"
RUN = f"sdk-{os.getpid()}-{int(time.time())}"


def variable(name):
    value = os.environ.get(name)
    if not value:
        sys.exit(f"sdk_check: {name} is not set; start `cph emulator` and export what it prints")
    return value


def expect(condition, message):
    if not condition:
        sys.exit(f"sdk_check: {message}")


def equal(actual, expected, what):
    expect(actual == expected, f"{what} is {actual!r}, expected {expected!r}")


def client(project_id=None, secret_key=None):
    """A client with the environment's keys; without a project id it asks the emulated IAM for one."""
    keys = BasicCredentials(
        variable("HUAWEICLOUD_SDK_AK"), secret_key or variable("HUAWEICLOUD_SDK_SK"), project_id)
    keys.with_iam_endpoint(variable("HUAWEICLOUD_SDK_IAM_ENDPOINT"))
    region = Region(REGION, variable("CPH_ENDPOINT"))
    return cph.CphClient.new_builder().with_credentials(keys).with_region(region).build()


def check_create(cloud, name, count):
    answer = cloud.create_cloud_phone_single_server(purchase(name, count))
    expect(answer.error_code is None, f"create says {answer.error_code}: {answer.error_msg}")
    expect(re.fullmatch(r"CS\d{10}[0-9A-Z]{5}", answer.order_id), f"order_id is {answer.order_id!r}")
    expect(re.fullmatch(r"[0-9a-f]{32}", answer.request_id), f"request_id is {answer.request_id!r}")
    expect(answer.product_id, "product_id is missing")
    equal(len(set(answer.server_ids)), count, "the number of different server_ids")
    for server_id in answer.server_ids:
        expect(re.fullmatch(r"[0-9a-f]{32}", server_id), f"server id is {server_id!r}")
    return answer


def check_list(cloud, name, created):
    found = cloud.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest(server_name=name))
    equal(found.count, len(created.server_ids), f"count of servers named {name}")
    equal([server.server_id for server in found.servers], created.server_ids[::-1], "ids in the list, newest first")
    several = len(created.server_ids) > 1
    names = [f"{name}-{number + 1:04}" if several else name for number in range(len(created.server_ids))]
    equal([server.server_name for server in found.servers], names[::-1], "names in the list")
    equal({server.metadata.order_id for server in found.servers}, {created.order_id}, "orders in the list")


def check_pages(cloud, name, created):
    pages = [
        cloud.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest(server_name=name, offset=offset, limit=2))
        for offset in (0, 2)]
    equal([page.count for page in pages], [3, 3], "count of each page")
    ids = [server.server_id for page in pages for server in page.servers]
    equal(ids, created.server_ids[::-1], "ids over two pages")


def check_show(cloud, created):
    for server_id in created.server_ids:
        server = cloud.show_cloud_phone_server_detail(cph.ShowCloudPhoneServerDetailRequest(server_id=server_id))
        equal(server.server_id, server_id, "server_id of the detail")
        equal(server.metadata.order_id, created.order_id, "order_id of the detail")
        equal(server.availability_zone, "cn-east-3a", "availability_zone of the detail")
        equal(server.keypair_name, "KeyPair-1d1d-wy", "keypair_name of the detail")
        expect(server.status in (0, 1, 3, 4, 5), f"status of a new server is {server.status}")
        expect(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", server.create_time), f"time {server.create_time!r}")


def check_unpaid(cloud, name):
    created = cloud.create_cloud_phone_single_server(purchase(name, 2, auto_pay=0))
    equal(len(created.server_ids), 2, "the number of server_ids of an unpaid order")
    found = cloud.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest(server_name=name))
    equal({server.status for server in found.servers}, {0}, "status of unpaid servers")


def check_refusal(what, call, status, code):
    try:
        call()
    except ClientRequestException as error:
        equal((error.status_code, error.error_code), (status, code), f"{what}: status and code")
        expect(error.request_id, f"{what}: no request id")
    else:
        sys.exit(f"sdk_check: {what}: was accepted")


def check_refusals(cloud, project_id):
    check_refusal(
        "count 11", lambda: cloud.create_cloud_phone_single_server(purchase(RUN, 11)), 400, "CPS.0024")
    check_refusal(
        "an emoji in the name", lambda: cloud.create_cloud_phone_single_server(purchase("\U0001f600", 1)),
        400, "CPS.0025")
    check_refusal(
        "limit 101", lambda: cloud.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest(limit=101)),
        400, "CPS.0002")
    missing = cph.ShowCloudPhoneServerDetailRequest(server_id="0" * 32)
    check_refusal("an unknown server", lambda: cloud.show_cloud_phone_server_detail(missing), 404, "CPS.0097")
    forger = client(project_id, secret_key="wrong")
    check_refusal(
        "a wrong secret key", lambda: forger.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest()),
        401, "APIGW.0303")
    stranger = client("f" * 32)
    check_refusal(
        "another project", lambda: stranger.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest()),
        403, "APIGW.0310")
    found = cloud.list_cloud_phone_servers(cph.ListCloudPhoneServersRequest(server_name=RUN + "-refused"))
    equal(found.count, 0, "servers bought by refused requests")


def main():
    project_id = variable("HUAWEICLOUD_SDK_PROJECT_ID")
    cloud = client(project_id)
    one = check_create(cloud, f"{RUN}-one", 1)
    check_list(cloud, f"{RUN}-one", one)
    check_show(cloud, one)
    three = check_create(cloud, f"{RUN}-three", 3)
    check_list(cloud, f"{RUN}-three", three)
    check_pages(cloud, f"{RUN}-three", three)
    check_show(cloud, three)
    check_unpaid(cloud, f"{RUN}-unpaid")
    check_refusals(cloud, project_id)

    # Without a project id the SDK asks IAM; the emulator refuses any other than its own.
    by_name = client()
    check_list(by_name, f"{RUN}-one", one)
    chinese = check_create(by_name, f"{RUN}-云手机", 2)
    check_list(by_name, f"{RUN}-云手机", chinese)
    print("sdk_check: Huawei's Python SDK and the emulator agree")


main()
