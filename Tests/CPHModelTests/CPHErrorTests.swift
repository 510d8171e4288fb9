import Testing

@testable import CPHModel

struct CPHErrorTests {
    @Test(arguments: [(4096, ""), (4097, "… (the first 4096 of 4097 characters)")])
    func `a message is shown up to 4096 characters, with the hint behind it`(length: Int, ending: String) {
        let error = CPHError(.api, String(repeating: "é", count: length), hint: "read it")
        #expect(error.description.hasSuffix("é\(ending)\n  hint: read it"))
        #expect(error.description.count { $0 == "é" } == 4096)
        #expect(error.message.count == length)
    }
}
