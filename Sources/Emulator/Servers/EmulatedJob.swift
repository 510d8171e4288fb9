import Schema

/// What a request began to do about a server that exists. Jobs that build servers follow from their orders.
struct EmulatedJob: Model {
    var jobID = ""
    var requestID = ""
    var serverID = ""
    /// When the job began, in milliseconds since 1970.
    var begunAt = 0

    init() {}

    init(_ jobID: String, requestID: String, serverID: String, begunAt: Int) {
        (self.jobID, self.requestID, self.serverID, self.begunAt) = (jobID, requestID, serverID, begunAt)
    }

    static let name = "EmulatedJob"
    static let doc = "A job of the emulated cloud."

    static let fields: [Field<EmulatedJob>] = [
        Field("job_id", \.jobID, .bytes(1...32), doc: "ID of the job"),
        Field("request_id", \.requestID, doc: "ID of the request that began it"),
        Field("server_id", \.serverID, doc: "ID of the server"),
        Field("begun_at", \.begunAt, doc: "When it began, in milliseconds since 1970"),
    ]

    /// How long a job takes, from restart to key pair.
    static let duration = Duration.seconds(60)
}
