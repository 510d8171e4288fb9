import CPHModel
import Testing

/// Facts that must hold at the prompt for every operation, including the one added next month.
struct EveryOperationTests {
    private let prompt: TestPrompt

    init() throws { prompt = try TestPrompt() }

    @Test func `is offered by completion`() {
        #expect(prompt.complete("cph.api.") == Operations.all.map { $0.name }.sorted())
    }

    @Test func `has help with its place and its request`() {
        for operation in Operations.all {
            let help = prompt.feed("?cph.api.\(operation.name)")
            #expect(help.contains(operation.doc) && help.contains(operation.path), "\(help)")
            #expect(help.hasPrefix("cph.api.\(operation.name)(body)"), "\(help)")
        }
    }

    @Test func `completes the fields of its request`() {
        #expect(prompt.complete("cph.api.show_subnet { sub") == ["subnet_id = "])
        #expect(prompt.complete("cph.api.pay_orders { use_") == ["use_coupon = ", "use_discount = "])
    }
}
