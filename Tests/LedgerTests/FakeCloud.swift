import CPHModel
import Clock
import Schema
import Synchronization

@testable import Ledger

/// A service small enough to read at a glance: it sells, lists, and goes wrong as it is told.
final class FakeCloud: CloudPhoneAPI {
    /// What happens to one purchase.
    enum Fault: String, CaseIterable, Sendable {
        case none
        /// No connection.
        case notSent
        case throttled
        case refused
        case unauthorized
        /// Sold, and the answer gets lost on the way.
        case answerLost
        /// The request gets lost on the way.
        case requestLost
        /// Nothing for a while, then sold.
        case late
        /// Sold, and the gateway says 502.
        case soldBadGateway
        /// Not sold, and an internal error that Huawei gives as 400.
        case internalError
        /// Sold, and the answer is cut in the middle.
        case cut
        /// Sold, and a proxy answers with its own page.
        case html
        /// Sold, and the ids follow later.
        case orderOnly
        /// Sold, with an error beside the order.
        case orderAndError
        /// One server less than asked for is sold.
        case partial
        /// Sold, and the answer names a server too many.
        case tooManyIDs
        /// The inner API refuses before it sends.
        case throwing
    }

    struct Server: Sendable {
        var id: String
        var name: String
        var orderID: String
        var createdAt: Int
        /// Lists that must have been asked before it shows.
        var hiddenFor = 0
    }

    /// What the billing service tells of orders.
    enum Billing: Sendable {
        /// Nothing: the account may not ask it.
        case closed
        /// The order alone.
        case orders
        /// The order and its servers.
        case servers
    }

    struct State: Sendable {
        var servers: [Server] = []
        var faults: [Fault] = []
        /// How many lists pass before something new shows.
        var lag = 0
        /// Lists left until a late request is carried out, with what it asks for.
        var late: [(lists: Int, request: CreateServer)] = []
        /// Lists that pass before a late request is carried out.
        var lateness = 2
        var creates = 0
        var sold = 0
        var lists = 0
        var listFails = false
        /// The most servers on a page, whatever was asked for.
        var mostOnPage = 100
        /// Rows that every list has besides, as they are.
        var oddRows: [Value] = []
        var billing = Billing.closed
    }

    let clock: FakeClock
    private let state: Mutex<State>

    init(_ clock: FakeClock, _ state: State = State()) {
        self.clock = clock
        self.state = Mutex(state)
    }

    /// Everything the service is at this moment.
    var now: State { state.withLock { $0 } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
    /// Create requests that reached the service.
    var creates: Int { state.withLock { $0.creates } }
    var lists: Int { state.withLock { $0.lists } }
    /// Purchases that were made.
    var sold: Int { state.withLock { $0.sold } }
    var serverIDs: [String] { state.withLock { $0.servers.map(\.id) } }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        // A real service takes time, in which other tasks run.
        await Task.yield()
        let now = clock.milliseconds()
        let result = state.withLock { state -> Result<Exchange, CPHError> in
            if call.effect == .purchase { return state.create(call, now) }
            if call.service == .bss { return .success(state.bill(call, now)) }
            if call.operation == Operations.showServer.name { return .success(state.show(call)) }
            return .success(state.list(call, now))
        }
        return try result.get()
    }
}

extension FakeCloud.State {
    /// Of the servers that one purchase made.
    func ids(of name: String) -> [String] {
        servers.filter { NamePattern(name).matches($0.name) }.map(\.id)
    }

    fileprivate mutating func create(_ call: APICall, _ now: Int) -> Result<Exchange, CPHError> {
        let fault = faults.isEmpty ? .none : faults.removeFirst()
        guard let body = try? Value(json: call.body ?? []), let request = try? CreateServer(validating: body) else {
            return .success(Self.answer(400, #"{"error_code":"CPS.0024","error_msg":"bad"}"#))
        }
        switch fault {
        case .notSent:
            return .success(Exchange(bytesSent: 0, failure: TransportFailure(.connect, "connection refused")))
        case .throwing: return .failure(CPHError(.denied, "no credentials"))
        default: break
        }
        creates += 1
        return .success(answer(to: request, fault, now))
    }

    private mutating func answer(to request: CreateServer, _ fault: FakeCloud.Fault, _ now: Int) -> Exchange {
        let lost = Exchange(bytesSent: 900, failure: TransportFailure(.broken, "connection reset by peer"))
        switch fault {
        case .none, .notSent, .throwing: return sell(request, now)
        case .throttled: return Self.answer(429, #"{"error_code":"APIGW.0308","error_msg":"too many"}"#)
        case .refused: return Self.answer(400, #"{"error_code":"CPS.0089","error_msg":"no such model"}"#)
        case .unauthorized: return Self.answer(401, #"{"error_code":"APIGW.0301","error_msg":"token"}"#)
        case .internalError: return Self.answer(400, #"{"error_code":"CPS.0003","error_msg":"internal"}"#)
        case .requestLost: return lost
        case .late:
            late.append((lateness, request))
            return lost
        case .answerLost:
            _ = sell(request, now)
            return lost
        case .soldBadGateway:
            _ = sell(request, now)
            return Self.answer(502, "bad gateway")
        case .html:
            _ = sell(request, now)
            return Self.answer(200, "<html>sign in</html>")
        case .cut:
            let whole = sell(request, now).answer?.body ?? []
            return Exchange(
                bytesSent: 900, failure: TransportFailure(.broken, "closed"),
                partialAnswer: Answer(status: 200, body: Array(whole.dropLast(20))))
        case .orderOnly:
            return sell(request, now) {
                #"{"order_id":"\#($0)"}"#
            } ids: { _ in
                []
            }
        case .orderAndError:
            return sell(request, now) {
                #"{"order_id":"\#($0)","error_code":"CPS.0003","error_msg":"half"}"#
            } ids: { _ in
                []
            }
        case .partial: return sell(request, now, short: 1)
        case .tooManyIDs: return sell(request, now, extra: ["ffffffffffffffffffffffffffffffff"])
        }
    }

    private mutating func sell(
        _ request: CreateServer, _ now: Int, short: Int = 0, extra: [String] = [],
        _ text: ((String) -> String)? = nil, ids: (([String]) -> [String])? = nil
    ) -> Exchange {
        sold += 1
        let order = "CS26\(sold)"
        var bought: [String] = []
        for number in 1...max(1, request.count - short) {
            let id = String(repeating: "0", count: 24) + String(format8(servers.count + 1))
            let name = request.count > 1 ? "\(request.serverName)-\(format4(number))" : request.serverName
            servers.insert(FakeCloud.Server(id: id, name: name, orderID: order, createdAt: now, hiddenFor: lag), at: 0)
            bought.append(id)
        }
        if let text { return Self.answer(200, text(order)) }
        let list = (bought + extra).map { "\"\($0)\"" }.joined(separator: ",")
        return Self.answer(200, #"{"order_id":"\#(order)","server_ids":[\#(list)]}"#)
    }

    fileprivate mutating func list(_ call: APICall, _ now: Int) -> Exchange {
        lists += 1
        for index in late.indices { late[index].lists -= 1 }
        for arrival in late where arrival.lists <= 0 { _ = sell(arrival.request, now) }
        late.removeAll { $0.lists <= 0 }
        if listFails { return Self.answer(500, "down") }
        let query = Dictionary(uniqueKeysWithValues: call.query.map { ($0.name, $0.value) })
        let name = query["server_name"]
        let all = servers.filter { $0.hiddenFor <= 0 && (name == nil || $0.name.contains(name!)) }
        for index in servers.indices where servers[index].hiddenFor > 0 { servers[index].hiddenFor -= 1 }
        let offset = Int(query["offset"] ?? "0") ?? 0
        let page = all.dropFirst(offset).prefix(min(mostOnPage, Int(query["limit"] ?? "100") ?? 100))
        let rows: [Value] = page.map { server in
            [
                "server_name": .string(server.name), "server_id": .string(server.id),
                "metadata": ["order_id": .string(server.orderID)],
                "create_time": .string(iso(server.createdAt)),
            ]
        }
        let odd = offset == 0 ? oddRows : []
        let body: Value = ["count": .int(all.count + oddRows.count), "servers": .list(rows + odd)]
        return Self.answer(200, body.json())
    }

    fileprivate func show(_ call: APICall) -> Exchange {
        let id = call.path.split(separator: "/").last.map(String.init)
        guard let server = servers.first(where: { $0.id == id }) else {
            return Self.answer(404, #"{"error_code":"CPS.0016","error_msg":"no such server"}"#)
        }
        let metadata = #"{"order_id":"\#(server.orderID)"}"#
        return Self.answer(200, #"{"server_id":"\#(server.id)","metadata":\#(metadata)}"#)
    }

    fileprivate func bill(_ call: APICall, _ now: Int) -> Exchange {
        guard billing != .closed else { return Self.answer(403, #"{"error_code":"CBC.0150","error_msg":"no rights"}"#) }
        let id = (call.request as? ListResources)?.orderID ?? call.path.split(separator: "/").last.map(String.init)
        let mine = servers.filter { $0.orderID == id }
        guard let first = mine.first else {
            return Self.answer(404, #"{"error_code":"CBC.30000010","error_msg":"no such order"}"#)
        }
        if call.operation == Operations.listResources.name {
            let rows: [Value] = mine.filter { _ in billing == .servers }.map {
                ["resource_id": .string($0.id), "resource_name": .string($0.name)]
            }
            return Self.answer(200, Value.object(["data": .list(rows), "total_count": .int(rows.count)]).json())
        }
        let order: Value = [
            "order_id": .string(first.orderID), "status": 5, "create_time": .string(iso(first.createdAt)),
        ]
        return Self.answer(200, Value.object(["order_info": order]).json())
    }

    private static func answer(_ status: Int, _ body: String) -> Exchange {
        Exchange(bytesSent: 900, answer: Answer(status: status, body: Array(body.utf8)))
    }
}

private func format4(_ number: Int) -> String { padded(number, 4) }
private func format8(_ number: Int) -> String { padded(number, 8) }

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// The day's time of `milliseconds` on 2026-11-23, which is when all tests play.
private func iso(_ milliseconds: Int) -> String {
    let seconds = (milliseconds - FakeClock.midnight) / 1000
    return "2026-11-23T\(padded(seconds / 3600 % 24, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))Z"
}

/// Time that passes only when somebody waits.
final class FakeClock: WallClock {
    /// 2026-11-23T00:00:00Z.
    static let midnight = 1_795_392_000_000
    private let now = Mutex(FakeClock.midnight + 12 * 3_600_000)

    func milliseconds() -> Int { now.withLock { $0 } }
    func pause(for duration: Duration) async throws { now.withLock { $0 += Int(duration / .milliseconds(1)) } }
}
