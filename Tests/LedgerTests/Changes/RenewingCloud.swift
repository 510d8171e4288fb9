import CPHModel
import Clock
import Schema
import Synchronization

@testable import Ledger

/// A cloud with one server, which can be renewed, switched to renew itself, and given back. It can lose answers and show
/// what was done late.
final class RenewingCloud: CloudPhoneAPI {
    struct State {
        /// How many months it was renewed for.
        var months = 0
        /// The same as the list shows it.
        var shownMonths = 0
        var renewsItself = false
        var isClosed = false
        var orders: [String] = []
        /// The calls that changed something, by name.
        var sent: [String] = []
        /// How many answers are still to be lost, after the call was carried out.
        var losses = 0
        /// How many calls are still to be cut off before they arrive.
        var cuts = 0
        /// Whether the list shows what was done at once.
        var lags = false
        /// Whether the billing service says which servers an order is about.
        var namesServers = true
    }

    static let server = "0a1b"
    static let end = "2026-12-31T00:00:00Z"
    let state = Mutex(State())
    private let clock: FakeClock

    init(_ clock: FakeClock) { self.clock = clock }

    static func end(after months: Int) -> String {
        let seconds = ISOTime.unixSeconds(end) ?? 0
        return ISOTime.text(unixSeconds: CivilTime(unixSeconds: seconds).adding(months: months).unixSeconds)
    }

    /// Lets the list show everything.
    func catchUp() { state.withLock { $0.shownMonths = $0.months } }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        switch call.operation {
        case Operations.listResources.name: resources(call)
        case Operations.listOrders.name: orders(call)
        case Operations.renewResources.name:
            change(call) { state in
                state.months += 1
                if !state.lags { state.shownMonths = state.months }
                state.orders.append("CS\(state.orders.count + 1)")
                return #"{"order_ids": ["CS\#(state.orders.count)"]}"#
            }
        case Operations.setAutoRenewal.name:
            change(call) { state in
                state.renewsItself = true
                return ""
            }
        case Operations.cancelAutoRenewal.name:
            change(call) { state in
                state.renewsItself = false
                return ""
            }
        case Operations.unsubscribe.name:
            change(call) { state in
                state.isClosed = true
                state.orders.append("CS\(state.orders.count + 1)")
                return #"{"order_ids": ["CS\#(state.orders.count)"]}"#
            }
        default: answer(404, #"{"error_code": "CPS.0097", "error_msg": "none"}"#)
        }
    }

    private func change(_ call: APICall, _ body: (inout State) -> String) -> Exchange {
        state.withLock { state in
            state.sent.append(call.operation)
            if state.cuts > 0 {
                state.cuts -= 1
                return Exchange(bytesSent: 9, failure: TransportFailure(.broken, "cut off"))
            }
            let text = body(&state)
            guard state.losses > 0 else { return answer(text.isEmpty ? 204 : 200, text) }
            state.losses -= 1
            return Exchange(bytesSent: 9, failure: TransportFailure(.timeout, "no answer came"))
        }
    }

    private func resources(_ call: APICall) -> Exchange {
        let asked = (try? Value(json: call.body ?? []))?.members
        let order = asked?["order_id"]?.text
        let ids = asked?["resource_ids"]?.items?.compactMap(\.text) ?? [Self.server]
        let (state, isKnown) = state.withLock { state in
            (
                state,
                ids.contains(Self.server) && (order.map { state.namesServers && state.orders.contains($0) } ?? true)
            )
        }
        let isForeign = order?.hasPrefix("other") == true
        let row =
            #"{"resource_id": "\#(isForeign ? "0b2c" : Self.server)", "resource_name": "web-1", "#
            + #""expire_time": "\#(Self.end(after: state.shownMonths))", "#
            + #""expire_policy": \#(state.renewsItself ? 3 : 0), "status": \#(state.isClosed ? 3 : 2)}"#
        let isListed = isKnown || isForeign
        return answer(200, #"{"data": [\#(isListed ? row : "")], "total_count": \#(isListed ? 1 : 0)}"#)
    }

    /// A page of the orders, as the call asks for it.
    private func orders(_ call: APICall) -> Exchange {
        let asked = (call.request as? ListOrders) ?? ListOrders()
        let (limit, offset) = (asked.limit ?? 10, asked.offset ?? 0)
        let (ids, now) = (state.withLock { $0.orders }, ISOTime.text(unixSeconds: clock.milliseconds() / 1000))
        let rows = ids.dropFirst(offset).prefix(limit).map {
            #"{"order_id": "\#($0)", "status": 5, "create_time": "\#(now)"}"#
        }
        return answer(200, #"{"order_infos": [\#(rows.joined(separator: ", "))], "total_count": \#(ids.count)}"#)
    }

    private func answer(_ status: Int, _ body: String) -> Exchange {
        Exchange(bytesSent: 9, answer: Answer(status: status, body: Array(body.utf8)))
    }
}

extension ResourceChange {
    /// A renewal of the cloud's server for a month, paid at once.
    static func renewal(of end: String = RenewingCloud.end, months: Int = 1) -> ResourceChange {
        var change = ResourceChange()
        (change.resourceID, change.expireTime) = (RenewingCloud.server, end)
        (change.periodType, change.periodNum, change.isAutoPay) = (.month, months, .yes)
        return change
    }

    /// Another change of the cloud's server.
    static func sample(_ kind: ChangeKind) -> ResourceChange {
        var change = ResourceChange()
        (change.kind, change.resourceID, change.expireTime) = (kind, RenewingCloud.server, RenewingCloud.end)
        return change
    }
}
