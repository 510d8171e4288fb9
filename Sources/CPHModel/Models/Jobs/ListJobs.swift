public import Schema

/// Source: Huawei's SDK 3.1.219, `ListJobsRequest`.
public struct ListJobs: Model {
    public var requestID: String?
    public var requestIDs: String?
    public var offset: Int?
    public var limit: Int?

    public init() {}

    public static let name = "ListJobs"
    public static let doc = "Of which requests to list the jobs."

    public static let fields: [Field<ListJobs>] = [
        Field("request_id", \.requestID, doc: "ID of the request; request_ids wins where both are given"),
        Field("request_ids", \.requestIDs, doc: "IDs of up to 20 requests, separated by commas"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of jobs to skip"),
        Field("limit", \.limit, .range(1...100), default: "100", doc: "Largest number of jobs in one answer"),
    ]

    public static let checks: [Check<ListJobs>] = [
        Check(
            at: "request_id", needs: ["request_id", "request_ids"], .missing,
            "is needed when request_ids is absent"
        ) { $0.requestID == nil && $0.requestIDs == nil ? "is missing" : nil },
        Check(at: "request_ids", needs: ["request_ids"], .length, "must name at most 20 requests") { query in
            let count = query.requestIDs?.split(separator: ",").count ?? 0
            return count > 20 ? "names \(count)" : nil
        },
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListJobsResponse`.
public struct JobList: Model {
    public var requestID: String?
    public var jobs: [Job]?

    public init() {}

    public static let name = "JobList"
    public static let doc = "A page of jobs; the service does not say how many there are."

    public static let fields: [Field<JobList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("jobs", \.jobs, doc: "Jobs of this page"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `Job` and `ShowJobResponse`; `node_id` has expired.
public struct Job: Model {
    public var requestID: String?
    public var phoneID: String?
    public var serverID: String?
    public var jobID: String?
    public var beginTime: String?
    public var endTime: String?
    public var status: Int?
    public var errorCode: String?
    public var errorMsg: String?
    public var executeMsg: String?

    public init() {}

    public static let name = "Job"
    public static let doc = "What the service does about a request, after the answer."

    public static let fields: [Field<Job>] = [
        Field("request_id", \.requestID, doc: "ID of the request; only in the answer for one job"),
        Field("phone_id", \.phoneID, doc: "ID of the phone, for a job about one"),
        Field("server_id", \.serverID, doc: "ID of the server, for a job about one"),
        Field("job_id", \.jobID, doc: "ID of the job"),
        Field("begin_time", \.beginTime, doc: "When it began, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("end_time", \.endTime, doc: "When it ended, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("status", \.status, doc: "1 running, 2 done, -1 failed"),
        Field("error_code", \.errorCode, doc: "Code of why it failed"),
        Field("error_msg", \.errorMsg, doc: "Why it failed, in the service's words"),
        Field("execute_msg", \.executeMsg, doc: "What it printed, at most 1024 bytes"),
    ]
}

/// Its `error_code` says why the job failed; the call that shows it succeeded.
extension Job: FailureReport {}

/// Source: Huawei's SDK 3.1.219, `ShowJobRequest`.
public struct ShowJob: Model {
    public var jobID = ""

    public init() {}

    public static let name = "ShowJob"
    public static let doc = "Which job to show."

    public static let fields: [Field<ShowJob>] = [
        Field("job_id", \.jobID, .notEmpty, .pathSegment, doc: "ID of the job")
    ]
}
