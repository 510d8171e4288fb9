public import Schema

public enum PhoneModelStatus: Int, Choice {
    case offline = 0
    case normal = 1

    public var meaning: String { self == .offline ? "no longer sold" : "on sale" }
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneModelsRequest`.
public struct ListPhoneModels: Model {
    public var status: PhoneModelStatus?
    public var offset: Int?
    public var limit: Int?

    public init() {}

    public static let name = "ListPhoneModels"
    public static let doc = "Which phone models to list."

    public static let fields: [Field<ListPhoneModels>] = [
        Field("status", \.status, default: "both", doc: "Whether the models are on sale"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of models to skip"),
        Field("limit", \.limit, .range(1...100), default: "100", doc: "Largest number of models in one answer"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneModelsResponse`.
public struct PhoneModelList: Model {
    public var requestID: String?
    public var phoneModels: [PhoneModel]?

    public init() {}

    public static let name = "PhoneModelList"
    public static let doc = "A page of phone models; the service does not say how many there are."

    public static let fields: [Field<PhoneModelList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("phone_models", \.phoneModels, doc: "Models of this page"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `PhoneModel`.
public struct PhoneModel: Model {
    public var serverModelName: String?
    public var phoneModelName: String?
    public var status: Int?
    public var cpu: Int?
    public var memory: Int?
    public var disk: Int?
    public var resolution: String?
    public var extendSpec: String?
    public var specCode: String?
    public var phoneCapacity: Int?
    public var imageLabel: String?
    public var productType: Int?
    public var phoneModelVersion: Int?
    public var dpi: Int?
    public var fps: String?
    public var volumeMode: Int?
    public var renderFps: Int?
    public var streamFps: Int?

    public init() {}

    public static let name = "PhoneModel"
    public static let doc = "A phone model: how a server is divided into phones."

    public static let fields: [Field<PhoneModel>] = [
        Field("server_model_name", \.serverModelName, doc: "Server model that it divides, at most 64 bytes"),
        Field("phone_model_name", \.phoneModelName, doc: "Name of the phone model, at most 64 bytes"),
        Field("status", \.status, doc: "0 no longer sold, 1 on sale"),
        Field("cpu", \.cpu, doc: "Number of CPU cores of a phone"),
        Field("memory", \.memory, doc: "Memory of a phone in MB"),
        Field("disk", \.disk, doc: "System storage of a phone in GiB"),
        Field("resolution", \.resolution, doc: "Resolution, at most 16 bytes"),
        Field("extend_spec", \.extendSpec, doc: "Further description, at most 512 bytes"),
        Field("spec_code", \.specCode, doc: "Name of the specification, at most 64 bytes"),
        Field("phone_capacity", \.phoneCapacity, doc: "Number of phones of one server"),
        Field(
            "image_label", \.imageLabel,
            doc: "Kind of image: qemu_phone, cloud_phone, cloud_phone_1620, cloud_game or cloud_game_1620"),
        Field("product_type", \.productType, doc: "0 cloud phone, 1 cloud game"),
        Field("phone_model_version", \.phoneModelVersion, doc: "Version of the specification: 0 is 1.0, 1 is 2.0"),
        Field("dpi", \.dpi, doc: "Dots per inch"),
        Field("fps", \.fps, doc: "Rendering rate, in frames per second"),
        Field("volume_mode", \.volumeMode, doc: "Whether a phone has a disk of its own: 0 no, 1 yes"),
        Field("render_fps", \.renderFps, doc: "Rendering rate, in frames per second"),
        Field("stream_fps", \.streamFps, doc: "Rate of the outgoing stream, in frames per second"),
    ]
}
