"""Buys servers with Huawei's SDK, one a call: create_with_sdk.py FIRST LAST."""

import os
import sys

import huaweicloudsdkcph.v1 as cph
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.region.region import Region

keys = BasicCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"],
                        os.environ["HUAWEICLOUD_SDK_PROJECT_ID"])
client = (cph.CphClient.new_builder().with_credentials(keys)
          .with_region(Region("cn-east-3", os.environ["CPH_ENDPOINT"])).build())
for i in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
    order = cph.CreateCloudPhoneSingleServerRequestBodyOrderParam(
        charging_mode=0, period_type=2, period_num=1, is_auto_pay=1, is_auto_renew=0)
    width = cph.CreateCloudPhoneSingleServerRequestBodyPublicIpBandWidth(
        band_width_size=300, band_width_charge_mode=1, band_width_share_type=0)
    address = cph.CreateCloudPhoneSingleServerRequestBodyPublicIp(type="5_bgp", count=1, band_width=width)
    nic = cph.NicForSingleServer(subnet_id="3c5e2638-b71f-4499-8d1e-355e89f21ae0", ipv6_enable=True,
                                 ipv6_band_width_id="fbe74c2f-e2ba-427a-b8aa-1c7c4f510ac1")
    client.create_cloud_phone_single_server(cph.CreateCloudPhoneSingleServerRequest(
        body=cph.CreateCloudPhoneSingleServerRequestBody(
            server_name=f"bench-{i}", server_model_name="physical.rx2.32xlarge.4", count=1, order_param=order,
            nics=[nic], public_ip=address, keypair_name="KeyPair-1d1d-wy", enterprise_project_id="0")))
