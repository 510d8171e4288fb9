/// The regions that Huawei's SDK knows for Cloud Phone Host. New ones come without notice, so overrides may name others.
public enum Regions {
    /// Region names as they stand in host names, China's first.
    public static let known = [
        "cn-north-4", "cn-north-9", "cn-east-2", "cn-east-3", "cn-east-4", "cn-south-1", "cn-southwest-2",
        "ap-southeast-1", "ap-southeast-3", "la-south-2", "la-north-2", "af-north-1", "ru-northwest-2",
    ]

    /// Regions that have no IAM of their own and use the global one.
    static let withoutIAM: Set<String> = ["af-north-1", "ru-northwest-2"]

    /// What stands in for a region where none is needed: one endpoint on this machine serves every service.
    static let standIn = "cn-north-4"

    /// Names that may stand in a host name and a variable's name.
    static func isWellFormed(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 40
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
