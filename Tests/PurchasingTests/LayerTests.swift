import CPHClient
import CPHModel
import Ledger
import Logging
import Prompt
import Purchasing
import TestSupport
import Testing

@testable import Bindings

/// The layers that a call passes are those that `Sources/README.md` names, in that order.
struct LayerTests {
    /// A row of the table: the layer, and which calls pass it.
    private struct Row: Hashable {
        let layer: String
        let calls: String
    }

    private static var drawn: [Row] {
        get throws {
            let text = try String(decoding: Vectors.file("Sources/README.md"), as: UTF8.self)
            let rows = text.split(separator: "\n").drop { !$0.hasPrefix("| layer") }.dropFirst(2)
                .prefix { $0.hasPrefix("|") }
            return rows.map { row in
                let cells = row.split(separator: "|").map {
                    $0.drop { $0 == " " }.split(separator: " ").joined(separator: " ")
                }
                return Row(layer: cells[0].filter { $0 != "`" }, calls: cells[1])
            }
        }
    }

    /// As a run builds it, with what an installed library and the prompt add in front.
    private static var front: any CloudPhoneAPI {
        let client = LazyClient {
            () throws(SetupError) in
            var settings = ClientSettings()
            settings.region = "cn-east-3"
            return try CloudPhoneClient(
                settings, .machine(["HUAWEICLOUD_SDK_AK": "AK", "HUAWEICLOUD_SDK_SK": "SK"]),
                logger: Logger(label: "test"))
        }
        let purchasing = Purchasing(
            client, scope: { () throws(CPHError) in .embedded(projectID: "project") },
            Purchasing.Settings(ledger: .memory, limits: SpendLimits()) { RunInfo(id: "test") })
        let prompt = AccountValues(PurchaseTally(purchasing)) { .zero }
        return LibraryAPI(api: prompt, rights: LibraryRights(library: "fleets", granted: []))
    }

    private static func layers(of call: APICall) async throws -> [String] {
        var here = front
        var names = ["\(type(of: here))"]
        while let layer = here as? any APILayer {
            here = try await layer.next(for: call)
            names.append("\(type(of: here))")
        }
        return names
    }

    @Test func `a purchase passes every layer that is drawn`() async throws {
        let call = Operations.createServer.call(CreateServer())
        #expect(try await Self.layers(of: call) == Self.drawn.map(\.layer))
    }

    @Test func `a read passes all but gate and ledger`() async throws {
        let call = Operations.listServers.call(ListServers())
        let drawn = try Self.drawn.filter { $0.calls != "all but reads" }
        #expect(try await Self.layers(of: call) == drawn.map(\.layer))
        #expect(try Self.drawn.count == drawn.count + 2)
    }
}
