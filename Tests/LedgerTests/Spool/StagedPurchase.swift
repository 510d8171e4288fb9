import CPHModel
import Schema

@testable import Ledger

/// A purchase of two servers in any state, put together line by line, with another purchase beside it.
struct StagedPurchase {
    static let name = "game-1"
    static let servers = ["a1", "a2"]
    /// A server of another purchase, of order `CS-OTHER`.
    static let stranger = "x1"

    let bench: Bench
    var paysAtOnce = true

    /// Writes the purchase after one send, in `state`.
    ///
    /// - Parameter answer: What is recorded as the answer already; nil for none.
    func write(_ state: PurchaseState, answer: Exchange? = nil) throws {
        let journal = try bench.journal(.write)
        try other(journal)
        var record = PurchaseRecord(scope: "project", key: Self.name)
        for step in [PurchaseState.planned, .approved, .sending] { try move(&record, step, journal) }
        if let answer {
            let digest = String(hex: try Digest.sha256(HashChain.bytes(after: [], answer.columns)))
            let detail: Object = ["attempt": 1, "answer_sha256": .string(digest)]
            let sent = record
            record = try journal.append(
                [.init(kind: .answered, detail: detail)], to: record, at: 4, "test", open: .answerOpen,
                durable: .answerDurable, more: { () throws(StoreError) in try journal.insert(answer, sent) })
        }
        for step in Self.path(to: state) { try move(&record, step, journal) }
    }

    /// Adds a second send of the same request, from a state that allows it.
    func resend(_ state: PurchaseState) throws {
        let journal = try bench.journal(.write)
        guard var record = try journal.record(scope: "project", key: Self.name) else { return }
        for step in [PurchaseState.planned, .approved, .sending] { try move(&record, step, journal, attempt: 2) }
        for step in Self.path(to: state) { try move(&record, step, journal) }
    }

    private func move(
        _ record: inout PurchaseRecord, _ state: PurchaseState, _ journal: Journal, attempt: Int = 1
    ) throws {
        var detail = Self.detail(state)
        if state == .planned, record.request.isEmpty { detail = Ledger.plan(try content) }
        if state == .sending { detail["attempt"] = .int(attempt) }
        let kind: Event.Kind =
            switch state {
            case .planned: .planned
            case .approved: .approved
            case .sending: .sending
            case .paying, .paid, .paymentInDoubt: .payment
            case .absent, .cancelled, .expired: .resolved
            default: .found
            }
        record = try journal.append(
            [.init(kind: kind, to: state, detail: detail)], to: record, at: 3, "test", open: .findingOpen,
            durable: .findingDurable)
    }

    var content: PurchaseContent {
        get throws { try PurchaseContent(CreateServer.sample(Self.name, paysAtOnce: paysAtOnce)) }
    }

    private func other(_ journal: Journal) throws {
        var record = PurchaseRecord(scope: "project", key: "other")
        let plan = Ledger.plan(try PurchaseContent(CreateServer.sample("other", count: 1)))
        let bought: Object = ["server_ids": [.string(Self.stranger)], "order_id": "CS-OTHER"]
        for (state, detail) in [
            (PurchaseState.planned, plan), (.approved, [:]), (.sending, ["attempt": 1]), (.accepted, bought),
        ] {
            record = try journal.append(
                [.init(kind: state == .accepted ? .outcome : .planned, to: state, detail: detail)], to: record, at: 2,
                "test", open: .findingOpen, durable: .findingDurable)
        }
    }

    private static func detail(_ state: PurchaseState) -> Object {
        switch state {
        case .sending: ["sent_at": 1000, "baseline": [], "reason": .null, "claimed": [], "order_id": .null]
        case .accepted, .adopted: ["order_id": "CS1", "server_ids": ["a1", "a2"]]
        case .partial: ["order_id": "CS1", "server_ids": ["a1"]]
        case .orderOnly, .unpaid: ["order_id": "CS1"]
        case .duplicate: ["claimed": ["a1", "a2", "a3"], "reason": "three"]
        case .inDoubt: ["reason": "no answer came"]
        default: [:]
        }
    }

    /// The shortest way of arrows from `sending`.
    private static func path(to state: PurchaseState) -> [PurchaseState] {
        var paths: [PurchaseState: [PurchaseState]] = [.sending: []]
        var open: [PurchaseState] = [.sending]
        while !open.isEmpty {
            let from = open.removeFirst()
            for next in from.next.sorted(by: { $0.rawValue < $1.rawValue }) where paths[next] == nil {
                paths[next] = (paths[from] ?? []) + [next]
                open.append(next)
            }
        }
        return paths[state] ?? []
    }
}

/// What may come as an answer to a purchase of two servers.
enum StagedAnswer: String, CaseIterable, Sendable {
    case whole, wholeOfAnotherOrder, part, orderAlone, orderAndError, refused, throttled, internalError, page, cut
    case tooMany, stranger, strangeOrder, lost, notSent

    var exchange: Exchange {
        switch self {
        case .whole: answer(200, #"{"order_id":"CS1","server_ids":["a1","a2"]}"#)
        case .wholeOfAnotherOrder: answer(200, #"{"order_id":"CS2","server_ids":["b1","b2"]}"#)
        case .part: answer(200, #"{"order_id":"CS1","server_ids":["a1"]}"#)
        case .orderAlone: answer(200, #"{"order_id":"CS1"}"#)
        case .orderAndError: answer(200, #"{"order_id":"CS1","error_code":"CPS.0003","error_msg":"half"}"#)
        case .refused: answer(400, #"{"error_code":"CPS.0089","error_msg":"no such model"}"#)
        case .throttled: answer(429, #"{"error_code":"APIGW.0308","error_msg":"too many"}"#)
        case .internalError: answer(400, #"{"error_code":"CPS.0003","error_msg":"internal"}"#)
        case .page: answer(200, "<html>sign in</html>")
        case .cut:
            Exchange(
                bytesSent: 900, failure: TransportFailure(.broken, "closed"),
                partialAnswer: Answer(status: 200, body: Array(#"{"order_id":"CS1","server_ids":["a1","#.utf8)))
        case .tooMany: answer(200, #"{"order_id":"CS1","server_ids":["a1","a2","a3"]}"#)
        case .stranger: answer(200, #"{"order_id":"CS1","server_ids":["a1","x1"]}"#)
        case .strangeOrder: answer(200, #"{"order_id":"CS-OTHER","server_ids":["a1","a2"]}"#)
        case .lost: Exchange(bytesSent: 900, failure: TransportFailure(.timeout, "no answer in time"))
        case .notSent: Exchange(bytesSent: 0, failure: TransportFailure(.connect, "refused"))
        }
    }

    /// The servers that it names.
    var ids: [String] {
        switch self {
        case .whole, .strangeOrder: ["a1", "a2"]
        case .wholeOfAnotherOrder: ["b1", "b2"]
        case .part, .cut: ["a1"]
        case .tooMany: ["a1", "a2", "a3"]
        case .stranger: ["a1", "x1"]
        default: []
        }
    }

    private func answer(_ status: Int, _ body: String) -> Exchange {
        let headers = [Answer.Header("Content-Type", "application/json"), Answer.Header("X-Request-Id", "r")]
        return Exchange(bytesSent: 900, answer: Answer(status: status, headers: headers, body: Array(body.utf8)))
    }
}
