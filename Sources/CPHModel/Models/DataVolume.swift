public import Schema

/// Source: the API page "Creating a Cloud Phone BMS", table "data_volume".
public struct DataVolume: Model {
    public var volumeType = VolumeType.ssd
    public var size = 0
    public var count: Int?

    public init() {}

    public static let name = "DataVolume"
    public static let doc = "Data disks of a server."

    public static let fields: [Field<DataVolume>] = [
        Field("volume_type", \.volumeType, doc: "Type of the disks"),
        Field("size", \.size, .range(1...32_768), doc: "Size of each disk in GiB"),
        Field(
            "count", \.count, .atLeast(1).implied, default: "1",
            doc: "Number of disks; the server model's disk_max_num is the limit"),
    ]
}

public enum VolumeType: String, Choice {
    case ssd = "SSD"
    case generalPurposeSSD = "GPSSD"

    public var meaning: String { self == .ssd ? "ultra-high I/O" : "general-purpose SSD" }
}
