import CPHModel
import LuaKit
import Purchasing
import Testing

import struct Purchasing.ExitStatus

/// Which exit code a run ends with, by what it ended with and what it bought.
struct ExitStatusTests {
    @Test(arguments: CPHError.Kind.allCases)
    func `each kind of error has its exit code`(kind: CPHError.Kind) {
        let expected: Int32 =
            switch kind {
            case .argument: 1
            case .denied: 3
            case .partial: 4
            case .api, .network, .timeout: 5
            case .ledger: 6
            case .inDoubt: 20
            case .cancelled: 130
            }
        #expect(ExitStatus(CPHError(kind, "sample")).rawValue == expected)
    }

    private static let endings: [ExitStatus] = [.done, .scriptError, .refused, .service, .deadline, .interrupted]

    @Test(arguments: endings)
    func `in doubt wins over everything, then partly done`(status: ExitStatus) {
        var totals = PurchaseTally.Totals()
        #expect(status.after(totals) == status)
        totals.partial = ["a"]
        #expect(status.after(totals) == .partlyDone)
        totals.underWay = ["b"]
        #expect(status.after(totals) == .inDoubt)
        (totals.underWay, totals.inDoubt) = ([], ["b"])
        #expect(status.after(totals) == .inDoubt)
    }

    @Test func `a network that fails after a purchase leaves it partly done, not nothing bought`() {
        var totals = PurchaseTally.Totals()
        totals.orders = ["CS1"]
        #expect(ExitStatus.service.after(totals) == .partlyDone)
        #expect(ExitStatus.done.after(totals) == .done)
        #expect(ExitStatus.scriptError.after(totals) == .scriptError)
    }
}
