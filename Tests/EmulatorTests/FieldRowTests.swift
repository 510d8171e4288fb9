import CPHModel
import Schema
import TestSupport
import Testing

@testable import Emulator

/// The rows of what the emulator keeps in files, as `CPHModelTests` tests those of the service's models.
struct FieldRowTests {
    private static let models: [any Model.Type] = [
        Catalogue.self, StockEntry.self, CataloguePrice.self, EmulatedOrder.self, EmulatedServer.self, EmulatedJob.self,
        AssumeAgency.self, AssumeAgencyWithOIDC.self,
    ]

    @Test(arguments: models)
    func `a field alone sets the property of its name and no other`(model: any Model.Type) {
        #expect(Properties.misplacedRows(of: model, names: ["EmulatedOrder.order_type": "kind"]) == [])
    }
}
