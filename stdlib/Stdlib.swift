/// The Lua modules of `stdlib/cph`, embedded in the binary.
public enum Stdlib {
    /// Lua source of `cph.NAME`, or nil when there is no such module.
    public static func source(_ name: String) -> [UInt8]? { sources[name] }

    /// Names without the prefix `cph.`, sorted.
    public static let names = sources.keys.sorted()

    /// Built on first use; the texts themselves are constants of the binary.
    private static let sources: [String: [UInt8]] = [
        "diff": PackageResources.diff_lua,
        "disk": PackageResources.disk_lua,
        "inspect": PackageResources.inspect_lua,
        "nic": PackageResources.nic_lua,
        "options": PackageResources.options_lua,
        "order": PackageResources.order_lua,
        "plan": PackageResources.plan_lua,
        "public_ip": PackageResources.public_ip_lua,
        "purchase": PackageResources.purchase_lua,
        "report": PackageResources.report_lua,
        "rows": PackageResources.rows_lua,
        "servers": PackageResources.servers_lua,
        "sorted": PackageResources.sorted_lua,
        "split": PackageResources.split_lua,
        "table": PackageResources.table_lua,
        "template": PackageResources.template_lua,
    ]
}
