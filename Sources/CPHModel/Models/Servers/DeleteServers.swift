public import Schema

/// Source: Huawei's SDK 3.1.219, `DeleteCloudPhoneServerRequestBody`.
public struct DeleteServers: Model {
    public var serverIDs: [String] = []

    public init() {}

    public static let name = "DeleteServers"
    public static let doc =
        "Which pay-per-use servers to delete; prepaid ones are given back with cancel_resources_subscription."

    public static let fields: [Field<DeleteServers>] = [
        Field("server_ids", \.serverIDs, .items(1...10), .each(.notEmpty), doc: "IDs of the servers")
    ]
}

/// Source: Huawei's SDK 3.1.219, `DeleteCloudPhoneServerResponse`.
public struct DeletionJob: Model {
    public var requestID: String?
    public var jobID: String?

    public init() {}

    public static let name = "DeletionJob"
    public static let doc = "The job that deletes servers."

    public static let fields: [Field<DeletionJob>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("job_id", \.jobID, doc: "ID of the job"),
    ]
}
