public import Schema

public enum ProductType: Int, Choice {
    case phone = 0
    case game = 1

    public var meaning: String { self == .phone ? "cloud phone" : "cloud game" }
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneServerModelsRequest`.
public struct ListServerModels: Model {
    public var productType: ProductType?
    public var marker: String?
    public var limit: Int?

    public init() {}

    public static let name = "ListServerModels"
    public static let doc = "Which server models to list."

    public static let fields: [Field<ListServerModels>] = [
        Field("product_type", \.productType, default: "both", doc: "What the servers are for"),
        Field("marker", \.marker, doc: "Where the page begins: next_marker of the page before"),
        Field("limit", \.limit, .range(1...100), default: "100", doc: "Largest number of models in one answer"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneServerModelsResponse`.
public struct ServerModelList: Model {
    public var requestID: String?
    public var serverModels: [ServerModel]?
    public var pageInfo: PageInfo?

    public init() {}

    public static let name = "ServerModelList"
    public static let doc = "A page of server models."

    public static let fields: [Field<ServerModelList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("server_models", \.serverModels, doc: "Models of this page"),
        Field("page_info", \.pageInfo, doc: "Where the next page begins"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ServerModel`.
public struct ServerModel: Model {
    public var serverModelName: String?
    public var serverType: String?
    public var cpu: Int?
    public var memory: Int?
    public var extendSpec: ServerModelSpec?
    public var diskMaxNum: Int?
    public var productType: Int?
    public var freeSize: Int?

    public init() {}

    public static let name = "ServerModel"
    public static let doc = "A server model: the machine that is sold under its name."

    public static let fields: [Field<ServerModel>] = [
        Field("server_model_name", \.serverModelName, doc: "Name of the model, at most 64 bytes"),
        Field("server_type", \.serverType, doc: "Type of the machine, at most 32 bytes"),
        Field("cpu", \.cpu, doc: "Number of CPU cores"),
        Field("memory", \.memory, doc: "Memory in GB"),
        Field("extend_spec", \.extendSpec, doc: "The machine's parts"),
        Field("disk_max_num", \.diskMaxNum, doc: "Largest number of data disks; 0 for a machine with local disks only"),
        Field("product_type", \.productType, doc: "0 cloud phone, 1 cloud game"),
        Field("free_size", \.freeSize, doc: "Disk space that is free of charge, in GB"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ServerModelExtendSpec`.
public struct ServerModelSpec: Model {
    public var cpu: String?
    public var memory: String?
    public var disk: String?
    public var networkInterface: String?
    public var gpu: String?
    public var bmsFlavor: String?
    public var gpuCount: Int?
    public var numaCount: Int?
    public var osVolume: SystemVolume?

    public init() {}

    public static let name = "ServerModelSpec"
    public static let doc = "The parts of a machine."

    public static let fields: [Field<ServerModelSpec>] = [
        Field("cpu", \.cpu, doc: "Type of the CPU"),
        Field("memory", \.memory, doc: "Type of the memory"),
        Field("disk", \.disk, doc: "Type of the disks"),
        Field("network_interface", \.networkInterface, doc: "Type of the network interfaces"),
        Field("gpu", \.gpu, doc: "Type of the GPUs"),
        Field("bms_flavor", \.bmsFlavor, doc: "Flavor of the bare-metal server"),
        Field("gpu_count", \.gpuCount, doc: "Number of GPUs"),
        Field("numa_count", \.numaCount, doc: "Number of NUMA nodes"),
        Field("os_volume", \.osVolume, doc: "Disk of the operating system"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ServerModelExtendSpecOsVolume`.
public struct SystemVolume: Model {
    public var size: Int?
    public var volumeType: String?

    public init() {}

    public static let name = "SystemVolume"
    public static let doc = "The disk of an operating system."

    public static let fields: [Field<SystemVolume>] = [
        Field("size", \.size, doc: "Size in GB"),
        Field("volume_type", \.volumeType, doc: "Type of the disk"),
    ]
}
