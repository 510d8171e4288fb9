public import Schema

/// Source: Huawei's SDK 3.1.219, `Bandwidth`.
public struct ServerBandwidth: Model {
    public var bandWidthName: String?
    public var bandWidthID: String?
    public var bandWidthSize: Int?
    public var bandWidthChargeMode: Int?
    public var bandWidthShareType: Int?
    public var createTime: String?
    public var updateTime: String?

    public init() {}

    public static let name = "ServerBandwidth"
    public static let doc = "A bandwidth of cloud phone servers."

    public static let fields: [Field<ServerBandwidth>] = [
        Field("band_width_name", \.bandWidthName, doc: "Name of the bandwidth"),
        Field("band_width_id", \.bandWidthID, doc: "ID of the bandwidth"),
        Field("band_width_size", \.bandWidthSize, doc: "Size in Mbit/s"),
        Field("band_width_charge_mode", \.bandWidthChargeMode, doc: "0 by bandwidth, 1 by traffic"),
        Field("band_width_share_type", \.bandWidthShareType, doc: "0 dedicated, 1 shared"),
        Field("create_time", \.createTime, doc: "When it was created, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("update_time", \.updateTime, doc: "When it was last changed, UTC, YYYY-MM-DDTHH:MM:SSZ"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `Volume`.
public struct ServerVolume: Model {
    public var volumeName: String?
    public var volumeID: String?
    public var volumeSize: Int?
    public var volumeType: String?
    public var createTime: String?
    public var updateTime: String?

    public init() {}

    public static let name = "ServerVolume"
    public static let doc = "A disk of a server."

    public static let fields: [Field<ServerVolume>] = [
        Field("volume_name", \.volumeName, doc: "Name of the disk"),
        Field("volume_id", \.volumeID, doc: "ID of the disk"),
        Field("volume_size", \.volumeSize, doc: "Size in GB"),
        Field("volume_type", \.volumeType, doc: "Type of the disk"),
        Field("create_time", \.createTime, doc: "When it was created, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("update_time", \.updateTime, doc: "When it was last changed, UTC, YYYY-MM-DDTHH:MM:SSZ"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ShowCloudPhoneServerDetailResponseBodyShareVolumeInfo`.
public struct ShareVolume: Model {
    public var volumeType: String?
    public var size: Int?
    public var version: Int?

    public init() {}

    public static let name = "ShareVolume"
    public static let doc = "The storage that the phones of a server share."

    public static let fields: [Field<ShareVolume>] = [
        Field("volume_type", \.volumeType, doc: "Type of the disk"),
        Field("size", \.size, doc: "Size in GB"),
        Field("version", \.version, doc: "Version of shared storage: 0 is 1.0, 1 is 2.0"),
    ]
}
