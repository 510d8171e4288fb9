import CPHModel
import Clock
import Schema
import Text

/// A server as the billing service has it: until when it is paid for, and what happens then.
struct PrepaidServer: Hashable {
    /// When the period ends, in milliseconds since 1970.
    let end: Int
    /// Whether it was given back, or is gone.
    let isClosed: Bool
    /// Whether it renews itself when its period ends.
    let renewsItself: Bool

    /// Nil for a row that says nothing of the end of its period.
    init?(_ resource: Resource) {
        guard let seconds = resource.expireTime.flatMap(ISOTime.unixSeconds) else { return nil }
        end = seconds * 1000
        isClosed = resource.status == ResourceStatus.closed.rawValue
        renewsItself = resource.expirePolicy == Self.renewed
    }

    /// The number of the policy under which a resource is renewed when its period ends.
    private static let renewed = 3
}

extension Ledger {
    /// What the billing service has of one server, and its clock in milliseconds since 1970, where it says; nil where it lists no
    /// such server.
    func prepaidServer(_ id: String) async throws(CPHError) -> (server: PrepaidServer?, time: Int?) {
        var request = ListResources()
        (request.resourceIDs, request.onlyMainResource, request.limit) = ([id], .mainOnly, Self.mostRows)
        let exchange = try await inner.exchange(Operations.listResources.call(request))
        let list = try Operations.listResources.answer(in: exchange)
        guard let rows = list.data ?? (list.totalCount == 0 ? [] : nil) else {
            throw CPHError(.api, "the answer is no list of resources", operation: Operations.listResources.name)
        }
        let time = exchange.answer?.header("Date").flatMap(HTTPDate.unixSeconds).map { $0 * 1000 }
        // A server that was given back may be listed beside what it was renewed into: the one that lives counts.
        let own = rows.filter { $0.resourceID == id }
        let servers = own.compactMap(PrepaidServer.init)
        guard servers.count == own.count else {
            throw CPHError(
                .api, "the billing service does not say until when \(quoted(id)) is paid for",
                operation: Operations.listResources.name)
        }
        return (servers.first { !$0.isClosed } ?? servers.first, time)
    }

    private static let mostRows = 50

    /// The model that the service itself says a server has; nil where it knows no such server.
    func modelName(of id: String) async throws(CPHError) -> String? {
        var request = ShowServer()
        request.serverID = id
        do throws(CPHError) {
            let server = try await inner.perform(Operations.showServer, request)
            return server.serverID == id ? server.serverModelName : nil
        } catch {
            if error.httpStatus == 404 { return nil }
            throw error
        }
    }
}
