public import Schema

public enum PhoneImageType: String, Choice {
    case all = "all"
    case everybody = "public"
    case own = "private"
    case share = "share"

    public var meaning: String {
        switch self {
        case .all: "public, then private, then shared"
        case .everybody: "public"
        case .own: "private"
        case .share: "shared"
        }
    }
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneImagesRequest`.
public struct ListPhoneImages: Model {
    public var imageType: PhoneImageType?
    public var marker: String?
    public var limit: Int?

    public init() {}

    public static let name = "ListPhoneImages"
    public static let doc = "Which phone images to list."

    public static let fields: [Field<ListPhoneImages>] = [
        Field("image_type", \.imageType, doc: "Whose images"),
        Field("marker", \.marker, doc: "Where the page begins: next_marker of the page before"),
        Field("limit", \.limit, .range(1...500), default: "500", doc: "Largest number of images in one answer"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneImagesResponse`.
public struct PhoneImageList: Model {
    public var requestID: String?
    public var phoneImages: [PhoneImage]?
    public var pageInfo: PageInfo?

    public init() {}

    public static let name = "PhoneImageList"
    public static let doc = "A page of phone images."

    public static let fields: [Field<PhoneImageList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("phone_images", \.phoneImages, doc: "Images of this page"),
        Field("page_info", \.pageInfo, doc: "Where the next page begins"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `PhoneImage`.
public struct PhoneImage: Model {
    public var imageName: String?
    public var osType: String?
    public var isPublic: Int?
    public var osName: String?
    public var imageLabel: String?
    public var imageID: String?
    public var isSupportEncrypt: Bool?
    public var receiveStatus: Int?

    public init() {}

    public static let name = "PhoneImage"
    public static let doc = "An image that phones start from."

    public static let fields: [Field<PhoneImage>] = [
        Field("image_name", \.imageName, doc: "Name of the image, at most 128 bytes"),
        Field("os_type", \.osType, doc: "Kind of operating system, at most 16 bytes"),
        Field("is_public", \.isPublic, doc: "1 public, 2 private"),
        Field("os_name", \.osName, doc: "Operating system of the phone, at most 36 bytes"),
        Field("image_label", \.imageLabel, doc: "Kind of image; it must be that of the phone model"),
        Field("image_id", \.imageID, doc: "ID of the image, at most 32 bytes"),
        Field("is_support_encrypt", \.isSupportEncrypt, doc: "Whether it supports encryption of files"),
        Field("receive_status", \.receiveStatus, doc: "Of a shared image: 0 to be received, 1 received, 2 rejected"),
    ]
}
