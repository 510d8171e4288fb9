import CPHModel
import CPHSigner
import Schema

/// Finds the project of a region, once: each region's own project has the region's name.
actor ProjectLookup {
    private let region: String
    private let iam: Endpoint
    private let identity: Identity
    private let sender: Sender
    private let redactor: Redactor
    private var found: String?
    /// Under way; whoever asks meanwhile waits for the same one.
    private var search: Task<Result<String, CPHError>, Never>?

    private static let operation = "project id look-up"

    init(region: String, iam: Endpoint, identity: Identity, sender: Sender, redactor: Redactor) {
        (self.region, self.iam, self.identity) = (region, iam, identity)
        (self.sender, self.redactor) = (sender, redactor)
    }

    func projectID() async throws(CPHError) -> String {
        if let found { return found }
        let task = search ?? Task { await ask() }
        search = task
        let result = await task.value
        search = nil
        let id = try result.get()
        found = id
        return id
    }

    private func ask() async -> Result<String, CPHError> {
        let request = ServiceRequest(
            operation: Self.operation, effect: .read, endpoint: iam, method: .get, path: "/v3/projects",
            query: [QueryItem("name", region)])
        do throws(CPHError) {
            let exchange = try await sender.send(
                request, redactor: redactor,
                sign: { [identity] request throws(CPHError) in
                    try await identity.sign(request, Identity.Scope(remainingLife: 60))
                },
                renew: identity.renew)
            try ClockSkew.check(exchange, now: sender.surroundings.now(), operation: Self.operation)
            return .success(try choose(exchange))
        } catch {
            return .failure(error)
        }
    }

    private func choose(_ exchange: Exchange) throws(CPHError) -> String {
        let answer = try exchange.success(operation: Self.operation)
        guard let projects = (try? Value(json: answer.body))?.members?["projects"]?.items else {
            throw CPHError(.api, "IAM's answer lists no projects", operation: Self.operation)
        }
        let ids = projects.compactMap { $0.members?["id"]?.text }.filter(isProjectID)
        switch ids.count {
        case 1: return ids[0]
        case 0:
            throw CPHError(
                .api, "the account has no project in \(region)", hint: "check the region, or give --project-id",
                operation: Self.operation)
        default:
            throw CPHError(
                .api, "the account has \(ids.count) projects in \(region): \(ids.joined(separator: ", "))",
                hint: "choose one with --project-id", operation: Self.operation)
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
