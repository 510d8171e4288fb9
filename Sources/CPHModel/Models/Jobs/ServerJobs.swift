public import Schema

/// Source: Huawei's SDK 3.1.219, `UpdateKeypairResponse` and `RestartCloudPhoneServerResponse`.
public struct ServerJobs: Model {
    public var requestID: String?
    public var jobs: [ServerJob]?

    public init() {}

    public static let name = "ServerJobs"
    public static let doc = "The jobs of a call about several servers."

    public static let fields: [Field<ServerJobs>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("jobs", \.jobs, doc: "One for each server; look at each for errors"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ServerJob`.
public struct ServerJob: Model {
    public var serverID: String?
    public var jobID: String?
    public var errorCode: String?
    public var errorMsg: String?

    public init() {}

    public static let name = "ServerJob"
    public static let doc = "What the service began to do about one server."

    public static let fields: [Field<ServerJob>] = [
        Field("server_id", \.serverID, doc: "ID of the server"),
        Field("job_id", \.jobID, doc: "ID of the job; absent when it was refused"),
        Field("error_code", \.errorCode, doc: "Code of why it was refused"),
        Field("error_msg", \.errorMsg, doc: "Why it was refused, in the service's words"),
    ]
}
