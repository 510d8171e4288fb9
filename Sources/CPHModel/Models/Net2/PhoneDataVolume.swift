public import Schema

/// Source: Huawei's SDK 3.1.219, `CreateNet2CloudPhoneServerRequestBodyPhoneDataVolume`.
public struct PhoneDataVolume: Model {
    public var volumeType = VolumeType.ssd
    public var size = 0

    public init() {}

    public static let name = "PhoneDataVolume"
    public static let doc = "The data disk of the phones."

    public static let fields: [Field<PhoneDataVolume>] = [
        Field("volume_type", \.volumeType, doc: "Type of the disk"),
        Field("size", \.size, .range(1...32_768), doc: "Size of the disk in GiB"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `CreateNet2CloudPhoneServerRequestBodyServerShareDataVolume`.
public struct ServerShareDataVolume: Model {
    public var volumeType = VolumeType.ssd
    public var size = 0

    public init() {}

    public static let name = "ServerShareDataVolume"
    public static let doc = "A disk that the phones of a server share."

    public static let fields: [Field<ServerShareDataVolume>] = [
        Field("volume_type", \.volumeType, doc: "Type of the disk"),
        Field("size", \.size, .range(10...32_768), doc: "Size of the disk in GiB"),
    ]
}
