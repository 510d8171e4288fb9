public import Schema
import Text

/// Source: Huawei's SDK 3.1.219, `Port`.
public struct Port: Model {
    public var name = ""
    public var listenPort = 0
    public var internetAccessible = ""

    public init() {}

    public static let name = "Port"
    public static let doc = "An application port of the phones, forwarded by the service."

    public static let fields: [Field<Port>] = [
        Field("name", \.name, .bytes(1...16), .notReserved, doc: "Name of the port"),
        Field("listen_port", \.listenPort, .range(10_000...50_000), doc: "Port number inside the phones"),
        Field(
            "internet_accessible", \.internetAccessible,
            doc: "true, in any case, for access from the internet; anything else for none"),
    ]
}

extension Rule where V == String {
    fileprivate static var notReserved: Rule {
        Rule(.pattern, "must not be adb or vnc, which the system uses") {
            ["adb", "vnc"].contains($0) ? "is \(quoted($0))" : nil
        }
    }
}
