import CPHModel
import Testing

@testable import Purchasing

/// What a run says in its last line, by what its purchases came to.
struct TotalsTests {
    private static func totals(_ answers: [(String, PurchaseOrigin, Int)]) -> PurchaseTally.Totals {
        var totals = PurchaseTally.Totals()
        for (name, origin, servers) in answers {
            totals.begun += 1
            totals.asked[name] = servers
            var response = CreateServerResponse()
            (response.orderID, response.serverIDs) = ("CS-\(name)", (0..<servers).map { "\(name)-\($0)" })
            totals.add(response, origin, name, servers: servers)
        }
        return totals
    }

    @Test func `servers that were bought before are told from those of this run`() {
        let totals = Self.totals([("a", .before, 10), ("b", .now, 5)])
        #expect(totals.sum(isDryRun: false) == "5 bought, 10 were bought before")
        #expect(totals.orders == ["CS-b"] && totals.serverIDs.count == 5)
        #expect(Self.totals([("a", .before, 1)]).sum(isDryRun: false) == "0 bought, 1 was bought before")
    }

    @Test func `what this run bought and asked for again is bought now, once`() {
        #expect(
            Self.totals([("a", .now, 3), ("a", .before, 3)]).sum(isDryRun: false) == "3 bought, 0 were bought before")
    }

    @Test func `what was in doubt and is found later is this run's purchase`() {
        var totals = Self.totals([("a", .before, 3)])
        totals.inDoubt = ["a"]
        #expect(totals.sum(isDryRun: false) == "3 bought, 0 were bought before")
    }

    @Test func `what nobody knows the end of is counted by itself`() {
        var totals = Self.totals([("a", .now, 3)])
        (totals.inDoubt, totals.underWay) = (["b"], ["c"])
        (totals.asked["b"], totals.asked["c"]) = (4, 2)
        #expect(totals.sum(isDryRun: false) == "3 bought, 0 were bought before, 6 in doubt")
    }

    @Test func `a run that bought nothing and knows of nothing says nothing`() {
        var totals = PurchaseTally.Totals()
        #expect(totals.sum(isDryRun: false) == nil && totals.sum(isDryRun: true) == nil)
        totals.begun = 1
        #expect(totals.sum(isDryRun: false) == nil, "it was refused, and the error says so")
    }

    @Test func `a dry run has bought nothing, whatever it made up`() {
        let totals = Self.totals([("a", .dryRun, 10), ("b", .before, 5)])
        #expect(
            totals.sum(isDryRun: true)
                == "dry run: 10 servers would be bought, 5 were bought before; nothing was bought")
        #expect(totals.orders.isEmpty && totals.serverIDs.isEmpty)
        #expect(ExitStatus.service.after(Self.totals([("a", .dryRun, 10)])) == .service)
        var changes = PurchaseTally.Totals()
        changes.pretended = 1
        #expect(changes.sum(isDryRun: true) == "dry run: nothing was bought")
    }
}
