/// The IAM action that a user needs for an operation. Huawei's pages name those of CPH; the others are the ones that the
/// services' own policies list.
public enum Permissions {
    /// Nil where none is known.
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
        "show_customer_order_details": "bss:order:view",
        "list_customer_orders": "bss:order:view",
        "list_pay_per_use_customer_resources": "bss:order:view",
        "list_rate_on_period_detail": "bss:order:view",
        "pay_orders": "bss:order:pay",
        "cancel_customer_order": "bss:order:update",
        "cancel_resources_subscription": "bss:unsubscribe:update",
        "renewal_resources": "bss:renewal:update",
        "auto_renewal_resources": "bss:renewal:update",
        "cancel_auto_renewal_resources": "bss:renewal:update",
    ]
}
