public import Schema

/// Source: Huawei's SDK 3.1.219, `Tag`.
public struct Tag: Model {
    public var key = ""
    public var value = ""

    public init() {}

    public static let name = "Tag"
    public static let doc = "A label of a server: key and value."

    public static let fields: [Field<Tag>] = [
        Field("key", \.key, .characters(1...127), doc: "Key; it does not begin with _sys_"),
        Field(
            "value", \.value, .characters(0...255), doc: "Value; neither its first nor its last character is a space"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListResourceTagsRequest`.
public struct ListTags: Model {
    public var resourceType = TaggedType.server
    public var resourceID = ""

    public init() {}

    public static let name = "ListTags"
    public static let doc = "Of what to list the tags."

    public static let fields: [Field<ListTags>] = [
        Field("resource_type", \.resourceType, doc: "Kind of the resource"),
        Field("resource_id", \.resourceID, .notEmpty, .pathSegment, doc: "ID of the resource: server_id for a server"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListResourceTagsResponse`.
public struct TagList: Model {
    public var tags: [Tag]?

    public init() {}

    public static let name = "TagList"
    public static let doc = "The tags of a resource."

    public static let fields: [Field<TagList>] = [
        Field("tags", \.tags, doc: "Tags of the resource")
    ]
}

public enum TaggedType: String, Choice {
    case server = "cph-server"

    public var meaning: String { "cloud phone server" }
}

public enum CreateAction: String, Choice {
    case create = "create"

    public var meaning: String { "sets the tags" }
}

/// Source: Huawei's SDK 3.1.219, `BatchCreateTagsRequestBody`.
public struct CreateTags: Model {
    public var resourceType = TaggedType.server
    public var resourceID = ""
    public var action = CreateAction.create
    public var tags: [Tag] = []

    public init() {}

    public static let name = "CreateTags"
    public static let doc = "Tags to set on a resource."

    public static let fields: [Field<CreateTags>] = [
        Field("resource_type", \.resourceType, doc: "Kind of the resource"),
        Field("resource_id", \.resourceID, .notEmpty, .pathSegment, doc: "ID of the resource: server_id for a server"),
        Field("action", \.action, doc: "What is done"),
        Field("tags", \.tags, .someItems().implied, doc: "Tags; a value replaces the one that its key has"),
    ]
}

public enum DeleteAction: String, Choice {
    case delete = "delete"

    public var meaning: String { "takes the tags away" }
}

/// Source: Huawei's SDK 3.1.219, `BatchDeleteTagsRequestBody`.
public struct DeleteTags: Model {
    public var resourceType = TaggedType.server
    public var resourceID = ""
    public var action = DeleteAction.delete
    public var tags: [Tag] = []

    public init() {}

    public static let name = "DeleteTags"
    public static let doc = "Tags to take from a resource."

    public static let fields: [Field<DeleteTags>] = [
        Field("resource_type", \.resourceType, doc: "Kind of the resource"),
        Field("resource_id", \.resourceID, .notEmpty, .pathSegment, doc: "ID of the resource: server_id for a server"),
        Field("action", \.action, doc: "What is done"),
        Field("tags", \.tags, .someItems().implied, doc: "Tags"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListProjectTagsRequest`.
public struct ListProjectTags: Model {
    public var resourceType = TaggedType.server
    public var limit: Int?
    public var offset: Int?

    public init() {}

    public static let name = "ListProjectTags"
    public static let doc = "Of which kind of resource to list all tags."

    public static let fields: [Field<ListProjectTags>] = [
        Field("resource_type", \.resourceType, doc: "Kind of the resource"),
        Field("limit", \.limit, .range(1...100), default: "100", doc: "Largest number of keys in one answer"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of keys to skip"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListProjectTagsResponse`.
public struct ProjectTagList: Model {
    public var tags: [TagValues]?
    public var totalCount: Int?

    public init() {}

    public static let name = "ProjectTagList"
    public static let doc = "The tags that a project uses."

    public static let fields: [Field<ProjectTagList>] = [
        Field("tags", \.tags, doc: "Keys with their values"),
        Field("total_count", \.totalCount, doc: "Number of keys in all pages"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `Tags`.
public struct TagValues: Model {
    public var key: String?
    public var values: [String]?

    public init() {}

    public static let name = "TagValues"
    public static let doc = "A key and the values that it has."

    public static let fields: [Field<TagValues>] = [
        Field("key", \.key, doc: "Key"),
        Field("values", \.values, doc: "Values"),
    ]
}
