/// A service of the cloud, by the name that its endpoint has.
public struct Service: RawRepresentable, Hashable, Sendable, CaseIterable {
    public let rawValue: String

    /// Nil for what cannot stand in a host's name: anything but 1 to 32 of `a`-`z`, `0`-`9` and `-`.
    public init?(rawValue: String) {
        guard (1...32).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy(Self.isAllowed),
            rawValue.first != "-", rawValue.last != "-"
        else { return nil }
        self.rawValue = rawValue
    }

    private init(known rawValue: String) { self.rawValue = rawValue }

    public static let cph = Service(known: "cph")
    public static let iam = Service(known: "iam")
    /// The service of orders and money (Business Support System).
    public static let bss = Service(known: "bss")
    /// The service of networks, elastic IPs included (Virtual Private Cloud).
    public static let vpc = Service(known: "vpc")
    /// The service of keys, key pairs included (Key Management Service).
    public static let kms = Service(known: "kms")
    /// The service of server images (Image Management Service).
    public static let ims = Service(known: "ims")
    /// The service of enterprise projects (Enterprise Project Management).
    public static let eps = Service(known: "eps")

    /// The service that gives keys for a while (Security Token Service).
    public static let sts = Service(known: "sts")
    /// The service of orders and money on the international site.
    public static let bssIntl = Service(known: "bss-intl")

    /// The services that no operation is for, and whose addresses can be given all the same.
    public static let behindOperations: [Service] = [sts, bssIntl]

    /// The services that operations are for; `cph.request` reaches others too.
    public static let allCases: [Service] = [cph, iam, bss, vpc, kms, ims, eps]

    /// Whether it is one for all regions, and goes by account in place of project.
    public var isGlobal: Bool { [.bss, .bssIntl, .eps].contains(self) }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}
