import Addresses
import CPHModel
import CPHSigner
import Schema
import Text

/// Asks IAM for an id, once: that of a region's project, or of the account.
///
/// What this actor holds is old after an `await`: it ends only the search that it waited for.
actor IAMLookup {
    /// What to ask, and how to read the answer.
    struct Question: Sendable {
        let operation: String
        let path: String
        var query: [QueryItem] = []
        let choose: @Sendable (Object) throws(CPHError) -> String
    }

    private let question: Question
    private let iam: Endpoint
    private let authentication: Authentication
    private let sender: Sender
    private let redactor: Redactor
    private var found: String?
    /// The search that is under way; whoever asks meanwhile waits for the same one.
    private var search: Task<Result<String, CPHError>, Never>?

    init(_ question: Question, iam: Endpoint, authentication: Authentication, sender: Sender, redactor: Redactor) {
        (self.question, self.iam, self.authentication) = (question, iam, authentication)
        (self.sender, self.redactor) = (sender, redactor)
    }

    func id() async throws(CPHError) -> String {
        if let found { return found }
        let task = search ?? Task { await ask() }
        search = task
        let result = await task.value
        // Whoever waited longer must not end a search that began meanwhile.
        if search == task { search = nil }
        let id = try result.get()
        found = id
        return id
    }

    private func ask() async -> Result<String, CPHError> {
        let request = ServiceRequest(
            operation: question.operation, effect: .read, endpoint: iam, method: .get, path: question.path,
            query: question.query)
        do throws(CPHError) {
            let exchange = try await sender.send(
                request, redactor: redactor,
                sign: { [authentication] request throws(CPHError) in
                    try await authentication.sign(request, Authentication.Scope(remainingLife: 60))
                },
                renew: authentication.renew)
            try ClockSkew.check(exchange, now: sender.surroundings.now(), operation: question.operation)
            let (_, body) = try exchange.success(of: question.operation)
            return .success(try question.choose(body?.members ?? [:]))
        } catch {
            return .failure(error)
        }
    }
}

extension IAMLookup.Question {
    /// The project of a region: each region's own project has the region's name.
    static func project(of region: String) -> Self {
        let operation = "project id look-up"
        return Self(operation: operation, path: "/v3/projects", query: [QueryItem("name", region)]) {
            (answer) throws(CPHError) in
            guard let projects = answer["projects"]?.items else {
                throw CPHError(.api, "IAM's answer lists no projects", operation: operation)
            }
            let ids = projects.compactMap { $0.members?["id"]?.text }.filter(isProjectID)
            if ids.count == 1 { return ids[0] }
            if ids.isEmpty {
                throw CPHError(
                    .api, "the account has no project in \(region)", hint: "check the region, or give --project-id",
                    operation: operation)
            }
            throw CPHError(
                .api, "the account has \(counted(ids.count, "project")) in \(region): \(ids.joined(separator: ", "))",
                hint: "choose one with --project-id", operation: operation)
        }
    }

    /// The account that the keys belong to, which global services want to be told.
    static var account: Self {
        let operation = "account id look-up"
        return Self(operation: operation, path: "/v3/auth/domains") { (answer) throws(CPHError) in
            let ids = answer["domains"]?.items?.compactMap { $0.members?["id"]?.text }.filter(isProjectID) ?? []
            guard let id = ids.first else {
                throw CPHError(
                    .api, "IAM's answer names no account", hint: "set HUAWEICLOUD_SDK_DOMAIN_ID",
                    operation: operation)
            }
            return id
        }
    }
}

/// Whether `text` can be a project's id and nothing else when it stands in a path.
func isProjectID(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
        && text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
}
