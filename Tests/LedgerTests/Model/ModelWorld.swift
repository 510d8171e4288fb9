import CPHModel
import Schema

@testable import Ledger

/// How one send goes.
enum SendFault: Int, CaseIterable {
    case none, notSent, throttled, requestLost, answerLost, late, soldBadGateway, badGateway, internalError,
        soldInternalError
    case refused, orderOnly, partialAnswer, gatewayRepeats

    /// How often the request is carried out; the gateway may repeat it by itself.
    var sales: Int {
        switch self {
        case .none, .answerLost, .soldBadGateway, .soldInternalError, .orderOnly, .partialAnswer: 1
        case .gatewayRepeats: 2
        case .notSent, .throttled, .requestLost, .late, .badGateway, .internalError, .refused: 0
        }
    }

    /// What the sender reports when the order `order` and the servers `ids` were sold.
    func exchange(_ order: String, _ ids: [String]) -> Exchange {
        let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
        switch self {
        case .none: return Self.answer(200, #"{"order_id":"\#(order)","server_ids":[\#(list)]}"#)
        case .partialAnswer: return Self.answer(200, #"{"order_id":"\#(order)","server_ids":["\#(ids.first ?? "")"]}"#)
        case .orderOnly: return Self.answer(200, #"{"order_id":"\#(order)"}"#)
        case .throttled: return Self.answer(429, #"{"error_code":"APIGW.0308","error_msg":"x"}"#)
        case .refused: return Self.answer(400, #"{"error_code":"CPS.0089","error_msg":"x"}"#)
        case .internalError, .soldInternalError: return Self.answer(400, #"{"error_code":"CPS.0003","error_msg":"x"}"#)
        case .badGateway, .soldBadGateway: return Self.answer(502, "bad gateway")
        case .notSent: return Exchange(bytesSent: 0, failure: TransportFailure(.connect, "refused"))
        case .requestLost, .answerLost, .late, .gatewayRepeats:
            return Exchange(bytesSent: 900, failure: TransportFailure(.broken, "reset"))
        }
    }

    private static func answer(_ status: Int, _ body: String) -> Exchange {
        Exchange(bytesSent: 900, answer: Answer(status: status, body: Array(body.utf8)))
    }
}

/// A service that sells two servers at a time and shows them later. Time is counted in lists.
struct ModelWorld {
    static let name = "n"
    static let count = 2
    /// A server of another purchase, `n-1`, which looks like one of `n`.
    static let foreign = "f"

    struct Sold {
        let id: String
        let order: String
        let visibleFrom: Int
    }

    let lag: Int
    let lateness: Int
    private(set) var sold: [Sold] = []
    private(set) var time = 0
    /// Sends that were carried out at least once: more than one is a second purchase.
    private(set) var purchases = 0
    private var orders = 0
    private var pending: [Int] = []

    init(lag: Int, lateness: Int) { (self.lag, self.lateness) = (lag, lateness) }

    /// Carries a send out.
    mutating func send(_ fault: SendFault) -> (order: String, ids: [String]) {
        if fault.sales > 0 { purchases += 1 }
        if fault == .late { pending.append(time + lateness) }
        let first = sold.count
        for _ in 0..<fault.sales { sell() }
        return ("o\(orders)", sold[first...].prefix(Self.count).map(\.id))
    }

    private mutating func sell() {
        orders += 1
        for number in 0..<Self.count {
            // The second server of an order shows one list later than the first.
            sold.append(Sold(id: "s\(sold.count)", order: "o\(orders)", visibleFrom: time + lag + min(lag, number)))
        }
    }

    /// Delivers what is still on its way.
    mutating func deliver(until limit: Int = .max) {
        for due in pending where due <= limit {
            purchases += 1
            _ = due
            sell()
        }
        pending.removeAll { $0 <= limit }
    }

    /// How many servers one list shows.
    mutating func list() -> Int {
        time += 1
        deliver(until: time)
        return sold.count { $0.visibleFrom < time }
    }
}
