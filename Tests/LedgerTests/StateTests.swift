import CPHModel
import Ledger
import Testing

/// The states, their arrows, and how answers become states.
struct StateTests {
    @Test func `no path leads from sending or in doubt to sending again without a person`() {
        for start in [PurchaseState.sending, .inDoubt] {
            var seen: Set<PurchaseState> = []
            var open = start.next
            while let state = open.popFirst() {
                // `absent`, `cancelled` and `expired` are set by a person or the order's own end; `refused` and `not_sent`
                // are only reached when the answer proves that nothing was bought.
                if [.absent, .cancelled, .expired, .refused, .notSent].contains(state) { continue }
                if seen.insert(state).inserted { open.formUnion(state.next) }
            }
            #expect(!seen.contains(.sending), "from \(start)")
        }
    }

    @Test func `only what leads to planned or approved may be sent`() {
        for state in PurchaseState.allCases {
            let leadsBack = state.next.contains(.planned) || state.next.contains(.approved) || state == .approved
            #expect(state.maySend == leadsBack, "\(state)")
        }
    }

    @Test func `every state but the last two kinds of bought leads somewhere, and every state is reached`() {
        let ends = PurchaseState.allCases.filter(\.next.isEmpty)
        #expect(ends == [.accepted, .adopted])
        let reached = Set(PurchaseState.allCases.flatMap(\.next))
        #expect(reached.isSuperset(of: PurchaseState.allCases))
    }

    @Test func `in doubt and free to send exclude each other`() {
        for state in PurchaseState.allCases { #expect(!(state.maySend && state.isInDoubt)) }
    }
}
