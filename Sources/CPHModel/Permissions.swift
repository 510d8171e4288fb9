/// The IAM action that a user needs for an operation. Huawei's pages name those of CPH; the others are the ones that the
/// services' own policies list.
public enum Permissions {
    /// Finds the action for an operation; nil where none is known.
    public static func action(for operation: String) -> String? { actions[operation] }

    /// Whether a refusal means that the user lacks an action.
    static func isMissing(_ fault: ServiceFault) -> Bool {
        fault.status == 403 && fault.code != "APIGW.0310" || codes.contains(fault.code)
    }

    /// Codes that say so with another status.
    private static let codes: Set = ["CPS.0001", "CBC.0150", "CBC.0151", "CBC.0155", "CBC.0156"]

    static let actions: [String: String] = [
        "create_cloud_phone_single_server": "cph:servers:create",
        "create_net2_cloud_phone_server": "cph:servers:create",
        "list_cloud_phone_servers": "cph:servers:list",
        "show_cloud_phone_server_detail": "cph:servers:get",
        "update_server_name": "cph:servers:updateName",
        "restart_cloud_phone_server": "cph:servers:restart",
        "change_cloud_phone_server_model": "cph:servers:changeType",
        "list_cloud_phone_server_models": "cph:system:listServerTypes",
        "list_cloud_phone_server_model_offerings": "cph:system:listServerTypesSoldOutStatus",
        "show_subnet": "vpc:subnets:get",
        "list_subnets": "vpc:subnets:list",
        "show_vpc": "vpc:vpcs:get",
        "list_vpcs": "vpc:vpcs:list",
        "show_publicip": "vpc:publicIps:get",
        "list_publicips": "vpc:publicIps:list",
        "show_bandwidth": "vpc:bandwidths:get",
        "list_bandwidths": "vpc:bandwidths:list",
        "list_quotas": "vpc:quotas:list",
        "list_keypair_detail": "kps:domainKeypairs:get",
        "list_keypairs": "kps:domainKeypairs:list",
        "ims_list_images": "ims:images:list",
        "show_enterprise_project": "eps:enterpriseProjects:get",
        "list_enterprise_project": "eps:enterpriseProjects:list",
        "show_customer_order_details": "bss:order:view",
        "list_customer_orders": "bss:order:view",
        "list_pay_per_use_customer_resources": "bss:order:view",
        "show_refund_order_details": "bss:order:view",
        "list_order_coupons_by_order_id": "bss:order:view",
        "list_order_discounts": "bss:order:view",
        "list_rate_on_period_detail": "bss:order:view",
        "list_renew_rate_on_period": "bss:order:view",
        "list_service_types": "bss:order:view",
        "list_service_resources": "bss:order:view",
        "pay_orders": "bss:order:pay",
        "cancel_customer_order": "bss:order:update",
        "cancel_resources_subscription": "bss:unsubscribe:update",
        "renewal_resources": "bss:renewal:update",
        "auto_renewal_resources": "bss:renewal:update",
        "cancel_auto_renewal_resources": "bss:renewal:update",
    ]
}
