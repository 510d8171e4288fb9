public import Schema

public enum CustomImageType: String, Choice {
    case own = "private"
    case share = "share"

    public var meaning: String { self == .own ? "private" : "shared" }
}

public enum CustomImageStatus: Int, Choice {
    case creating = 0
    case usable = 1
    case failed = 2

    public var meaning: String {
        switch self {
        case .creating: "being created"
        case .usable: "usable"
        case .failed: "failed"
        }
    }
}

/// Source: Huawei's SDK 3.1.219, `ListImagesRequest`.
public struct ListCustomImages: Model {
    public var imageType: CustomImageType?
    public var status: CustomImageStatus?
    public var offset: Int?
    public var limit: Int?
    public var imageID: String?
    public var imageName: String?
    public var createSince: Int?
    public var createUntil: Int?
    public var srcProjectID: String?

    public init() {}

    public static let name = "ListCustomImages"
    public static let doc = "Which custom images to list."

    public static let fields: [Field<ListCustomImages>] = [
        Field("image_type", \.imageType, doc: "Whose images"),
        Field("status", \.status, doc: "State of the images"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of images to skip"),
        Field("limit", \.limit, .range(1...100), default: "100", doc: "Largest number of images in one answer"),
        Field("image_id", \.imageID, doc: "ID of the image"),
        Field("image_name", \.imageName, doc: "Name of the image"),
        Field("create_since", \.createSince, doc: "Created at or after this time, in Unix seconds"),
        Field("create_until", \.createUntil, doc: "Created at or before this time, in Unix seconds"),
        Field("src_project_id", \.srcProjectID, doc: "Project that shares the images"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListImagesResponse`.
public struct CustomImageList: Model {
    public var imageInfos: [CustomImage]?
    public var total: Int?
    public var requestID: String?

    public init() {}

    public static let name = "CustomImageList"
    public static let doc = "A page of custom images."

    public static let fields: [Field<CustomImageList>] = [
        Field("image_infos", \.imageInfos, doc: "Images of this page"),
        Field("total", \.total, doc: "Number of images in all pages"),
        Field("request_id", \.requestID, doc: "ID of the request"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListImagesView`.
public struct CustomImage: Model {
    public var domainID: String?
    public var imageName: String?
    public var updateTime: String?
    public var createTime: String?
    public var imageSize: Int?
    public var projectID: String?
    public var imageID: String?
    public var imageVersion: String?
    public var imageType: String?
    public var status: Int?
    public var srcProjectID: String?

    public init() {}

    public static let name = "CustomImage"
    public static let doc = "A custom image of phones."

    public static let fields: [Field<CustomImage>] = [
        Field("domain_id", \.domainID, doc: "Account that owns the image"),
        Field("image_name", \.imageName, doc: "Name of the image"),
        Field("update_time", \.updateTime, doc: "When it was last changed"),
        Field("create_time", \.createTime, doc: "When it was created"),
        Field("image_size", \.imageSize, doc: "Size in bytes"),
        Field("project_id", \.projectID, doc: "Project of a private image"),
        Field("image_id", \.imageID, doc: "ID of the image"),
        Field("image_version", \.imageVersion, doc: "Version of AOSP"),
        Field("image_type", \.imageType, doc: "private or share"),
        Field("status", \.status, doc: "0 being created, 1 usable, 2 failed"),
        Field("src_project_id", \.srcProjectID, doc: "Project that shares the image"),
    ]
}
