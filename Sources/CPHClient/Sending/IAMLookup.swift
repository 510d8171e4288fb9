import Addresses
import CPHModel
import CPHSigner
import Schema
import Text

/// Asks IAM for an id, once: that of a region's project, or of the account.
///
/// A search ends by itself, also where everybody who waited for it was cancelled, and there is one at a time.
actor IAMLookup {
    /// What to ask, and how to read the answer.
    struct Question: Sendable {
        let operation: String
        let path: String
        var query: [QueryItem] = []
        /// Nil where the answer does not tell, and somebody else is to be asked.
        let choose: @Sendable (Object) throws(CPHError) -> String?
    }

    /// Tells an id that IAM does not.
    typealias Other = @Sendable () async throws(CPHError) -> String

    private let question: Question
    private let iam: Endpoint
    private let authentication: Authentication
    private let sender: Sender
    private let redactor: Redactor
    private let other: Other
    private var found: String?
    /// The search that is under way; whoever asks meanwhile waits for the same one.
    private var search: Task<Result<String, CPHError>, Never>?

    /// - Parameter other: Asked where IAM's answer does not tell.
    init(
        _ question: Question, iam: Endpoint, authentication: Authentication, sender: Sender, redactor: Redactor,
        other: @escaping Other
    ) {
        (self.question, self.iam, self.authentication) = (question, iam, authentication)
        (self.sender, self.redactor, self.other) = (sender, redactor, other)
    }

    func id() async throws(CPHError) -> String {
        if let found { return found }
        guard let result = await (search ?? begin()).valueUnlessCancelled() else {
            throw CPHError(.cancelled, "cancelled")
        }
        return try result.get()
    }

    private func begin() -> Task<Result<String, CPHError>, Never> {
        let task = Task {
            let result = await ask()
            if case .success(let id) = result { found = id }
            search = nil
            return result
        }
        search = task
        return task
    }

    private func ask() async -> Result<String, CPHError> {
        let request = ServiceRequest(
            operation: question.operation, effect: .read, endpoint: iam, method: .get, path: question.path,
            query: question.query)
        do throws(CPHError) {
            let exchange = try await sender.send(
                request, redactor: redactor,
                sign: { [authentication] request throws(CPHError) in
                    try await authentication.sign(request, Authentication.Scope())
                },
                renew: authentication.renew)
            try ClockSkew.check(exchange, now: sender.surroundings.now(), operation: question.operation)
            try RefusedCredentials.check(exchange, source: authentication.source, operation: question.operation)
            let (_, body) = try exchange.success(of: question.operation)
            if let id = try question.choose(body?.members ?? [:]) { return .success(id) }
            return .success(try await other())
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
            // IAM looks for names that begin alike, and lists what is disabled too: cn-east-3_game is another project.
            let found = projects.compactMap(Project.init)
            let fitting = found.filter { $0.name == region && $0.isEnabled }
            if fitting.count == 1 { return fitting[0].id }
            let list = (fitting.isEmpty ? found : fitting).map(\.words).joined(separator: ", ")
            throw CPHError(
                .api,
                fitting.isEmpty
                    ? "the account has no project \(region) that is enabled" + (list.isEmpty ? "" : "; it has \(list)")
                    : "the account has \(counted(fitting.count, "project")) called \(region): \(list)",
                hint: list.isEmpty ? "check the region, or give --project-id" : "choose one with --project-id",
                operation: operation)
        }
    }

    /// A project as IAM lists it.
    private struct Project {
        let id, name: String
        let isEnabled: Bool

        init?(_ value: Value) {
            guard let members = value.members, let id = members["id"]?.text, isProjectID(id) else { return nil }
            (self.id, name) = (id, members["name"]?.text ?? "")
            isEnabled = members["enabled"] != false
        }

        var words: String { "\(cleaned(name, limit: 64)) (\(id)\(isEnabled ? "" : ", disabled"))" }
    }

    /// The account that the keys belong to, which global services want to be told.
    static var account: Self {
        let operation = "account id look-up"
        return Self(operation: operation, path: "/v3/auth/domains") { (answer) throws(CPHError) in
            // The sessions of agencies, and users of the newer kind, get an empty list.
            answer["domains"]?.items?.compactMap { $0.members?["id"]?.text }.first(where: isProjectID)
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
