"""What the checks with Huawei's SDK buy."""

import huaweicloudsdkcph.v1 as cph


def purchase(name, count=1, auto_pay=1):
    order = cph.CreateCloudPhoneSingleServerRequestBodyOrderParam(
        charging_mode=0, period_type=2, period_num=1, is_auto_pay=auto_pay, is_auto_renew=0)
    width = cph.CreateCloudPhoneSingleServerRequestBodyPublicIpBandWidth(
        band_width_size=300, band_width_charge_mode=1, band_width_share_type=0)
    address = cph.CreateCloudPhoneSingleServerRequestBodyPublicIp(type="5_bgp", count=1, band_width=width)
    nic = cph.NicForSingleServer(subnet_id="3c5e2638-b71f-4499-8d1e-355e89f21ae0", ipv6_enable=False)
    return cph.CreateCloudPhoneSingleServerRequest(
        body=cph.CreateCloudPhoneSingleServerRequestBody(
            server_name=name, server_model_name="physical.rx2.32xlarge.4", count=count, order_param=order, nics=[nic],
            public_ip=address, keypair_name="KeyPair-1d1d-wy",
            availability_zone="cn-east-3a", enterprise_project_id="0"))
