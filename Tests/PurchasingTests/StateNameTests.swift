import Bindings
import Ledger
import Testing

struct StateNameTests {
    @Test func `scripts may ask for every state that the ledger has, and for no other`() {
        #expect(purchaseStateNames == PurchaseState.allCases.map(\.rawValue))
    }
}
