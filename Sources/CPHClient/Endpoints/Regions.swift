import Text

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

    /// The region that is meant: the one that was given, else `HW_REGION_NAME`, else the stand-in.
    ///
    /// - Parameters:
    ///   - given: The value of `--region`, else of `CPH_REGION`.
    ///   - standIn: What serves where no region is needed; nil where one is.
    /// - Throws: `SetupError` where there is none, or it is no region's name.
    static func chosen(
        _ given: String?, standIn: String?, _ surroundings: Surroundings
    ) throws(SetupError) -> String {
        guard
            let region = given ?? surroundings.variable("HW_REGION_NAME") ?? surroundings.variable("OS_REGION_NAME")
                ?? standIn
        else {
            throw SetupError("no region given", hint: "use --region or CPH_REGION: \(known.joined(separator: ", "))")
        }
        guard isWellFormed(region) else { throw unknown(region) }
        return region
    }

    /// The error for a region that cph does not know and nobody has said the address of.
    static func unknown(_ region: String) -> SetupError {
        let near = suggestion(for: region, among: known).map { "did you mean \($0)? " } ?? ""
        return SetupError(
            "unknown region \"\(region)\"",
            hint: "\(near)CPH is in \(known.joined(separator: ", ")); for another, say where it is with "
                + "--endpoint cph=https://HOST")
    }
}
