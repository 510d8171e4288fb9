public import CPHModel
import Dispatch
import Schema
import Synchronization

/// What the account holds, for completion: zones, flavors, key pairs, subnets, ids. It stands in front of the service,
/// learns from every answer to a read that passes, and asks for what a first Tab needs; that is good for a minute.
public final class AccountValues: APILayer {
    /// How long an answer that was asked for is good.
    static let freshness = Duration.seconds(60)

    struct Known: Hashable, Sendable {
        let text: String
        /// What the id stands for: a name or a range of addresses.
        let explanation: String
    }

    fileprivate struct State {
        /// The most values that are kept for one field.
        static let limit = 500
        var byField: [String: [Known]] = [:]
        /// Answers that no completion has needed yet, at most 50: most sessions complete no ids at all.
        var unread: [[UInt8]] = []
        /// When each operation was last asked.
        var asked: [String: Duration] = [:]
        /// Counts changes of the account, so that a late answer of the one before is not kept.
        var generation = 0
    }

    private let next: any CloudPhoneAPI
    private let now: @Sendable () -> Duration
    private let patience: Duration?
    private let state = Mutex(State())
    private let executor = QueueExecutor()

    /// Stands in front of `next`.
    ///
    /// - Parameters:
    ///   - patience: How long a Tab waits for an answer, nil for as long as it takes. What comes later is there at the next
    ///     Tab.
    ///   - now: The time on a clock that never goes back; what was asked for counts for a minute by it.
    public init(
        _ next: any CloudPhoneAPI, patience: Duration? = .milliseconds(250), now: @escaping @Sendable () -> Duration
    ) {
        (self.next, self.patience, self.now) = (next, patience, now)
    }

    /// Passes the call on, and keeps the answer to a read that succeeded.
    public func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        let generation = state.withLock(\.generation)
        let exchange = try await next.exchange(call)
        if call.effect == .read, exchange.failure == nil, let answer = exchange.answer, answer.status == 200 {
            state.withLock { state in
                guard state.generation == generation else { return }
                state.unread.append(answer.body)
                if state.unread.count > 50 { state.unread.removeFirst() }
            }
        }
        return exchange
    }

    /// Returns the API behind it, which answers every call.
    public func next(for call: APICall) -> any CloudPhoneAPI { next }

    /// Forgets everything: another account is asked from now on.
    func forget() {
        state.withLock { state in
            let generation = state.generation + 1
            state = State()
            state.generation = generation
        }
    }

    /// What has been seen under a field's name, asking the service first if that could help.
    func values(of field: String) -> [Known] {
        ask(Self.calls(for: field))
        return state.withLock { state in
            for body in state.unread { if let answer = try? Value(json: body) { state.learn(answer) } }
            state.unread = []
            return state.byField[field] ?? []
        }
    }

    // MARK: Asking

    /// Which calls know the values of a field.
    private static func calls(for field: String) -> [APICall] {
        switch field {
        case "subnet_id": [Operations.listSubnets.call(ListSubnets()), servers]
        case "vpc_id": [Operations.listVPCs.call(ListVPCs())]
        case "keypair_name": [Operations.listKeyPairs.call(ListKeyPairs()), servers]
        case "server_model_name": [Operations.listServerModels.call(ListServerModels()), servers]
        case "availability_zone": [Operations.listOfferings.call(ListOfferings()), servers]
        case "enterprise_project_id": [Operations.listEnterpriseProjects.call(ListEnterpriseProjects())]
        case "server_id", "server_name": [servers]
        case "order_id": [Operations.listOrders.call(ListOrders())]
        default: []
        }
    }

    private static var servers: APICall {
        var request = ListServers()
        (request.offset, request.limit) = (0, 100)
        return Operations.listServers.call(request)
    }

    /// Sends those of the calls that were not sent within the last minute, all at once.
    private func ask(_ calls: [APICall]) {
        let time = now()
        let stale = state.withLock { state in
            calls.filter { call in
                if let asked = state.asked[call.operation], time - asked < Self.freshness { return false }
                state.asked[call.operation] = time
                return true
            }
        }
        let group = DispatchGroup()
        for call in stale {
            group.enter()
            Task(executorPreference: executor) { [self] in
                // Without credentials or a connection there is nothing to offer, which is no reason to disturb a line.
                _ = try? await exchange(call)
                group.leave()
            }
        }
        guard !stale.isEmpty else { return }
        _ = group.wait(timeout: patience.map { .now() + .milliseconds(Int($0 / .milliseconds(1))) } ?? .distantFuture)
    }
}

/// Runs tasks on a queue of its own: the thread that waits for them may be one of the task pool's.
private final class QueueExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "cph.live")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension AccountValues.State {
    /// The names that requests have for fields of answers that are called otherwise.
    private static let aliases = ["available_zone": "availability_zone", "model_name": "server_model_name"]

    /// Keeps the texts in an answer by the fields that requests have for them.
    ///
    /// - Parameter parent: The member that holds the value: a subnet's `id` in `subnets` is a `subnet_id` elsewhere.
    fileprivate mutating func learn(_ value: Value, in parent: String = "") {
        switch value {
        case .list(let items): for item in items { learn(item, in: parent) }
        case .object(let members):
            for (name, member) in members {
                guard let text = member.text else {
                    learn(member, in: name)
                    continue
                }
                note(text, Self.aliases[name] ?? qualified(name, parent), members)
            }
        default: break
        }
    }

    private func qualified(_ name: String, _ parent: String) -> String {
        guard name == "id" || name == "name", !parent.isEmpty else { return name }
        return "\(parent.hasSuffix("s") ? String(parent.dropLast()) : parent)_\(name)"
    }

    private mutating func note(_ text: String, _ field: String, _ members: Object) {
        guard !text.isEmpty, text.utf8.count <= 80 else { return }
        var known = byField[field] ?? []
        guard known.count < Self.limit, !known.contains(where: { $0.text == text }) else { return }
        known.append(AccountValues.Known(text: text, explanation: explanation(of: field, members)))
        byField[field] = known
    }

    /// Says what an id stands for: the name beside it, and a network's range of addresses.
    private func explanation(of field: String, _ members: Object) -> String {
        guard field.hasSuffix("_id") else { return "" }
        let stem = field.dropLast(3)
        let name = members["\(stem)_name"] ?? (members["id"] == nil ? nil : members["name"])
        let range = members["\(stem)_cidr"] ?? (members["id"] == nil ? nil : members["cidr"])
        return [name, range].compactMap { $0?.text }.joined(separator: " ")
    }
}
