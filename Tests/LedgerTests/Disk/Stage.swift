import CPHModel

@testable import Ledger

/// A ledger on a recorded disk in front of a fake cloud, on which a scenario plays. What the service and people learn
/// is noted in the same row as what is done to the disk.
final class Stage {
    let bench: Bench
    let disk: RecordedDisk

    /// - Parameter files: What is in the ledger's folder at the beginning.
    init(_ cloud: FakeCloud.State = FakeCloud.State(), files: [String: [UInt8]] = [:]) throws {
        bench = try Bench(cloud)
        try bench.makeFolder("state")
        for (name, bytes) in files { try bench.write(bytes, "state/\(name)") }
        bench.fileSystem = DiskObserver.name
        disk = RecordedDisk("\(bench.folder)/state", files.filter { !$0.key.hasSuffix(".mark") }, bench.cloud)
    }

    func ledger(run: String = "r1", lockScope: Ledger.LockScope = .run, settle: Duration = .zero) throws(CPHError)
        -> Ledger
    {
        try bench.ledger(run: run, settle: settle, in: Witness(cloud: bench.cloud, disk: disk), lockScope: lockScope)
    }

    /// Buys as a script does, and notes what it was told.
    func buy(_ request: CreateServer, from ledger: Ledger) async {
        if let ids = try? await ledger.buy(request) { disk.note(.told(name: request.serverName, ids: ids)) }
        await noteState(of: request.serverName, ledger)
    }

    /// The purchase as it stands was shown to somebody.
    func noteState(of name: String, _ ledger: Ledger) async {
        guard let record = try? await ledger.purchase(named: name) else { return }
        disk.note(.decided(name: name, revision: record.revision))
    }
}

/// Notes when a request to buy leaves.
private struct Witness: CloudPhoneAPI {
    let cloud: FakeCloud
    let disk: RecordedDisk

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        if call.effect == .purchase, let content = try? PurchaseContent(call) {
            disk.note(.sending(name: content.request.serverName))
        }
        return try await cloud.exchange(call)
    }
}

/// Notes when a payment leaves.
struct WitnessedBilling: Billing {
    let billing: FakeBilling
    let disk: RecordedDisk
    let name: String

    func quote(_ orderID: String) async throws(CPHError) -> OrderQuote { try await billing.quote(orderID) }
    func servers(of orderID: String) async throws(CPHError) -> [BilledServer] {
        try await billing.servers(of: orderID)
    }
    func order(_ orderID: String) async throws(CPHError) -> BilledOrder { try await billing.order(orderID) }
    func orders(since unixSeconds: Int) async throws(CPHError) -> [BilledOrder] {
        try await billing.orders(since: unixSeconds)
    }

    func bill(since unixSeconds: Int, now: Int) async throws(CPHError) -> [BilledOrder] {
        try await billing.bill(since: unixSeconds, now: now)
    }
    func unpaidOrders() async throws(CPHError) -> Set<String> { try await billing.unpaidOrders() }
    func refunds(by orderID: String) async throws(CPHError) -> [BilledRefund] {
        try await billing.refunds(by: orderID)
    }
    func savings(for orderID: String) async throws(CPHError) -> OrderSavings { try await billing.savings(for: orderID) }

    func pay(_ orderID: String, with choice: PaymentChoice) async throws(CPHError) {
        disk.note(.paying(name: name))
        try await billing.pay(orderID, with: choice)
    }
}
