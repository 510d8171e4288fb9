import CPHClient
import CPHModel
import Schema

/// What this user may read, asked with the cheapest read of each kind. What may be bought can't be asked without buying.
extension Finding {
    /// A read that something depends on.
    private struct Question: Sendable {
        let operation: String
        let purpose: String
        /// Whether nothing can be bought without it.
        let isNeeded: Bool
        let ask: @Sendable (any CloudPhoneAPI) async throws(CPHError) -> Void

        init<Request: Model, Response: Model>(
            _ operation: Operation<Request, Response>, _ request: Request, isNeeded: Bool = false, for purpose: String
        ) {
            (self.operation, self.purpose, self.isNeeded) = (operation.name, purpose, isNeeded)
            ask = { (api) throws(CPHError) in _ = try await api.perform(operation, request) }
        }
    }

    private static let questions: [Question] = [
        Question(
            Operations.listServers, .one, isNeeded: true, for: "names are looked up before and after a purchase")
    ]

    static func permissions(_ api: any CloudPhoneAPI) async -> [Finding] {
        await withTaskGroup(of: (Int, Finding).self) { group in
            for (index, question) in questions.enumerated() {
                group.addTask { (index, await finding(question, api)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func finding(_ question: Question, _ api: any CloudPhoneAPI) async -> Finding {
        let action = Permissions.action(for: question.operation) ?? question.operation
        do throws(CPHError) {
            try await question.ask(api)
            return right("may", action)
        } catch {
            // Whoever hears that a thing does not exist was allowed to ask.
            if error.httpStatus == 404, error.code?.hasPrefix("APIGW.") == false { return right("may", action) }
            let text = "\(action): \(words(error))\nneeded as \(question.purpose)"
            return question.isNeeded ? wrong("may", text, error.hint) : look("may", text, error.hint)
        }
    }
}

extension ListServers {
    /// The shortest page.
    fileprivate static var one: ListServers {
        var query = ListServers()
        query.limit = 1
        return query
    }
}
