public import Schema

/// Source: Huawei's SDK for EPS 3.1.219, `ShowEnterpriseProjectRequest`.
public struct ShowEnterpriseProject: Model {
    public var enterpriseProjectID = ""

    public init() {}

    public static let name = "ShowEnterpriseProject"
    public static let doc = "Which enterprise project to show."

    public static let fields: [Field<ShowEnterpriseProject>] = [
        Field(
            "enterprise_project_id", \.enterpriseProjectID, .either("0", .uuid),
            doc: "ID of the enterprise project; 0 is the default one")
    ]
}

/// Source: Huawei's SDK for EPS 3.1.219, `ShowEnterpriseProjectResponse`.
public struct EnterpriseProjectAnswer: Model {
    public var enterpriseProject: EnterpriseProject?

    public init() {}

    public static let name = "EnterpriseProjectAnswer"
    public static let doc = "An enterprise project, as the service wraps it."

    public static let fields: [Field<EnterpriseProjectAnswer>] = [
        Field("enterprise_project", \.enterpriseProject, doc: "The enterprise project")
    ]
}

/// Source: Huawei's SDK for EPS 3.1.219, `ListEnterpriseProjectRequest`.
public struct ListEnterpriseProjects: Model {
    public var id: String?
    public var limit: Int?
    public var name: String?
    public var offset: Int?
    public var sortDir: String?
    public var sortKey: String?
    public var status: Int?
    public var type: String?

    public init() {}

    public static let name = "ListEnterpriseProjects"
    public static let doc = "Which enterprise projects to list."

    public static let fields: [Field<ListEnterpriseProjects>] = [
        Field("id", \.id, doc: "ID of the enterprise project; 0 is the default one"),
        Field("limit", \.limit, .range(1...1000), default: "1000", doc: "Largest number of projects in one answer"),
        Field("name", \.name, doc: "Part of the name"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of projects to skip"),
        Field("sort_dir", \.sortDir, default: "desc", doc: "asc or desc"),
        Field("sort_key", \.sortKey, default: "created_at", doc: "Field that the list is sorted by"),
        Field("status", \.status, doc: "1 in use, 2 disabled"),
        Field("type", \.type, doc: "prod or poc"),
    ]
}

/// Source: Huawei's SDK for EPS 3.1.219, `ListEnterpriseProjectResponse`.
public struct EnterpriseProjectList: Model {
    public var enterpriseProjects: [EnterpriseProject]?
    public var totalCount: Int?

    public init() {}

    public static let name = "EnterpriseProjectList"
    public static let doc = "A page of enterprise projects."

    public static let fields: [Field<EnterpriseProjectList>] = [
        Field("enterprise_projects", \.enterpriseProjects, doc: "Projects of this page"),
        Field("total_count", \.totalCount, doc: "Number of projects in all pages"),
    ]
}

/// Source: Huawei's SDK for EPS 3.1.219, `EpDetail`.
public struct EnterpriseProject: Model {
    public var id: String?
    public var name: String?
    public var summary: String?
    public var status: Int?
    public var createdAt: String?
    public var updatedAt: String?
    public var type: String?
    public var deleteFlag: Bool?

    public init() {}

    public static let name = "EnterpriseProject"
    public static let doc = "A group of resources across regions."

    public static let fields: [Field<EnterpriseProject>] = [
        Field("id", \.id, doc: "ID of the enterprise project"),
        Field("name", \.name, doc: "Name of the enterprise project"),
        Field("description", \.summary, doc: "Description"),
        Field("status", \.status, doc: "1 in use, 2 disabled"),
        Field("created_at", \.createdAt, doc: "When it was created, UTC"),
        Field("updated_at", \.updatedAt, doc: "When it was last changed, UTC"),
        Field("type", \.type, doc: "prod or poc"),
        Field("delete_flag", \.deleteFlag, doc: "Whether it is deleted"),
    ]
}
