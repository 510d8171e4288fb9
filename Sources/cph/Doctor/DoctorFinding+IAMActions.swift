import CPHClient
import CPHModel
import Schema

/// Checks what this user may read, with the cheapest read of each kind. What may be bought cannot be found out without
/// buying.
extension DoctorFinding {
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

    /// The reads to try. Where nothing can be listed they ask for an id that does not exist: who hears that it does not
    /// was allowed to ask.
    private static var questions: [Question] {
        let nobody = "00000000-0000-0000-0000-000000000000"
        let checks = "plan:check looks at what the account has"
        return [
            Question(
                Operations.listServers, ListServers { $0.limit = 1 }, isNeeded: true,
                for: "names are looked up before and after a purchase"),
            Question(Operations.listOfferings, ListOfferings { $0.limit = 1 }, for: checks),
            Question(Operations.listServerModels, ListServerModels { $0.limit = 1 }, for: checks),
            Question(Operations.showSubnet, ShowSubnet { $0.subnetID = nobody }, for: checks),
            Question(Operations.showEIP, ShowEIP { $0.publicipID = nobody }, for: checks),
            Question(Operations.showBandwidth, ShowBandwidth { $0.bandwidthID = nobody }, for: checks),
            Question(Operations.listQuotas, ListQuotas { $0.type = "publicIp" }, for: checks),
            Question(Operations.showKeyPair, ShowKeyPair { $0.keypairName = "cph-doctor" }, for: checks),
            Question(Operations.listCloudImages, ListCloudImages { $0.limit = 1 }, for: checks),
            Question(
                Operations.showEnterpriseProject, ShowEnterpriseProject { $0.enterpriseProjectID = nobody },
                for: checks),
            Question(
                Operations.listOrders, ListOrders { $0.limit = 1 },
                for: "what is in doubt and what waits for payment is found by its order"),
        ]
    }

    /// Tries all reads. The first is tried alone: a user who may do nothing need not be told so a dozen times.
    static func permissions(_ api: any CloudPhoneAPI) async -> [DoctorFinding] {
        guard let first = questions.first else { return [] }
        let refusal = await error(of: first, api)
        let answer = finding(first, refusal)
        guard refusal?.httpStatus != 401 else { return [answer] }
        let others = Array(questions.dropFirst())
        return await withTaskGroup(of: (Int, DoctorFinding).self) { group in
            for (index, question) in others.enumerated() {
                group.addTask { (index, finding(question, await error(of: question, api))) }
            }
            return await group.reduce(into: [(-1, answer)]) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Tries one read; nil where the user may ask it.
    private static func error(of question: Question, _ api: any CloudPhoneAPI) async -> CPHError? {
        do throws(CPHError) {
            try await question.ask(api)
            return nil
        } catch {
            return error.httpStatus == 404 && error.code?.hasPrefix("APIGW.") == false ? nil : error
        }
    }

    private static func finding(_ question: Question, _ error: CPHError?) -> DoctorFinding {
        let action = Permissions.action(for: question.operation) ?? question.operation
        guard let error else { return right("permission", action) }
        let text = "\(action): \(words(error))\nneeded as \(question.purpose)"
        return question.isNeeded ? wrong("permission", text, error.hint) : look("permission", text, error.hint)
    }
}

extension Model {
    /// A request with what `fill` sets.
    fileprivate init(_ fill: (inout Self) -> Void) {
        self.init()
        fill(&self)
    }
}
