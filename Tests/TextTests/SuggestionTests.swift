import Testing
import Text

struct SuggestionTests {
    @Test(arguments: [
        ("subnett_id", "subnet_id"), ("sunbet_id", "subnet_id"), ("Subnet_ID", "subnet_id"), ("vcp_id", "vpc_id"),
    ])
    func `finds the name that was meant`(typed: String, meant: String) {
        #expect(suggestion(for: typed, among: ["vpc_id", "subnet_id", "ipv6_enable"]) == meant)
    }

    @Test(arguments: ["", "x", "completely_different"])
    func `offers nothing when no name is near`(typed: String) {
        #expect(suggestion(for: typed, among: ["vpc_id", "subnet_id"]) == nil)
    }

    @Test(arguments: ["loadstring", "os", "x", "name"])
    func `offers neither the name itself, nor one for two letters, nor one that begins otherwise and ends far off`(
        typed: String
    ) {
        #expect(suggestion(for: typed, among: ["tostring", "os", "io", "y", "name"]) == nil)
    }

    @Test func `takes the earlier of two that are equally near`() {
        #expect(suggestion(for: "cat", among: ["bat", "rat"]) == "bat")
    }

    @Test func `passes over names of any length without comparing them`() {
        let long = String(repeating: "x", count: 1_000_000)
        #expect(suggestion(for: long, among: [long, "y"]) == nil)
    }
}
